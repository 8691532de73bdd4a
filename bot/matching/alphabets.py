"""Russian that was typed with Latin letters, and text that was typed with the keyboard in the other language.

People spell Russian in Latin letters in many ways ("zhizn", "jizn"; "kh", "h", "x"; "ya", "ia", "ja"; "shch", "sch", "w"). So a
word is not turned back letter by letter: it is brought to a key in which these habits meet, and the known word with that key was
meant. Only a word that nobody has used, such as a rarer inflection, is spelled out.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

_LATIN_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./" + '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?' + "@#$^&|"
_CYRILLIC_KEYS = "ёйцукенгшщзхъфывапролджэячсмитьбю." + "ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ," + '"№;:?/'
_TO_CYRILLIC_KEYS = str.maketrans(_LATIN_KEYS, _CYRILLIC_KEYS)
_TO_LATIN_KEYS = str.maketrans(_CYRILLIC_KEYS, _LATIN_KEYS)


def _pairs(table: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in table.split())


_IN_LATIN = _pairs("""
    а=a б=b в=v г=g д=d е=e ё=e ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh щ=shch ъ= ы=y ь=
    э=e ю=yu я=ya
""")
_HABITS = (
    (re.compile("['`’\"]"), ""),
    (re.compile("shch|sch|shh|sh|w|6"), "W"),
    (re.compile("tch|ch|4"), "C"),
    (re.compile("zh"), "J"),
    (re.compile("kh|x"), "h"),
    (re.compile("ts|tz|c"), "T"),
    (re.compile("[yij]a"), "A"),
    (re.compile("[yij]u"), "U"),
    (re.compile("[yj]o"), "e"),
    (re.compile("[yij]e"), "e"),
)
"""What is typed for one Russian letter, in the order in which it is looked for, and what it is in the key."""

_SOFT_I = re.compile("[yij]+")
_DOUBLED = re.compile(r"(.)\1+")

_LETTERS = re.compile("shch|sch|sh|zh|kh|tch|ch|ts|tz|y[aoue]|j[aoue]|i[au]|[a-z'46]")
_SPELLED_OUT = _pairs("""
    shch=щ sch=щ sh=ш w=ш 6=ш zh=ж kh=х x=х h=х tch=ч ch=ч 4=ч ts=ц tz=ц c=ц ya=я ja=я ia=ия yu=ю ju=ю iu=ию yo=е jo=е ye=е je=е
    a=а b=б v=в g=г d=д e=е z=з i=и j=й k=к l=л m=м n=н o=о p=п r=р s=с t=т u=у f=ф y=ы q=к '=ь
""")
_AFTER_VOWEL = re.compile("(?<=[аеиоуыэюя])ы")

_LATIN_WORD = re.compile(r"[a-zA-Z46][a-zA-Z'`’46]*")


def with_cyrillic_keys(text: str) -> str:
    """What would stand there, had the keyboard been in Russian: "abkbfk" is "филиал"."""
    return text.translate(_TO_CYRILLIC_KEYS)


def with_latin_keys(text: str) -> str:
    """What would stand there, had the keyboard been in English: "срщщд" is "chool"."""
    return text.translate(_TO_LATIN_KEYS)


class Transliteration:
    """Turns Russian in Latin letters back into Russian, by the words that are known."""

    def __init__(self, known: Mapping[str, int], is_known: Callable[[str], bool]):
        """`known` are words with how often each is used; `is_known` tells of any other word whether it is a form of one."""
        self._is_known = is_known
        self._by_key: defaultdict[str, str] = defaultdict(str)
        for word in sorted(known, key=lambda word: known[word]):
            if set(word) <= _IN_LATIN.keys():
                self._by_key[_key("".join(map(_IN_LATIN.__getitem__, word)))] = word

    def read(self, text: str) -> str:
        """The text with every Latin word in Cyrillic."""
        return _LATIN_WORD.sub(lambda word: self._word(word.group().lower()), text)

    def _word(self, latin: str) -> str:
        if latin.isdigit():
            return latin
        keys = dict.fromkeys((_key(latin), _key(latin.replace("j", "zh"))))
        spelled = list(_spelled_out(latin))
        found = (self._by_key[key] for key in keys if key in self._by_key)
        return next(found, None) or next(filter(self._is_known, spelled), spelled[0])


def _key(latin: str) -> str:
    """The word as it looks when all habits of spelling are one."""
    for habit, letter in _HABITS:
        latin = habit.sub(letter, latin)
    return _DOUBLED.sub(r"\1", _SOFT_I.sub("i", latin))


def _spelled_out(latin: str) -> Iterator[str]:
    """The word in Cyrillic, the likeliest spelling first."""
    for habit in (latin, latin.replace("j", "zh"), latin.replace("e", "'e", 1) if latin.startswith("e") else latin):
        letters = "".join(_SPELLED_OUT.get(found, found) for found in _LETTERS.findall(habit))
        yield _AFTER_VOWEL.sub("й", letters)
        yield re.sub("ы$", "ий", letters)
        yield letters.replace("ия", "иа")
