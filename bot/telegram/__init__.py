"""The bot in Telegram: the only package that imports the `telegram` library."""
