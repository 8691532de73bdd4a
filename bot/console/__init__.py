"""The bot in a terminal: a chat to enjoy, and plain lines for scripts."""
