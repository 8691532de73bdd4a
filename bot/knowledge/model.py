"""What the files of a knowledge base may hold: the models that check them, and from which the JSON Schemas are made."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)

from bot.knowledge.markup import Markup, parse
from bot.yamlfile import fitting

LONGEST_QUESTION = 512
"""UTF-16 units, Telegram's measure of length."""

LONGEST_ANSWER = 3200
"""UTF-16 units: Telegram takes 4096 in a message, and the question above and a freshness line below must fit too."""

LONGEST_LINE = 300
"""UTF-16 units of a freshness line, or of the text of a button."""

LONGEST_WITH_PHOTO = 720
"""UTF-16 units of question and answer under a photo, where Telegram takes 1024, with a freshness line below."""

LONGEST_DESCRIPTION = 256
"""UTF-16 units of a command's description."""

LONGEST_NAME, LONGEST_BOT_DESCRIPTION, LONGEST_SHORT_DESCRIPTION = 64, 512, 120
"""UTF-16 units of the bot's name and descriptions in Telegram."""

LONGEST_TOAST = 200
"""UTF-16 units of what Telegram shows for a moment when a button is pressed."""


def _markup(value: Any) -> Markup:
    if isinstance(value, Markup):
        return value
    if not isinstance(value, str):
        raise ValueError("should be a text; if it is one, put it in quotes")
    if not (markup := parse(value)):
        raise ValueError("is empty")
    return markup


def _at_most(limit: int) -> Any:
    def check(value: Any) -> Markup:
        markup = _markup(value)
        if markup.utf16_length > limit:
            raise ValueError(f"is {markup.utf16_length} characters long; Telegram leaves room for {limit}")
        return markup

    return BeforeValidator(check)


_TEXT_SCHEMA = WithJsonSchema({"type": "string", "minLength": 1})

Formatted = Annotated[Markup, _TEXT_SCHEMA, _at_most(LONGEST_ANSWER)]
"""A text with the formatting that `markup` knows."""

FormattedLine = Annotated[Markup, _TEXT_SCHEMA, _at_most(LONGEST_LINE)]

FormattedToast = Annotated[Markup, _TEXT_SCHEMA, _at_most(LONGEST_TOAST)]
"""Something that may also be shown for a moment when a button is pressed."""

Id = Annotated[str, fitting(r"[a-z0-9][a-z0-9_-]{0,47}", "small letters, digits and hyphens, 48 at most, such as branches-list")]
"""Goes into Telegram's buttons (64 bytes with what is added to it) and deep links (64 of A-Za-z0-9_-)."""

_Stripped = StringConstraints(strip_whitespace=True, min_length=1)


def _no_longer_than(longest: int) -> AfterValidator:
    def check(value: str) -> str:
        length = Markup.of(value).utf16_length
        if length > longest:
            raise ValueError(f"is {length} characters long; there is room for {longest}")
        return value

    return AfterValidator(check)


Line = Annotated[str, _Stripped, _no_longer_than(LONGEST_LINE)]
Question = Annotated[str, _Stripped, _no_longer_than(LONGEST_QUESTION)]
Description = Annotated[str, _Stripped, _no_longer_than(LONGEST_DESCRIPTION)]
Name = Annotated[str, _Stripped, _no_longer_than(LONGEST_NAME)]
BotDescription = Annotated[str, _Stripped, _no_longer_than(LONGEST_BOT_DESCRIPTION)]
ShortDescription = Annotated[str, _Stripped, _no_longer_than(LONGEST_SHORT_DESCRIPTION)]
Toast = Annotated[str, _Stripped, _no_longer_than(LONGEST_TOAST)]
Phrasing = Annotated[str, _Stripped, _no_longer_than(4096)]


class Kind(StrEnum):
    """What an entry is: an answer, an honest "the source does not say", or small talk."""

    ANSWER = "answer"
    UNKNOWN = "unknown"
    SMALLTALK = "smalltalk"


