"""Replies and explanations as plain text."""

import re
from dataclasses import replace
from typing import Any

import pytest

from bot.console.report import Option, bars, explanation, label, options, plain
from bot.dialogue.policy import Bars, Expectation
from bot.dialogue.reply import Answer, Choice, Nothing, Page, Shown, Smalltalk, Suggest, TopicChoice, Unknown
from bot.knowledge.markup import parse
from bot.knowledge.model import Entry
from bot.matching.lexicon import Vocabulary
from bot.matching.matcher import COVERAGE, Candidate, Explanation, Matcher, WordShare

TEXT = parse('So <b>it</b> is, see <a href="https://a.example">here</a>.')
PLAIN = "So it is, see here (https://a.example)."
MOSCOW, MAP = Choice("moscow", "In Moscow?"), Choice("map", "A map?")
SHOPS, TEAS = TopicChoice("shops", "Shops"), TopicChoice("teas", "Teas")


def entry(**more: Any) -> Entry:
    """An entry with what matters to a test."""
    return Entry.model_validate({"id": "a", "question": "A?", "answer": TEXT} | more)


LINKED = entry(links=[{"text": "Map", "url": "https://a.example/map"}])

SHOWN: list[tuple[Shown, tuple[Option, ...], str]] = [
    (Answer(TEXT, (entry(),)), (), PLAIN),
    (Answer(TEXT, (entry(),), (MOSCOW, MAP)), (MOSCOW, MAP), PLAIN),
    (Answer(TEXT, (entry(), LINKED), (MOSCOW,)), (MOSCOW,), f"{PLAIN}\nMap: https://a.example/map"),
    (Unknown(TEXT, (entry(),), (MOSCOW,)), (MOSCOW,), PLAIN),
    (Smalltalk(TEXT, (entry(),)), (), PLAIN),
    (Suggest(TEXT, (MOSCOW, MAP)), (MOSCOW, MAP), f"{PLAIN}\n1. In Moscow?\n2. A map?"),
    (Nothing(TEXT, (SHOPS, TEAS), whole_menu=False), (SHOPS, TEAS), f"{PLAIN}\n1. Shops\n2. Teas"),
    (Page(TEXT), (), PLAIN),
    (Page(TEXT, choices=(MOSCOW,), topics=(SHOPS,), back=True), (MOSCOW, SHOPS), f"{PLAIN}\n1. In Moscow?\n2. Shops"),
]


@pytest.mark.parametrize(("shown", "offered", "text"), SHOWN)
def test_what_is_offered(shown: Shown, offered: tuple[Option, ...], text: str) -> None:
    """What a person can choose from stands in the order of its numbers."""
    assert options(shown) == offered


@pytest.mark.parametrize(("shown", "offered", "text"), SHOWN)
def test_plain_text(shown: Shown, offered: tuple[Option, ...], text: str) -> None:
    """Without formatting, links with their addresses; numbered lines where the text alone would be half a sentence."""
    assert plain(shown) == text


@pytest.mark.parametrize(("option", "name"), [(MOSCOW, "In Moscow?"), (TEAS, "Teas")])
def test_labels(option: Option, name: str) -> None:
    """A choice is called as its question, a topic by its title."""
    assert label(option) == name


FIRST = Explanation(
    Candidate("branches", 0.6964, "where are the branches"),
    similarity=0.62,
    coverage=0.83,
    rest=0.05,
    contest=0.75,
    words=(
        WordShare("wher", "where", 0.64, 0.12, 0.25, covered=True),
        WordShare("branchs", "branch", 1.0, 0.5, 0.5, covered=True),
        WordShare("kirkby kendal", "Kendal", 1.0, 0.0, 0.125, covered=False),
        WordShare("xyzzy", "xyzzy", 0.0, 0.0, 0.125, covered=False),
        WordShare("the", "", 1.0, 0.0, 0.0, covered=True),
    ),
    chatter=0.2,
    scope=-0.751,
)
SECOND = Explanation(
    Candidate("moscow", 0.3, "a branch in moscow"),
    similarity=0.35,
    coverage=0.24,
    rest=-0.002,
    words=tuple(
        replace(word, share=share, covered=covered)
        for word, share, covered in zip(
            FIRST.words, (0.0, 0.35, 0.004, 0.0, 0.0), (False, True, False, False, False), strict=True
        )
    ),
)


def test_why_a_candidate_scores_as_it_does() -> None:
    """Its sums, the phrasing that came nearest, and of each word what it was read as, how much it says and what it adds."""
    assert explanation([FIRST]).split("\n") == [
        f"1. branches  0.70 = 0.62^{1 - COVERAGE:.2f} * 0.83^{COVERAGE:.2f} * 0.75  (similarity, coverage, contest with rivals)",
        "   nearest phrasing: where are the branches",
        "   word           read as  says  adds",
        "   wher           where    25%   0.12  guessed, 64% sure",
        "   branchs        branch   50%   0.50",
        "   kirkby kendal  Kendal   12%   0.00  not in this entry",
        "   xyzzy          -        12%   0.00  unknown word",
        "   the            the      0%    0.00",
        "   as a whole                    0.05  the order of words, and how literal it is",
        "   Is the bot asked? -0.75, from -1 (as strangers talk) to 1 (as people ask it); the nearest chatter has 0.20.",
    ]


