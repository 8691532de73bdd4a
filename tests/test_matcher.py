"""The matcher finds the entry that is meant, however it is asked for, and can say why."""

import random
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching.lexicon import OPEN, Vocabulary
from bot.matching.matcher import CLOSEST, COVERAGE, LIKELY_NAME, MOST_GUESSES, Match, Matcher

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
    """The strength of one entry; 0 if it is no candidate."""
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
def test_typos_lower_the_strength(right: str, wrong: str) -> None:
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


def test_unknown_words_lower_the_strength() -> None:
    """The more strange words stand around it, the less a question is worth."""
    scores = [score(f"what does a cup cost {strange}", "price") for strange in ("", "xyzzy", "xyzzy plugh", "xyzzy plugh frotz")]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 4


def test_strange_fillers_hardly_count() -> None:
    """Words of grammar that no phrasing uses do not lower a strength, unlike a strange word of a subject."""
    without, with_filler, with_subject = (score(f"what does a cup {word} cost", "price") for word in ("", "actually", "xyzzy"))
    assert with_subject < 0.9 * with_filler
    assert with_filler == pytest.approx(without)


def test_common_fillers_hardly_count() -> None:
    """Words of grammar that other entries use lower a strength far less than words of their subject."""
    without, with_filler, with_subject = (score(f"{before} expensive cup", "price") for before in ("", "is there a", "Ashford"))
    assert with_subject < with_filler < without * 1.3


def test_words_of_other_entries_lower_the_strength() -> None:
    """What an entry has no words for counts against it."""
    assert score("expensive cup in a forest", "price") < score("expensive cup", "price")
    assert score("expensive cup in Ashford", "price") < score("expensive cup", "price")


@pytest.mark.parametrize(
    ("entry", "phrasing"), [(entry, phrasing) for entry, phrasings in PHRASINGS.items() for phrasing in phrasings]
)
def test_a_literal_phrasing(entry: str, phrasing: str) -> None:
    """Each way to ask is like itself alone when it is typed as it stands, and wins over every other entry by far."""
    first, *others = MATCHER.match(phrasing.replace("{town}", "Kendal"), limit=100).candidates
    assert (first.entry, first.likeness, first.phrasing) == (entry, pytest.approx(1.0), phrasing)
    assert all(other.likeness < 0.95 and other.score < 0.8 * first.score for other in others)


WORDS = ("red", "green", "house", "garden", "price", "teacher", "winter", "the", "is", "of")


@settings(derandomize=True, deadline=None, max_examples=200)
@given(
    st.lists(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4), min_size=1, max_size=3), min_size=1, max_size=6)
)
def test_literal_phrasings_of_any_entries(entries: list[list[list[str]]]) -> None:
    """Whatever the entries: each way to ask finds its own entry, like itself, and candidates come best first."""
    phrasings = {str(at): [" ".join(text) for text in texts] for at, texts in enumerate(entries)}
    matcher = Matcher("en", phrasings)
    for entry, texts in phrasings.items():
        for text in texts:
            candidates = matcher.match(text, limit=100).candidates
            scores = [candidate.score for candidate in candidates]
            own = {one.entry: one for one in candidates}[entry]
            assert own.likeness == pytest.approx(1.0)
            assert own.score > 0.5 * scores[0]
            assert scores == sorted(scores, reverse=True)
            assert all(one.score > 0 and -1e-6 < one.likeness < 1 + 1e-6 for one in candidates)


def test_a_literal_phrasing_of_a_broad_entry() -> None:
    """One way to ask, met word for word, wins although the entry has many others that are quite unlike it."""
    unlike = ["opening hours in winter", "teacher of the garden school", "price for members", "is the museum free on sunday"]
    matcher = Matcher("en", {"broad": [*unlike, "green house"], "narrow": ["green house garden"]})
    first, second = matcher.match("green house").candidates
    assert (first.entry, first.likeness, second.entry) == ("broad", pytest.approx(1.0), "narrow")
    assert second.likeness < first.likeness


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
    matcher = Matcher("en", {"b": ["green tea"], "a": ["green, tea"], "c": ["GREEN TEA!"]})
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
    """Similarity, coverage and the contest make up the strength of a candidate, and candidates come as in a match."""
    explained = MATCHER.explain(utterance)
    assert tuple(one.candidate for one in explained) == MATCHER.match(utterance, limit=2).candidates
    for one in explained:
        strength = one.similarity ** (1 - COVERAGE) * one.coverage**COVERAGE
        assert one.candidate.score == pytest.approx(strength * one.contest)
        assert 0 < one.contest <= 1


