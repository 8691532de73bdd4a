"""A word that is only begun is taken for those that it may become."""

import pytest

from bot.matching.completion import MOST, Completion

USED = {"branch": 40, "branches": 90, "bread": 1, "brandy": 2, "moscow": 7, "b": 1}


def completed(language: str, used: dict[str, int], *words: str) -> list[str]:
    return [text for text, _ in Completion(language, used).of(words)]


def test_the_last_word_is_completed() -> None:
    """To the most used word first; of the forms of one word the most used stands for all."""
    assert completed("en", USED, "which", "bra") == ["which branches", "which brandy"]
    assert completed("en", USED, "mos") == ["moscow"]


def test_how_likely_a_completion_is() -> None:
    """The most used word is the likeliest, and others are the less likely, the less they are used."""
    likely = [share for _, share in Completion("en", USED).of(("br",))]
    assert likely[0] == 1.0
    assert likely == sorted(likely, reverse=True)
    assert 0 < likely[-1] < 0.5


@pytest.mark.parametrize("words", [(), ("x",), ("b",), ("moscow",), ("zzz",), ("bra", "zzz")])
def test_what_is_not_completed(words: tuple[str, ...]) -> None:
    """Nothing, single letters, whole words, and what no word begins with."""
    assert completed("en", USED, *words) == []


def test_not_more_than_can_be_looked_at() -> None:
    """Whatever the number of words with that beginning."""
    assert len(completed("en", {f"pre{number:03}x": number + 1 for number in range(200)}, "pre")) == MOST


def test_without_spaces_the_begun_word_is_looked_for_further_in_front() -> None:
    """Japanese that nobody knows yet may have been taken apart."""
    used = {"いんたんしぷ": 5, "日本": 9}
    assert completed("ja", used, "日本", "の", "い", "んた") == ["日本 の いんたんしぷ"]
    assert completed("ja", used, "日") == ["日本"]
