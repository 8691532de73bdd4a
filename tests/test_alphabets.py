"""Russian in Latin letters, in whatever way people spell it, and text typed on the wrong keyboard."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching.alphabets import Transliteration, with_cyrillic_keys, with_latin_keys

KNOWN = dict.fromkeys(
    re.findall(
        r"\w+",
        "где есть ли филиал филиалы в москве южно сахалинске что чем такое японский центр вообще между японией и россией о "
        "стажировки еще жизнь хабаровск экскурсии борщ на чай юг ключ",
    ),
    1,
)
FORMS = {"филиалам", "курсы", "экзамен", "съезд"}
READ = Transliteration(KNOWN, FORMS.__contains__)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gde filialy v moskve?", "где филиалы в москве?"),
        ("GDE Filiali", "где филиалы"),
        ("4to takoe yaponskiy tsentr voobsche", "что такое японский центр вообще"),
        ("chto takoje iaponskij centr voobwe", "что такое японский центр вообще"),
        ("jizn zhizn' zhizn", "жизнь жизнь жизнь"),
        ("mezhdu mejdu yaponiey iaponiej japoniei", "между между японией японией японией"),
        ("stazhirovki stajirovki", "стажировки стажировки"),
        ("khabarovsk habarovsk xabarovsk", "хабаровск хабаровск хабаровск"),
        ("eshche eshe esche", "еще еще еще"),
        ("borshch borsch borw", "борщ борщ борщ"),
        ("Yuzhno-Sahalinske", "южно-сахалинске"),
        ("est' est’ est`", "есть есть есть"),
        ("rossiej rosiey", "россией россией"),
        ("chaj chai chay tchai", "чай чай чай чай"),
        ("yug iug jug", "юг юг юг"),
        ("kluch klyuch", "клуч ключ"),
        ("filialam kursy s'ezd", "филиалам курсы сьезд"),
        ("v 2003 godu?", "в 2003 году?"),
        ("", ""),
    ],
)
def test_habits_of_spelling(typed: str, meant: str) -> None:
    """However it is spelled, a known word is found; another is spelled out, as a form of a known word if it can be."""
    assert READ.read(typed) == meant


def test_the_more_usual_word_was_meant() -> None:
    """Of two words that are spelled alike in Latin letters, people mean the one that is used more often."""
    assert Transliteration({"мыл": 1, "мил": 5}, {}.__contains__).read("mil") == "мил"
    assert Transliteration({"мыл": 5, "мил": 1}, {}.__contains__).read("mil") == "мыл"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tcnm kb abkbfk d [f,fhjdcrt&", "есть ли филиал в хабаровске?"),
        ("Gjxtve? 'nj tot z", "Почему, это еще я"),
        ("rjulf jnrhskcz wtynh d yb;ytv", "когда открылся центр в нижнем"),
        ("2003 ujl", "2003 год"),
    ],
)
def test_a_keyboard_left_in_english(typed: str, meant: str) -> None:
    """The keys are those of the Russian keyboard."""
    assert with_cyrillic_keys(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"), [("цруку шы еру сутеук", "where is the center"), ("Рщц ьфтн икфтсруы", "How many branches")]
)
def test_a_keyboard_left_in_russian(typed: str, meant: str) -> None:
    """And the other way round."""
    assert with_latin_keys(typed) == meant


@settings(derandomize=True, deadline=None)
@given(st.text("abcdefghijklmnopqrstuvwxyz'46 ?", max_size=40))
def test_whatever_is_typed(text: str) -> None:
    """No Latin letter is left, and the same keys lead back."""
    assert not any("a" <= letter <= "z" for letter in READ.read(text))
    assert with_latin_keys(with_cyrillic_keys(text.replace("?", "").replace("'", ""))) == text.replace("?", "").replace("'", "")
