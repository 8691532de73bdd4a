"""The words for numbers and months, in English, Russian (with ё written е) and Japanese, in small letters."""

from collections.abc import Iterable, Mapping
from decimal import Decimal


def _table(*words: Mapping[float, str]) -> Mapping[str, Decimal]:
    """Word -> value, from value -> its words."""
    return {word: Decimal(str(value)) for some in words for value, its_words in some.items() for word in its_words.split()}


def _in_order(words: str, values: Iterable[int]) -> dict[float, str]:
    return dict(zip(values, words.split(), strict=False))


def _inflected(stems: Mapping[float, str], endings: str) -> dict[float, str]:
    return {value: " ".join(stem + ending for ending in endings.split()) for value, stem in stems.items()}


_ONES_IN_RUSSIAN: Mapping[float, str] = {
    1: "один одна одно одного одной одному одну одним одном",
    1.5: "полтора полторы полутора",
    2: "два две двух двум двумя двое двоих двоим",
    3: "три трех трем тремя трое троих троим",
    4: "четыре четырех четырем четырьмя четверо четверых",
    5: "пять пяти пятью пятеро пятерых",
    6: "шесть шести шестью шестеро шестерых",
    7: "семь семи семеро семерых",
    8: "восемь восьми восемью восьмью",
    9: "девять девяти девятью",
    10: "десять десяти десятью десятка десятке десятку десяткой",
}
_TEENS_IN_RUSSIAN = _in_order(
    "одиннадцат двенадцат тринадцат четырнадцат пятнадцат шестнадцат семнадцат восемнадцат девятнадцат двадцат", range(11, 21)
)
_TENS_IN_RUSSIAN: Mapping[float, str] = {
    30: "тридцать тридцати тридцатью",
    40: "сорок сорока",
    50: "пятьдесят пятидесяти",
    60: "шестьдесят шестидесяти",
    70: "семьдесят семидесяти",
    80: "восемьдесят восьмидесяти",
    90: "девяносто девяноста",
    100: "сто ста",
}

NUMBERS: Mapping[str, Mapping[str, Decimal]] = {
    "en": _table(
        _in_order("one two three four five six seven eight nine ten", range(1, 11)),
        _in_order("eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen", range(11, 20)),
        _in_order("twenty thirty forty fifty sixty seventy eighty ninety", range(20, 100, 10)),
    ),
    "ru": _table(
        _ONES_IN_RUSSIAN,
        _inflected(_TEENS_IN_RUSSIAN, "ь и ью"),
        _TENS_IN_RUSSIAN,
        _in_order("двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот", range(200, 1000, 100)),
        _in_order("двухсот трехсот четырехсот пятисот шестисот семисот восьмисот девятисот", range(200, 1000, 100)),
    ),
    "ja": _table(_in_order("〇 一 二 三 四 五 六 七 八 九", range(10))),
}
"""By language and word."""

TIMES: Mapping[str, Mapping[str, Decimal]] = {
    "en": _table({100: "hundred", 1000: "thousand", 10**6: "million", 10**9: "billion bn", 10**12: "trillion"}),
    "ru": _table(
        {1000: "тысяча тысячи тысяч тысячу тысячам тысячами тысячах тыс", 10**6: "млн", 10**9: "млрд", 10**12: "трлн"},
        _inflected({10**6: "миллион", 10**9: "миллиард", 10**12: "триллион"}, "а ов у ом ам ами ах"),
        {10**6: "миллион", 10**9: "миллиард", 10**12: "триллион"},
    ),
    "ja": _table({10: "十", 100: "百", 1000: "千", 10**4: "万", 10**8: "億", 10**12: "兆"}),
}
"""What stands after a number and multiplies it."""

MONTHS: Mapping[str, Mapping[str, Decimal]] = {
    "en": _table(
        _in_order("january february march april may june july august september october november december", range(1, 13)),
        _in_order("jan feb mar apr may jun jul aug sep oct nov dec", range(1, 13)),
        {9: "sept"},
    ),
    "ru": _table(
        _inflected({1: "январ", 2: "феврал", 4: "апрел", 6: "июн", 7: "июл"}, "ь я ю е ем"),
        _inflected({9: "сентябр", 10: "октябр", 11: "ноябр", 12: "декабр"}, "ь я ю е ем"),
        {3: "март марта марту марте мартом", 5: "май мая маю мае маем", 8: "август августа августу августе августом"},
    ),
}

_ORDINAL = "(?:ый|ой|ий|ая|ое|ого|ому|ом|ым|ую|ые|ых|ыми)"

HINTS: Mapping[str, Mapping[float, str]] = {
    "en": {
        2: "both|second|twice|pair|couple|doubled?|half|halves|halved|bilateral",
        3: "thirds?|triple[ds]?",
        4: "fourth|quarters?",
        **_in_order("fifths? sixths? sevenths? eighths? ninths? tenths?|tens eleventh twelfth|dozens?", range(5, 13)),
        **_in_order("hundreds? thousands? millions? billions?", (100, 10**3, 10**6, 10**9)),
    },
    "ru": {
        2: f"об[ае]|обоих|обоими?|обеих|обеими?|втор{_ORDINAL}|дву[а-я]{{4,}}|дважды|вдвое|пар[ауы]|половин[аеуы]",
        3: "трет[а-я]+|трех[а-я]{4,}|трижды|втрое|тройк[а-я]+",
        4: "четверт[а-я]+|четырех[а-я]{4,}",
        5: f"пят{_ORDINAL}|пяти[а-я]{{4,}}",
        6: f"шест{_ORDINAL}|шести[а-я]{{4,}}",
        7: f"седьм{_ORDINAL}|семи(?!нар)[а-я]{{4,}}|семью",
        8: f"восьм{_ORDINAL}|восьми[а-я]{{4,}}",
        9: f"девят{_ORDINAL}|девяти[а-я]{{4,}}",
        10: f"десят{_ORDINAL}|десяти[а-я]{{4,}}|десяток",
        **_in_order("дюжин[аыу] тысяч[а-я]* миллион[а-я]* миллиард[а-я]*", (12, 10**3, 10**6, 10**9)),
    },
    "ja": {2: "両|双方|半分"},
}
"""By language and value, regular expressions of words that may say it: ordinals, parts, pairs, words made of a number, and what
multiplies where it stands alone."""

COUNTERS = (
    "つ|人|名|年|月|日|時|週|回|件|社|校|点|種|歳|大|者|位|倍|台|階|円|ドル|番目|項目|分野|都市|支部|[かカヶ][所国月]|か年|箇所"
)
"""What follows a number in kanji, as a regular expression; other words begin with such a kanji and are none."""

ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
"""The year before the first of each."""
