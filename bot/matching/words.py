"""From raw text to words, and from words to runs of letters."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import filterfalse

from bot.matching.spaceless import SPACELESS, by_script, is_spaceless

SHORTEST_GRAM, LONGEST_GRAM = 3, 5

_WORD = re.compile(rf"[{SPACELESS}]+|[^\W_{SPACELESS}]+(?:'[^\W_{SPACELESS}]+)*")
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+|\S+@\S+\.\w+")
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")

_ORDINARY = re.compile(r"[\x20-\x7e\u0410-\u0451\u2010-\u2026\u3001-\u3029\u3041-\u3096\u309d-\u30ff\u4e00-\u9fff]*")
"""Texts of ordinary letters and signs alone, none of which is silent."""

_CYRILLIC = re.compile("[а-яёіј]")
_LATIN = re.compile("[a-z]")
_LOOKALIKES = "аеорсухкмтвніј", "aeopcyxkmtbhij"
_TO_LATIN = str.maketrans(*_LOOKALIKES)
_TO_CYRILLIC = str.maketrans(*reversed(_LOOKALIKES))


def normalise(text: str) -> str:
    """The text in Unicode's NFKC form, case folded, with one kind of apostrophe, and е for ё, as most people type it.

    Invisible format characters, and marks that combine with no letter into one character, are left out.
    """
    if text.isascii():
        return text.replace("`", "'").lower()
    folded = unicodedata.normalize("NFKC", text).replace("’", "'").replace("`", "'").casefold().replace("ё", "е")
    composed = unicodedata.normalize("NFKC", folded)
    return composed if _ORDINARY.fullmatch(composed) else "".join(filterfalse(_is_silent, composed))


def _is_silent(character: str) -> bool:
    """Whether a character has no form of its own: format characters, marks."""
    category = unicodedata.category(character)
    return category == "Cf" or category[0] == "M"


def words(text: str, cut: Callable[[str], list[str]] = by_script) -> tuple[str, ...]:
    """The text's words in order, normalised, without apostrophes ("can't" is as often typed "cant").

    A `{placeholder}` stays whole, braces included; addresses of pages and mailboxes say nothing, and are left out. `cut` takes
    Japanese apart, which has no spaces.
    """
    found: list[str] = []
    start = 0
    text = _ADDRESS.sub(" ", text)
    for placeholder in _PLACEHOLDER.finditer(text):
        found += _plain_words(text[start : placeholder.start()], cut)
        found.append(placeholder.group())
        start = placeholder.end()
    found += _plain_words(text[start:], cut)
    return tuple(found)


def _plain_words(text: str, cut: Callable[[str], list[str]]) -> list[str]:
    found = [word.replace("'", "") for word in _WORD.findall(normalise(text))]
    if text.isascii():
        return found
    return [part for word in found for part in (cut(word) if is_spaceless(word) else [_of_one_script(word)])]


def _of_one_script(word: str) -> str:
    """A word that mixes Latin and Cyrillic, all in the script that it has letters of its own of: "mоscow" with a Cyrillic о.

    Where all its letters look like ones of the other script, it is in the one that most of them are of.
    """
    if not (_CYRILLIC.search(word) and _LATIN.search(word)):
        return word
    latin, cyrillic = word.translate(_TO_LATIN), word.translate(_TO_CYRILLIC)
    if _CYRILLIC.search(latin) or _LATIN.search(cyrillic):
        return cyrillic if _CYRILLIC.search(latin) else latin
    return cyrillic if 2 * len(_CYRILLIC.findall(word)) > len(word) else latin


def placeholders(text: str) -> frozenset[str]:
    """Names of the word lists that the text mentions in braces."""
    return frozenset(_PLACEHOLDER.findall(text))


def grams(word: str) -> Iterator[str]:
    """Runs of 3 to 5 letters of the word, its edges marked; of a script without spaces, its single characters."""
    if is_spaceless(word):
        yield from word
        return
    edged = f"^{word}$"
    for length in range(SHORTEST_GRAM, LONGEST_GRAM + 1):
        for start in range(len(edged) - length + 1):
            yield edged[start : start + length]
