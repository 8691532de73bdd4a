"""Which entries were changed in one language and not in the others since people last said that all languages agree.

translations.yaml, in the knowledge folder, holds what the entries were then: for each entry and language a fingerprint of its
question, answer and facts. Only `agree` writes it, and only `outdated` needs it.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated

from bot.knowledge.edition import Knowledge
from bot.knowledge.languages import Version, versions
from bot.knowledge.model import Entry, File, Id
from bot.problems import Problem, ProblemsError, Severity
from bot.yamlfile import fitting, read, validate

FILE = "translations.yaml"

HOW_TO_AGREE = "run `python -m bot check --agreed`"

NAMED = 5
"""So many new entries are named at most."""

_HEAD = """\
# Written by the program, not by people: `python -m bot check --agreed` notes here what every entry says in each language, and
# `python -m bot check` finds by it what has been changed in one language alone since.
agreed:
"""

_Stamp = Mapping[str, Mapping[str, str]]
"""By the id of an entry and its language, the fingerprint of what was agreed on."""


class Translations(File):
    """translations.yaml: what the entries were when all languages agreed."""

    agreed: Mapping[
        Id,
        Mapping[
            Annotated[str, fitting("[a-z]{2}", "a language, such as en")],
            Annotated[str, fitting("[0-9a-f]{8}", "8 hexadecimal digits")],
        ],
    ]


def outdated(knowledge: Knowledge) -> Iterator[Problem]:
    """What has to be looked at in other languages; nothing of an incomplete knowledge base, nor of one in one language."""
    if len(knowledge.editions) < 2 or not knowledge.complete:
        return
    try:
        stamp = _read(knowledge.folder)
    except ProblemsError as error:
        yield from (replace(problem, severity=Severity.MISTAKE) for problem in error.problems)  # the bot runs without the file
        return
    new = []
    for entry_id, by_language in versions(knowledge).items():
        was = stamp.get(entry_id, {})
        changed = [
            language for language, one in by_language.items() if language in was and fingerprint(one.entry) != was[language]
        ]
        same = [one for language, one in by_language.items() if language in was and language not in changed]
        if changed and same:
            yield from (_overtaken(one, changed) for one in same)
        elif len(by_language) > 1 and len(same) < len(by_language):
            new.append(entry_id)
    if new:
        path = knowledge.folder / FILE
        yield Problem(str(path if path.exists() else knowledge.folder), 1, _unseen(new), Severity.RISK)


def agree(knowledge: Knowledge) -> str:
    """Write down that the languages of a complete knowledge base agree; says what was done.

    Raises ProblemsError if the file cannot be written, or is there and broken: then it is left as it is.
    """
    languages = list(knowledge.editions)
    if len(languages) < 2:
        return f"{knowledge.folder}: there is nothing to agree on, as {' '.join(languages)} is the only language"
    _read(knowledge.folder)
    entries = sorted(versions(knowledge).items())
    lines = [f"  {entry_id}: {{{_flow(by_language)}}}\n" for entry_id, by_language in entries]
    path = knowledge.folder / FILE
    unfinished = path.with_suffix(".new")  # so that whatever happens the file is the old one or the new one
    try:
        unfinished.write_text(_HEAD + "".join(lines), encoding="utf-8", newline="\n")
        unfinished.replace(path)
    except OSError as error:
        raise ProblemsError([Problem(str(path), 0, f"cannot be written: {error.strerror or error}")]) from error
    return f"{path}: {len(entries)} entries agree in {', '.join(languages[:-1])} and {languages[-1]} as they are now"


def fingerprint(entry: Entry) -> str:
    """8 hexadecimal digits that change with question, answer and facts, however the file lays them out."""
    spans = [(span.text, span.bold, span.italic, span.url) for span in entry.answer.spans]
    content = json.dumps([entry.question, spans, sorted(entry.facts)])
    return hashlib.sha256(content.encode()).hexdigest()[:8]


def _read(folder: Path) -> _Stamp:
    """What was agreed on, nothing if there is no such file; raises ProblemsError with what to do about each mistake."""
    path = folder / FILE
    if not path.exists():
        return {}
    try:
        return validate(read(path), Translations).agreed
    except ProblemsError as error:
        remedy = f"restore the file, or delete it and {HOW_TO_AGREE}"
        raise ProblemsError(replace(problem, what=f"{problem.what}; {remedy}") for problem in error.problems) from error


def _flow(by_language: Mapping[str, Version]) -> str:
    return ", ".join(f"{language}: {fingerprint(one.entry)}" for language, one in by_language.items())


def _overtaken(one: Version, changed: list[str]) -> Problem:
    what = f"was changed in {' and '.join(changed)}; see whether this still says the same, then {HOW_TO_AGREE}"
    return one.problem("id", f"{one.entry.id!r} {what}")


def _unseen(new: list[str]) -> str:
    are = "1 entry is" if len(new) == 1 else f"{len(new)} entries are"
    names = ", ".join(new[:NAMED]) + (", ..." if len(new) > NAMED else "")
    return f"{are} new, or changed in every language ({names}); see whether all languages say the same, then {HOW_TO_AGREE}"
