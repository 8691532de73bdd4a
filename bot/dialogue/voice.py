"""One language of the dialogue: how a reply is worded in it."""

import re
from collections.abc import Iterable, Mapping
from itertools import islice
from zlib import crc32

from bot.dialogue.policy import worth_offering
from bot.dialogue.reply import Answer, Choice, Nothing, Page, Reply, Smalltalk, Suggest, TopicChoice, Unknown
from bot.dialogue.understanding import Understood
from bot.knowledge.edition import Edition
from bot.knowledge.markup import Markup, join
from bot.knowledge.model import LONGEST_ANSWER, Entry, Kind
from bot.matching.lexicon import OPEN
from bot.matching.words import placeholders

MOST_SUGGESTIONS = 3
MOST_TOPICS_AT_FIRST = 4
MOST_QUESTIONS_OF_TOPIC = 12

_NAME = re.compile(r"(?=.{1,40}$)[^\W\d_]+(?:[ '][^\W\d_]+)*")
"""What an open word list may take for a name."""


_SEPARATOR = "|"
"""Between the parts of a reference; it can stand neither in an entry's id nor, in a word list, inside an item."""

LONGEST_REFERENCE = 47
"""Bytes. With what is added it fits into Telegram's buttons (64 bytes) and, as base64, into the payload of a link (64)."""

_SHORT = "#"
"""Before the number that stands for an item where its letters would make a reference too long."""


