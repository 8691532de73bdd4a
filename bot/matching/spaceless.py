"""Japanese, which puts no spaces between words: spellings that meet, and where one word ends and the next begins.

Words are found by the vocabulary of the knowledge base: the way through a run of characters that needs the fewest words, and the
fewest characters that belong to none (cf. maximum matching and minimum-cost segmentation in Nagata 1994). What is left over falls
apart where the script changes: hiragana, katakana, kanji.
"""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

HIRAGANA = r"\u3041-\u309f"
KATAKANA = r"\u30a0-\u30ff\u31f0-\u31ff"
KANJI = r"\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
SPACELESS = f"{HIRAGANA}{KATAKANA}{KANJI}"

_SPACELESS = re.compile(f"[{SPACELESS}]")
_RUN = re.compile(f"[{SPACELESS}]+")
_KANJI_CHARACTER = re.compile(f"[{KANJI}]")
_KATAKANA_CHARACTER = re.compile(f"[{KATAKANA}]")

_V_SOUNDS = str.maketrans({"ヷ": "バ", "ヸ": "ビ", "ヹ": "ベ", "ヺ": "ボ"})
_V_WITH_VOWEL = re.compile("[ヴゔ]([ァィェォぁぃぇぉュゅ]?)")
_B_SOUNDS = {"ァ": "バ", "ィ": "ビ", "": "ブ", "ェ": "ベ", "ォ": "ボ", "ュ": "ビュ"}
_UNHEARD = str.maketrans(dict.fromkeys("ーッっ・･", ""))
_LIKE = str.maketrans("ヂヅぢづァィゥェォヮヵヶぁぃぅぇぉゎ", "ジズじずアイウエオワカカあいうえおわ")
_TO_HIRAGANA = {number: number - 0x60 for number in range(ord("ァ"), ord("ヶ"))}
_TO_KATAKANA = str.maketrans("ぁぃぅぇぉゅ", "ァィゥェォュ")

WORD, UNKNOWN, CHARACTER = 1.0, 1.5, 0.5
"""What a known word costs on the way, what an unknown one does, and what each character of that does besides."""

LONGEST_SHORT = 3
"""Kana of a foreign name up to which it must be in katakana in a text that has kanji: there たい and などは are no places."""

SHORTEST_READING = 4
"""Kana of a word that is usually written in kanji, from which on it is looked for in a text that has kanji, too; there a shorter
run of kana belongs to some other word."""


def is_spaceless(word: str) -> bool:
    """Whether a word is in a script that puts no spaces between words, so that it may be several."""
    return bool(_SPACELESS.match(word))


def pieces(word: str) -> Iterator[str]:
    """What a word of a script without spaces may be made of: single kanji, two and three kana; nothing for other words."""
    if is_spaceless(word):
        for is_kanji, run in groupby(word, lambda character: bool(_KANJI_CHARACTER.match(character))):
            part = "".join(run)
            for length in (1,) if is_kanji else (2, 3):
                if length < len(word):
                    yield from (part[start : start + length] for start in range(len(part) - length + 1))


def runs(text: str) -> list[str]:
    """The parts of a normalised text that put no spaces between words."""
    return _RUN.findall(text)


def fold(run: str) -> str:
    """Japanese as it sounds: katakana as hiragana; long vowels, doubled consonants, and the small vowels of foreign names as
    people leave them out or mix them up ("センタ", "ヴラジヴォストーク")."""
    return "".join(kana for kana, _ in _folded(run))


def _folded(run: str) -> list[tuple[str, str]]:
    """The run's characters as they sound, each with its script."""
    written = _V_WITH_VOWEL.sub(lambda v: _B_SOUNDS[v[1].translate(_TO_KATAKANA)], run.translate(_V_SOUNDS))
    heard = written.translate(_UNHEARD).translate(_LIKE) or written
    return [(kana, _script(written_as)) for kana, written_as in zip(heard.translate(_TO_HIRAGANA), heard, strict=True)]


def _script(character: str) -> str:
    if _KANJI_CHARACTER.match(character):
        return "kanji"
    return "katakana" if _KATAKANA_CHARACTER.match(character) else "hiragana"


