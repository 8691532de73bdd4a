"""What is wrong or risky in a knowledge base that can be read: mistakes fail `check`, risks are only told."""

import os
import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from bot.knowledge.edition import Edition, Knowledge
from bot.knowledge.languages import differences
from bot.knowledge.model import Entry, Kind
from bot.knowledge.translations import outdated
from bot.problems import Problem, Severity, in_order, nearest
from bot.yamlfile import Document, Place

LONG_ANSWER = 350
"""Characters; more is tiresome to read on a phone."""

LONG_QUESTION = 64
"""Characters; a button on a phone shows no more."""

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_WORD = re.compile(r"\w+")


def check(knowledge: Knowledge, today: date) -> tuple[Problem, ...]:
    """All mistakes and risks, by file and line; of an incomplete knowledge base, those that do not hang on what is missing."""
    found: list[Problem] = []
    for edition in knowledge.editions.values():
        found += _doubled_phrasings(edition)
        found += _doubled_synonyms(edition)
        for document, at, entry in edition.located_entries():
            found += _Entry(document, ("entries", at), entry, edition, knowledge).problems(today)
        if knowledge.complete:
            found += _unlisted_chatter(edition)
            found += _unused_facts(edition, knowledge)
    found += [*differences(knowledge), *outdated(knowledge)]
    return in_order(found)


class _Entry:
    """One entry, looked at from every side."""

    def __init__(self, document: Document, place: Place, entry: Entry, edition: Edition, knowledge: Knowledge):
        self._document, self._place = document, place
        self._entry, self._edition, self._knowledge = entry, edition, knowledge

    def problems(self, today: date) -> Iterator[Problem]:
        yield from self._references()
        if self._knowledge.complete:
            yield from self._placeholders()
        yield from self._risks(today)

    def _problem(self, severity: Severity, what: str, *place: str | int) -> Problem:
        return Problem(self._document.path, self._document.line((*self._place, *place)), what, severity)

    def _references(self) -> Iterator[Problem]:
        for at, related in enumerate(self._entry.related):
            if related not in self._edition.entries:
                if not self._knowledge.complete:
                    continue  # it may stand in a file that could not be read
                what = f"there is no entry {related!r}{nearest(related, self._edition.entries)}"
                yield self._problem(Severity.MISTAKE, what, "related", at)
            elif related == self._entry.id:
                yield self._problem(Severity.MISTAKE, "the entry is related to itself; delete that", "related", at)
        for at, fact in enumerate(self._entry.facts):
            if fact not in self._knowledge.facts and (self._knowledge.complete or self._knowledge.facts):
                what = f"there is no fact {fact!r} in facts.yaml{nearest(fact, self._knowledge.facts)}"
                yield self._problem(Severity.MISTAKE, what, "facts", at)
        if self._entry.photo and not os.path.isfile(self._knowledge.folder / self._entry.photo):
            what = f"there is no picture {str(self._knowledge.folder / self._entry.photo)!r}"
            yield self._problem(Severity.MISTAKE, what, "photo")

    def _placeholders(self) -> Iterator[Problem]:
        phrasings = [
            ("question", self._entry.question),
            *((("also", at), text) for at, text in enumerate(self._entry.also)),
        ]
        for place, text in phrasings:
            line = self._document.line((*self._place, *([place] if isinstance(place, str) else place)))
            yield from _unlisted(text, self._edition, self._document.path, line)
        always = frozenset.intersection(*(frozenset(_PLACEHOLDER.findall(text)) for _, text in phrasings))
        for name in set(_PLACEHOLDER.findall(self._entry.answer.plain)) - always:
            what = f"the answer says {{{name}}}, so every way to ask must name {{{name}}} too"
            yield self._problem(Severity.MISTAKE, what, "answer")

    def _risks(self, today: date) -> Iterator[Problem]:
        entry = self._entry
        if len(entry.answer.plain) > LONG_ANSWER:
            yield self._problem(
                Severity.RISK, f"the answer has {len(entry.answer.plain)} characters; {LONG_ANSWER} read well", "answer"
            )
        if len(entry.question) > LONG_QUESTION:
            yield self._problem(Severity.RISK, f"a button cuts this question after {LONG_QUESTION} characters", "question")
        if entry.review_by and entry.review_by <= today:
            yield self._problem(
                Severity.RISK, f"was to be read again by {entry.review_by}; do, and set a later date", "review_by"
            )
        if self._knowledge.facts and entry.kind is Kind.ANSWER and not entry.facts:
            yield self._problem(Severity.RISK, "names no fact that the answer rests on ('facts: [B1]')", "id")


def _key(phrasing: str) -> str:
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", phrasing).casefold())) or phrasing


def _doubled_phrasings(edition: Edition) -> Iterator[Problem]:
    first: dict[str, tuple[str, str]] = {}
    for document, at, entry in edition.located_entries():
        for position, phrasing in enumerate(entry.phrasings):
            line = document.line(("entries", at, "also", position - 1) if position else ("entries", at, "question"))
            if _key(phrasing) not in first:
                first[_key(phrasing)] = entry.id, f"{document.path}:{line}"
            else:
                owner, where = first[_key(phrasing)]
                severity = Severity.RISK if owner == entry.id else Severity.MISTAKE
                yield Problem(document.path, line, f"{phrasing!r} is asked at {where} already ({owner}); delete one", severity)


def _unlisted_chatter(edition: Edition) -> Iterator[Problem]:
    for group, lines in edition.chatter.items():
        for at, text in enumerate(lines):
            document = edition.documents["chatter"]
            yield from _unlisted(text, edition, document.path, document.line(("chatter", group, at)))


def _unlisted(text: str, edition: Edition, path: str, line: int) -> Iterator[Problem]:
    for name in _PLACEHOLDER.findall(text):
        if name not in edition.lists:
            what = f"there is no word list {name!r} in lists.yaml{nearest(name, edition.lists)}"
            yield Problem(path, line, what, Severity.MISTAKE)


def _doubled_synonyms(edition: Edition) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for at, group in enumerate(edition.synonyms):
        for position, phrase in enumerate(group):
            if first.setdefault(_key(phrase), at) != at:
                document = edition.documents["synonyms"]
                group_of = edition.synonyms[first[_key(phrase)]][0]
                what = f"{phrase!r} stands in the group of {group_of!r} already; a word has one group"
                yield Problem(document.path, document.line(("synonyms", at, position)), what, Severity.MISTAKE)


def _unused_facts(edition: Edition, knowledge: Knowledge) -> Iterator[Problem]:
    used = {fact for entry in edition.entries.values() for fact in entry.facts}
    for at, fact in enumerate(knowledge.facts.values()):
        if fact.id not in used and knowledge.facts_document:
            line = knowledge.facts_document.line(("facts", at))
            what = f"no entry of {edition.language!r} rests on fact {fact.id}; write one, or name it under 'facts'"
            yield Problem(knowledge.facts_document.path, line, what, Severity.RISK)