def test_explained_score_of_a_literal_phrasing() -> None:
    """What is explained is what was scored, also where a phrasing speaks for itself."""
    (one, *_) = MATCHER.explain("Which shops are there?")
    assert one.candidate.score == pytest.approx(one.similarity ** (1 - COVERAGE) * one.coverage**COVERAGE)


@pytest.mark.parametrize("utterance", UTTERANCES)
def test_shares_add_up(utterance: str) -> None:
    """What words and the whole add is the similarity, what words weigh is all that is said, what is covered is the coverage."""
    for one in MATCHER.explain(utterance):
        assert sum(word.share for word in one.words) + one.rest == pytest.approx(one.similarity)
        assert sum(word.weight for word in one.words) == pytest.approx(1.0)
        assert sum(word.weight * word.certainty for word in one.words if word.covered) == pytest.approx(one.coverage)


def test_what_the_whole_adds() -> None:
    """Where neither order nor a literal phrasing helps, it is next to nothing; for a phrasing word for word it is much."""
    assert MATCHER.explain("expensive shop xyzzy")[0].rest == pytest.approx(0.0, abs=0.01)
    literal, shuffled = (MATCHER.explain(text)[0] for text in ("how expensive is a cup", "cup a is expensive how"))
    assert literal.rest > shuffled.rest + 0.3
    assert [word.share for word in literal.words] == pytest.approx([word.share for word in reversed(shuffled.words)], abs=1e-4)


def test_explained_words() -> None:
    """Each run of words comes with what it was taken for, how surely, and whether the entry has it."""
    first, second = MATCHER.explain("Expnsive tea room in Kirkby Kendal, xyzzy")
    assert [first.candidate.entry, second.candidate.entry] == ["elsewhere", "ashford"]
    rows = [(word.word, word.meant, word.certainty == 1, word.covered) for word in first.words]
    assert rows == [
        ("expnsive", "expensive", False, False),
        ("tea room", "shop", True, True),
        ("in", "in", True, True),
        ("kirkby kendal", "Kendal", True, True),
        ("xyzzy", "xyzzy", False, False),
    ]
    assert [word.covered for word in second.words] == [False, True, True, False, False]
    assert first.words[0].certainty == pytest.approx((8 / 9) ** 2)
    assert (first.words[4].certainty, first.words[4].share) == (0, 0)
    assert abs(first.words[0].share) < 0.05 < first.words[1].share < first.words[3].share
    assert first.words[3].share > second.words[3].share


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
    unlisted, listed = (score(f"is there a shop in {name}", "elsewhere", OPEN_MATCHER) for name in ("Glasgow", "Kendal"))
    assert 0.6 * listed < unlisted < 0.99 * listed
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


@pytest.mark.parametrize(
    ("phrasings", "utterance", "entry"),
    [
        ({"a": ["green house"], "b": ["red garden"]}, "garden", "b"),
        ({"a": ["green house"], "b": ["greenish garden"]}, "greenisch", "b"),
        ({"a": ["organisation"], "b": ["apples"]}, "reorganisations", "a"),
        ({"a": ["man bites dog"], "b": ["dog bites man"]}, "dog bites man", "b"),
        ({"a": ["man bites dog"], "b": ["dog bites man"]}, "man bites dog", "a"),
        ({"a": ["from Ash to Rye"], "b": ["from Rye to Ash"]}, "train from Rye to Ash", "b"),
    ],
)
def test_words_letters_and_order(phrasings: Mapping[str, Sequence[str]], utterance: str, entry: str) -> None:
    """Each can make the difference: a word, the letters of a word that nobody has used, and the order of the same words."""
    assert next(one.entry for one in Matcher("en", phrasings).match(utterance).candidates) == entry


