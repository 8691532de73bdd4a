"""Where the languages of a knowledge base differ: what one of them lacks, and answers that do not say the same.

An answer is compared with that of the language that most others agree with, or else of the first.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from bot.knowledge.edition import Edition, Knowledge
from bot.knowledge.model import Entry
from bot.knowledge.numbers import LANGUAGES, disagreement, numbers
from bot.problems import Problem, Severity
from bot.yamlfile import Document

OWN_PHRASES = frozenset({"language_name"})
"""What a language says of itself, and others need not."""


@dataclass(frozen=True, slots=True)
class Version:
    """An entry in one language, with the document it stands in and its position there."""

    language: str
    entry: Entry
    document: Document
    position: int

    def line(self, key: str) -> int:
        """The line of one of the entry's keys, or else of the entry."""
        return self.document.line(("entries", self.position, key))

    def at(self, key: str) -> str:
        """The path and the line of one of the entry's keys."""
        return f"{self.document.path}:{self.line(key)}"

    def problem(self, key: str, what: str, severity: Severity = Severity.RISK) -> Problem:
        """What is wrong or risky at one of the entry's keys."""
        return Problem(self.document.path, self.line(key), what, severity)


def versions(knowledge: Knowledge) -> Mapping[str, Mapping[str, Version]]:
    """All entries, by id and language."""
    found: dict[str, dict[str, Version]] = {}
    for language, edition in knowledge.editions.items():
        for document, position, entry in edition.located_entries():
            found.setdefault(entry.id, {})[language] = Version(language, entry, document, position)
    return found


def differences(knowledge: Knowledge) -> Iterator[Problem]:
    """All of them; of an incomplete knowledge base not what a language lacks, which may stand in a file that cannot be read."""
    for by_language in versions(knowledge).values():
        yield from _contradictions(list(by_language.values()))
    if knowledge.complete:
        yield from _lacking(knowledge, _entries, "entries")
        yield from _lacking(knowledge, _phrases, "sentences")


def _contradictions(of_entry: Sequence[Version]) -> Iterator[Problem]:
    of_other_kind = _odd(of_entry, lambda one, other: one.entry.kind is other.entry.kind)
    for odd, usual in of_other_kind:
        what = f"is of kind {odd.entry.kind}, and at {usual.at('kind')} of kind {usual.entry.kind}; it should have one kind"
        yield odd.problem("kind", f"{odd.entry.id!r} {what}", Severity.MISTAKE)
    if not of_other_kind:  # otherwise they do not mean to say the same
        yield from _other_facts(of_entry)
        yield from _other_numbers([version for version in of_entry if version.language in LANGUAGES])


def _other_facts(of_entry: Sequence[Version]) -> Iterator[Problem]:
    facts = {version.language: set(version.entry.facts) for version in of_entry}
    for odd, usual in _odd(of_entry, lambda one, other: facts[one.language] == facts[other.language]):
        here, there = facts[odd.language] - facts[usual.language], facts[usual.language] - facts[odd.language]
        what = _contrast("rests on", "rest on", sorted(here), usual.at("facts"), sorted(there))
        yield odd.problem("facts", f"{odd.entry.id!r} {what}; see which is right")


def _other_numbers(of_entry: Sequence[Version]) -> Iterator[Problem]:
    said = {version.language: numbers(_text(version.entry), version.language) for version in of_entry}
    for odd, usual in _odd(of_entry, lambda one, other: not any(disagreement(said[one.language], said[other.language]))):
        here, there = disagreement(said[odd.language], said[usual.language])
        what = _contrast("says", "say", _shown(here), usual.at("answer"), _shown(there))
        yield odd.problem("answer", f"{odd.entry.id!r} {what}; see which is right")


def _odd(of_entry: Sequence[Version], same: Callable[[Version, Version], bool]) -> list[tuple[Version, Version]]:
    """Each version that is not the same as the usual one, with the usual one."""
    usual = max(of_entry, key=lambda one: sum(same(one, other) for other in of_entry), default=None)
    return [(one, usual) for one in of_entry if usual and not same(one, usual)]


def _contrast(does: str, do: str, only_here: Sequence[str], there: str, only_there: Sequence[str]) -> str:
    if only_here and only_there:
        return f"{does} {' and '.join(only_here)} where {there} {does} {' and '.join(only_there)}"
    if only_here:
        return f"{does} {' and '.join(only_here)}, and {there} does not"
    return f"does not {do} {' and '.join(only_there)}, and {there} does"


def _text(entry: Entry) -> str:
    """The answer without the addresses of its links."""
    return "".join(span.text for span in entry.answer.spans)


def _shown(some: Iterable[Decimal]) -> list[str]:
    return [f"{number.normalize():f}" for number in some]


_Places = Mapping[str, tuple[str, int]]
"""By the name of what stands there, path and line."""


def _entries(edition: Edition) -> _Places:
    return {entry.id: (document.path, document.line(("entries", at, "id"))) for document, at, entry in edition.located_entries()}


def _phrases(edition: Edition) -> _Places:
    """The bot's own sentences that a language gives in its file."""
    document = edition.documents.get("phrases")
    if not document:
        return {}
    places = [(name,) for name in document.data if name not in {"commands", *OWN_PHRASES}]
    commands = [("commands", name) for name in document.data.get("commands", ())]
    return {".".join(place): (document.path, document.line(place)) for place in (*places, *commands)}


def _lacking(knowledge: Knowledge, named: Callable[[Edition], _Places], things: str) -> Iterator[Problem]:
    """What a language lacks and another has: one problem for each file of the other that has more than this one."""
    has = {language: named(edition) for language, edition in knowledge.editions.items()}
    somewhere: dict[str, tuple[str, int]] = {}
    for places in has.values():
        somewhere = {**somewhere, **{name: place for name, place in places.items() if name not in somewhere}}
    for language, edition in knowledge.editions.items():
        for path in sorted({path for path, _ in somewhere.values()}):
            names = [name for name, (its_path, _) in somewhere.items() if its_path == path and name not in has[language]]
            own = edition.documents.get(Path(path).stem)
            where = own.path if own else str(knowledge.folder / language)
            if len(names) == 1:
                what = f"lacks {names[0]!r}, which stands at {path}:{somewhere[names[0]][1]}; translate it"
                yield Problem(where, 1, what, Severity.RISK)
            elif names:
                what = f"lacks {len(names)} {things} of {path}: {', '.join(names)}; translate them"
                yield Problem(where, 1, what, Severity.RISK)
