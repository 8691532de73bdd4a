"""Accuracy and speed of the matcher beside other ways to find the phrasing that is nearest to a question."""
