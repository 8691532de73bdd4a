"""Matching: which entry an utterance means, and how sure that is; knows nothing of Telegram or of files."""
