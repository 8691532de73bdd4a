"""The knowledge base: the YAML files that staff edit, read into frozen values; knows nothing of matching or of Telegram."""
