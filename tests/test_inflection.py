"""Forms of a word meet."""

import pytest

from bot.matching.inflection import forms, stem
from bot.matching.spaceless import fold
from bot.matching.words import normalise


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "branch", "branches"),
        ("en", "internship", "internships"),
        ("en", "paying", "pays"),
        ("ru", "курс", "курсами"),
        ("ru", "визит", "визитами"),
        ("ja", "あります", "あるんですか"),
        ("ja", "ですか", "でしょうか"),
        ("ja", "できます", "できるの"),
        ("ja", "おしえて", "教えてください"),
    ],
)
def test_inflection_is_cut_off(language: str, one: str, other: str) -> None:
    """Forms of one word have one stem."""
    assert stem(one, language) == stem(other, language)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "authority", "authors"),
        ("en", "second", "secondment"),
        ("en", "busy", "business"),
        ("ru", "буду", "будо"),
        ("ru", "визит", "виза"),
        ("ru", "входит", "вход"),
        ("ru", "данного", "данные"),
        ("ru", "почем", "почему"),
        ("ru", "чей", "че"),
    ],
)
def test_words_that_look_alike_are_kept_apart(language: str, one: str, other: str) -> None:
    """A form that the stemmer takes for one of another word is told from it."""
    assert stem(one, language) != stem(other, language)


@pytest.mark.parametrize("word", ["支部", "branches"])
def test_a_language_without_a_stemmer(word: str) -> None:
    """Words stay as they are where nothing is known of their inflection."""
    assert stem(word, "ja") == word


@pytest.mark.parametrize("language", ["en", "ja", "ru"])
def test_a_form_belongs_to_one_word(language: str) -> None:
    """What is listed is listed once, and as it is cut out of a text."""
    assert all(form == fold(form) == normalise(form) for form in forms(language))
    assert set(forms(language).values()) <= forms(language).keys()
    assert all(stem(stem(form, language), language) == stem(form, language) for form in forms(language))
