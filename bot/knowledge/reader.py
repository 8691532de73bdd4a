"""From a folder of YAML files to a knowledge base, or to a list of everything that is wrong with them.

The layout is `LANGUAGE/TOPIC.yaml`, with phrases.yaml, synonyms.yaml, lists.yaml, chatter.yaml and readings.yaml beside the
topics, and facts.yaml above them.
"""

import os
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TypeVar

from bot.knowledge.edition import Edition, Knowledge
from bot.knowledge.model import Chatter, Facts, File, Lists, Phrases, Readings, Synonyms, Topic
from bot.problems import Problem, ProblemsError, in_order, nearest
from bot.yamlfile import Document, Place, read, validate

MEDIA = "media"
_LANGUAGE = re.compile(r"[a-z]{2}")
_BESIDE_TOPICS: dict[str, type[File]] = {
    "phrases": Phrases,
    "synonyms": Synonyms,
    "lists": Lists,
    "chatter": Chatter,
    "readings": Readings,
}

Some = TypeVar("Some", bound=File)


def read_knowledge(folder: Path) -> Knowledge:
    """Read a knowledge base; raises ProblemsError with every error in every file."""
    knowledge, problems = survey(folder)
    if problems:
        raise ProblemsError(problems)
    return knowledge


def survey(folder: Path) -> tuple[Knowledge, tuple[Problem, ...]]:
    """As much of a knowledge base as can be read, and every error in every file."""
    if not os.path.isdir(folder):
        return Knowledge(folder, {}), (
            Problem(str(folder), 1, f"there is no such folder{nearest(folder.name, _folders_beside(folder))}"),
        )
    reader = _Reader()
    facts = reader.file(folder / "facts.yaml", Facts) if (folder / "facts.yaml").exists() else None
    languages = sorted(path for path in folder.iterdir() if path.is_dir() and _LANGUAGE.fullmatch(path.name))
    if not languages:
        what = "no folder for a language in it; put topic files into one, such as en/branches.yaml"
        reader.problems.append(Problem(str(folder), 1, what))
    editions = {path.name: edition for path in languages if (edition := reader.edition(path))}
    knowledge = Knowledge(
        folder,
        editions,
        facts={fact.id: fact for fact in facts[1].facts} if facts else {},
        facts_document=facts[0] if facts else None,
        complete=not reader.problems,
    )
    problems = [*reader.problems, *(_doubled_facts(*facts) if facts else ())]
    for edition in editions.values():
        problems += _doubled_ids(edition)
    return knowledge, in_order(problems)


@cache
def built_in_phrases(language: str) -> Phrases:
    """What the bot says in a language where no file says it otherwise; in English where it does not speak the language."""
    path = Path(__file__).parent / "phrases" / f"{language}.yaml"
    return validate(read(path), Phrases) if path.is_file() else Phrases()


def _folders_beside(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.parent.iterdir() if path.is_dir()]
    except OSError:
        return []


class _Reader:
    """Reads file after file and collects what is wrong, so that all of it is told at once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def file(self, path: Path, model: type[Some]) -> tuple[Document, Some] | None:
        try:
            document = read(path)
            return document, validate(document, model)
        except ProblemsError as error:
            self.problems += error.problems
            return None

    def edition(self, folder: Path) -> Edition | None:
        documents: dict[str, Document] = {}
        found: dict[str, File] = {}
        paths = sorted((*folder.glob("*.yaml"), *folder.glob("*.yml")))
        for path in paths:
            if path.stem in documents:
                self.problems.append(Problem(str(path), 1, f"{documents[path.stem].path} has the same name; keep one of the two"))
            elif read_file := self.file(path, _BESIDE_TOPICS.get(path.stem, Topic)):
                documents[path.stem], found[path.stem] = read_file
        topics = {name: file for name, file in found.items() if isinstance(file, Topic)}
        if not topics:
            if all(path.stem in _BESIDE_TOPICS for path in paths):
                self.problems.append(Problem(str(folder), 1, "no topic file in it; write one, such as branches.yaml"))
            return None
        phrases, synonyms, lists, chatter, readings = (found.get(name) for name in _BESIDE_TOPICS)
        return Edition(
            language=folder.name,
            topics=dict(sorted(topics.items(), key=lambda item: (item[1].order, item[0]))),
            phrases=(phrases if isinstance(phrases, Phrases) else Phrases()).over(built_in_phrases(folder.name)),
            synonyms=synonyms.synonyms if isinstance(synonyms, Synonyms) else (),
            lists=lists.lists if isinstance(lists, Lists) else {},
            chatter=chatter.chatter if isinstance(chatter, Chatter) else {},
            readings=readings.readings if isinstance(readings, Readings) else {},
            documents=documents,
        )


def _doubled_ids(edition: Edition) -> Iterable[Problem]:
    return _doubled((entry.id, document, ("entries", at, "id")) for document, at, entry in edition.located_entries())


def _doubled_facts(document: Document, facts: Facts) -> Iterable[Problem]:
    return _doubled((fact.id, document, ("facts", at, "id")) for at, fact in enumerate(facts.facts))


def _doubled(ids: Iterable[tuple[str, Document, Place]]) -> Iterable[Problem]:
    """A problem for every id that was used before, naming where."""
    first: dict[str, str] = {}
    for name, document, place in ids:
        line = document.line(place)
        if name in first:
            yield Problem(document.path, line, f"the id {name!r} is taken at {first[name]}; choose another")
        first.setdefault(name, f"{document.path}:{line}")
