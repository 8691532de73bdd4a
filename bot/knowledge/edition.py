"""A knowledge base as the rest of the bot sees it: for each language an edition of topics, entries, phrases and words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from bot.knowledge.model import Entry, Fact, Kind, Phrases, Topic
from bot.yamlfile import Document


@dataclass(frozen=True)
class Edition:
    """The knowledge base in one language. Topics are by the name of their file, in the order of the menu."""

    language: str
    topics: Mapping[str, Topic]
    phrases: Phrases
    synonyms: tuple[tuple[str, ...], ...] = ()
    lists: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    chatter: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    readings: Mapping[str, str] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict, repr=False)

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """All entries by id."""
        return {entry.id: entry for topic in self.topics.values() for entry in topic.entries}

    @cached_property
    def phrasings(self) -> int:
        """How many ways to ask there are, for all entries together."""
        return sum(len(entry.phrasings) for entry in self.entries.values())

    @cached_property
    def topic_of(self) -> Mapping[str, str]:
        """Entry id -> topic id."""
        return {entry.id: name for name, topic in self.topics.items() for entry in topic.entries}

    @cached_property
    def menu(self) -> Mapping[str, Topic]:
        """The topics that have more to tell than small talk."""
        return {name: topic for name, topic in self.topics.items() if any(e.kind is not Kind.SMALLTALK for e in topic.entries)}

    def located_entries(self) -> Iterator[tuple[Document, int, Entry]]:
        """Every entry with the document it stands in and its position there."""
        for name, topic in self.topics.items():
            for at, entry in enumerate(topic.entries):
                yield self.documents[name], at, entry


@dataclass(frozen=True)
class Knowledge:
    """All editions by language, the facts they may claim, and the folder they were read from; `complete` if all could be read."""

    folder: Path
    editions: Mapping[str, Edition]
    facts: Mapping[str, Fact] = field(default_factory=dict)
    facts_document: Document | None = field(default=None, repr=False)
    complete: bool = True
