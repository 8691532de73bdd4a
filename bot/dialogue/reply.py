"""What the bot can say: a small closed set of values that every adapter renders, by `match` with `assert_never`."""

from dataclasses import dataclass

from bot.knowledge.markup import Markup
from bot.knowledge.model import Entry, Link


@dataclass(frozen=True, slots=True)
class Choice:
    """A question that is offered; `reference` opens its answer, also when it comes back in a button or a link."""

    reference: str
    question: str


@dataclass(frozen=True, slots=True)
class TopicChoice:
    """A topic that is offered."""

    topic: str
    title: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One entry is clearly meant, or two in one message; the text ends with how fresh it is.

    `reference` opens the same answer again, in any language that has it; two answers at once have none.
    """

    text: Markup
    entries: tuple[Entry, ...]
    related: tuple[Choice, ...] = ()
    reference: str | None = None

    @property
    def photo(self) -> str | None:
        """The picture of a single entry, as a path from the knowledge folder."""
        return self.entries[0].photo if len(self.entries) == 1 else None

    @property
    def links(self) -> tuple[Link, ...]:
        """The links of all entries."""
        return tuple(link for entry in self.entries for link in entry.links)


@dataclass(frozen=True, slots=True)
class Unknown:
    """The question is about the subject, and the source is known not to cover it; the text names the nearest fact."""

    text: Markup
    entries: tuple[Entry, ...]
    related: tuple[Choice, ...] = ()
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Smalltalk:
    """A hello, a thank-you and the like."""

    text: Markup
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Suggest:
    """Not sure enough to answer: up to three questions that may have been meant."""

    text: Markup
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Nothing:
    """Not understood: the text says what the bot knows about; some topics are offered, or the whole menu of them."""

    text: Markup
    topics: tuple[TopicChoice, ...]
    whole_menu: bool


@dataclass(frozen=True, slots=True)
class Page:
    """What a command or a menu shows: a text, and what can be chosen from it."""

    text: Markup
    choices: tuple[Choice, ...] = ()
    topics: tuple[TopicChoice, ...] = ()
    back: bool = False


Reply = Answer | Unknown | Smalltalk | Suggest | Nothing
"""The replies to a question."""

Shown = Reply | Page
"""All that an adapter has to render."""


def outcome(reply: Reply) -> str:
    """The reply's name for machines: answer, unknown, smalltalk, suggest or none."""
    names = {Answer: "answer", Unknown: "unknown", Smalltalk: "smalltalk", Suggest: "suggest", Nothing: "none"}
    return names[type(reply)]
