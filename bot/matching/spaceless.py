"""Japanese, which puts no spaces between words: spellings that meet, and where one word ends and the next begins.

Words are found by the vocabulary of the knowledge base: the way through a run of characters that needs the fewest words, and the
fewest characters that belong to none (cf. maximum matching and minimum-cost segmentation in Nagata 1994). What is left over falls
apart where the script changes: hiragana, katakana, kanji.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
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
    return _Sound.of(run).text


def by_script(run: str) -> list[str]:
    """The run, folded, cut where its script changes."""
    return _Sound.of(run).parts()


@cache
def _script(character: str) -> str:
    if _KANJI_CHARACTER.match(character):
        return "kanji"
    return "katakana" if _KATAKANA_CHARACTER.match(character) else "hiragana"


@dataclass(frozen=True, slots=True)
class _Sound:
    """A run of Japanese as it sounds, and the script in which each of its characters was written."""

    text: str
    scripts: tuple[str, ...]

    @classmethod
    def of(cls, run: str) -> "_Sound":
        written = _V_WITH_VOWEL.sub(lambda v: _B_SOUNDS[v[1].translate(_TO_KATAKANA)], run.translate(_V_SOUNDS))
        heard = written.translate(_UNHEARD).translate(_LIKE) or written
        return cls(heard.translate(_TO_HIRAGANA), tuple(map(_script, heard)))

    @property
    def has_kanji(self) -> bool:
        return "kanji" in self.scripts

    def katakana(self) -> list[bool]:
        """Which of its characters were katakana."""
        return [script == "katakana" for script in self.scripts]

    def parts(self, start: int = 0, end: int | None = None) -> list[str]:
        """What was written from one character to another, cut where the script changes."""
        some = zip(self.text[start:end], self.scripts[start:end], strict=True)
        return ["".join(kana for kana, _ in part) for _, part in groupby(some, lambda one: one[1])]


def _lengths(words: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """How long the words are that begin with two characters, or are the first of them alone; the latter also by that one."""
    lengths: defaultdict[str, set[int]] = defaultdict(set)
    for word in words:
        lengths[word[:2]].add(len(word))
    return {begin: tuple(sorted(some | lengths.get(begin[:1], set()))) for begin, some in lengths.items()}


class Cutter:
    """Cuts runs of Japanese into the words that it knows, and what is left between them."""

    def __init__(self, known: Iterable[str], readings: Mapping[str, str], names: Iterable[str] = ()):
        """`readings` tell how words that have kanji sound in kana; these words are known too, and so are `names`.

        So is the sound of what is made of them: of a known 日本センター, if 日本 has a reading.
        """
        of_names = [_Sound.of(name) for name in names]
        written = [*map(_Sound.of, (*known, *readings)), *of_names]
        sounds = {fold(word): fold(sound) for word, sound in readings.items()}
        words = {sound.text: sound.text for sound in written}
        self._in_katakana = {sound.text for sound in written if any(sound.katakana())}
        self._short = {sound.text for sound in of_names if len(sound.text) <= LONGEST_SHORT and all(sound.katakana())}
        self._lengths = _lengths(words)
        of_readings = {word: word for word in sounds}
        for word in words:
            if word not in sounds and _KANJI_CHARACTER.search(word):
                way = self._way(_Sound.of(word), of_readings)
                sounds[word] = "".join(sounds.get(word[at:end], word[at:end]) for at, end, _ in way)
        heard = {sound: word for word, sound in sounds.items() if not _KANJI_CHARACTER.search(sound)}
        self._sounds = heard | words
        self._clear_sounds = {sound: word for sound, word in heard.items() if len(sound) >= SHORTEST_READING} | words
        self._in_katakana |= {sound for sound, word in self._sounds.items() if word in self._in_katakana}
        self._lengths = _lengths(self._sounds)

    def cut(self, run: str) -> list[str]:
        """The run's words, folded; a known word in kana alone is given as it is usually written."""
        sound = _Sound.of(run)
        found: list[str] = []
        for start, end, word in self._way(sound, self._clear_sounds if sound.has_kanji else self._sounds):
            found += [word] if word else sound.parts(start, end)
        return found

    def _way(self, sound: _Sound, known: Mapping[str, str]) -> list[tuple[int, int, str | None]]:
        """The cheapest way through a text: the beginning and the end of each word, and the word if it is known.

        What is unknown ends where katakana does, and a run of katakana is torn only by words that have katakana and are no short
        names, unless all is katakana; in a text that has kanji short names are in katakana.
        """
        text, size, away = sound.text, len(sound.text), float("inf")
        katakana = sound.katakana()
        has_kanji, mixed = sound.has_kanji, not all(katakana)
        torn = [mixed and one and other for one, other in zip([False, *katakana], [*katakana, False], strict=True)]
        after = [0.0] + [away] * size  # the cost up to here, after a known word
        amid = [away] * (size + 1)  # and amid an unknown one
        begun_known, begun = [0] * (size + 1), [0] * (size + 1)
        for at, first in enumerate(text):
            here = min(after[at], amid[at])
            for length in self._lengths.get(text[at : at + 2]) or self._lengths.get(first, ()):
                end = at + length
                if end > size:
                    break
                word = text[at:end]
                if here + WORD < after[end] and word in known:
                    if (torn[at] or torn[end]) and (word not in self._in_katakana or word in self._short):
                        continue
                    if has_kanji and word in self._short and not all(katakana[at:end]):
                        continue
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
