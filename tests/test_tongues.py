"""Which language a message is in, and what was meant where it was typed with other letters."""

from collections.abc import Mapping
from functools import cache

import pytest

from bot.dialogue.tongues import Heard, Script, Tongues, script
from bot.matching.matcher import Matcher

PHRASINGS: Mapping[str, Mapping[str, list[str]]] = {
    "en": {
        "where": ["where are the branches", "is there a branch in Moscow", "where is the Japan Center"],
        "cost": ["how much do the courses cost", "what do you charge", "who pays for it"],
    },
    "ru": {
        "where": ["где находятся филиалы", "есть ли филиал в Москве", "где Японский центр"],
        "cost": ["сколько стоят курсы", "какая цена", "кто за это платит"],
    },
    "ja": {"where": ["支部はどこですか", "日本センターはどこ"], "cost": ["料金はいくらですか"]},
}


@cache
def matcher(language: str) -> Matcher:
    """The matcher of one language."""
    return Matcher(language, PHRASINGS[language])


def tongues(*languages: str, default: str | None = None) -> Tongues:
    """Some of the languages, the first being the default."""
    return Tongues(languages, default or languages[0], matcher)


ALL = tongues("en", "ru", "ja")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Where is it?", Script.LATIN),
        ("Где?", Script.CYRILLIC),
        ("支部", Script.JAPANESE),
        ("どこ", Script.JAPANESE),
        ("ｾﾝﾀｰ", Script.JAPANESE),
        ("Что такое Japan Center", Script.CYRILLIC),
        ("Japan Centerって何", Script.JAPANESE),
        ("Японский центрは何ですか", Script.JAPANESE),
        ("как будет 日本", Script.CYRILLIC),
        ("what does 日本 mean", Script.JAPANESE),
        ("m\u043escow branch", Script.LATIN),
        ("Où?", Script.LATIN),
        ("2003?", None),
        ("👍 ?!", None),
        ("", None),
        ("ελλάδα", None),
    ],
)
def test_scripts(text: str, expected: Script | None) -> None:
    """A text is in the script of its grammar, whatever names it holds."""
    assert script(text) is expected


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("where is it", "en"),
        ("где это", "ru"),
        ("どこ？", "ja"),
        ("wo ist das", "en"),
        ("xyzzy", "en"),
        ("2003", "en"),
        ("👍", "en"),
    ],
)
def test_the_script_tells(said: str, language: str) -> None:
    """Each script has its language; without one the default stands in."""
    assert ALL.hear(said) == Heard(language, said)
    assert ALL.hear(said, wished="ja").language == ("ja" if said in ("2003", "👍") else language)


@pytest.mark.parametrize(
    ("replied_to", "wished", "language"),
    [
        ("где филиалы", "ja", "ru"),
        ("gde filialy", "ja", "ru"),
        ("支部", None, "ja"),
        ("2003", "ja", "ja"),
        (None, "ru-RU", "ru"),
        (None, "de", "en"),
        ("", "", "en"),
    ],
)
def test_where_the_message_tells_nothing(replied_to: str | None, wished: str | None, language: str) -> None:
    """Then what it replies to tells the language, then the choice, then the default."""
    assert ALL.hear("?", replied_to, wished).language == language


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("gde filialy", Heard("ru", "где филиалы")),
        ("skolko stoyat kursi?", Heard("ru", "сколько стоят курсы?")),
        ("privet kak dela", Heard("ru", "привет как дела")),
        ("ult abkbfks&", Heard("ru", "где филиалы?")),
        ("цруку шы еру икфтср", Heard("en", "where is the branch")),
    ],
)
def test_other_letters(said: str, meant: Heard) -> None:
    """Russian in Latin letters, and a forgotten keyboard, are heard as what was meant."""
    assert ALL.hear(said) == meant


@pytest.mark.parametrize(
    "said",
    [
        "where are the branches",
        "brnches in moscw",
        "hi",
        "Moscow",
        "no",
        "b",
        "<b>",
        "do you",
        "qwerty",
        "a to z",
        "Paris, Texas",
    ],
)
def test_english_stays_english(said: str) -> None:
    """Only what is clearly better is heard in another way."""
    assert ALL.hear(said) == Heard("en", said)


@pytest.mark.parametrize("said", ["где находятся филиалы", "филиалы где", "ыва", "привет"])
def test_russian_stays_russian(said: str) -> None:
    """And the other way round."""
    assert ALL.hear(said) == Heard("ru", said)


def test_a_language_that_is_not_there() -> None:
    """What is in none of the languages is answered in the preferred one; what is meant in one of them is understood."""
    assert tongues("ru").hear("gde filialy") == Heard("ru", "где филиалы")
    assert tongues("ru").hear("where is it") == Heard("ru", "where is it")
    assert tongues("en").hear("где филиалы") == Heard("en", "где филиалы")
    assert tongues("ru", "ja").hear("where is it", wished="ja") == Heard("ja", "where is it")


def test_only_the_languages_that_are_needed() -> None:
    """A message that is surely in one language asks for no matcher of another: making one takes a second."""
    asked: list[str] = []

    def noting(language: str) -> Matcher:
        asked.append(language)
        return matcher(language)

    Tongues(("en", "ru", "ja"), "en", noting).hear("where are the branches of the Japan Center")
    Tongues(("en", "ru", "ja"), "en", noting).hear("支部はどこですか")
    assert set(asked) == {"en"}


@pytest.mark.parametrize(("wished", "known"), [("ru", "ru"), ("RU-ru", "ru"), ("de", None), ("", None), (None, None)])
def test_known_languages(wished: str | None, known: str | None) -> None:
    """A language code as Telegram gives it, whatever its region."""
    assert ALL.known(wished) == known
