"""A Telegram bot that answers questions about the Japan Center and never makes anything up."""

__version__ = "0.1.0"