class File(BaseModel):
    """What all files share: values that cannot be changed, and no keys but the known ones."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Link(File):
    """A link shown as a button under an answer."""

    text: Line
    url: Annotated[str, fitting(r"(https?|tg)://\S{1,2000}", "an address such as https://example.org/page")]


class Entry(File):
    """A question, the other ways to ask it, and its answer."""

    id: Id = Field(description="Names the entry in buttons and links; never change it once it is used.")
    question: Question = Field(description="The whole question, as a button shows it.")
    also: tuple[Phrasing, ...] = Field((), description="Other ways to ask it, as people really type.")
    answer: Formatted = Field(description="The first sentence is the answer; about 350 characters at most.")
    kind: Kind = Field(Kind.ANSWER, description="unknown: the source does not say; smalltalk: a friendly line.")
    facts: tuple[str, ...] = Field((), description="Ids of the facts that the answer rests on.")
    related: tuple[Id, ...] = Field((), description="Ids of entries that are offered as buttons.")
    photo: Line | None = Field(None, description="A picture above the answer, as a path from the knowledge folder.")
    links: tuple[Link, ...] = Field((), description="Links shown as buttons.")
    review_by: date | None = Field(None, description="When staff should read the entry again, as 2027-06-01.")

    @property
    def phrasings(self) -> tuple[str, ...]:
        """All ways to ask for the entry, its question first."""
        return (self.question, *self.also)

    @model_validator(mode="after")
    def _fits_under_photo(self) -> "Entry":
        length = Markup.of(self.question).utf16_length + self.answer.utf16_length
        if self.photo and length > LONGEST_WITH_PHOTO:
            raise ValueError(f"under a photo question and answer may have {LONGEST_WITH_PHOTO} characters; these have {length}")
        return self


class Topic(File):
    """A topic file: entries that belong together."""

    topic: Line = Field(description="The topic's name, as a button shows it.")
    order: int = Field(100, description="Topics with smaller numbers stand first in the menu.")
    entries: tuple[Entry, ...] = Field(min_length=1)


def _spellings(value: Any) -> Any:
    texts = value if isinstance(value, list) else [value]
    if not all(isinstance(text, str) for text in texts):
        return value
    return tuple(filter(None, (spelling.strip() for text in texts for spelling in text.split("|"))))


Spellings = Annotated[
    tuple[Phrasing, ...],
    Field(min_length=1),
    BeforeValidator(_spellings),
    WithJsonSchema({"type": "string", "minLength": 1}),
]
"""An item of a word list: "Yekaterinburg | Ekaterinburg"."""


class Synonyms(File):
    """synonyms.yaml: groups of words or phrases that mean the same to the matcher; the first stands for all."""

    synonyms: tuple[Annotated[tuple[Phrasing, ...], Field(min_length=2)], ...]


class Lists(File):
    """lists.yaml: words of one kind, which a phrasing names in braces."""

    lists: Mapping[Annotated[str, fitting("[a-z_]+", "small letters, such as place")], tuple[Spellings, ...]]


class Chatter(File):
    """chatter.yaml: what strangers say that is no question to us, in groups only for order."""

    chatter: Mapping[Id, Annotated[tuple[Phrasing, ...], Field(min_length=1)]]


class Readings(File):
    """readings.yaml: how words that have kanji sound, so that they are known in kana too."""

    readings: Mapping[Phrasing, Annotated[str, fitting("[\u3041-\u309f\u30a0-\u30ff]+", "kana alone, such as しぶ")]]


class Fact(File):
    """One thing that the source states."""

    id: Annotated[str, fitting("[A-Z][0-9]{1,3}", "a capital letter and a number, such as B1")]
    text: Line
    source: Line = Field(description="Where in the source it stands.")


class Facts(File):
    """facts.yaml: everything that answers may claim."""

    facts: tuple[Fact, ...] = Field(min_length=1)


class Commands(File):
    """What the menu says of each command."""

    ask: Description = "Ask a question"
    topics: Description = "What you can ask about"
    settings: Description = "When I speak here, and in which language"
    language: Description = "Choose a language"
    about: Description = "Where the answers come from"
    privacy: Description = "What is kept about you"
    help: Description = "How to ask"
    start: Description = "Begin"


class Phrases(File):
    """phrases.yaml: the bot's own sentences; what a file leaves out stands here."""

    greeting: Formatted = parse("Hello! Ask me a question in your own words, or choose a topic.")
    help: Formatted = parse("Ask in your own words, one question or two at a time. /topics shows what I know about.")
    about: Formatted = parse("I answer from a knowledge base and add nothing to it.")
    privacy: Formatted = parse(
        "I keep nothing of what you write beyond this conversation, and forget the conversation when I restart. "
        "What is chosen with /language or /settings is kept with the number of the chat. I count how often each answer is given. "
        "Where a group is set so, I read its other messages too, and keep none of them."
    )
    topics: Formatted = parse("What would you like to know about?")
    topic: Formatted = parse("<b>{topic}</b>: which question?")
    suggest: Formatted = parse("Did you mean:")
    nothing: Formatted = parse("I have no answer to that. I know about these topics:")
    nothing_again: Annotated[tuple[Formatted, ...], Field(min_length=2)] = (
        parse("That is not in my knowledge base either. Here is all that I know about:"),
        parse("No answer to that one. Choose a topic:"),
    )
    freshness: FormattedLine | None = None
    ask_what: Formatted = parse("Write your question after the command: /ask and then the question.")
    not_text: Formatted = parse("I can read only text. Please write your question in words.")
    gone: Formatted = parse("I no longer have that question. Here is all that I know about:")
    failure: Formatted = parse("Something went wrong on my side. Please ask again.")
    all_topics: Line = "All topics"
    language_name: Annotated[Line, Field(description="The language's own name, as a button shows it.")] = "English"
    choose_language: Formatted = parse("In which language shall I answer where your message does not tell?")
    language_chosen: Formatted = parse("Where your message does not tell its language, I now answer in English.")
    share: Line = "Share"
    copy_link: Line = "Copy link"
    open_chat: Line = "Ask me in our chat"
    nothing_found: Annotated[Line, Field(description="Above an empty list of what was looked up; leads to the chat.")] = (
        "Nothing found. Ask me in our chat"
    )
    introduction: Annotated[FormattedLine, Field(description="Said in a group when the bot is added.")] = parse(
        "Hello! Mention me or write /ask with your question, and I answer it; your admins can change how I behave with /settings."
    )
    too_many: FormattedToast = parse("That is a lot of questions at once. I go on answering in a minute.")
    settings: Formatted = parse(
        "<b>How I behave in this group</b>\n\n"
        "<b>When asked</b>: I answer /ask, mentions, and replies to me.\n"
        "<b>When sure</b>: also questions to nobody in particular, if I am sure of the answer.\n"
        "<b>On trial</b>: I say nothing, and count what I would have answered.\n"
        "<b>Never</b>: I say nothing.\n\n"
        "The lower buttons choose the language that I answer in where a message tells none."
    )
    settings_blind: FormattedLine = parse(
        "As things are, I see only what is addressed to me. For the second and third choice, make me an admin of the group, "
        "or turn off my privacy mode in @BotFather and add me again."
    )
    settings_counted: FormattedLine = parse("On trial I would have given these answers:")
    settings_alone: Formatted = parse(
        "In a group its admins choose with /settings how I behave there. You can add me to a group:"
    )
    add_to_group: Line = "Add me to a group"
    only_admins: Toast = "Only admins of the group can change this."
    mode_mentioned: Line = "When asked"
    mode_confident: Line = "When sure"
    mode_shadow: Line = "On trial"
    mode_off: Line = "Never"
    any_language: Annotated[Line, Field(description="A button: each person's own language, none fixed for the group.")] = (
        "Each person's own"
    )
    name: Annotated[Name | None, Field(description="The bot's name in Telegram.")] = None
    description: Annotated[BotDescription | None, Field(description="What an empty chat with the bot shows.")] = None
    short_description: Annotated[ShortDescription | None, Field(description="What the bot's profile shows.")] = None
    commands: Commands = Commands()

    def over(self, built_in: "Phrases") -> "Phrases":
        """These phrases, and for what is left out the built-in ones of the same language."""
        commands = built_in.commands.model_copy(update=self.commands.model_dump(exclude_unset=True))
        own = {name: getattr(self, name) for name in self.model_fields_set}
        return built_in.model_copy(update={**own, "commands": commands})
