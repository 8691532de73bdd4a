"""Replies to labelled questions, and phrasings that are left out, are judged and counted as staff would."""

from pathlib import Path
from typing import Any

import pytest

from bot.dialogue.dialogue import Considered, Dialogue, Memory, Turn
from bot.dialogue.evaluation import Collision, Judgement, ask, collisions, counted, judge, judge_rehearsed
from bot.dialogue.policy import Verdict
from bot.dialogue.reply import Answer, Choice, Nothing, Reply, Smalltalk, Suggest, Unknown
from bot.dialogue.understanding import Rehearsed, Understood
from bot.knowledge.labelled import LabelledQuestion, Reference
from bot.knowledge.markup import parse
from bot.knowledge.model import Entry
from bot.matching.matcher import Candidate, Match
from teahouse import teahouse

RIGHT, SUGGESTED, REFUSED, WRONG = Judgement


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Dialogue:
    """The dialogue of the tea house."""
    return teahouse(tmp_path_factory.mktemp("house"))


def labelled(house: Dialogue, kind: str, **more: Any) -> LabelledQuestion:
    """A labelled question about the tea house."""
    given = {"question": "Which shops are there?", "kind": kind, **more}
    return LabelledQuestion.model_validate(given, context=Reference(house.knowledge, "en"))


def entry(entry_id: str, answer: str) -> Entry:
    """An entry with what matters to a judgement."""
    return Entry.model_validate({"id": entry_id, "question": "A?", "answer": answer})


SHOPS, TEAS = entry("shops-list", "<b>Three</b> shops."), entry("teas-list", "Two teas.")
ANSWER = Answer(SHOPS.answer, (SHOPS,))
BOTH = Answer(parse("Three shops.\n\nTwo teas."), (SHOPS, TEAS))
UNKNOWN = Unknown(SHOPS.answer, (SHOPS,))
SMALLTALK = Smalltalk(SHOPS.answer, (SHOPS,))
SUGGEST = Suggest(parse("This?"), (Choice("shops-list", "A?"), Choice("teas-list", "A?")))
NOTHING = Nothing(parse("What?"), (), whole_menu=False)

IT, OTHER = {"entries": ["shops-list"]}, {"entries": ["shop-owner"]}


@pytest.mark.parametrize(
    ("kind", "right", "reply", "judgement"),
    [
        ("answer", IT, ANSWER, RIGHT),
        ("answer", {"entries": ["teas-list"]}, BOTH, RIGHT),
        ("answer", {"must": ["^three shops"]}, ANSWER, RIGHT),
        ("answer", {"must_not": ["four"]}, ANSWER, RIGHT),
        ("answer", {**IT, "must": ["three"], "must_not": ["four"]}, ANSWER, RIGHT),
        ("answer", OTHER, ANSWER, WRONG),
        ("answer", {**IT, "must": ["four"]}, ANSWER, WRONG),
        ("answer", {**IT, "must_not": ["three"]}, ANSWER, WRONG),
        ("answer", IT, SUGGEST, SUGGESTED),
        ("answer", {"entries": ["teas-list"]}, SUGGEST, SUGGESTED),
        ("answer", {"must": ["two teas"]}, SUGGEST, SUGGESTED),
        ("answer", OTHER, SUGGEST, REFUSED),
        ("answer", {**IT, "must": ["two teas"]}, SUGGEST, REFUSED),
        ("answer", IT, UNKNOWN, REFUSED),
        ("answer", IT, SMALLTALK, REFUSED),
        ("answer", IT, NOTHING, REFUSED),
        ("unknown", {}, UNKNOWN, RIGHT),
        ("unknown", IT, UNKNOWN, RIGHT),
        ("unknown", OTHER, UNKNOWN, WRONG),
        ("unknown", {}, ANSWER, WRONG),
        ("unknown", IT, ANSWER, WRONG),
        ("unknown", OTHER, SUGGEST, SUGGESTED),
        ("unknown", {}, SMALLTALK, REFUSED),
        ("unknown", {}, NOTHING, REFUSED),
        ("smalltalk", {}, SMALLTALK, RIGHT),
        ("smalltalk", OTHER, SMALLTALK, WRONG),
        ("smalltalk", {}, ANSWER, WRONG),
        ("smalltalk", {}, UNKNOWN, WRONG),
        ("smalltalk", {}, SUGGEST, SUGGESTED),
        ("smalltalk", {}, NOTHING, REFUSED),
        ("oos", {}, NOTHING, RIGHT),
        ("oos", {}, SMALLTALK, RIGHT),
        ("oos", {}, SUGGEST, SUGGESTED),
        ("oos", {}, UNKNOWN, SUGGESTED),
        ("oos", {}, ANSWER, WRONG),
    ],
)
def test_judging(house: Dialogue, kind: str, right: dict[str, Any], reply: Reply, judgement: Judgement) -> None:
    """To claim what is not so is wrong; to say less than one could is not."""
    considered = tuple(Considered(one, "A?", one.answer.plain, 0.5) for one in (SHOPS, TEAS))
    assert judge(labelled(house, kind, **right), Turn(reply, Memory(), "en", considered)) is judgement