class Voice:
    """Words replies in one language; immutable once made."""

    def __init__(self, edition: Edition):
        self._edition = edition
        self._phrases = edition.phrases

    def reply(self, understood: Iterable[Understood]) -> Reply:
        """The reply to one understood question, or to several in one message, in their order."""
        entries: list[Entry] = []
        texts: list[Markup] = []
        mentions: Mapping[str, str] = {}
        for one in understood:
            entry = self._edition.entries[one.match.candidates[0].entry]
            text = entry.answer.filled(one.match.mentions)
            if not texts or sum(part.utf16_length for part in (*texts, text)) <= LONGEST_ANSWER:
                entries.append(entry)
                texts.append(text)
                mentions = one.match.mentions
        return self._said(tuple(entries), join(texts), mentions)

    def answer(self, entry: Entry, mentions: Mapping[str, str]) -> Reply:
        """The answer to a question that was chosen, under that question."""
        heading = Markup.of(self.question(entry, mentions), bold=True)
        return self._said((entry,), join((heading, entry.answer.filled(mentions)), "\n"), mentions)

    def _said(self, entries: tuple[Entry, ...], text: Markup, mentions: Mapping[str, str]) -> Reply:
        kinds = {entry.kind for entry in entries}
        first, *others = entries
        complete = not others and placeholders(first.question) <= mentions.keys()
        reference = self._reference(first, mentions) if complete else None
        if Kind.ANSWER in kinds:
            fresh = self._phrases.freshness or Markup()
            return Answer(join((text, fresh)), entries, self._related(entries), reference)
        if Kind.UNKNOWN in kinds:
            return Unknown(text, entries, self._related(entries), reference)
        return Smalltalk(text, entries)

    def choices(self, understood: Understood, most: int = MOST_SUGGESTIONS) -> tuple[Choice, ...]:
        """Questions that may have been meant, the likeliest first; none that names a word list of which nothing was mentioned."""
        mentions = understood.match.mentions
        choices = (
            self._choice(entry, mentions)
            for candidate in worth_offering(understood.match.candidates)
            if (entry := self._edition.entries[candidate.entry]).kind is not Kind.SMALLTALK
            and placeholders(entry.question) <= mentions.keys()
        )
        return tuple(islice(choices, most))

    def questions(self) -> tuple[Choice, ...]:
        """All questions that have an answer by themselves, in the order of the menu."""
        entries = (entry for topic in self._edition.menu.values() for entry in topic.entries)
        return tuple(
            self._choice(entry, {}) for entry in entries if entry.kind is Kind.ANSWER and not placeholders(entry.question)
        )

    def suggest(self, choices: tuple[Choice, ...]) -> Suggest:
        """Did you mean one of these?"""
        return Suggest(self._phrases.suggest, choices)

    def nothing(self, misses: int) -> Nothing:
        """What to say to a question that was not understood, `misses` having gone before it in a row."""
        again = self._phrases.nothing_again
        if misses == 0:
            return Nothing(self._phrases.nothing, self._topics()[:MOST_TOPICS_AT_FIRST], whole_menu=False)
        return Nothing(again[(misses - 1) % len(again)], self._topics(), whole_menu=True)

    def page(self, name: str) -> Page:
        """A page by the name of its text in the phrases; some of them offer the topics."""
        text: Markup = getattr(self._phrases, name)
        return Page(text, topics=self._topics() if name in ("greeting", "topics", "gone") else ())

    def topic(self, name: str) -> Page:
        """The questions of a topic."""
        topic = self._edition.menu.get(name)
        if topic is None:
            return self.page("gone")
        entries = [e for e in topic.entries if e.kind is Kind.ANSWER] or list(topic.entries)
        choices = [self._choice(entry, {}) for entry in entries if not placeholders(entry.question)]
        return Page(
            self._phrases.topic.filled({"topic": topic.topic}),
            choices=tuple(choices[:MOST_QUESTIONS_OF_TOPIC]),
            back=True,
        )

    def open(self, reference: str) -> Reply | None:
        """What a choice refers to; None if that entry, or the item of a word list that it needs, is not there any more."""
        entry, mentions = self._referred(reference)
        return self.answer(entry, mentions) if entry and all(self._may_be(*pair) for pair in mentions.items()) else None

    def question_of(self, reference: str) -> str | None:
        """The question that a choice refers to; None if that entry is not there any more."""
        entry, mentions = self._referred(reference)
        return self.question(entry, mentions) if entry else None

    def title(self, name: str) -> str | None:
        """The question of an entry, whatever it would be about; None if the entry is not there."""
        entry = self._edition.entries.get(name)
        return self.question(entry, dict.fromkeys(placeholders(entry.question), "…")) if entry else None

    def lists(self, reference: str) -> bool:
        """Whether a choice of another language refers to something here: an entry, and items that its word lists have themselves.

        What an open list would take for a name is written as that other language writes it.
        """
        entry, mentions = self._referred(reference)
        return entry is not None and all(self._is_listed(*pair) for pair in mentions.items())

    def _referred(self, reference: str) -> tuple[Entry | None, Mapping[str, str]]:
        """The entry that a reference names, if it is there and needs as many items as are named; and these by their lists."""
        name, *items = reference.split(_SEPARATOR)
        entry = self._edition.entries.get(name)
        needed = sorted(placeholders(entry.question)) if entry else []
        if len(items) != len(needed):
            return None, {}
        return entry, {name: self._item(name, item) for name, item in zip(needed, items, strict=True)}

    def _item(self, name: str, item: str) -> str:
        """The item that a part of a reference names, by its letters or by its number."""
        return next((one for one in self._items(name) if _short(one) == item), item) if item.startswith(_SHORT) else item

    def _may_be(self, name: str, item: str) -> bool:
        """Whether a word list has an item, or is open and the item looks like a name."""
        return self._is_listed(name, item) or (OPEN in self._items(name) and bool(_NAME.fullmatch(item)))

    def _is_listed(self, name: str, item: str) -> bool:
        return item != OPEN and item in self._items(name)

    def _items(self, name: str) -> list[str]:
        return [spellings[0] for spellings in self._edition.lists.get(name, ())]

    def _related(self, entries: Iterable[Entry]) -> tuple[Choice, ...]:
        related = dict.fromkeys(name for entry in entries for name in entry.related)
        known = [self._edition.entries[name] for name in related if name in self._edition.entries]
        choices = [self._choice(entry, {}) for entry in known if entry not in entries and not placeholders(entry.question)]
        return tuple(choices[:MOST_SUGGESTIONS])

    def question(self, entry: Entry, mentions: Mapping[str, str]) -> str:
        """An entry's question, with what was mentioned."""
        return Markup.of(entry.question).filled(mentions).plain

    def _choice(self, entry: Entry, mentions: Mapping[str, str]) -> Choice:
        return Choice(self._reference(entry, mentions), self.question(entry, mentions))

    @staticmethod
    def _reference(entry: Entry, mentions: Mapping[str, str]) -> str:
        items = [mentions[name] for name in sorted(placeholders(entry.question))]
        reference = _SEPARATOR.join((entry.id, *items))
        return reference if len(reference.encode()) <= LONGEST_REFERENCE else _SEPARATOR.join((entry.id, *map(_short, items)))

    def _topics(self) -> tuple[TopicChoice, ...]:
        return tuple(TopicChoice(name, topic.topic) for name, topic in self._edition.menu.items())


def _short(item: str) -> str:
    """A number for an item of a word list, always the same."""
    return f"{_SHORT}{crc32(item.encode()):08x}"
