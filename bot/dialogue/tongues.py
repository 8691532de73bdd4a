"""In which language a person speaks, and what they meant to type.

The script of a message tells its language; then what it replies to does, then what the person or the chat has chosen. Russian in
Latin letters, or with the keyboard in the other language, is taken for what it is only where that makes far more of its words
known.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache, partial

from bot.matching.alphabets import Transliteration, with_cyrillic_keys, with_latin_keys
from bot.matching.confidence import everyday
from bot.matching.matcher import Matcher
from bot.matching.spaceless import HIRAGANA, SPACELESS
from bot.matching.words import words

CLEARLY = 0.35
"""How much larger (0..1) the share of letters in known words must be for another reading than the plain one."""

MOSTLY = 0.6
"""Of 0..1: the least share of letters in known words that another reading must have."""


SHORTEST = 3
"""Letters; fewer are some word in any reading."""


class Script(Enum):
    """How a language is written."""

    LATIN = auto()
    CYRILLIC = auto()
    JAPANESE = auto()


_SCRIPTS = {"ja": Script.JAPANESE, "ru": Script.CYRILLIC}
"""By language; all others are Latin."""

_HIRAGANA = re.compile(f"[{HIRAGANA}]")
_JAPANESE = re.compile(f"[{SPACELESS}]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[a-z\u00df-\u024f]")


def script(text: str) -> Script | None:
    """The script of a text's grammar: names, such as that of the Center, are often in another. None where it has no letters."""
    some_words = words(text)
    for pattern, found in (
        (_HIRAGANA, Script.JAPANESE),
        (_CYRILLIC, Script.CYRILLIC),
        (_JAPANESE, Script.JAPANESE),
        (_LATIN, Script.LATIN),
    ):
        if any(map(pattern.search, some_words)):
            return found
    return None


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said, in the letters that it was meant in, and in which language."""

    language: str
    utterance: str


class Tongues:
    """Tells the languages of a knowledge base apart."""

    def __init__(self, languages: Collection[str], default: str, matcher: Callable[[str], Matcher]):
        """`matcher` gives the one of a language, and is not asked for those that a message is surely not in."""
        self._languages = tuple(languages)
        self._default = default
        self._matcher = matcher
        self._everyday = cache(lambda language: Counter(word for line in everyday(language) for word in words(line)))
        self._transliteration = cache(self._transliterating)

    def known(self, wished: str | None) -> str | None:
        """The wished language (a code such as `en` or `en-GB`) if the knowledge base has it."""
        code = (wished or "").partition("-")[0].lower()
        return code if code in self._languages else None

    def hear(self, utterance: str, replied_to: str | None = None, wished: str | None = None) -> Heard:
        """What was said, and in which language; `wished` is the one to answer in where neither text tells one."""
        preferred = self.known(wished) or self._default
        if replied_to and script(replied_to):
            preferred = self.hear(replied_to, wished=wished).language
        written = script(utterance)
        own = [language for language in self._languages if _SCRIPTS.get(language, Script.LATIN) is written]
        plain = Heard(preferred if preferred in own or not own else own[0], utterance)
        if written is None or len(self._languages) == 1 == len(own):
            return plain
        return self._meant(plain, written)

    def _meant(self, plain: Heard, written: Script) -> Heard:
        """The plain reading, or another one that makes clearly more of it known."""
        if written is Script.JAPANESE or sum(map(len, words(plain.utterance))) < SHORTEST:
            return plain
        share = self._share_known(plain)
        best, most = plain, max(MOSTLY, share + CLEARLY)
        if most <= 1:
            for other in self._other_readings(plain.utterance, written):
                if (found := self._share_known(other)) >= most:
                    best, most = other, found
        return best

    def _other_readings(self, utterance: str, written: Script) -> Iterator[Heard]:
        for language in self._languages:
            match written, _SCRIPTS.get(language, Script.LATIN):
                case Script.LATIN, Script.CYRILLIC:
                    yield Heard(language, with_cyrillic_keys(utterance))
                    yield Heard(language, self._transliteration(language).read(utterance))
                case Script.CYRILLIC, Script.LATIN:
                    yield Heard(language, with_latin_keys(utterance))

    def _transliterating(self, language: str) -> Transliteration:
        known = Counter(self._matcher(language).vocabulary) + self._everyday(language)
        return Transliteration(known, partial(self._knows, language))

    def _knows(self, language: str, word: str) -> bool:
        return self._matcher(language).knows(word) or word in self._everyday(language)

    def _share_known(self, heard: Heard) -> float:
        """The share (0..1) of the letters that are in words which the knowledge base or everyday talk has."""
        some_words = words(heard.utterance)
        known = sum(len(word) for word in some_words if self._knows(heard.language, word))
        return known / (sum(map(len, some_words)) or 1)
