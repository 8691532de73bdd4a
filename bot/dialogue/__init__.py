"""The dialogue: a question and its context in, one of a closed set of replies out; knows nothing of where people write."""
