"""Replies and explanations as plain text, for `ask` and for piped conversations."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import assert_never

from bot.dialogue.policy import Bars, Expectation
from bot.dialogue.reply import Answer, Choice, Nothing, Page, Shown, Smalltalk, Suggest, TopicChoice, Unknown
from bot.matching.matcher import COVERAGE, Explanation, WordShare

MOST_REASONS = 3

Option = Choice | TopicChoice
"""What a person can choose by its number."""


def options(shown: Shown) -> tuple[Option, ...]:
    """What a reply or page offers to choose from, in the order of its numbers."""
    match shown:
        case Answer() | Unknown():
            return shown.related
        case Smalltalk():
            return ()
        case Suggest():
            return shown.choices
        case Nothing():
            return shown.topics
        case Page():
            return (*shown.choices, *shown.topics)
        case _:
            assert_never(shown)


def label(option: Option) -> str:
    """What an option is called."""
    return option.question if isinstance(option, Choice) else option.title


def plain(shown: Shown) -> str:
    """A reply or page as plain text; options come as numbered lines where the text alone would be half a sentence."""
    lines = [shown.text.plain]
    if not isinstance(shown, Answer | Unknown):
        lines += [f"{number}. {label(option)}" for number, option in enumerate(options(shown), 1)]
    if isinstance(shown, Answer):
        lines += [f"{link.text}: {link.url}" for link in shown.links]
    return "\n".join(lines)


def bars(bars: Bars, expected: Expectation) -> str:
    """How sure the bot must be, and what the knowledge base lets one expect of that."""
    answers = (
        f"answers from a confidence of {bars.to_answer:.2f} on ({bars.lone or bars.to_answer:.2f} for a single word): "
        f"of questions in words that nobody has written down, about {expected.wrong:.0%} of the answers are wrong"
    )
    strangers = f"{expected.strangers:.1%} of strangers get an answer"
    unasked = f"answers unasked from {bars.unasked or 1.0:.3f} on: about {expected.unasked_wrong:.1%} wrong"
    return "\n".join(f"   {line}" for line in (answers, strangers, f"suggests from {bars.to_suggest:.2f} on", unasked))


def explanation(candidates: Sequence[Explanation]) -> str:
    """What every word did for the first two candidates, why the second lost, and whether the bot seems to be asked at all."""
    if not candidates:
        return "No word of this is known."
    blocks = [_candidate(place, one) for place, one in enumerate(candidates, 1)]
    asked = f"Is the bot asked? {candidates[0].scope:z.2f}, from -1 (as strangers talk) to 1 (as people ask it)"
    blocks.append(f"   {asked}; the nearest chatter has {candidates[0].chatter:z.2f}.")
    if len(candidates) > 1:
        blocks.append(f"   {_why_second_lost(*candidates[:2])}")
    return "\n".join(blocks)


def _candidate(place: int, one: Explanation) -> str:
    sums = f"{one.similarity:.2f}^{1 - COVERAGE:.2f} * {one.coverage:.2f}^{COVERAGE:.2f} * {one.contest:.2f}"
    head = [
        f"{place}. {one.candidate.entry}  {one.candidate.score:.2f} = {sums}  (similarity, coverage, contest with rivals)",
        f"   nearest phrasing: {one.candidate.phrasing}",
    ]
    rest = ("as a whole", "", "", f"{one.rest:z.2f}", "the order of words, and how literal it is")
    rows = [("word", "read as", "says", "adds", ""), *map(_row, one.words), rest]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    table = ("   " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
    return "\n".join(chain(head, table))


def _row(word: WordShare) -> tuple[str, ...]:
    if word.certainty == 0:
        return word.word, "-", f"{word.weight:.0%}", f"{word.share:z.2f}", "unknown word"
    guess = f"guessed, {word.certainty:.0%} sure" if word.certainty < 1 else ""
    return (
        word.word,
        word.meant or word.word,
        f"{word.weight:.0%}",
        f"{word.share:z.2f}",
        guess if word.covered else "not in this entry",
    )


def _why_second_lost(first: Explanation, second: Explanation) -> str:
    gains = sorted(
        ((a.share - b.share, a.word) for a, b in zip(first.words, second.words, strict=True)),
        reverse=True,
    )
    words = _listed(f"{word!r} (+{gain:.2f})" for gain, word in gains[:MOST_REASONS] if gain > 0.005)
    uncovered = _listed(repr(b.word) for a, b in zip(first.words, second.words, strict=True) if a.covered and not b.covered)
    reasons = [f"the first fits better in {words}"] if words else []
    nearer = first.rest - second.rest
    reasons += [f"the first fits better as a whole (+{nearer:.2f})"] if nearer > 0.005 else []
    reasons += [f"the second has no phrasing with {uncovered}"] if uncovered else []
    reasons += ["their own phrasings speak more for the first"] if first.contest - second.contest > 0.005 else []
    lost = first.candidate.score - second.candidate.score
    return f"The second lost by {lost:.2f}: {'; '.join(reasons) or 'nearly nothing tells them apart'}."


def _listed(items: Iterable[str]) -> str:
    return ", ".join(items)