def test_why_the_second_lost() -> None:
    """By how much, in which words the first fits better, the most telling ones first, and which the second does not have."""
    *others, last = explanation([FIRST, SECOND]).split("\n")
    assert others[9].startswith("2. moscow  0.30 = 0.35^")
    assert others[-2].split()[:4] == ["as", "a", "whole", "0.00"]
    assert last == (
        "   The second lost by 0.40: the first fits better in 'branchs' (+0.15), 'wher' (+0.12); "
        "the first fits better as a whole (+0.05); the second has no phrasing with 'wher', 'the'."
    )


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        (FIRST, "nearly nothing tells them apart"),
        (
            replace(FIRST, words=tuple(replace(word, share=0.0) for word in FIRST.words)),
            "the first fits better in 'branchs' (+0.50), 'wher' (+0.12)",
        ),
        (
            replace(FIRST, words=(replace(FIRST.words[0], covered=False), *FIRST.words[1:])),
            "the second has no phrasing with 'wher'",
        ),
        (replace(FIRST, rest=-0.55), "the first fits better as a whole (+0.60)"),
    ],
)
def test_reasons(second: Explanation, reason: str) -> None:
    """Only the reasons that there are."""
    assert explanation([FIRST, second]).split("\n")[-1] == f"   The second lost by 0.00: {reason}."


def test_only_the_most_telling_words() -> None:
    """Three are enough to see why."""
    words = tuple(
        WordShare(name, name, 1.0, share, 0.2, covered=True)
        for name, share in zip("abcde", (0.1, 0.5, 0.3, 0.2, 0.4), strict=True)
    )
    first, second = (replace(FIRST, words=those) for those in (words, tuple(replace(word, share=0.0) for word in words)))
    assert explanation([first, second]).endswith("fits better in 'b' (+0.50), 'e' (+0.40), 'c' (+0.30).")


def test_nothing_to_explain() -> None:
    """Where no word is known, that is all there is to say."""
    assert explanation([]) == "No word of this is known."


def test_a_real_explanation() -> None:
    """From what the matcher says comes a table, the numbers of which add up."""
    matcher = Matcher(
        "en",
        {"shops": ["where are the shops"], "owner": ["who owns the shops", "owner"], "kendal": ["shop in {town}"]},
        Vocabulary(synonyms=[("shop", "store")], lists={"town": [("Kendal", "Kirkby Kendal")]}),
    )
    lines = explanation(matcher.explain("whree is a store in kirkby kendal, xyzzy")).split("\n")
    assert [line.split()[:2] for line in lines if not line.startswith("   ")] == [["1.", "kendal"], ["2.", "shops"]]
    rows = [re.split(" {2,}", line.strip()) for line in lines[3:11]]
    assert [row[0] for row in rows] == ["whree", "is", "a", "store", "in", "kirkby kendal", "xyzzy", "as a whole"]
    similarity = float(lines[0].split(" = ")[1].split("^")[0])
    adds = [float(re.findall(r" (-?[0-9]\.[0-9]{2})\b", line)[0]) for line in lines[3:11]]
    assert sum(adds) == pytest.approx(similarity, abs=0.05)
    assert any("guessed" in line for line in lines[11:])
    assert lines[-1].startswith("   The second lost by 0.")
    assert "'kirkby kendal'" in lines[-1]


def test_the_sums_of_a_literal_phrasing() -> None:
    """The equation that is printed is true."""
    matcher = Matcher("en", {"shops": ["where are the shops", "a list of what there is to buy"], "owner": ["who owns them"]})
    equation = explanation(matcher.explain("where are the shops")).split("\n")[0].split()
    (similarity, similarity_power), (coverage, coverage_power) = (map(float, equation[at].split("^")) for at in (4, 6))
    assert float(equation[2]) == pytest.approx(similarity**similarity_power * coverage**coverage_power, abs=0.02)


@pytest.mark.parametrize(
    ("given", "lone", "unasked"),
    [
        (Bars(suggest=0.2, answer=0.4), "0.40", "1.000"),
        (Bars(suggest=0.2, answer=0.4, lone=0.85, unasked=0.975), "0.85", "0.975"),
    ],
)
def test_how_sure_the_bot_has_to_be(given: Bars, lone: str, unasked: str) -> None:
    """The bars and what is to be expected of them; one that is open is as high as the answer's, or as high as can be."""
    assert bars(given, Expectation(answered=0.8, wrong=0.125, strangers=0.004, unasked_wrong=0.001)).split("\n") == [
        (
            f"   answers from a confidence of 0.40 on ({lone} for a single word): "
            "of questions in words that nobody has written down, about 12% of the answers are wrong"
        ),
        "   0.4% of strangers get an answer",
        "   suggests from 0.20 on",
        f"   answers unasked from {unasked} on: about 0.1% wrong",
    ]
