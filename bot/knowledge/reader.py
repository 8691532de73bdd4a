"""From a folder of YAML files to a knowledge base, or to a list of everything that is wrong with them.

The layout is `LANGUAGE/TOPIC.yaml`, with phrases.yaml, synonyms.yaml, lists.yaml and chatter.yaml beside the topics, and
facts.yaml above them.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from bot.knowledge.edition import Edition, Knowledge
from bot.knowledge.model import Chatter, Facts, File, Lists, Phrases, Synonyms, Topic
from bot.problems import Problem, ProblemsError, nearest
from bot.yamlfile import Document, read, validate

MEDIA = "media"
_LANGUAGE = re.compile(r"[a-z]{2}")
_BESIDE_TOPICS: dict[str, type[File]] = {"phrases": Phrases, "synonyms": Synonyms, "lists": Lists, "chatter": Chatter}

Some = TypeVar("Some", bound=File)


def read_knowledge(folder: Path) -> Knowledge:
    """Read a knowledge base; raises ProblemsError with every error in every file."""
    if not folder.is_dir():
        beside = [path.name for path in folder.parent.iterdir() if path.is_dir()] if folder.parent.is_dir() else []
        raise ProblemsError([Problem(str(folder), 1, f"there is no such folder{nearest(folder.name, beside)}")])
    reader = _Reader()
    facts = reader.file(folder / "facts.yaml", Facts) if (folder / "facts.yaml").exists() else None
    languages = sorted(path for path in folder.iterdir() if path.is_dir() and _LANGUAGE.fullmatch(path.name))
    if not languages:
        reader.problems.append(
            Problem(str(folder), 1, "no folder for a language in it; put topic files into one, such as en/branches.yaml")
        )
    editions = {path.name: edition for path in languages if (edition := reader.edition(path))}
    if reader.problems:
        raise ProblemsError(reader.problems)
    if facts is None:
        return Knowledge(folder, editions)
    return Knowledge(folder, editions, {fact.id: fact for fact in facts[1].facts}, facts[0])


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
        for path in sorted((*folder.glob("*.yaml"), *folder.glob("*.yml"))):
            if path.stem in documents:
                self.problems.append(Problem(str(path), 1, f"{documents[path.stem].path} has the same name; keep one of the two"))
            elif read_file := self.file(path, _BESIDE_TOPICS.get(path.stem, Topic)):
                documents[path.stem], found[path.stem] = read_file
        topics = {name: file for name, file in found.items() if isinstance(file, Topic)}
        if not topics and not self.problems:
            self.problems.append(Problem(str(folder), 1, "no topic file in it; write one, such as branches.yaml"))
        if not topics:
            return None
        phrases, synonyms, lists, chatter = (found.get(name) for name in _BESIDE_TOPICS)
        edition = Edition(
            language=folder.name,
            topics=dict(sorted(topics.items(), key=lambda item: (item[1].order, item[0]))),
            phrases=phrases if isinstance(phrases, Phrases) else Phrases(),
            synonyms=synonyms.synonyms if isinstance(synonyms, Synonyms) else (),
            lists=lists.lists if isinstance(lists, Lists) else {},
            chatter=chatter.chatter if isinstance(chatter, Chatter) else {},
            documents=documents,
        )
        self.problems += _doubled_ids(edition)
        return edition


def _doubled_ids(edition: Edition) -> Iterable[Problem]:
    first: dict[str, str] = {}
    for document, at, entry in edition.located_entries():
        place = ("entries", at, "id")
        here = f"{document.path}:{document.line(place)}"
        if entry.id in first:
            yield Problem(
                document.path,
                document.line(place),
                f"the id {entry.id!r} is taken at {first[entry.id]}; choose another",
            )
        first.setdefault(entry.id, here)
