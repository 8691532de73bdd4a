"""Which numbers a text says, in English, Russian and Japanese, so that answers in two languages can be compared.

`1,5 %`, `1.5 percent` and `１．５％` are one number; so are `six`, `шестью` and `６つ`, `29 June 2003`, `29 июня 2003 года` and
`2003年6月29日`, `1.2 billion`, `1,2 млрд` and `12億`. What a word leaves open ("both", "the second") is heard, but not asked for.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from functools import cache, partial

from bot.knowledge.number_words import COUNTERS, ERAS, HINTS, MONTHS, NUMBERS, TIMES

LANGUAGES = frozenset(NUMBERS)
"""Of other languages the words for numbers are not known."""


class Weight(IntEnum):
    """How much it says that a text has a number: with a word that may mean it, as one of the few things counted, or for sure."""

    MAYBE = 1
    FEW = 2
    SURE = 3


FEW = 4
"""So many things one language counts ("the other two are"), and the next just names; 0 and 1 may even be "no" and "a"."""

Numbers = Mapping[Decimal, Weight]


def numbers(text: str, language: str) -> Numbers:
    """The numbers in a text of one of the `LANGUAGES`, but for those in the addresses of pages and in braces."""
    left = unicodedata.normalize("NFKC", text).translate(_PLAIN)
    heard: dict[Decimal, Weight] = {}
    for rule in _rules(language):
        for found in rule.pattern.finditer(left):
            for value in rule.meaning(found):
                heard[value] = max(rule.weight(value), heard.get(value, Weight.MAYBE))
        left = rule.pattern.sub("|", left)  # what is understood is not understood a second time
    return heard


def disagreement(one: Numbers, other: Numbers) -> tuple[list[Decimal], list[Decimal]]:
    """What only the one says and what only the other says, each the smallest first; both are empty if they agree.

    Where one of them says nothing beyond the other, the few things that the other counts are no disagreement.
    """
    only_one, only_other = _beyond(one, other, Weight.FEW), _beyond(other, one, Weight.FEW)
    if only_one and only_other:
        return only_one, only_other
    return _beyond(one, other, Weight.SURE), _beyond(other, one, Weight.SURE)


def _beyond(one: Numbers, other: Numbers, least: Weight) -> list[Decimal]:
    return sorted(value for value, weight in one.items() if weight >= least and value not in other)


_Meaning = Callable[[re.Match[str]], Iterable[Decimal]]
_Weighing = Callable[[Decimal], Weight]


@dataclass(frozen=True, slots=True)
class _Rule:
    """What numbers look like, what they are, and how much each of them says."""

    pattern: re.Pattern[str]
    meaning: _Meaning
    weight: _Weighing


def _sure(_: Decimal) -> Weight:
    return Weight.SURE


def _counted(value: Decimal) -> Weight:
    if value > FEW or value % 1:
        return Weight.SURE
    return Weight.FEW if value > 1 else Weight.MAYBE


def _hinted(_: Decimal) -> Weight:
    return Weight.MAYBE


_PLAIN = str.maketrans("ёЁıİ", "еЕiI")
"""Russian writes е for ё; and the Turkish letters are i to a pattern, but not to a table."""

_BEGINS = r"(?<!\d)(?<!\d[.,:])"
_THOUSANDS = {"en": "[ ,]", "ja": "[ ,]", "ru": " "}
"""What divides thousands; a comma that does not is a decimal point."""

_NOT_SAID = re.compile(r"https?://\S+|\{[a-z_]+\}")
_DATE = re.compile(rf"{_BEGINS}(\d{{1,2}})\.(\d{{1,2}})\.(\d{{4}})(?!\d)")
_CLOCK = rf"{_BEGINS}(?P<hour>\d{{1,2}}):(?P<minute>\d\d)(?!\d)"
_HALF = r"\s?(?P<half>[ap])\.?m(?!\w)"
_HOUR = rf"{_BEGINS}(?P<hour>\d{{1,2}})(?P<minute>)"
_JAPANESE_CLOCK = rf"(?P<half>午前|午後)?{_BEGINS}(?P<hour>\d{{1,2}})(?::(?P<minute>\d\d)(?!\d)|時(?!間))"


@cache
def _rules(language: str) -> tuple[_Rule, ...]:
    """In the order in which they are tried."""
    return (
        _Rule(_NOT_SAID, lambda _: (), _hinted),
        _Rule(_DATE, _date, _sure),
        *(_japanese() if language == "ja" else _spaced(language)),
    )


def _spaced(language: str) -> list[_Rule]:
    """The rules of a language with spaces between its words."""
    digits, word, following = _digits(language), _words(NUMBERS[language]), _words([*NUMBERS[language], *TIMES[language]])
    month = f"({_words(MONTHS[language])})"
    if language == "en":  # where they are words of other meanings too, but for the capital letter
        month = rf"((?-i:{_words(map(str.capitalize, MONTHS['en']))}))(?!\s(?:I|we|you|they|it)\b)"
    day = rf"{_BEGINS}(\d{{1,2}})(?:-?(?:st|nd|rd|th|го|е))?"
    date = partial(_date, months=MONTHS[language])
    rules: list[tuple[str, _Meaning, _Weighing]] = [
        (f"{_CLOCK}(?:{_HALF})?", _time, _sure),
        (f"{_HOUR}{_HALF}", _time, _sure),
        (rf"{day}\s(?:of\s)?{month}", date, _sure),
        (rf"{month}\.?\s{day}(?![.,:]?\d)", date, _sure),
        (month, date, _sure),
        (rf"(?:{digits}|{word})(?:[\s-]{{0,2}}{following})*", partial(_count, language), _counted),
        *((_words([hint]), _hint(value), _hinted) for value, hint in HINTS[language].items()),
    ]
    return [_Rule(re.compile(pattern, re.IGNORECASE), meaning, weight) for pattern, meaning, weight in rules]


def _japanese() -> list[_Rule]:
    """The rules of Japanese: kanji are a number where a counter follows them, elsewhere they may be part of a word."""
    digits, kanji = _digits("ja"), f"[{''.join((*NUMBERS['ja'], *TIMES['ja']))}]"
    rules: list[tuple[str, _Meaning, _Weighing]] = [
        (rf"({'|'.join(ERAS)})(元|\d+|{kanji}+)年", _year, _sure),
        (r"(\d{1,2})月(?:(\d{1,2})日)?", _date, _sure),
        (_JAPANESE_CLOCK, _time, _sure),
        (rf"(?={kanji}*\d)(?:{digits}|{kanji})+", _kanji, _counted),
        (f"(?<![第数])(?<!{kanji}){kanji}+(?={COUNTERS})", _kanji, _counted),
        (f"{kanji}+", _kanji, _hinted),
        *((hint, _hint(value), _hinted) for value, hint in HINTS["ja"].items()),
    ]
    return [_Rule(re.compile(pattern), meaning, weight) for pattern, meaning, weight in rules]


def _digits(language: str) -> str:
    return rf"{_BEGINS}(?:\d{{1,3}}(?:{_THOUSANDS[language]}\d{{3}})+(?!\d)|\d+)(?:[.,]\d+)?"


def _value(digits: str, language: str) -> Decimal:
    return Decimal(re.sub(rf"{_THOUSANDS[language]}(?=\d{{3}}(?!\d))", "", digits).replace(",", "."))


def _words(words: Iterable[str]) -> str:
    return rf"(?<!\w)(?:{'|'.join(words)})(?!\w)"


def _hint(value: float) -> _Meaning:
    return lambda _: (Decimal(value),)


def _date(found: re.Match[str], months: Mapping[str, Decimal] | None = None) -> Iterator[Decimal]:
    """Days, months and years as their numbers."""
    for part in filter(None, found.groups()):
        yield Decimal(part) if part.isdigit() else (months or {})[part.casefold()]


def _time(found: re.Match[str]) -> Iterator[Decimal]:
    """The hour of 24, and the minute unless the hour is full."""
    half, hour, minute = (found[name] or "" for name in ("half", "hour", "minute"))
    yield Decimal(int(hour) % 12 + 12 * (half in ("p", "P", "午後")) if half else int(hour))
    if minute.strip("0"):
        yield Decimal(minute)


def _count(language: str, found: re.Match[str]) -> Iterator[Decimal]:
    """Numbers in digits or words, one after the other: "twenty-five" is one number, "two, seven" are two."""
    words, times = NUMBERS[language], TIMES[language]
    values: list[Decimal] = []
    below = Decimal(0)  # a word for less than this is added to the one before it
    for part in re.findall(rf"{_digits(language)}|[^\W\d]+", found.group().casefold()):
        if part in times:
            values[-1], below = values[-1] * times[part], Decimal(0)
        elif part not in words:
            values, below = [*values, _value(part, language)], Decimal(0)
        else:
            values = [*values[:-1], values[-1] + words[part]] if words[part] < below else [*values, words[part]]
            below = Decimal(100 if words[part] >= 100 else 10 if words[part] >= 20 else 0)
    yield from values


def _kanji(found: re.Match[str]) -> Iterator[Decimal]:
    yield _japanese_value(found.group())


def _year(found: re.Match[str]) -> Iterator[Decimal]:
    """A year of an emperor's reign as a year of the common calendar."""
    era, year = found.groups()
    yield ERAS[era] + (Decimal(1) if year == "元" else _japanese_value(year))


def _japanese_value(text: str) -> Decimal:
    """A number of digits, of kanji that stand for digits, and of kanji that multiply: 1億2000万, 二十五, 二〇〇三."""
    total = section = Decimal(0)
    last: Decimal | None = None  # what the next kanji multiplies
    for part in re.findall(f"{_digits('ja')}|.", text):
        times = TIMES["ja"].get(part)
        if part in NUMBERS["ja"]:
            last = (last or Decimal(0)) * 10 + NUMBERS["ja"][part]
        elif times is None:
            last = _value(part, "ja")
        elif times < 10**4:
            section, last = section + times * (1 if last is None else last), None
        else:
            total, section, last = total + times * (section + (last or 0) or 1), Decimal(0), None
    return total + section + (last or 0)