def test_how_many_entries_are_compared_closely() -> None:
    """Where there are more entries than are compared phrasing by phrasing, the right one is among those, also behind chatter."""
    names = [f"item{at:03}" for at in range(CLOSEST * 3)]
    phrasings = {name: [f"price of {name}", f"where is {name}"] for name in names}
    matcher = Matcher("en", phrasings, chatter={"talk": ["the price of freedom", "where is everybody"]})
    for name in names[:: CLOSEST // 2]:
        first, second, *_ = matcher.match(f"price of {name}").candidates
        assert (first.entry, first.phrasing, first.likeness) == (name, f"price of {name}", pytest.approx(1.0))
        assert second.score < first.score
    rehearsal = next(one for one in matcher.rehearse([1]))
    assert (rehearsal.entry, rehearsal.match.candidates[0].entry) == (names[0], names[0])


CHATTER = {"weather": ["what is the weather in {town}", "will it rain"], "sugar": ["lend me a cup of sugar"]}
CHATTERING = Matcher("en", PHRASINGS, VOCABULARY, CHATTER)


@pytest.mark.parametrize(
    ("utterance", "nearer"),
    [
        ("what is the weather in Kendal", True),
        ("lend me a cup of sugar", True),
        ("will it rain or not", True),
        ("how expensive is a cup", False),
        ("is there a shop in Kendal", False),
        ("xyzzy", False),
    ],
)
def test_chatter_competes(utterance: str, nearer: bool) -> None:
    """How strongly chatter is matched is told beside the candidates, and it is none of them."""
    found = CHATTERING.match(utterance, limit=100)
    strongest = max((one.score for one in found.candidates), default=0.0)
    assert (found.chatter > strongest) is nearer
    assert {one.entry for one in found.candidates} <= PHRASINGS.keys()
    assert {one.candidate.entry for one in CHATTERING.explain(utterance, limit=100)} <= PHRASINGS.keys()


def test_without_chatter() -> None:
    """Where there is none, nothing is like it."""
    assert MATCHER.match("what is the weather in Kendal").chatter == 0.0
    assert (MATCHER.chatter, CHATTERING.chatter) == (0, 3)
    assert MATCHER.phrasings == CHATTERING.phrasings == sum(map(len, PHRASINGS.values()))


def test_words_of_chatter_are_known() -> None:
    """A word that only chatter uses is not taken for a similar word of an entry."""
    assert score("shope", "ashford", Matcher("en", PHRASINGS)) > 0
    assert score("shope", "ashford", Matcher("en", PHRASINGS, chatter={"names": ["my name is Shope"]})) == 0


@pytest.mark.parametrize(
    ("utterance", "entry", "words"),
    [
        ("is there a", "ashford", 0),
        ("shop", "ashford", 1),
        ("a shop in ashford", "ashford", 2),
        ("is there a shop in Kendal", "elsewhere", 2),
        ("expensive xyzzy cup", "price", 2),
    ],
)
def test_subject_words(utterance: str, entry: str, words: float) -> None:
    """A candidate tells how many words it shares that are no words of grammar."""
    assert {one.entry: one.subjects for one in MATCHER.match(utterance, limit=9).candidates}[entry] == pytest.approx(words)


HOUSE = {
    "shops": ["Which shops are there?", "where are your shops", "list of shops", "which shops do you have"],
    "ashford": ["Is there a shop in Ashford?", "Ashford", "Ashford shop", "do you have a shop in Ashford"],
    "elsewhere": ["Is there a shop in {town}?", "{town}", "{town} shop", "do you have a shop in {town}"],
    "teas": ["Which teas do you sell?", "which teas can I drink", "list of teas", "what teas do you have"],
    "price": ["What does a cup cost?", "how expensive is a cup", "price of a cup", "what is the price of a cup"],
    "owner": ["Who owns the shops?", "who is the owner"],
    "hello": ["Hello"],
}


def nearest(match: Match) -> str | None:
    """The best entry of a match, if there is any."""
    return next((one.entry for one in match.candidates), None)


def test_rehearsals() -> None:
    """A phrasing that is left out is matched nearly as by a matcher that was built without it."""
    matcher = Matcher("en", HOUSE, VOCABULARY, CHATTER)
    same: list[bool] = []
    differences: list[float] = []
    for one in matcher.rehearse():
        assert one.others == len(HOUSE[one.entry]) - 1
        if one.others:
            rest = {entry: [text for text in texts if text != one.phrasing] for entry, texts in HOUSE.items()}
            without = Matcher("en", rest, VOCABULARY, CHATTER).match(one.phrasing.replace("{town}", "Kendal"))
            assert nearest(one.match) in [candidate.entry for candidate in without.candidates[:2]]
            same.append(nearest(one.match) == nearest(without))
            differences.append(abs(1 - one.match.candidates[0].score / without.candidates[0].score))
    assert sum(same) >= 0.9 * len(same)
    assert sum(differences) < 0.2 * len(differences)


def test_rehearsing_some() -> None:
    """Phrasings are numbered in their order, those of chatter after them; all or some of them can be left out."""
    matcher = Matcher("en", HOUSE, VOCABULARY, CHATTER)
    texts = [(entry, text) for entry, texts in HOUSE.items() for text in texts]
    assert [(one.entry, one.phrasing) for one in matcher.rehearse()] == texts
    assert [(one.entry, one.phrasing) for one in matcher.rehearse([3, 0])] == [texts[3], texts[0]]
    rain = next(matcher.rehearse([matcher.phrasings + 1]))
    assert (rain.entry, rain.phrasing) == ("~weather", "will it rain")
    assert rain.match.chatter < CHATTERING.match("will it rain").chatter


def test_rehearsing_does_not_change_the_matcher() -> None:
    """Afterwards the phrasings are there as before."""
    matcher = Matcher("en", HOUSE, VOCABULARY, CHATTER)
    before = [matcher.match(text) for texts in HOUSE.values() for text in texts]
    once, again = ([one.match for one in matcher.rehearse()] for _ in range(2))
    assert once == again
    assert [matcher.match(text) for texts in HOUSE.values() for text in texts] == before


@pytest.mark.parametrize("phrasing", ["Hello", "who owns the pond"])
def test_the_only_phrasing_left_out(phrasing: str) -> None:
    """An entry whose only phrasing is left out is no candidate."""
    phrasings = {"shops": HOUSE["shops"], "only": [phrasing]}
    (one,) = list(Matcher("en", phrasings).rehearse([len(HOUSE["shops"])]))
    assert (one.entry, one.others) == ("only", 0)
    assert "only" not in [candidate.entry for candidate in one.match.candidates]


TEAHOUSE = Matcher(
    "en",
    {
        "hours": ["What are the opening hours?", "when do you open and close"],
        "house": ["Where is the teahouse?", "how do I find the teahouse"],
        "teas": ["Which teas do you sell?", "what can I drink"],
        "price": ["What does a cup cost?", "how expensive is a cup"],
        "owner": ["Who owns the place?", "owner"],
        "delivery": ["Do you deliver to my home?", "home delivery"],
        "moscow": ["Is there a shop in Moscow?"],
    },
    chatter={"weather": ["what is the weather in Moscow"], "sugar": ["lend me a cup of sugar"]},
)


@pytest.mark.parametrize(
    ("typed", "entry"),
    [
        # typing errors
        ("opning hours", "hours"),
        ("openinng hours", "hours"),
        ("oepning hours", "hours"),
        ("opebing hours", "hours"),
        ("hoe ezpensive is a cup", "price"),
        ("how expnsive si a cpu", "price"),
        ("wich tesa do yuo sel", "teas"),
        ("whats the oppening hourss", "hours"),
        # spaces
        ("openinghours", "hours"),
        ("what are the openinghours", "hours"),
        ("homedelivery", "delivery"),
        ("home-delivery", "delivery"),
        ("do you de liver to my home", "delivery"),
        ("where is the tea-house", "house"),
        ("where is the tea house", "house"),
        ("where   is\tthe\nteahouse", "house"),
        # how it is written
        ("WHERE IS THE TEAHOUSE", "house"),
        ("wHERE iS tHE tEAHOUSE", "house"),
        ("where is the teahouse \N{GRINNING FACE}\N{TEACUP WITHOUT HANDLE}", "house"),
        ("\N{TEACUP WITHOUT HANDLE}where\N{TEACUP WITHOUT HANDLE}is the teahouse??!!1", "house"),
        ("whereeee is the teahouse", "house"),
        ("where is the teahouuuuse plsssss", "house"),
        ("wheeeere is theeee teahouseee", "house"),
        ("where's the teahouse", "house"),
        ("wheres the teahouse", "house"),
        # what stands around it
        ("Hello! Where is the teahouse?", "house"),
        ("hi there, could you please tell me where the teahouse is, many thanks", "house"),
        ("um so basically uh how do I like find the teahouse I mean", "house"),
        ("Good evening dear all, I just wanted to ask what a cup costs. Kind regards", "price"),
        # letters that are not what they seem
        ("is there a shop in m\N{CYRILLIC SMALL LETTER O}scow", "moscow"),
        ("is there a sh\N{CYRILLIC SMALL LETTER O}p in M\N{CYRILLIC SMALL LETTER O}sc\N{CYRILLIC SMALL LETTER O}w", "moscow"),
        ("wh\N{CYRILLIC SMALL LETTER IE}re is the t\N{CYRILLIC SMALL LETTER IE}ahouse", "house"),
        ("where is the tea\u200bhouse", "house"),
        ("w\u200dh\u200de\u2060re is the \ufeffteahouse", "house"),
        ("where is the tea\u00adhouse", "house"),
        ("ｗｈｅｒｅ　ｉｓ　ｔｈｅ　ｔｅａｈｏｕｓｅ", "house"),
        ("ＷＨＥＲＥ is the ＴＥＡＨＯＵＳＥ？", "house"),
        ("𝐰𝐡𝐞𝐫𝐞 𝐢𝐬 𝐭𝐡𝐞 𝐭𝐞𝐚𝐡𝐨𝐮𝐬𝐞", "house"),
        ("whe\u0301re is the te\u0336a\u0336house", "house"),
        # speech to text, without punctuation
        ("okay so I would like to know how expensive a cup is at your place", "price"),
        ("when do you open in the morning and when do you close in the evening", "hours"),
        ("so who is it that owns the place", "owner"),
        ("hey can you deliver some to my home tomorrow", "delivery"),
    ],
)
def test_robustness(typed: str, entry: str) -> None:
    """However it is typed or spoken, the entry that is meant comes first, before chatter too."""
    found = TEAHOUSE.match(typed)
    assert nearest(found) == entry
    assert found.candidates[0].score > found.chatter


@pytest.mark.parametrize(
    "piece",
    [
        *("a", "cup ", "xyzzy ", "ab cd ", "tea", "aaaa bbbb ", "1 ", "{town} ", "'", "-", "\n"),
        *("\N{TEACUP WITHOUT HANDLE}", "\u200b", "e\u0301", "ｗ", "м\N{LATIN SMALL LETTER O}", "茶", "ど", "はどこですか"),
        "where is the teahouse ",
    ],
)
def test_long_texts(piece: str) -> None:
    """4096 characters of anything are matched and explained as anything else is."""
    text = (piece * 4096)[:4096]
    found = TEAHOUSE.match(text)
    assert all(0 < one.score < 3 and 0 <= one.likeness <= 1 + 1e-6 for one in found.candidates)
    assert [one.candidate.entry for one in TEAHOUSE.explain(text)] == [one.entry for one in found.candidates[:2]]
    matcher = Matcher("ja", {"a": ["茶はどこですか"], "b": [text.replace("{town}", "town")]})
    assert nearest(matcher.match(text)) in ("b", None)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    """Whatever is said: no more candidates than wanted, best first, with numbers that make sense, and an explanation of each."""
    found = CHATTERING.match(text)
    scores = [one.score for one in found.candidates]
    assert len(scores) <= 3
    assert scores == sorted(scores, reverse=True)
    assert all(0 < one < 3 for one in scores)
    assert found.chatter >= 0
    assert all(one.subjects >= 0 and -1e-6 <= one.likeness <= 1 + 1e-6 for one in found.candidates)
    assert [one.candidate for one in CHATTERING.explain(text, limit=3)] == list(found.candidates)


JAPANESE = {
    "where": ["支部はどこですか", "支部の場所を教えてください"],
    "who": ["館長は誰ですか"],
    "make": ["お茶の入れ方を教えてください"],
    "cost": ["お茶はいくらですか", "お茶の値段"],
}


@pytest.mark.parametrize(
    ("utterance", "entry"),
    [
        ("支部はどこ？", "where"),
        ("支部どこですか", "where"),
        ("シブはどこですか", "where"),
        ("館長さんは誰", "who"),
        ("お茶いくら？", "cost"),
        ("お茶の値段はいくらですか", "cost"),
        ("お茶を教えてください", "make"),
        ("お茶はどうですか", "cost"),
    ],
)
def test_japanese(utterance: str, entry: str) -> None:
    """Words fall apart where the script changes, and the end of a sentence tells a question from a request."""
    assert nearest(Matcher("ja", JAPANESE).match(utterance)) == entry


@pytest.mark.parametrize("phrasing", ["日本人と日本語", "支部の支部長", "東京都の京都"])
def test_words_that_share_a_kanji(phrasing: str) -> None:
    """A phrasing of which two words share a character is like itself, and no more than that."""
    first, *_ = Matcher("ja", {"it": [phrasing], "other": ["日本語の講座", "支部はどこ"]}).match(phrasing).candidates
    assert (first.entry, first.likeness) == ("it", pytest.approx(1.0))


@pytest.mark.parametrize(
    "phrasings",
    [
        {"a": ["who are you"]},
        {"a": ["tea"]},
        {"a": ["tea"], "b": ["tea"]},
        {"a": ["tea", "tea"]},
        {"a": ["?"]},
        {"a": ["tea", "cup"]},
    ],
)
def test_very_small_knowledge(phrasings: Mapping[str, Sequence[str]]) -> None:
    """Where there is nothing to tell apart, a phrasing is still found, about as strong as anywhere else."""
    for text in phrasings["a"]:
        strengths = [one.score for one in Matcher("en", phrasings).match(text).candidates]
        assert len(strengths) == (0 if text == "?" else len(phrasings))
        assert all(1 < one < 2.5 for one in strengths)


@pytest.mark.parametrize(
    ("utterance", "expected"),
    [("wher is teh branch", "where is the branch"), ("quantum", "quantum"), ("", ""), ("{town}", "town")],
)
def test_corrected_words(utterance: str, expected: str) -> None:
    """Words that nobody has used are replaced by what was probably meant; strange ones stay."""
    assert Matcher("en", {"a": ["where is the branch"], "b": ["what does it cost"]}).corrected(utterance) == expected


CITIES = Matcher(
    "ja",
    {
        "branch": ["ハバロフスクに支部はありますか", "ハバロフスク支部", "ハバロ"],
        "visa": ["ビザは必要ですか", "ビザ"],
        "lecture": ["フルトコフさんの講演", "誰が講演しますか"],
    },
)


@pytest.mark.parametrize(
    ("utterance", "entry"),
    [
        ("ハバロフクスにありますか", "branch"),
        ("ハバロフスックにありますか", "branch"),
        ("ハバフロスク", "branch"),
        ("フルコトフさん", "lecture"),
        ("フルトコーフの講演", "lecture"),
    ],
)
def test_misspelled_japanese(utterance: str, entry: str) -> None:
    """A foreign name is recognised in spite of a slip, also where it begins like a shorter one that is known."""
    assert nearest(CITIES.match(utterance)) == entry


@pytest.mark.parametrize("utterance", ["カフェはどこですか", "ハワイはどこですか"])
def test_japanese_that_is_no_misspelling(utterance: str) -> None:
    """What is like no known word is not taken for one."""
    assert not any(word in CITIES.corrected(utterance) for word in ("はばろふすく", "びざ", "ふるとこふ"))


@pytest.mark.parametrize(
    ("utterance", "unmet"),
    [
        ("shops in Kendal", {"elsewhere": 0, "shops": 1}),
        ("shops", {"shops": 0}),
        ("green shops in Kendal", {"elsewhere": 1, "shops": 2}),
    ],
)
def test_what_an_entry_does_not_speak_of(utterance: str, unmet: Mapping[str, int]) -> None:
    """Of each candidate it is known how many word lists are mentioned that none of its phrasings names."""
    vocabulary = Vocabulary(lists={"town": [("Kendal",)], "colour": [("green",)]})
    matcher = Matcher("en", {"elsewhere": ["is there a shop in {town}", "{town}"], "shops": ["where are the shops"]}, vocabulary)
    assert {one.entry: one.unmet for one in matcher.match(utterance).candidates} == unmet
