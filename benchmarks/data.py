"""Questions with the labels they should get: reading them, holding some out as a test, drawing some, growing their number."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bot.problems import Problem, ProblemsError

OUT_OF_SCOPE = frozenset({"oos", "NO_NODES_DETECTED"})
"""Labels of what no entry answers: CLINC150 writes the first, HINT3 the second."""

HELD_OUT = 5
"""Of one file without another to test on, every line of a label that this divides is a question instead of a phrasing."""

MOST_PROBLEMS = 20
"""A file with more wrong lines than this is another kind of file; nobody reads on."""

MOST_MISSES = 1000
"""So many variations in a row that are there already: there are no more."""

MOST_STEPS = 3
"""Words that one variation changes at most."""


@dataclass(frozen=True, slots=True)
class Phrasing:
    """One way to ask for a label."""

    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """A text and the label that it should get; None where no label is right, because it is out of scope."""

    text: str
    label: str | None


@dataclass(frozen=True, slots=True)
class Split:
    """What systems are built from, and what they are asked."""

    phrasings: tuple[Phrasing, ...]
    questions: tuple[Question, ...]


def split(train: Path, test: Path | None, strangers: Sequence[Path] = ()) -> Split:
    """Reads the files: phrasings from `train`, questions from `test`, and out of scope whatever is in `strangers`.

    Without `test` some lines of `train` are held out for it. ProblemsError tells everything that is wrong with the files.
    """
    problems: list[Problem] = []
    given = _read(train, problems)
    asked = _read(test, problems) if test else []
    strange = [question for path in strangers for question in _read(path, problems, labelled=False)]
    if problems:
        raise ProblemsError(problems)
    parts = Split(_phrasings(given), tuple(asked)) if test else hold_out(given)
    parts = Split(parts.phrasings, (*parts.questions, *strange))
    if not parts.phrasings:
        raise ProblemsError([Problem(str(train), 0, "no line has a label that is in scope, so there is nothing to match")])
    if all(question.label is None for question in parts.questions):
        told = "no label has the five lines of which one can be held out" if test is None else "every line is out of scope"
        raise ProblemsError([Problem(str(test or train), 0, f"{told}, so there is nothing to be right about")])
    return parts


def hold_out(lines: Iterable[Question]) -> Split:
    """Every fifth line of each label, and everything that is out of scope, as questions; the rest as phrasings."""
    seen: Counter[str | None] = Counter()
    kept: list[Question] = []
    held: list[Question] = []
    for line in lines:
        seen[line.label] += 1
        (held if line.label is None or seen[line.label] % HELD_OUT == 0 else kept).append(line)
    return Split(_phrasings(kept), tuple(held))


def draw(questions: Sequence[Question], count: int, seed: int) -> tuple[Question, ...]:
    """`count` of the questions in a random order, as many of them out of scope as among all; 0 draws them all."""
    rng = Random(seed)
    count = min(count, len(questions)) or len(questions)
    strange = [question for question in questions if question.label is None]
    familiar = [question for question in questions if question.label is not None]
    some = round(count * len(strange) / len(questions))
    drawn = rng.sample(strange, some) + rng.sample(familiar, count - some)
    rng.shuffle(drawn)
    return tuple(drawn)


def grow(phrasings: Sequence[Phrasing], size: int, seed: int) -> tuple[Phrasing, ...]:
    """`size` phrasings: evenly taken from the given ones, or all of them and variations of them, no text twice among those.

    A variation drops, swaps, replaces or adds up to three words; new ones come from another phrasing of the same label. So the
    number of labels and of different words stays what it was. Fewer come back if there are not so many variations.
    """
    if size <= len(phrasings):
        return tuple(phrasings[at * len(phrasings) // size] for at in range(size))
    rng = Random(seed)
    texts = defaultdict(list)
    for phrasing in phrasings:
        texts[phrasing.label].append(phrasing.text.split())
    known = {phrasing.text for phrasing in phrasings}
    grown, turn, misses = list(phrasings), 0, 0
    while len(grown) < size and misses < MOST_MISSES:
        source = phrasings[turn % len(phrasings)]
        text = _vary(source.text.split(), rng.choice(texts[source.label]), rng)
        misses = misses + 1 if text in known else 0
        if text not in known:
            known.add(text)
            grown.append(Phrasing(text, source.label))
        turn += 1
    return tuple(grown)


def _vary(words: list[str], others: Sequence[str], rng: Random) -> str:
    """Some words changed, at least one left."""
    for _ in range(rng.randint(1, MOST_STEPS)):
        at = rng.randrange(len(words))
        match rng.randrange(4):
            case 0 if len(words) > 1:
                del words[at]
            case 1 if at:
                words[at - 1], words[at] = words[at], words[at - 1]
            case 2:
                words[at] = rng.choice(others)
            case _:
                words.insert(at, rng.choice(others))
    return " ".join(words)


def _phrasings(lines: Iterable[Question]) -> tuple[Phrasing, ...]:
    return tuple(Phrasing(line.text, line.label) for line in lines if line.label is not None)


def _read(path: Path, problems: list[Problem], *, labelled: bool = True) -> list[Question]:
    """The lines of a file that are right; what is wrong with the others is added to the problems.

    Lines end with a line feed, and with nothing else that Unicode ends lines with: JSON may hold it.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        problems.append(Problem(str(path), 0, f"cannot be read: {error.strerror}"))
        return []
    read: list[Question] = []
    found: list[Problem] = []
    for number, raw in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        try:
            if raw.strip():
                read.append(_question(raw, labelled=labelled))
        except ValueError as error:
            found.append(Problem(str(path), number, str(error)))
        if len(found) == MOST_PROBLEMS:
            found.append(Problem(str(path), number + 1, f"not read on after {MOST_PROBLEMS} wrong lines"))
            break
    if not read and not found:
        found.append(Problem(str(path), 0, 'has no line {"text": "...", "label": "..."}'))
    problems += found
    return read


def _question(raw: bytes, *, labelled: bool) -> Question:
    """One line of a file; ValueError says what is wrong with it. Where lines are not labelled, a label is not looked at."""
    try:
        value = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise ValueError("is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"is not JSON: {error.msg} at character {error.colno}") from None
    except RecursionError:
        raise ValueError("is not JSON that can be read: too deeply nested") from None
    if not isinstance(value, dict):
        raise ValueError('is not an object {"text": "...", "label": "..."}')
    text = _words(value.get("text"))
    if not text:
        raise ValueError("`text` is missing, empty or no text")
    if not labelled:
        return Question(text, None)
    label = _words(value.get("label"))
    if not label:
        raise ValueError("`label` is missing, empty or no text")
    return Question(text, None if label in OUT_OF_SCOPE else label)


def _words(value: object) -> str:
    """A text with single spaces between its words; an empty one for what is no text, or no text that can be written."""
    if not isinstance(value, str) or any("\ud800" <= letter <= "\udfff" for letter in value):
        return ""
    return " ".join(value.split())