def _is_katakana(word: str) -> bool:
    return all(_script(character) == "katakana" for character in word)


def by_script(run: str) -> list[str]:
    """The run, folded, cut where its script changes."""
    return _by_script(_folded(run))


def _by_script(folded: Iterable[tuple[str, str]]) -> list[str]:
    return ["".join(kana for kana, _ in part) for _, part in groupby(folded, lambda one: one[1])]


def _lengths(words: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """By first character, how long the words are that begin with it."""
    lengths: defaultdict[str, set[int]] = defaultdict(set)
    for word in words:
        lengths[word[:1]].add(len(word))
    return {first: tuple(sorted(some)) for first, some in lengths.items()}


class Cutter:
    """Cuts runs of Japanese into the words that it knows, and what is left between them."""

    def __init__(self, known: Iterable[str], readings: Mapping[str, str], names: Iterable[str] = ()):
        """`readings` tell how words that have kanji sound in kana; these words are known too, and so are `names`.

        So is the sound of what is made of them: of a known 日本センター, if 日本 has a reading.
        """
        self._foreign = frozenset(fold(name) for name in names if len(fold(name)) <= LONGEST_SHORT and _is_katakana(name))
        sounds = {fold(word): fold(sound) for word, sound in readings.items()}
        words = {fold(word): fold(word) for word in (*known, *names, *readings)}
        self._lengths = _lengths(words)
        of_readings = {word: word for word in sounds}
        for word in words:
            if word not in sounds and _KANJI_CHARACTER.search(word):
                sounds[word] = "".join(sounds.get(word[at:end], word[at:end]) for at, end, _ in self._way(word, of_readings))
        heard = {sound: word for word, sound in sounds.items() if not _KANJI_CHARACTER.search(sound)}
        self._sounds = heard | words
        self._clear_sounds = {sound: word for sound, word in heard.items() if len(sound) >= SHORTEST_READING} | words
        self._lengths = _lengths(self._sounds)

    def cut(self, run: str) -> list[str]:
        """The run's words, folded; a known word in kana alone is given as it is usually written."""
        folded = _folded(run)
        text, scripts = "".join(kana for kana, _ in folded), [script for _, script in folded]
        known, foreign = (self._clear_sounds, self._foreign) if "kanji" in scripts else (self._sounds, frozenset[str]())
        found: list[str] = []
        for start, end, word in self._way(text, known, scripts, foreign):
            found += [word] if word else _by_script(folded[start:end])
        return found

    def _way(
        self, text: str, known: Mapping[str, str], scripts: Sequence[str] = (), foreign: Container[str] = ()
    ) -> list[tuple[int, int, str | None]]:
        """The cheapest way through the text: the beginning and the end of each word, and the word if it is known.

        With the `scripts` of its characters, what is unknown ends where katakana does, and `foreign` names are in katakana.
        """
        size, away = len(text), float("inf")
        after = [0.0] + [away] * size  # the cost up to here, after a known word
        amid = [away] * (size + 1)  # and amid an unknown one
        begun_known, begun = [0] * (size + 1), [0] * (size + 1)
        katakana = [script == "katakana" for script in scripts] or [True] * size
        for at, first in enumerate(text):
            here = min(after[at], amid[at])
            for length in self._lengths.get(first, ()):
                end = at + length
                if end > size:
                    break
                word = text[at:end]
                if here + WORD < after[end] and word in known and (word not in foreign or all(katakana[at:end])):
                    after[end], begun_known[end] = here + WORD, at
            ends = at > 0 and katakana[at - 1] != katakana[at]
            begin = (here if ends else after[at]) + UNKNOWN
            if ends or begin <= amid[at]:
                amid[at + 1], begun[at + 1] = begin + CHARACTER, at
            else:
                amid[at + 1], begun[at + 1] = amid[at] + CHARACTER, begun[at]
        way: list[tuple[int, int, str | None]] = []
        end = size
        while end:
            is_known = after[end] <= amid[end]
            start = begun_known[end] if is_known else begun[end]
            way.append((start, end, known[text[start:end]] if is_known else None))
            end = start
        return way[::-1]
