"""Links to the bot, and what they carry: the payload of /start, at most 64 of A-Z, a-z, 0-9, _ and - (Bot API)."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from urllib.parse import urlencode

LONGEST_PAYLOAD = 64
"""Characters of a start payload."""

_PLAIN = re.compile(rf"[a-z0-9][a-z0-9_-]{{0,{LONGEST_PAYLOAD - 1}}}")
"""The id of an entry, which no encoded payload can be taken for: that begins with a capital letter."""

_ENCODED = "R"


def payload(reference: str) -> str | None:
    """What a link to an answer carries; None if it would be too long."""
    if _PLAIN.fullmatch(reference):
        return reference
    encoded = _ENCODED + urlsafe_b64encode(reference.encode()).decode().rstrip("=")
    return encoded if len(encoded) <= LONGEST_PAYLOAD else None


def reference(payload: str) -> str:
    """The answer that a payload refers to, whatever it was made of."""
    if not payload.startswith(_ENCODED):
        return payload
    encoded = payload.removeprefix(_ENCODED)
    try:
        return urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)).decode()
    except ValueError:
        return ""


def private_chat(username: str, payload: str | None = None) -> str:
    """A link to the private chat with the bot, where it is sent the payload."""
    return f"https://t.me/{username}" + (f"?start={payload}" if payload else "")


def into_group(username: str) -> str:
    """A link that lets a person choose a group to add the bot to."""
    return f"https://t.me/{username}?startgroup=added"


def share(link: str, text: str) -> str:
    """A link that lets a person choose a chat to send another link to, with a text."""
    return f"https://t.me/share/url?{urlencode({'url': link, 'text': text})}"
