"""Whether an utterance is for the bot at all: phrasings on the one side of a line, strangers on the other."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching.confidence import everyday
from bot.matching.matcher import Matcher
from bot.matching.scope import FOLDS

TEAHOUSE: Mapping[str, Sequence[str]] = {
    "shops": ["which shops are there", "where are your shops", "list of your shops", "how many shops do you have", "shops"],
    "teas": ["which teas do you sell", "which teas are there", "list of your teas", "do you have green tea", "teas"],
    "price": ["what does your tea cost", "how much is a cup of tea", "price of tea", "price list"],
}
CHATTER: Mapping[str, Sequence[str]] = {
    "weather": ["will it rain tomorrow", "what awful weather", "it rains again", "snow tomorrow, they say"],
    "home": ["the cat sleeps on my keyboard", "my brother sold his car", "who left the window open", "the dog ate my shoes"],
}
MATCHER = Matcher("en", TEAHOUSE, chatter=CHATTER, strangers=everyday("en"))


@pytest.mark.parametrize("utterance", ["where are the shops", "do you sell teas", "how much does green tea cost"])
def test_in_scope(utterance: str) -> None:
    """What is made of words and pairs of words that people ask the bot with."""
    assert MATCHER.match(utterance).scope > 0


@pytest.mark.parametrize("utterance", ["my cat is out in the rain", "see you tomorrow then", "who sold my dog"])
def test_out_of_scope(utterance: str) -> None:
    """What is made of those that strangers use."""
    assert MATCHER.match(utterance).scope < -0.3


@pytest.mark.parametrize("utterance", ["", "?!", "xyzzy plugh", "☕"])
def test_nothing_is_known_of_it(utterance: str) -> None:
    """Where every word is strange it is a stranger's, as most of what strangers say is made of words that no phrasing has."""
    assert -1 < MATCHER.match(utterance).scope < -0.3


def test_strange_words_make_it_doubtful() -> None:
    """Each of them stands for something that no question to the bot is about."""
    scopes = [
        MATCHER.match(f"where are your shops {rest}").scope for rest in ("", "xyzzyx", "xyzzyx plughh", "xyzzyx plughh qwertz")
    ]
    assert scopes == sorted(scopes, reverse=True)
    assert scopes[0] > scopes[-1] + 0.3


@pytest.mark.parametrize("matcher", [Matcher("en", TEAHOUSE), Matcher("en", {"alone": ["who are you"]})])
def test_without_strangers(matcher: Matcher) -> None:
    """Where nothing is known of what strangers say, nothing is told."""
    assert matcher.match("where are your shops").scope == matcher.match("my cat").scope == 0.0
    assert all(one.match.scope == 0.0 for one in matcher.rehearse())
    assert list(matcher.overhear([])) == []


def test_a_text_is_told_as_if_it_were_new() -> None:
    """What was learned from a phrasing or a stranger's line does not help to tell it."""
    matcher = Matcher("en", {**TEAHOUSE, "zither": ["zither"]}, chatter={**CHATTER, "odd": ["bassoon"]}, strangers=everyday("en"))
    told = {one.phrasing: one.match.scope for one in matcher.rehearse()}
    assert matcher.match("zither").scope > 0.2 > told["zither"]
    known = {one.phrasing: one.match.scope for one in matcher.rehearse(range(matcher.phrasings + matcher.chatter))}
    assert matcher.match("bassoon").scope < known["bassoon"]


def test_the_most_telling_word() -> None:
    """It is the one that phrasings have much oftener than strangers, among whatever other words; fillers tell nothing."""
    told = [MATCHER.match(text).telltale for text in ("tea", "my dog had tea on my keyboard", "my dog", "is it")]
    assert told[0] == told[1] > 2
    assert told[2:] == [0.0, 0.0]
    assert MATCHER.match("xyzzy").telltale == Matcher("en", TEAHOUSE).match("tea").telltale == 0.0


def test_the_most_telling_word_is_told_as_if_it_were_new() -> None:
    """A word that only one text has tells nothing of that text."""
    matcher = Matcher("en", {**TEAHOUSE, "zither": ["zither"]}, chatter={**CHATTER, "odd": ["bassoon"]})
    known = {one.phrasing: one.match.telltale for one in matcher.rehearse(range(matcher.phrasings + matcher.chatter))}
    assert known["zither"] == pytest.approx(0.0, abs=0.1)
    assert matcher.match("zither").telltale > 0.3


def test_strangers_are_overheard() -> None:
    """Each line gives a match, told as if it were new, nearly always as out of scope."""
    scopes = [match.scope for match in MATCHER.overhear(range(len(MATCHER.strangers)))]
    assert len(scopes) == len(everyday("en"))
    assert sum(scope < 0 for scope in scopes) > 0.9 * len(scopes)
    again = [MATCHER.match(line).scope for line in MATCHER.strangers]
    assert sum(new > old for new, old in zip(scopes, again, strict=True)) > 0.5 * len(scopes)


def test_both_sides_count_alike() -> None:
    """A few phrasings are not outvoted by hundreds of strangers."""
    assert sum(one.match.scope > 0 for one in MATCHER.rehearse()) > 0.6 * MATCHER.phrasings


def test_the_same_every_time() -> None:
    """Nothing about it is random, and fewer texts than lines are enough."""
    again = Matcher("en", TEAHOUSE, chatter=CHATTER, strangers=everyday("en"))
    assert again.match("where are your shops") == MATCHER.match("where are your shops")
    few = Matcher("en", {"tea": ["tea"]}, chatter={"rain": ["rain"]})
    assert len(TEAHOUSE) < FOLDS
    assert few.match("tea").scope >= 0 >= few.match("rain").scope


@settings(derandomize=True, deadline=None, max_examples=100)
@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    """Whatever is said, the answer is a number about from -2 to 2."""
    assert -2.5 < MATCHER.match(text).scope < 2.5
