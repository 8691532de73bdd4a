"""A local Telegram Bot API server for tests, and the people who write to the bot under test."""
