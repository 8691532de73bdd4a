"""A press survives the way to Telegram and back, in 64 bytes."""

import pytest

from bot.telegram.buttons import (
    LONGEST_DATA,
    ChooseLanguage,
    OpenAnswer,
    OpenMenu,
    OpenTopic,
    Press,
    Translate,
    decode,
    encode,
)


@pytest.mark.parametrize(
    ("press", "data"),
    [
        (OpenAnswer("branches-list"), "a branches-list"),
        (OpenAnswer("branches-list", in_place=True), "a! branches-list"),
        (OpenAnswer("branch-in|Nizhny Novgorod"), "a branch-in|Nizhny Novgorod"),
        (OpenTopic("branches"), "t branches"),
        (OpenTopic("our branches!", in_place=True), "t! our branches!"),
        (OpenMenu(), "m"),
        (OpenMenu(in_place=True), "m!"),
        (Translate("ru", "branches-list"), "l ru branches-list"),
        (Translate("ja", "branch-in|Nizhny Novgorod"), "l ja branch-in|Nizhny Novgorod"),
        (ChooseLanguage("ja"), "c ja"),
    ],
)
def test_a_press_is_written_and_read(press: Press, data: str) -> None:
    """Each kind of press has its own data, which stand under messages for years and so must not change."""
    assert encode(press) == data
    assert decode(data) == press


@pytest.mark.parametrize(
    "data", ["", " ", "a", "a ", "a!", "t", "t! ", "c", "c ", "l", "l ru", "x", "x branches", "A branches", "!", "branches-list"]
)
def test_other_data_are_no_press(data: str) -> None:
    """What another version of the bot wrote is None, never a wrong press."""
    assert decode(data) is None


@pytest.mark.parametrize(
    ("fits", "too_long"),
    [
        (OpenAnswer("a" * 62), OpenAnswer("a" * 63)),
        (OpenAnswer("a" * 61, in_place=True), OpenAnswer("a" * 62, in_place=True)),
        (OpenTopic("я" * 31), OpenTopic("я" * 32)),
        (Translate("ru", "a" * 59), Translate("ru", "a" * 60)),
        (OpenTopic("日" * 20, in_place=True), OpenTopic("日" * 21, in_place=True)),
    ],
)
def test_the_limit_is_in_bytes(fits: Press, too_long: Press) -> None:
    """Callback data hold 64 bytes of UTF-8; what needs more cannot be a button."""
    assert len((encode(fits) or "").encode()) in range(LONGEST_DATA - 1, LONGEST_DATA + 1)
    assert encode(too_long) is None
