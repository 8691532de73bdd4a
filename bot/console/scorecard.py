"""How good the answers are: tables of what went well, and lists of what did not."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import indent
from typing import TypeVar, assert_never

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import track
from rich.table import Table
from rich.text import Text

from bot.console import report
from bot.dialogue.dialogue import Dialogue
from bot.dialogue.evaluation import WORST_FIRST, Collision, Judged, Judgement, ask, collisions, counted, judge_rehearsed
from bot.dialogue.policy import Verdict
from bot.dialogue.reply import Answer, Nothing, Reply, Smalltalk, Suggest, Unknown, outcome
from bot.dialogue.understanding import Rehearsed
from bot.knowledge.labelled import LabelledQuestion

PIPED_WIDTH = 1000
"""Columns where the output is no terminal; no row has so many, so none is broken."""

LONG_RUN = 100
"""Questions or phrasings from which on a bar shows how far it is."""

STYLES = {Judgement.WRONG: "bold red", Judgement.REFUSED: "yellow", Judgement.SUGGESTED: "cyan"}

Some = TypeVar("Some")


def show_questions(dialogue: Dialogue, questions: Sequence[LabelledQuestion], most_failures: int) -> None:
    """Ask labelled questions; show how many went well, and what went wrong, the worst first (all if `most_failures` is 0)."""
    console = _console()
    judged = list(_followed(ask(dialogue, questions), len(questions), "Asking"))
    console.print(_shares("kind", counted(((one.question.language, one.question.kind), one.judgement) for one in judged)))
    styles = [((one.question.language, one.question.style), one.judgement) for one in judged if one.question.style]
    if styles:
        console.print(_shares("style", counted(styles)))
    failed = [one for judgement in WORST_FIRST for one in judged if one.judgement is judgement]
    for one in _first(failed, most_failures):
        console.print(_failure(one, dialogue), soft_wrap=True)
    _tell_rest(console, "Nothing went wrong.", failed, most_failures)


def show_rehearsals(dialogue: Dialogue, languages: Iterable[str], most_failures: int) -> None:
    """Rehearse all phrasings; show how many would be understood, which would not, and which entries are taken for which."""
    console = _console()
    for language in languages:
        edition = dialogue.knowledge.editions[language]
        rehearsed = list(_followed(dialogue.rehearse(language), edition.phrasings, f"Rehearsing {language}"))
        judged = [(one, judge_rehearsed(one)) for one in rehearsed]
        kinds = (((language, edition.entries[one.entry].kind), judgement) for one, judgement in judged)
        console.print(f"{language}: {len(rehearsed)} phrasings, each matched as if nobody had written it down")
        console.print(_shares("kind", counted(kinds)))
        _show_misunderstood(console, judged, most_failures)
        _show_collisions(console, collisions(rehearsed), most_failures)


def _show_misunderstood(console: Console, judged: Iterable[tuple[Rehearsed, Judgement]], most: int) -> None:
    found = [pair for pair in judged if pair[1] in (Judgement.WRONG, Judgement.REFUSED)]
    found.sort(key=lambda pair: (WORST_FIRST.index(pair[1]), -pair[0].understood.score))
    if found:
        table = _table("phrasing", "of entry", "taken for", numbers=("score",))
        for one, judgement in _first(found, most):
            taken_for = Text(_taken_for(one), STYLES[judgement])
            table.add_row(one.phrasing, one.entry, taken_for, f"{one.understood.score:.2f}")
        console.print(table)
    _tell_rest(console, "No phrasing would be misunderstood.", found, most)


def _show_collisions(console: Console, found: Sequence[Collision], most: int) -> None:
    if found:
        table = _table("entry", "taken for", "such as", numbers=("times",))
        for one in _first(found, most):
            table.add_row(one.entry, one.taken_for, one.example, str(one.times))
        console.print(table)
    _tell_rest(console, "No two entries collide.", found, most)


def _console() -> Console:
    """Standard output: as wide as the terminal, or, where it is none, plain and so wide that nothing is broken."""
    if sys.stdout.isatty():
        return Console(highlight=False, markup=False, emoji=False)
    return Console(highlight=False, markup=False, emoji=False, color_system=None, width=PIPED_WIDTH)


def _followed(steps: Iterable[Some], total: int, what: str) -> Iterator[Some]:
    """The steps as they come; a long run of them is followed by a bar, if standard error is a terminal."""
    hidden = total < LONG_RUN or not sys.stderr.isatty()
    yield from track(steps, what, total, console=Console(stderr=True), transient=True, disable=hidden)


def _table(*texts: str, numbers: Iterable[str]) -> Table:
    """An empty table with columns of texts, and then of numbers."""
    table = Table(box=SIMPLE_HEAD)
    for column in texts:
        table.add_column(column, overflow="fold")
    for column in numbers:
        table.add_column(column, justify="right")
    return table


def _shares(group: str, counts: Mapping[tuple[str, str], Counter[Judgement]]) -> Table:
    """For each language and kind, or style, how many there are, and the share of each judgement."""
    table = _table("language", group, numbers=("n", *Judgement))
    for (language, name), count in counts.items():
        shares = (f"{count[judgement] / count.total():.1%}" for judgement in Judgement)
        table.add_row(language, name, str(count.total()), *shares)
    return table


def _first(some: Sequence[Some], most: int) -> Sequence[Some]:
    return some[: most or None]


def _tell_rest(console: Console, if_none: str, found: Sequence[object], most: int) -> None:
    """Say that there is nothing, or how many were left out."""
    left_out = len(found) - len(_first(found, most))
    if not found:
        console.print(if_none)
    elif left_out:
        console.print(f"... and {left_out} more; --failures 0 lists all.")


def _failure(one: Judged, dialogue: Dialogue) -> Text:
    question, turn = one.question, one.turn
    where = " ".join(filter(None, (question.language, question.kind, question.style)))
    lines = [
        f"question: {question.question}",
        f"replied:  {_replied(turn.reply)}",
        f"expected: {_expected(question)}",
        f"score:    {turn.score:.2f}",
        report.explanation(dialogue.explain(question.question, question.language)),
    ]
    return Text.assemble((one.judgement.upper(), STYLES[one.judgement]), f"  {where}\n", indent("\n".join(lines), "  "), "\n")


def _replied(reply: Reply) -> str:
    match reply:
        case Answer() | Unknown() | Smalltalk():
            entries = ", ".join(entry.id for entry in reply.entries)
            return f"{outcome(reply)} {entries}: {' '.join(reply.text.plain.split())}"
        case Suggest():
            return f"{outcome(reply)} {' | '.join(choice.question for choice in reply.choices)}"
        case Nothing():
            return outcome(reply)
        case _:
            assert_never(reply)


def _expected(question: LabelledQuestion) -> str:
    parts = [
        question.kind,
        f"from {' or '.join(question.entries)}" if question.entries else "",
        *(f"matching '{pattern}'" for pattern in question.must),
        *(f"not matching '{pattern}'" for pattern in question.must_not),
        f"({question.note})" if question.note else "",
    ]
    return " ".join(filter(None, parts))


def _taken_for(one: Rehearsed) -> str:
    """What would become of a phrasing that is misunderstood."""
    if one.silenced:
        return "left alone as chatter"
    match one.understood.verdict:
        case Verdict.ANSWER:
            return f"{one.understood.entry}"
        case Verdict.SUGGEST:
            return f"suggested {one.understood.entry}"
        case Verdict.NOTHING:
            return "not understood"
