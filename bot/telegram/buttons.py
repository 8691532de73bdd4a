"""What the buttons under messages carry: a press as 64 bytes of callback data, and back."""

from dataclasses import dataclass

LONGEST_DATA = 64
"""Bytes of callback_data (Bot API)."""

_IN_PLACE = "!"
"""Ends the kind of a press whose result replaces the message with the button."""

_NONE = "-"
"""Stands for no language."""


@dataclass(frozen=True, slots=True)
class OpenAnswer:
    """The answer that a reference leads to."""

    reference: str
    in_place: bool = False


@dataclass(frozen=True, slots=True)
class OpenTopic:
    """The questions of a topic."""

    topic: str
    in_place: bool = False


@dataclass(frozen=True, slots=True)
class OpenMenu:
    """All topics."""

    in_place: bool = False


@dataclass(frozen=True, slots=True)
class Translate:
    """The same answer in another language, in its place."""

    language: str
    reference: str


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    """The language to answer in where a message tells none."""

    language: str


@dataclass(frozen=True, slots=True)
class ChooseMode:
    """When the bot speaks in the group."""

    mode: str


@dataclass(frozen=True, slots=True)
class ChooseGroupLanguage:
    """The language of the group; none if it is to be each person's own."""

    language: str | None


Press = OpenAnswer | OpenTopic | OpenMenu | Translate | ChooseLanguage | ChooseMode | ChooseGroupLanguage


def encode(press: Press) -> str | None:
    """A press as callback data; None if it does not fit, and so cannot be a button."""
    match press:
        case OpenAnswer():
            kind, rest = "a", press.reference
        case OpenTopic():
            kind, rest = "t", press.topic
        case OpenMenu():
            kind, rest = "m", ""
        case Translate():
            return _fitting(f"l {press.language} {press.reference}")
        case ChooseLanguage():
            return _fitting(f"c {press.language}")
        case ChooseMode():
            return _fitting(f"g {press.mode}")
        case ChooseGroupLanguage():
            return _fitting(f"h {press.language or _NONE}")
    return _fitting(f"{kind}{_IN_PLACE if press.in_place else ''} {rest}".rstrip())


def _fitting(data: str) -> str | None:
    return data if len(data.encode()) <= LONGEST_DATA else None


def decode(data: str) -> Press | None:
    """The press that callback data stand for; None if they come from a version with other buttons."""
    kind, _, rest = data.partition(" ")
    in_place = kind.endswith(_IN_PLACE)
    match kind.removesuffix(_IN_PLACE):
        case "a" if rest:
            return OpenAnswer(rest, in_place)
        case "t" if rest:
            return OpenTopic(rest, in_place)
        case "m":
            return OpenMenu(in_place)
        case "l" if " " in rest:
            return Translate(*rest.split(" ", 1))
        case "c" if rest:
            return ChooseLanguage(rest)
        case "g" if rest:
            return ChooseMode(rest)
        case "h" if rest:
            return ChooseGroupLanguage(None if rest == _NONE else rest)
    return None