def test_asking(house: Dialogue) -> None:
    """Each question is asked on its own, in its order: no number chooses from what was offered before."""
    questions = [
        labelled(house, "answer", question="where are your shops", entries=["shops-list"]),
        labelled(house, "answer", question="and in Bexley", entries=["shop-bexley"]),
        labelled(house, "oos", question="1"),
        labelled(house, "answer", question="many thanks", must=["yes"]),
    ]
    judged = list(ask(house, questions))
    assert [one.question for one in judged] == questions
    assert [one.judgement for one in judged] == [RIGHT, RIGHT, RIGHT, REFUSED]
    assert [one.turn for one in judged] == [house.ask(question.question) for question in questions]


def test_asking_in_another_language(tmp_path: Path) -> None:
    """A question is asked in its own language, not in the default one."""
    house = teahouse(tmp_path, {"ru/a.yaml": "topic: А\nentries:\n  - {id: shops-list, question: Где магазины?, answer: Три.}\n"})
    question = labelled(house, "answer", question="Где магазины?", language="ru", must=["три"])
    [judged] = ask(house, [question])
    assert (judged.judgement, judged.turn.language) == (RIGHT, "ru")


def test_counting() -> None:
    """Of each group, the groups in their order, how many were judged how."""
    counts = counted([(("ru", "oos"), RIGHT), (("en", "oos"), WRONG), (("en", "answer"), RIGHT), (("en", "oos"), WRONG)])
    assert list(counts.items()) == [(("en", "answer"), {RIGHT: 1}), (("en", "oos"), {WRONG: 2}), (("ru", "oos"), {RIGHT: 1})]
    assert counted([]) == {}


def rehearsed(entry_id: str, verdict: Verdict, *candidates: tuple[str, float], phrasing: str = "a") -> Rehearsed:
    """A phrasing of an entry, understood as one of these."""
    found = tuple(Candidate(name, score, "b") for name, score in candidates)
    return Rehearsed(entry_id, phrasing, Understood(Match(found, {}), verdict))


@pytest.mark.parametrize(
    ("one", "judgement"),
    [
        (rehearsed("a", Verdict.ANSWER, ("a", 0.8), ("b", 0.2)), RIGHT),
        (rehearsed("a", Verdict.ANSWER, ("b", 0.8), ("a", 0.2)), WRONG),
        (rehearsed("a", Verdict.SUGGEST, ("a", 0.4), ("b", 0.39)), SUGGESTED),
        (rehearsed("a", Verdict.SUGGEST, ("b", 0.4), ("a", 0.39)), SUGGESTED),
        (rehearsed("a", Verdict.SUGGEST, ("b", 0.4)), REFUSED),
        (rehearsed("a", Verdict.NOTHING, ("a", 0.2)), REFUSED),
        (rehearsed("a", Verdict.NOTHING), REFUSED),
    ],
)
def test_judging_a_phrasing_that_is_left_out(one: Rehearsed, judgement: Judgement) -> None:
    """It should lead to its entry without being there itself, at once or when the bot asks back."""
    assert judge_rehearsed(one) is judgement


def test_collisions() -> None:
    """Whose phrasings are answered with what: the most frequent pair first, with its first phrasing; a pair has an order."""
    found = collisions(
        [
            rehearsed("a", Verdict.ANSWER, ("b", 0.8), phrasing="one"),
            rehearsed("c", Verdict.ANSWER, ("a", 0.7), phrasing="two"),
            rehearsed("b", Verdict.ANSWER, ("a", 0.7), phrasing="three"),
            rehearsed("c", Verdict.ANSWER, ("a", 0.9), phrasing="four"),
            rehearsed("c", Verdict.SUGGEST, ("a", 0.4), phrasing="five"),
            rehearsed("c", Verdict.ANSWER, ("c", 0.9), phrasing="six"),
            rehearsed("c", Verdict.NOTHING),
        ]
    )
    assert found == (Collision("c", "a", 2, "two"), Collision("a", "b", 1, "one"), Collision("b", "a", 1, "three"))


def test_no_collisions() -> None:
    """Where everything is told apart, nothing collides."""
    assert collisions([rehearsed("a", Verdict.ANSWER, ("a", 0.8))]) == ()
