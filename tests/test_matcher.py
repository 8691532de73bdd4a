"""The matcher finds the entry that is meant, however it is asked for, and can say why."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching.lexicon import OPEN, Vocabulary
from bot.matching.matcher import COVERAGE, LIKELY_NAME, MOST_GUESSES, Matcher

PHRASINGS = {
    "shops": ["Which shops are there?", "where are your shops"],
    "ashford": ["Is there a shop in Ashford?"],
    "elsewhere": ["Is there a shop in {town}?", "{town}"],
    "nearby": ["what is near {town}", "anything nearby"],
    "teas": ["Which teas do you sell?", "what can I drink"],
    "price": ["What does a cup cost?", "how expensive is a cup"],
}
VOCABULARY = Vocabulary(
    synonyms=[("shop", "store", "tea room"), ("cup", "mug")],
    lists={"town": [("Kendal", "Kirkby Kendal"), ("Dartmouth",), ("Rye",)]},
)
MATCHER = Matcher("en", PHRASINGS, VOCABULARY)


def best(utterance: str) -> str | None:
    """The entry that is meant most likely."""
    return next((candidate.entry for candidate in MATCHER.match(utterance, limit=1).candidates), None)


def score(utterance: str, entry: str, matcher: Matcher = MATCHER) -> float:
    """The score of one entry; 0 if it is no candidate."""
    return next((one.score for one in matcher.match(utterance, limit=100).candidates if one.entry == entry), 0.0)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("which shops are there", "WHICH SHOPS ARE THERE???"),
        ("which shops are there", "which shop are there"),
        ("how expensive is a cup", "how expensive is a cups"),
        ("where are your shops", "where are your tea rooms"),
        ("where are your shops", "where are your STORES"),
        ("what does a cup cost", "what does a mug cost"),
        ("is there a shop in kendal", "is there a tea-room in Kirkby  Kendal"),
        ("is there a shop in kendal", "is there a shop in rye"),
        ("what does a cup cost", "what does a c\u200bup cost"),
    ],
)
def test_it_makes_no_difference(one: str, other: str) -> None:
    """Case, punctuation, and which of some synonyms or of a list is said, in whatever inflection: the same candidates."""
    expected = [(found.entry, pytest.approx(found.score), found.phrasing) for found in MATCHER.match(one).candidates]
    assert [(found.entry, found.score, found.phrasing) for found in MATCHER.match(other).candidates] == expected


@pytest.mark.parametrize(
    ("text", "entry"),
    [("which tea can be sold", "teas"), ("expensively", "price"), ("what is costing a cup", "price"), ("drinking", "teas")],
)
def test_inflection_does_not_matter(text: str, entry: str) -> None:
    """A word leads to its entry in any of its forms."""
    assert best(text) == entry


@pytest.mark.parametrize(
    ("typed", "entry"),
    [
        ("how expnsive is it", "price"),
        ("how exxpensive is it", "price"),
        ("how exepnsive is it", "price"),
        ("how ezpensive is it", "price"),
        ("wich shps", "shops"),
        ("drnik", "teas"),
        ("whree are yuor shops", "shops"),
        ("a shop in ashfrod", "ashford"),
        ("Dartmuoth", "elsewhere"),
    ],
)
def test_typos_keep_the_entry(typed: str, entry: str) -> None:
    """A dropped, doubled, replaced letter, or two that are swapped, do not lead to another entry."""
    assert best(typed) == entry


@pytest.mark.parametrize(("right", "wrong"), [("what can i drink", "what can i drinj"), ("which teas", "which teaz")])
def test_typos_lower_the_score(right: str, wrong: str) -> None:
    """A guess is never as good as the word itself."""
    entry = best(right) or ""
    assert 0 < score(wrong, entry) < score(right, entry)


@pytest.mark.parametrize(("typed", "entry"), [("mgu", "price"), ("mub", None), ("cip", None), ("Rya", None), ("Rey", None)])
def test_short_words(typed: str, entry: str | None) -> None:
    """Of three letters only two that are swapped are put right, and no short name of a list is guessed."""
    assert best(typed) == entry


@pytest.mark.parametrize("text", ["", "  ", "?!", "😀👍", "xyzzy", "где вы", "{town}", "qq ww ee"])
def test_nothing_is_known(text: str) -> None:
    """Where no word is known there is no candidate, and no reason to give."""
    assert MATCHER.match(text).candidates == ()
    assert MATCHER.explain(text) == ()


def test_unknown_words_lower_the_score() -> None:
    """The more strange words stand around it, the less a question is worth."""
    scores = [score(f"what does a cup cost {strange}", "price") for strange in ("", "xyzzy", "xyzzy plugh", "xyzzy plugh frotz")]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 4


def test_strange_fillers_hardly_count() -> None:
    """Words of grammar that no phrasing uses lower a score far less than a strange word of a subject."""
    with_filler, with_subject = (score(f"what does a cup {word} cost", "price") for word in ("actually", "xyzzy"))
    assert 0.9 < with_filler < 1.0
    assert with_subject < with_filler - 0.1


def test_words_of_other_entries_lower_the_score() -> None:
    """What an entry has no words for counts against it."""
    assert score("expensive cup in a forest", "price") < score("expensive cup", "price")
    assert score("expensive cup in Ashford", "price") < score("expensive cup", "price")


@pytest.mark.parametrize(
    ("entry", "phrasing"), [(entry, phrasing) for entry, phrasings in PHRASINGS.items() for phrasing in phrasings]
)
def test_a_literal_phrasing(entry: str, phrasing: str) -> None:
    """Each way to ask scores 1.0 when it is typed as it stands, and wins over every other entry."""
    first, *others = MATCHER.match(phrasing.replace("{town}", "Kendal"), limit=100).candidates
    assert (first.entry, first.score, first.phrasing) == (entry, pytest.approx(1.0), phrasing)
    assert all(other.score < 0.95 for other in others)


WORDS = ("red", "green", "house", "garden", "price", "teacher", "winter", "the", "is", "of")


@settings(derandomize=True, deadline=None, max_examples=200)
@given(
    st.lists(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4), min_size=1, max_size=3), min_size=1, max_size=6)
)
def test_literal_phrasings_of_any_entries(entries: list[list[list[str]]]) -> None:
    """Whatever the entries: each way to ask gives its own entry 1.0, and scores are between 0 and 1, best first."""
    phrasings = {str(at): [" ".join(text) for text in texts] for at, texts in enumerate(entries)}
    matcher = Matcher("en", phrasings)
    for entry, texts in phrasings.items():
        for text in texts:
            candidates = matcher.match(text, limit=100).candidates
            scores = [candidate.score for candidate in candidates]
            assert {one.entry: one.score for one in candidates}[entry] == pytest.approx(1.0)
            assert scores == sorted(scores, reverse=True)
            assert all(0 < one <= 1 for one in scores)


def test_a_literal_phrasing_of_a_broad_entry() -> None:
    """One way to ask, met word for word, wins although the entry has many others that are quite unlike it."""
    unlike = ["opening hours in winter", "teacher of the garden school", "price for members", "is the museum free on sunday"]
    matcher = Matcher("en", {"broad": [*unlike, "green house"], "narrow": ["green house garden"]})
    assert [(one.entry, one.score > 0.999) for one in matcher.match("green house").candidates] == [
        ("broad", True),
        ("narrow", False),
    ]


def test_rarity_is_by_entry() -> None:
    """A word that one entry uses in all its phrasings is rarer than one that two entries use once each."""
    phrasings = {"red": ["red house", "red roof", "red door", "red wall"], "one": ["large garden"], "two": ["large pond"]}
    assert next(one.entry for one in Matcher("en", phrasings).match("large red").candidates) == "red"


def test_the_nearest_phrasing() -> None:
    """A candidate names the way to ask that came nearest."""
    assert MATCHER.match("is it expensive").candidates[0].phrasing == "how expensive is a cup"
    assert MATCHER.match("cost of a cup").candidates[0].phrasing == "What does a cup cost?"


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_the_limit(limit: int) -> None:
    """No more candidates than wanted, and always the best."""
    everything = MATCHER.match("expensive shops and drinks", limit=100).candidates
    assert len(everything) >= 3
    assert MATCHER.match("expensive shops and drinks", limit=limit).candidates == everything[:limit]


def test_equal_candidates_keep_their_order() -> None:
    """Entries that fit equally well stand in the order in which they were written."""
    matcher = Matcher("en", {"b": ["green tea"], "a": ["tea, green"], "c": ["GREEN TEA!"]})
    assert [one.entry for one in matcher.match("green").candidates] == ["b", "a", "c"]


@pytest.mark.parametrize("text", ["is there a shop in the forest", "is there a shop in {town}", "is there a shop in"])
def test_an_entry_about_a_place_needs_one(text: str) -> None:
    """An entry of which every way to ask names a word list is no candidate where nothing of that list is said."""
    assert "elsewhere" not in [one.entry for one in MATCHER.match(text, limit=100).candidates]
    assert MATCHER.match(text).mentions == {}


def test_an_entry_that_can_do_without_a_place() -> None:
    """If one way to ask names no list, the entry can be meant without it."""
    assert best("anything nearby") == "nearby"
    assert best("anything near Kendal") == "nearby"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("is there a shop in KIRKBY KENDAL?", "Kendal"),
        ("dartmouth", "Dartmouth"),
        ("a shop in Dartmoutj", "Dartmouth"),
        ("RYE", "Rye"),
    ],
)
def test_mentions(text: str, shown: str) -> None:
    """What is mentioned of a word list comes back in its main spelling, whatever was typed."""
    assert MATCHER.match(text).mentions == {"town": shown}


def test_mentions_of_two_lists() -> None:
    """Each list that is mentioned has its item; an entry that needs both is a candidate only with both."""
    vocabulary = Vocabulary(lists={"town": [("Kendal",)], "drink": [("tea", "brew"), ("cocoa",)]})
    matcher = Matcher("en", {"both": ["{drink} in {town}"], "drink": ["{drink}"]}, vocabulary)
    assert matcher.match("brew in Kendal").mentions == {"town": "Kendal", "drink": "tea"}
    assert [one.entry for one in matcher.match("brew in Kendal").candidates] == ["both", "drink"]
    assert [one.entry for one in matcher.match("brew").candidates] == ["drink"]


def test_a_list_that_does_not_exist() -> None:
    """A way to ask that names an unknown list is met by nothing that can be said."""
    assert Matcher("en", {"a": ["in {nowhere}"]}).match("in {nowhere}").candidates == ()


@pytest.mark.parametrize("phrasings", [["?"], ["?", "tea"]])
def test_phrasings_without_words(phrasings: list[str]) -> None:
    """They can be there and are never met."""
    matcher = Matcher("en", {"a": phrasings, "b": ["!"]})
    assert matcher.match("?").candidates == ()
    assert [one.entry for one in matcher.match("tea").candidates] == (["a"] if "tea" in phrasings else [])
    assert matcher.explain("rice") == ()


def test_a_long_text_of_strange_words() -> None:
    """Only so many words are looked up for a misspelling, always the first ones."""
    strange = " ".join(f"zzz{number}zzz" for number in range(MOST_GUESSES))
    assert score(f"expnsive {strange}", "price") > 0
    assert score(f"{strange} expnsive", "price") == 0
    assert score(f"{strange} expensive", "price") > 0


@pytest.mark.parametrize(
    ("language", "phrasing", "utterance"),
    [("ru", "Где курсы?", "КУРСАМИ"), ("ja", "支部 は どこ", "支部"), ("en", "café", "CAFE\u0301")],
)
def test_other_scripts(language: str, phrasing: str, utterance: str) -> None:
    """Nothing depends on the letters being Latin."""
    assert [one.entry for one in Matcher(language, {"it": [phrasing]}).match(utterance).candidates] == ["it"]


UTTERANCES = [
    "expensive shop xyzzy",
    "shop in dartmuoth, how expensive",
    "wich teas can i drink in ashford please",
    "cup",
    "store",
    "is a mug of tea near kirkby kendal",
]


@pytest.mark.parametrize("utterance", UTTERANCES)
def test_explained_scores(utterance: str) -> None:
    """Similarity and coverage make up the score of a candidate, and candidates come as in a match."""
    explained = MATCHER.explain(utterance)
    assert tuple(one.candidate for one in explained) == MATCHER.match(utterance, limit=2).candidates
    for one in explained:
        assert one.candidate.score == pytest.approx(one.similarity ** (1 - COVERAGE) * one.coverage**COVERAGE)


def test_explained_score_of_a_literal_phrasing() -> None:
    """What is explained is what was scored, also where a phrasing speaks for itself."""
    (one, *_) = MATCHER.explain("Which shops are there?")
    assert one.candidate.score == pytest.approx(one.similarity ** (1 - COVERAGE) * one.coverage**COVERAGE)


@pytest.mark.parametrize("utterance", UTTERANCES)
def test_shares_add_up(utterance: str) -> None:
    """What the words add is the similarity, what they weigh is all that is said, and what is covered is the coverage."""
    for one in MATCHER.explain(utterance):
        assert sum(word.share for word in one.words) == pytest.approx(one.similarity)
        assert sum(word.weight for word in one.words) == pytest.approx(1.0)
        assert sum(word.weight * word.certainty for word in one.words if word.covered) == pytest.approx(one.coverage)


def test_explained_words() -> None:
    """Each run of words comes with what it was taken for, how surely, and whether the entry has it."""
    first, second = MATCHER.explain("Expnsive tea room in Kirkby Kendal, xyzzy")
    assert [first.candidate.entry, second.candidate.entry] == ["elsewhere", "price"]
    rows = [(word.word, word.meant, word.certainty == 1, word.covered) for word in first.words]
    assert rows == [
        ("expnsive", "expensive", False, False),
        ("tea room", "shop", True, True),
        ("in", "in", True, True),
        ("kirkby kendal", "Kendal", True, True),
        ("xyzzy", "xyzzy", False, False),
    ]
    assert [word.covered for word in second.words] == [True, False, False, False, False]
    assert first.words[0].certainty == pytest.approx((8 / 9) ** 2)
    assert (first.words[4].certainty, first.words[4].share) == (0, 0)
    assert first.words[0].share == 0 < first.words[1].share < first.words[3].share


def test_a_word_that_is_said_twice() -> None:
    """A word is covered wherever it stands, even if only the first one counts."""
    first, second = MATCHER.explain("cup cup", limit=1)[0].words
    assert (first.covered, second.covered) == (True, True)


def test_one_candidate_is_explained_alone() -> None:
    """There are no more explanations than candidates, nor than wanted."""
    assert [one.candidate.entry for one in MATCHER.explain("expensive")] == ["price"]
    assert len(MATCHER.explain("expensive shops and drinks", limit=3)) == 3


def test_nothing_is_remembered() -> None:
    """The same utterance gives the same match, whatever was matched before."""
    some = [*UTTERANCES, *(phrasing for phrasings in PHRASINGS.values() for phrasing in phrasings)]
    fresh = {text: Matcher("en", PHRASINGS, VOCABULARY).match(text) for text in some}
    order = random.Random(1)
    for _ in range(3):
        order.shuffle(some)
        assert [MATCHER.match(text) for text in some] == [fresh[text] for text in some]


OPEN_MATCHER = Matcher("en", PHRASINGS, Vocabulary(lists={"town": [("Kendal", "Kirkby Kendal"), ("...",)]}))
"""Knows of one town, and that there are others."""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("is there a shop in Glasgow", "Glasgow"),
        ("is there a shop in glasgow?", "Glasgow"),
        ("a shop at ŁÓDŹ", "Łódź"),
        ("is there a shop in kirkby kendal", "Kendal"),
        ("is there a shop in Kenadl", "Kendal"),
    ],
)
def test_names_of_an_open_list(text: str, shown: str) -> None:
    """An unknown word after "in" is a name of the list that is not complete; one that is listed, or misspelled, is that one."""
    found = OPEN_MATCHER.match(text)
    assert found.mentions == {"town": shown}
    assert found.candidates[0].entry == "elsewhere"


@pytest.mark.parametrize(
    "text", ["is there a shop in Ashfrod", "is there a Glasgow shop", "Glasgow", "what does it cost in cups"]
)
def test_what_is_no_name(text: str) -> None:
    """A word that is known or misspelled is no name, nor is one that stands anywhere else."""
    assert OPEN_MATCHER.match(text).mentions == {}


def test_a_name_is_not_certain() -> None:
    """An unknown name is worth less than one that is listed."""
    assert 0.6 < score("is there a shop in Glasgow", "elsewhere", OPEN_MATCHER) < 0.99
    (name,) = [word for word in OPEN_MATCHER.explain("is there a shop in Glasgow")[0].words if word.word == "glasgow"]
    assert (name.meant, name.certainty, name.covered) == ("Glasgow", LIKELY_NAME, True)


@pytest.mark.parametrize(
    "text",
    ["is there a shop in an old town", "is there a shop in the Glasgow area", "is there a shop in 2019", "is there a shop at 5"],
)
def test_words_of_grammar_and_numbers_are_no_names(text: str) -> None:
    """After "in" may come an article, a pronoun or a year as well."""
    assert OPEN_MATCHER.match(text).mentions == {}


def test_an_unknown_name_of_two_words() -> None:
    """A name goes on as long as words are unknown."""
    assert OPEN_MATCHER.match("is there a shop in Milton Keynes").mentions == {"town": "Milton Keynes"}


@pytest.mark.parametrize(
    ("utterance", "mentions"),
    [
        ("is there a shop in Zhmerinka?", {"town": "Zhmerinka"}),
        ("is there a shop in Kendal", {"town": "Kendal"}),
        ("is there a shop zhmerinka", {}),
        ("shop in", {}),
    ],
)
def test_an_open_list_takes_unknown_names(utterance: str, mentions: dict[str, str]) -> None:
    """A list with the item "..." counts an unknown word after "in" as one of it; other unknown words stay unknown."""
    towns = Vocabulary(lists={"town": [("Kendal",), (OPEN,)]})
    matcher = Matcher("en", {"elsewhere": ["is there a shop in {town}"], "shops": ["where are the shops"]}, towns)
    assert matcher.match(utterance).mentions == mentions


def test_a_closed_list_takes_no_unknown_names() -> None:
    """Without that item, a name that is not in the list is an unknown word."""
    towns = Vocabulary(lists={"town": [("Kendal",)]})
    matcher = Matcher("en", {"elsewhere": ["is there a shop in {town}"], "shops": ["where are the shops"]}, towns)
    assert matcher.match("is there a shop in Zhmerinka?").mentions == {}
