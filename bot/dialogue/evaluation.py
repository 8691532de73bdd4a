"""How good the answers are: replies to labelled questions, and phrasings left out one by one, judged and counted."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.dialogue.dialogue import Dialogue, Turn
from bot.dialogue.policy import Verdict
from bot.dialogue.reply import Answer, Nothing, Smalltalk, Suggest, Unknown
from bot.dialogue.understanding import Rehearsed
from bot.knowledge.labelled import Label, LabelledQuestion


class Judgement(StrEnum):
    """How good a reply is: right, right among others that are suggested, no answer where one was due, or wrong."""

    RIGHT = "right"
    SUGGESTED = "suggested"
    REFUSED = "refused"
    WRONG = "wrong"


WORST_FIRST = (Judgement.WRONG, Judgement.REFUSED, Judgement.SUGGESTED)
"""The judgements that are worth a look."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled question, the turn that it led to, and how good that is."""

    question: LabelledQuestion
    turn: Turn
    judgement: Judgement


def ask(dialogue: Dialogue, questions: Iterable[LabelledQuestion]) -> Iterator[Judged]:
    """Ask each question on its own, and judge the reply."""
    for question in questions:
        turn = dialogue.ask(question.question, language=question.language)
        yield Judged(question, turn, judge(question, turn))


def judge(question: LabelledQuestion, turn: Turn) -> Judgement:
    """How good the reply to a labelled question is."""
    match question.kind, turn.reply:
        case (
            (Label.ANSWER, Answer(text=text, entries=entries))
            | (Label.UNKNOWN, Unknown(text=text, entries=entries))
            | (Label.SMALLTALK, Smalltalk(text=text, entries=entries))
        ):
            return Judgement.RIGHT if question.fits([entry.id for entry in entries], text.plain) else Judgement.WRONG
        case Label.OOS, Nothing() | Smalltalk():
            return Judgement.RIGHT
        case Label.ANSWER, Suggest():
            fitting = any(question.fits([one.entry.id], one.answer) for one in turn.considered)
            return Judgement.SUGGESTED if fitting else Judgement.REFUSED
        case (_, Suggest()) | (Label.OOS, Unknown()):  # which claims nothing
            return Judgement.SUGGESTED
        case (Label.ANSWER, _) | (_, Nothing()) | (Label.UNKNOWN, Smalltalk()):
            return Judgement.REFUSED
        case _:
            return Judgement.WRONG


def judge_rehearsed(one: Rehearsed) -> Judgement:
    """How good a phrasing would be understood if nobody had written it down."""
    match one.understood.verdict:
        case Verdict.ANSWER:
            return Judgement.RIGHT if one.understood.entry == one.entry else Judgement.WRONG
        case Verdict.SUGGEST if one.entry in [candidate.entry for candidate in one.understood.match.candidates]:
            return Judgement.SUGGESTED
        case _:
            return Judgement.REFUSED


def counted(judgements: Iterable[tuple[tuple[str, str], Judgement]]) -> Mapping[tuple[str, str], Counter[Judgement]]:
    """How often each judgement was made in each group, such as a language and a kind; the groups in their order."""
    counts: dict[tuple[str, str], Counter[Judgement]] = {}
    for group, judgement in judgements:
        counts.setdefault(group, Counter())[judgement] += 1
    return dict(sorted(counts.items()))


@dataclass(frozen=True, slots=True)
class Collision:
    """How often phrasings of an entry would be taken for another's, and the first of them."""

    entry: str
    taken_for: str
    times: int
    example: str


def collisions(rehearsed: Sequence[Rehearsed]) -> tuple[Collision, ...]:
    """The pairs of entries of which one would be answered where the other is asked for, the most frequent first."""
    examples: dict[tuple[str, str], list[str]] = {}
    for one in rehearsed:
        if judge_rehearsed(one) is Judgement.WRONG:
            pair = one.entry, one.understood.match.candidates[0].entry
            examples.setdefault(pair, []).append(one.phrasing)
    found = (Collision(*pair, len(phrasings), phrasings[0]) for pair, phrasings in examples.items())
    return tuple(sorted(found, key=lambda one: (-one.times, one.entry, one.taken_for)))
