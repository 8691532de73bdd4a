"""Forms of a word meet."""

import pytest

from bot.matching.inflection import forms, stem
from bot.matching.spaceless import fold


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "branch", "branches"),
        ("en", "internship", "internships"),
        ("en", "paying", "pays"),
        ("ru", "курс", "курсами"),
        ("ja", "あります", "あるんですか"),
        ("ja", "ですか", "でしょうか"),
        ("ja", "できます", "できるの"),
        ("ja", "おしえて", "教えてください"),
    ],
)
def test_inflection_is_cut_off(language: str, one: str, other: str) -> None:
    """Forms of one word have one stem."""
    assert stem(one, language) == stem(other, language)


@pytest.mark.parametrize("word", ["支部", "branches"])
def test_a_language_without_a_stemmer(word: str) -> None:
    """Words stay as they are where nothing is known of their inflection."""
    assert stem(word, "ja") == word


def test_a_form_belongs_to_one_word() -> None:
    """What is listed is listed once, and as it is cut out of a text."""
    assert all(form == fold(form) for form in forms("ja"))
    assert set(forms("ja").values()) <= forms("ja").keys()
    assert all(stem(stem(form, "ja"), "ja") == stem(form, "ja") for form in forms("ja"))
