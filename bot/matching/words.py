"""From raw text to words, and from words to stems and letter n-grams."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

import snowballstemmer

SHORTEST_GRAM, LONGEST_GRAM = 3, 5

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_STEMMERS = {"en": "english", "ru": "russian"}


def normalise(text: str) -> str:
    """The text in Unicode's NFKC form, case folded, with one kind of apostrophe.

    Invisible format characters, and marks that combine with no letter into one character, are left out.
    """
    if text.isascii():
        return text.replace("`", "'").lower()
    folded = unicodedata.normalize("NFKC", text).replace("’", "'").replace("`", "'").casefold()
    return "".join(
        c for c in unicodedata.normalize("NFKC", folded) if unicodedata.category(c) != "Cf" and unicodedata.category(c)[0] != "M"
    )


def words(text: str) -> tuple[str, ...]:
    """The text's words in order, normalised; a `{placeholder}` stays whole, braces included."""
    found: list[str] = []
    start = 0
    for placeholder in _PLACEHOLDER.finditer(text):
        found += _WORD.findall(normalise(text[start : placeholder.start()]))
        found.append(placeholder.group())
        start = placeholder.end()
    found += _WORD.findall(normalise(text[start:]))
    return tuple(found)


def placeholders(text: str) -> frozenset[str]:
    """Names of the word lists that the text mentions in braces."""
    return frozenset(_PLACEHOLDER.findall(text))


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """The word without its inflection (Snowball); the word itself in a language that has no stemmer."""
    algorithm = _STEMMERS.get(language)
    return str(_stemmer(algorithm).stemWord(word)) if algorithm else word


@cache
def _stemmer(algorithm: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(algorithm)


def grams(word: str) -> Iterator[str]:
    """Runs of 3 to 5 letters of the word, its edges marked, so that beginnings and ends count as such."""
    edged = f"^{word}$"
    for length in range(SHORTEST_GRAM, LONGEST_GRAM + 1):
        for start in range(len(edged) - length + 1):
            yield edged[start : start + length]
