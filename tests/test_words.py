"""Text becomes words, whatever it is typed with, and words become letter n-grams."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching.words import grams, normalise, placeholders, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("BRANCH in Moscow", "branch in moscow"),
        ("what`s", "what's"),
        ("what’s", "what's"),
        ("caf`É", "caf'é"),
        ("ＪＡＰＡＮ　２０１８", "japan 2018"),
        ("ﾆﾎﾝｾﾝﾀｰ", "ニホンセンター"),
        ("ｶﾞ", "ガ"),
        ("ﬁlial", "filial"),
        ("STRASSE Straße", "strasse strasse"),
        ("МОСКВА", "москва"),
        ("Ещё Ё", "еще е"),
        ("cafe\u0301", "café"),
        ("Mos\u200bcow", "moscow"),
        ("Mos\u00adcow\u2060", "moscow"),
        ("\u202eMoscow\u202c", "moscow"),
        ("\ufeffMoscow", "moscow"),
    ],
)
def test_the_same_text_in_one_form(text: str, expected: str) -> None:
    """Case, width, ligatures, composed accents, kinds of apostrophe and invisible characters make no difference."""
    assert normalise(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("  \t\n ", ()),
        ("?!... — «»", ()),
        ("😀👍🏽", ()),
        ("Where are you?", ("where", "are", "you")),
        ("St. Petersburg,Moscow;Kazan", ("st", "petersburg", "moscow", "kazan")),
        ("Yuzhno-Sakhalinsk", ("yuzhno", "sakhalinsk")),
        ("can't CAN’T cant", ("cant", "cant", "cant")),
        ("what's 'so' special''s", ("whats", "so", "special", "s")),
        ("snake_case", ("snake", "case")),
        ("see https://a.example/b?c=d, or www.b.example/ please", ("see", "or", "please")),
        ("write to a.b@c.example now", ("write", "to", "now")),
        ("in 2003 or 21.6%", ("in", "2003", "or", "21", "6")),
        ("где филиалы", ("где", "филиалы")),
        ("支部は？", ("支部", "は")),
        ("日本センターはどこですか。", ("日本", "せんた", "はどこですか")),
        ("すごーい時々〆", ("すごい", "時々〆")),
        ("ニホンｾﾝﾀｰ2018年", ("にほんせんた", "2018", "年")),
        ("Moscowの支部", ("moscow", "の", "支部")),
        ("где支部", ("где", "支部")),
        ("ｗｈｅｒｅ　ａｒｅ　ｙｏｕ", ("where", "are", "you")),
        ("K\u200bhab\u200carovsk", ("khabarovsk",)),
        ("a branch in {place}", ("a", "branch", "in", "{place}")),
        ("{place}'s {place}", ("{place}", "s", "{place}")),
        ("{Place} {} {two words} {open", ("place", "two", "words", "open")),
    ],
)
def test_words_in_their_order(text: str, expected: tuple[str, ...]) -> None:
    """Words are letters and digits of one script, apostrophes left out; only small letters in braces make a placeholder."""
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("m\u043escow", "moscow"),
        ("\u0430\u0435\u043e\u0440\u0441\u0443\u0445w", "aeopcyxw"),
        ("MOSC\u041eW", "moscow"),
        ("\u043c\u043e\u0441\u043a\u0432a", "\u043c\u043e\u0441\u043a\u0432\u0430"),
        ("\u0434oma", "\u0434\u043e\u043c\u0430"),
        ("moscow \u0434\u043e\u043c", "moscow \u0434\u043e\u043c"),
        ("\u043e", "\u043e"),
        ("c\u043ept", "copt"),
        ("\u0442o\u0440", "\u0442\u043e\u0440"),
        ("zж", "zж"),
    ],
)
def test_letters_that_look_alike(text: str, expected: str) -> None:
    """A word in two scripts is in the one that it has letters of its own of, or more letters; a word in one script stays."""
    assert " ".join(words(text)) == expected


@pytest.mark.parametrize("text", ["Хаба́ровск", "k\u0332habarovsk", "हिन्दी"])
def test_marks_belong_to_words(text: str) -> None:
    """A stress mark or a vowel sign is a part of its word."""
    assert len(words(text)) == 1


@settings(derandomize=True, deadline=None)
@given(st.text())
def test_words_are_in_one_form(text: str) -> None:
    """Of any text: a word contains neither capitals nor spaces, and upper case gives the same words."""
    for word in words(text):
        assert word == normalise(word)
        assert not any(character.isspace() for character in word)
    if text.isascii() and "{" not in text:
        assert words(text.upper()) == words(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("none", set()), ("in {place} and {job_title} and {place}", {"place", "job_title"}), ("{Place} {} { place } {a1}", set())],
)
def test_placeholders(text: str, expected: set[str]) -> None:
    """The names in braces, each once."""
    assert placeholders(text) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("", []),
        ("a", ["^a$"]),
        ("tea", ["^te", "tea", "ea$", "^tea", "tea$", "^tea$"]),
        ("rice", ["^ri", "ric", "ice", "ce$", "^ric", "rice", "ice$", "^rice", "rice$"]),
        ("дом", ["^до", "дом", "ом$", "^дом", "дом$", "^дом$"]),
        ("支部長", ["支", "部", "長"]),
        ("どこ", ["ど", "こ"]),
    ],
)
def test_runs_of_letters(word: str, expected: list[str]) -> None:
    """Three to five letters, with the edges of the word as letters of their own; of a script without spaces, each character."""
    assert list(grams(word)) == expected
