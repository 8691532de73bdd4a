"""How sure a match is: learned from the knowledge base itself and from strangers, the same for every knowledge base."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from math import isfinite

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.policy import Bars, Verdict
from bot.matching.confidence import (
    MOST_REHEARSED,
    MOST_SUBJECTS,
    MOST_TELLING,
    STRANGERS,
    Confidence,
    Evidence,
    Trial,
    everyday,
    trials,
)
from bot.matching.lexicon import Vocabulary
from bot.matching.matcher import Candidate, Match, Matcher, Rehearsal

TEAHOUSE: Mapping[str, Sequence[str]] = {
    "shops": ["Which shops are there?", "where are your shops", "list of shops", "how many shops do you have"],
    "ashford": ["Is there a shop in Ashford?", "Ashford", "Ashford shop"],
    "elsewhere": ["Is there a shop in {town}?", "{town}", "{town} shop"],
    "teas": ["Which teas do you sell?", "which teas can I drink", "list of teas"],
    "price": ["What does a cup cost?", "how expensive is a cup", "price of a cup"],
    "owner": ["Who owns the shops?", "who is the owner"],
    "hello": ["Hello", "hi", "good morning"],
}
TOWNS = Vocabulary(lists={"town": [("Kendal",), ("Rye",)]})
CHATTER: Mapping[str, Sequence[str]] = {
    "weather": ["what is the weather in Ashford", "will it rain"],
    "sugar": ["lend me a cup of sugar"],
}
HARMLESS = {"hello"}


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    """Knows the tea house."""
    return Matcher("en", TEAHOUSE, TOWNS, CHATTER, everyday("en"))


@pytest.fixture(scope="module")
def learned(matcher: Matcher) -> Confidence:
    """How sure one may be in the tea house."""
    return Confidence(tuple(trials(matcher, HARMLESS)))


@pytest.fixture(params=["usual", "learned"])
def confidence(request: pytest.FixtureRequest, learned: Confidence) -> Confidence:
    """The one that any knowledge base begins with, and one that was learned."""
    return {"usual": Confidence(), "learned": learned}[request.param]


def evidence(strength: float = 0.8, chatter: float = 0.1, subjects: float = 1.0, likeness: float = 0.5) -> Evidence:
    """What speaks for an ordinary match."""
    return Evidence(strength=strength, chatter=chatter, subjects=subjects, likeness=likeness, coverage=0.5)


def test_evidence_of_a_match() -> None:
    """Strength and likeness are those of the candidate, the shared words those of the best one, chatter that of the match."""
    candidates = (Candidate("a", 0.9, "...", 0.8, 2, 0.6), Candidate("b", 0.5, "...", 0.3, 1, 0.1, 1))
    match = Match(candidates, {}, chatter=0.4, scope=0.7, telltale=0.8)
    shared = {"chatter": 0.4, "subjects": 2, "scope": 0.7, "telltale": 0.8}
    assert Evidence.of(match) == Evidence(strength=0.9, likeness=0.8, coverage=0.6, unmet=0, **shared)
    assert Evidence.of(match, 1) == Evidence(strength=0.5, likeness=0.3, coverage=0.1, unmet=1, **shared)


@pytest.mark.parametrize(("chatter", "subjects", "likeness"), [(0.0, 0.0, 0.0), (0.3, 1.0, 0.9), (0.9, 3.0, 1.0)])
def test_stronger_is_surer(confidence: Confidence, chatter: float, subjects: float, likeness: float) -> None:
    """Confidence rises with strength, whatever else is the case."""
    found = [confidence.of(evidence(at / 20, chatter, subjects, likeness)) for at in range(40)]
    assert all(one <= other for one, other in pairwise(found))
    assert found[0] < found[20] < found[39] or likeness == 1.0


@pytest.mark.parametrize("strength", [0.3, 0.8, 1.6])
def test_chatter_makes_unsure(confidence: Confidence, strength: float) -> None:
    """The nearer chatter is, the less sure is a match; where it is much nearer, little is left."""
    found = [confidence.of(evidence(strength, strength * share)) for share in (0, 0.25, 0.5, 0.75, 1, 1.25, 1.5)]
    assert all(one > other for one, other in pairwise(found))
    assert found[-1] < 0.3 * found[0]


def test_shared_words_make_sure(confidence: Confidence) -> None:
    """The more words of the subject are shared, the surer is a match, up to a few."""
    found = [confidence.of(evidence(0.4, subjects=count / 2)) for count in range(2 * MOST_SUBJECTS + 1)]
    assert all(one < other for one, other in pairwise(found))
    assert confidence.of(evidence(0.4, subjects=MOST_SUBJECTS + 5)) == found[-1]


def test_scope_makes_sure(confidence: Confidence) -> None:
    """The surer it is that the bot is asked, the surer is a match; out of scope little is left of it."""
    found = [confidence.of(replace(evidence(), scope=at / 4)) for at in range(-5, 6)]
    assert all(one < other for one, other in pairwise(found))
    assert found[0] < 0.2 * found[-1]


def test_a_telling_word_makes_sure(confidence: Confidence) -> None:
    """The more the most telling word speaks for the bot, the surer is a match, up to a bound."""
    found = [confidence.of(replace(evidence(), scope=-0.2, telltale=MOST_TELLING * at / 4)) for at in range(7)]
    assert found[:5] == sorted(set(found[:5]))
    assert found[4] == found[5] == found[6]


def test_what_an_entry_does_not_speak_of_makes_unsure(confidence: Confidence) -> None:
    """Each word list that is mentioned, but not by the entry, is something else that the question may be about."""
    found = [confidence.of(replace(evidence(), unmet=count)) for count in range(4)]
    assert all(one > other for one, other in pairwise(found))


def test_word_for_word(confidence: Confidence) -> None:
    """What is like a phrasing word for word is certain, though it be a single word of grammar; unless chatter is as near."""
    literal = evidence(1.7, subjects=0, likeness=1.0)
    assert confidence.of(literal) == pytest.approx(1.0)
    assert confidence.of(replace(literal, likeness=0.8)) < 0.999
    assert confidence.of(replace(literal, chatter=1.7)) < 0.5


@pytest.mark.parametrize("strength", [0.0, -1.0])
def test_nothing_is_met(confidence: Confidence, strength: float) -> None:
    """A match without strength is none, however like a phrasing it may be."""
    assert confidence.of(evidence(strength, subjects=3, likeness=1.0)) == 0.0


EVERYTHING = st.builds(
    Evidence,
    strength=st.floats(0, 5),
    chatter=st.floats(0, 5),
    subjects=st.floats(0, 20),
    likeness=st.floats(0, 1.000001),
    coverage=st.floats(0, 1),
    scope=st.floats(-3, 3),
    unmet=st.integers(0, 3),
)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(
    st.lists(
        st.builds(
            Trial,
            evidence=EVERYTHING,
            weight=st.floats(0, 3),
            right=st.booleans(),
            stranger=st.booleans(),
            listed=st.booleans(),
            neighbour=st.booleans(),
        ),
        max_size=20,
    ),
    st.lists(EVERYTHING, min_size=1, max_size=5),
)
def test_any_trials(some: list[Trial], asked: list[Evidence]) -> None:
    """Whatever was tried, also if all or nothing was right: every confidence is a number between 0 and 1."""
    learned = Confidence(some)
    assert learned.trials == tuple(some)
    found = list(map(learned.of, [*asked, *(trial.evidence for trial in some)]))
    assert all(isfinite(one) and 0 <= one <= 1 for one in found)
    assert [Confidence(some).of(one) for one in asked] == found[: len(asked)]


def test_strangers_teach_nothing_about_entries() -> None:
    """They make the bot warier; of questions that are in scope beyond doubt they change nothing."""
    asked = replace(evidence(), scope=2.0)
    stranger = Trial(evidence=replace(evidence(), scope=-1.0), weight=9.0, stranger=True)
    wary = Confidence([stranger])
    assert wary.of(evidence()) < Confidence().of(evidence())
    assert wary.of(asked) == pytest.approx(Confidence().of(asked), abs=0.01)


def test_neighbours_teach_nothing_about_scope() -> None:
    """A question that no entry answers is one to the bot all the same, or it is none: only that no entry is right is known."""
    neighbour = Trial(evidence=evidence(), weight=5.0, neighbour=True)
    alone = Confidence([neighbour])
    assert alone.of(evidence()) < Confidence().of(evidence())
    assert Confidence([neighbour, neighbour]).of(evidence()) < alone.of(evidence())


def test_trials_teach() -> None:
    """Matches that were right make sure of their like, and those that were wrong make unsure."""
    doubtful = evidence(0.6, 0.0, 1.0, 0.0)
    right, wrong = (Confidence([Trial(evidence=doubtful, weight=1.0, right=one)]) for one in (True, False))
    assert wrong.of(doubtful) < Confidence().of(doubtful) < right.of(doubtful)


def test_trials_teach_by_their_weight() -> None:
    """Of contradictory trials the heavier ones win, and those without weight teach nothing."""
    doubtful = evidence(0.6, 0.0, 1.0, 0.0)
    good, bad = (Trial(evidence=doubtful, weight=weight, right=right) for weight, right in ((9.0, True), (1.0, False)))
    assert Confidence([good, bad]).of(doubtful) == pytest.approx(0.9, abs=0.1)
    assert Confidence([replace(good, weight=0.0)]).of(doubtful) == pytest.approx(Confidence().of(doubtful))


def test_few_trials_teach_little() -> None:
    """No trials leave what any knowledge base begins with, few hardly change it."""
    doubtful = evidence(0.6, 0.0, 1.0, 0.0)
    little = Trial(evidence=doubtful, weight=0.001, right=True)
    assert Confidence([little]).of(doubtful) == pytest.approx(Confidence().of(doubtful), abs=0.01)
    assert Confidence([]).of(doubtful) == Confidence().of(doubtful)


def test_trials_of_a_knowledge_base(matcher: Matcher) -> None:
    """Each phrasing is heard without itself and as it stands, what is nearest to it otherwise is wrong, and so are strangers."""
    some = list(trials(matcher, HARMLESS))
    right = [trial for trial in some if trial.right]
    assert len(right) > matcher.phrasings
    assert not any(trial.stranger for trial in right)
    assert {trial.listed for trial in some if trial.stranger} == {True, False}
    assert all(trial.stranger for trial in some if trial.listed)
    assert sum(trial.listed for trial in some) <= matcher.chatter
    assert any(not trial.right and not trial.stranger for trial in some)
    assert all(trial.weight > 0 for trial in some)


def test_trials_are_the_same_every_time(matcher: Matcher) -> None:
    """Nothing about them is random."""
    assert list(trials(matcher, HARMLESS)) == list(trials(matcher, HARMLESS))


def test_harmless_entries_are_no_mistake(matcher: Matcher) -> None:
    """A stranger who says hello is greeted: that is no wrong match, and teaches nothing."""
    strict, lenient = ([one for one in trials(matcher, some) if one.stranger] for some in ((), HARMLESS))
    assert len(lenient) < len(strict)
    assert set(lenient) < set(strict)
    assert sum(trial.weight for trial in strict) > sum(trial.weight for trial in lenient)
    everything = list(trials(matcher, TEAHOUSE.keys()))
    assert not any(trial.stranger for trial in everything)
    assert [one for one in everything if one.right] == [one for one in trials(matcher, ()) if one.right]


def test_an_entry_with_one_phrasing_teaches_no_doubt() -> None:
    """Without its only phrasing an entry cannot be found: that is not held against it."""
    houses = {"red": ["where is the red house"], "blue": ["where is the blue house"]}
    alone = [one for one in trials(Matcher("en", houses), ()) if not one.stranger]
    assert sum(one.right for one in alone) == 2
    assert max(one.weight for one in alone if one.right) > sum(one.weight for one in alone if not one.right) / 2


def test_word_lists_are_not_said_by_name() -> None:
    """Where a phrasing names a word list, it is not heard as it stands, since nobody talks like that."""
    towns = {"elsewhere": ["is there a shop in {town}"], "shops": ["where is the shop"]}
    found = list(trials(Matcher("en", towns, TOWNS), ()))
    assert sum(one.right for one in found) == 1
    assert all(one.weight < 0.1 for one in found if not one.right)


def test_a_large_knowledge_base_is_sampled() -> None:
    """However many phrasings there are, only so many are heard, and so many strangers; their weights are as those of all."""
    names = [f"item{at}" for at in range(2 * MOST_REHEARSED)]
    large = Matcher("en", {name: [f"price of {name}"] for name in names} | {"x": ["x", "y"]}, chatter={"talk": names[:400]})
    found = list(trials(large, ()))
    assert len(found) <= 5 * MOST_REHEARSED
    assert sum(trial.right for trial in found) <= 2 * MOST_REHEARSED
    assert sum(trial.stranger for trial in found) <= 2 * MOST_REHEARSED
    assert sum(trial.weight for trial in found) < 3 + STRANGERS


class Rehearsing(Matcher):
    """A matcher that notes which of its texts it has rehearsed."""

    def rehearse(self, phrasings: Iterable[int] | None = None, limit: int = 3) -> Iterator[Rehearsal]:
        """The same, with a note."""
        numbers = list(phrasings or ())
        self.rehearsed = {self.texts[number] for number in numbers}
        return super().rehearse(numbers, limit)


def test_what_is_added_hardly_changes_the_sample() -> None:
    """Of the phrasings that are left out to learn from, one that is written in addition replaces one at most."""
    names = [f"price of item{at}" for at in range(2 * MOST_REHEARSED)]
    chosen = []
    for some in (names, ["bassoon", *names, "zither"]):
        matcher = Rehearsing("en", {"prices": some, "shop": ["where is the shop"]})
        next(trials(matcher, ()))
        chosen.append(matcher.rehearsed)
    assert len(chosen[0]) == len(chosen[1]) == MOST_REHEARSED
    assert len(chosen[0] - chosen[1]) <= 2


@pytest.mark.parametrize("phrasing", ["Who are you?", "tea", "Hello", "opening hours", "is it", "the"])
@pytest.mark.parametrize("chatter", [{}, CHATTER], ids=["without chatter", "with chatter"])
@pytest.mark.parametrize("others", [{}, {"other": ["Where is the red house?"]}], ids=["alone", "with another"])
def test_a_minimal_knowledge_base(
    phrasing: str, chatter: Mapping[str, Sequence[str]], others: Mapping[str, Sequence[str]]
) -> None:
    """Be there but one entry with one phrasing: who says it word for word is answered."""
    matcher = Matcher("en", {"only": [phrasing], **others}, chatter=chatter)
    learned = Confidence(tuple(trials(matcher, ())))
    match = matcher.match(phrasing)
    best = replace(match.candidates[0], score=learned.of(Evidence.of(match)))
    assert (best.entry, Bars().of("en", learned).judge([best])) == ("only", Verdict.ANSWER)


@pytest.mark.parametrize("utterance", ["what did you do last weekend", "my cat is ill", "nice weather today, is it not"])
def test_strangers_are_left_alone(matcher: Matcher, learned: Confidence, utterance: str) -> None:
    """Who talks about something else is not sure to mean anything."""
    match = matcher.match(utterance)
    assert not match.candidates or learned.of(Evidence.of(match)) < 0.3


@pytest.mark.parametrize("utterance", ["whree are yuor shops", "how much does a cup cost", "is there some shop in Rye"])
def test_questions_are_understood(matcher: Matcher, learned: Confidence, utterance: str) -> None:
    """Who asks a question in other words is understood."""
    assert learned.of(Evidence.of(matcher.match(utterance))) > 0.6


@pytest.mark.parametrize("language", ["en", "ru", "ja"])
def test_everyday_chatter(language: str) -> None:
    """There is a long list of what strangers say in each language that has one, every line once, and none empty."""
    lines = everyday(language)
    assert len(set(lines)) >= 400
    assert len(set(lines)) == len(lines)
    assert all(line == line.strip() != "" for line in lines)


def test_everyday_chatter_is_in_its_language() -> None:
    """The lists differ; a language without one gets the English one."""
    assert everyday("xx") == everyday("en")
    assert len({everyday(language) for language in ("en", "ru", "ja")}) == 3
    assert sum(line.isascii() for line in everyday("en")) > 390
    assert sum(any("а" <= letter <= "я" for letter in line) for line in everyday("ru")) > 390
    assert sum(any("ぁ" <= letter <= "ヿ" for letter in line) for line in everyday("ja")) > 390
