"""A word that nobody has written before is taken for the nearest known one, or left alone."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching.spelling import LEAST_SIMILARITY, MOST_COMPARED, OTHER_BEGINNING, SHORTEST, SPACING, Heard, Spelling

KNOWN = ("branch", "branches", "internship", "moscow", "who", "the", "sea", "where")


@pytest.mark.parametrize(
    ("word", "meant", "similarity"),
    [
        ("brnch", "branch", 1 - 1 / 6),
        ("bbranch", "branch", 1 - 1 / 7),
        ("barnch", "branch", 1 - 1 / 6),
        ("vranch", "branch", 1 - 1 / 6),
        ("moscwo", "moscow", 1 - 1 / 6),
        ("intrenhsip", "internship", 1 - 2 / 10),
        ("branch", "branch", 1.0),
        ("wher", "where", 1 - 1 / 5),
    ],
)
def test_typos(word: str, meant: str, similarity: float) -> None:
    """A dropped, doubled, swapped or replaced letter, or two of them in a long word, leave the word recognisable."""
    assert Spelling(Counter(KNOWN)).nearest(word) == (meant, pytest.approx(similarity))


@pytest.mark.parametrize("word", ["", "xylophone", "bench", "mosque", "mscw", "хабаровск"])
def test_too_far(word: str) -> None:
    """A word that is not near to any known one is not guessed."""
    assert Spelling(Counter(KNOWN)).nearest(word) is None


@pytest.mark.parametrize(("word", "guessed"), [("mosco", True), ("masco", False), ("mscow", True), ("mocsw", False)])
def test_how_near_is_near_enough(word: str, guessed: bool) -> None:
    """From seven letters in ten on a guess is right more often than wrong."""
    assert LEAST_SIMILARITY == 0.7
    assert (Spelling({"moscow": 1}).nearest(word) is not None) is guessed


@pytest.mark.parametrize("word", ["wha", "hoo", "tea", "se", "th", "a", "thx"])
def test_short_words_are_not_guessed(word: str) -> None:
    """A short word has too many neighbours for a guess."""
    assert len(word) < SHORTEST
    assert Spelling(Counter(KNOWN)).nearest(word) is None


@pytest.mark.parametrize(("word", "meant"), [("hwo", "who"), ("woh", "who"), ("teh", "the"), ("esa", "sea")])
def test_swapped_letters_of_short_words(word: str, meant: str) -> None:
    """Only two swapped letters are put right in a short word."""
    assert Spelling(Counter(KNOWN)).nearest(word) == (meant, pytest.approx(2 / 3))


def test_a_short_word_is_not_swapped_into_a_longer_one() -> None:
    """Swapping finds words of the same length alone."""
    assert Spelling({"them": 1, "thee": 1}).nearest("teh") is None


@pytest.mark.parametrize("known", [["beats", "beans", "bears"], ["bears", "beats", "beans"]])
def test_equally_near(known: list[str]) -> None:
    """Among several that are equally near, the guess does not depend on the order in which they became known."""
    assert Spelling(Counter(known)).nearest("beaks") == ("beans", pytest.approx(0.8))


def test_nothing_is_known() -> None:
    """Where there are no words, none is guessed."""
    assert Spelling({}).nearest("branch") is None
    assert Spelling({}).nearest("teh") is None


def test_the_more_frequent_of_two_is_meant() -> None:
    """Two words may be equally near; "waht" is "what", not "wait", if people write that more often."""
    assert Spelling({"wait": 1, "what": 9}).nearest("waht") == ("what", pytest.approx(0.75))
    assert Spelling({"wait": 9, "what": 1}).nearest("waht") == ("wait", pytest.approx(0.75))


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("whereeee", "where"),
        ("wheeeere", "where"),
        ("brrrrannnch", "branch"),
        ("whooo", "who"),
        ("theee", "the"),
        ("seaaaa", "sea"),
        ("gooood", "good"),
        ("innnn", None),
        ("hmmmm", None),
    ],
)
def test_drawn_out_words(word: str, meant: str | None) -> None:
    """Letters that are drawn out cost nothing, be the word spelled with one or two of them; words of two letters stay."""
    found = Spelling(Counter([*KNOWN, "good", "in"])).nearest(word)
    assert found == ((meant, 1.0) if meant else None)


def test_a_drawn_out_word_with_a_typo() -> None:
    """Only the typo counts."""
    assert Spelling(Counter(KNOWN)).nearest("brnchhhh") == ("branch", pytest.approx(1 - 1 / 6))


@pytest.mark.parametrize(("word", "meant"), [("xranch", "branch"), ("bramch", "branch")])
def test_the_first_letter_is_seldom_missed(word: str, meant: str) -> None:
    """Among two words that are equally near, the one with the same beginning was meant, even if the other is more frequent."""
    assert 0 < OTHER_BEGINNING < 1 - LEAST_SIMILARITY
    assert Spelling({"branch": 1}).nearest(word) == (meant, pytest.approx(1 - 1 / 6))
    assert Spelling({"later": 9, "water": 1}).nearest("watar") == ("water", pytest.approx(0.8))
    assert Spelling({"mater": 9, "watel": 1}).nearest("water") == ("watel", pytest.approx(0.8))


def test_among_very_many_words() -> None:
    """Only the known words that share most pairs of letters are compared; the nearest is among them."""
    strangers = {f"bran{at:04}": 5 for at in range(MOST_COMPARED * 3)}
    assert Spelling({"branches": 1} | strangers).nearest("brnaches") == ("branches", pytest.approx(1 - 1 / 8))


USED = {"opening": 3, "hours": 2, "tea": 5, "teahouse": 1, "house": 4, "open": 2, "in": 9, "ghost": 1, "wallpaper": 1, "are": 2}


def read(*written: str, most: int = 9) -> list[tuple[str, str, bool]]:
    """What was written, what it was taken for, and whether that is certain."""
    return [(one.source, one.word, one.certainty == 1) for one in Spelling(USED).read(written, USED.__contains__, most)]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ((), []),
        (("tea", "house"), [("tea", "tea", True), ("house", "house", True)]),
        (("openinghours",), [("opening", "opening", False), ("hours", "hours", False)]),
        (("teahouse",), [("teahouse", "teahouse", True)]),
        (("wall", "paper"), [("wall paper", "wallpaper", False)]),
        (("wall", "paper", "are"), [("wall paper", "wallpaper", False), ("are", "are", True)]),
        (("open", "ing", "hours"), [("open ing", "opening", False), ("hours", "hours", True)]),
        (("openign", "hours"), [("openign", "opening", False), ("hours", "hours", True)]),
        (("xyzzy", "plugh"), [("xyzzy", "xyzzy", False), ("plugh", "plugh", False)]),
        (("teain",), [("teain", "teain", False)]),
    ],
)
def test_spaces(written: tuple[str, ...], expected: list[tuple[str, str, bool]]) -> None:
    """Two words that were run together, or one that was torn apart, are read as they were meant, if each part is long enough."""
    assert read(*written) == expected


def test_a_torn_word_keeps_its_source() -> None:
    """What was written as two words is told as two; how sure it is lies between a guess and a known word."""
    (one,) = Spelling(USED).read(["wall", "paper"], USED.__contains__, 9)
    assert one == Heard("wall paper", "wallpaper", SPACING)
    assert 0 < SPACING < 1


def test_how_sure_a_guess_is() -> None:
    """A guess that is less near is much less sure; a strange word is not sure at all."""
    (near,), (far,), (strange,) = (Spelling(USED).read([word], USED.__contains__, 9) for word in ("openin", "oepnin", "zzzzz"))
    assert near.word == far.word == "opening"
    assert 1 > near.certainty > far.certainty > strange.certainty == 0
    assert near.certainty == pytest.approx((1 - 1 / 7) ** 2)


def test_of_two_ways_to_cut_the_usual_one() -> None:
    """The rarer of the two parts is as frequent as can be."""
    known = {"are": 9, "area": 1, "ache": 1, "che": 1, "reach": 5, "each": 6}
    (first, second) = Spelling(known).read(["areeach"], known.__contains__, 9)
    assert (first.word, second.word) == ("are", "each")
    ambiguous = {"tear": 1, "oom": 1, "tea": 8, "room": 7}
    assert [one.word for one in Spelling(ambiguous).read(["tearoom"], ambiguous.__contains__, 9)] == ["tea", "room"]


def test_a_near_guess_comes_before_a_cut() -> None:
    """A long word with one wrong letter is that word, although it could be cut in two."""
    known = {"understanding": 1, "under": 5, "standinh": 5}
    assert [one.word for one in Spelling(known).read(["understandinh"], known.__contains__, 9)] == ["understanding"]


def test_only_so_many_are_looked_up() -> None:
    """The first unknown words are looked up; those that come later stay strange, and known words do not count."""
    assert read("openin", "tea", "openin", "openin", most=2) == [
        ("openin", "opening", False),
        ("tea", "tea", True),
        ("openin", "opening", False),
        ("openin", "openin", False),
    ]
    assert read("openinghours", "openinghours", most=1)[-1] == ("openinghours", "openinghours", False)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=9), max_size=6), st.integers(0, 4))
def test_any_words(written: list[str], most: int) -> None:
    """Nothing that is written gets lost, and its order stays; what was taken for something was taken for a known word."""
    heard = list(Spelling(USED).read(written, USED.__contains__, most))
    assert "".join(one.source.replace(" ", "") for one in heard) == "".join(written)
    for one in heard:
        assert 0 <= one.certainty <= 1
        assert one.certainty == 0 or one.word in USED
