"""When the bot speaks in a group."""

from enum import StrEnum


class Mode(StrEnum):
    """What a group's admins can choose; how each is called is in the phrases, as mode_NAME."""

    MENTIONED = "mentioned"
    """It answers who speaks to it."""

    CONFIDENT = "confident"
    """It also answers a question to nobody in particular, when it is sure."""

    SHADOW = "shadow"
    """It says nothing, and records what it would have said."""

    OFF = "off"

    @classmethod
    def of(cls, name: str | None) -> "Mode":
        """The mode of that name; the usual one for a name that is none."""
        return cls(name) if name in set(cls) else cls.MENTIONED
