"""Links carry every answer within what Telegram allows, and bring it back."""

import pytest

from bot.telegram import links
from botapi.limits import start_payload


@pytest.mark.parametrize(
    "reference", ["branches-list", "a", "x" * 48, "branch-elsewhere|Kazan", "branch-elsewhere|Йошкар-Ола", "r_2"]
)
def test_a_reference_comes_back(reference: str) -> None:
    """What a link carries is something that Telegram lets through, and leads to the same answer."""
    payload = links.payload(reference)
    assert payload
    start_payload(payload)
    assert links.reference(payload) == reference


def test_what_does_not_fit_is_no_link() -> None:
    """A name that is too long for Telegram."""
    assert links.payload(f"branch-elsewhere|{'x' * 40}") is None


@pytest.mark.parametrize("payload", ["R", "R!!!", "R_w", "RA", "Rя", "inline", "", "R44"])
def test_nonsense_leads_nowhere_and_fails_nowhere(payload: str) -> None:
    """Payloads can be typed by hand."""
    assert "|" not in links.reference(payload)


def test_links_name_the_bot() -> None:
    """By its own username, whatever it is."""
    assert links.private_chat("some_bot") == "https://t.me/some_bot"
    assert links.private_chat("some_bot", "a-b") == "https://t.me/some_bot?start=a-b"
    assert links.into_group("some_bot").startswith("https://t.me/some_bot?startgroup=")
    assert links.share("https://t.me/some_bot?start=a", "A & B?") == (
        "https://t.me/share/url?url=https%3A%2F%2Ft.me%2Fsome_bot%3Fstart%3Da&text=A+%26+B%3F"
    )
