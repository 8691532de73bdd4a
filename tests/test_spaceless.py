"""Japanese is cut into words, and the ways to spell a word meet."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching.spaceless import Cutter, by_script, fold, is_spaceless, pieces, runs
from bot.matching.words import normalise

KNOWN = re.findall(r"\S+", "は が に の を つ で どこ です ですか なに あります ありますか ウラジオストク 申し込み 日本センター")
READINGS = {"支部": "しぶ", "日本": "にほん", "電話番号": "でんわばんごう"}
CUTTER = Cutter(KNOWN, READINGS)


@pytest.mark.parametrize(
    ("word", "expected"),
    [("支部", True), ("どこ", True), ("センター", True), ("branch", False), ("филиал", False), ("2018", False), ("", False)],
)
def test_scripts_without_spaces(word: str, expected: bool) -> None:
    """Kanji, hiragana and katakana are written without spaces."""
    assert is_spaceless(word) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("moscowの支部 2018年", ["の支部", "年"]), ("где", []), ("", []), ("センター。どこ", ["センター", "どこ"])],
)
def test_parts_without_spaces(text: str, expected: list[str]) -> None:
    """What stands between signs, spaces and other scripts."""
    assert runs(text) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("支部長", ["支", "部", "長"]),
        ("支", []),
        ("どこです", ["どこ", "こで", "です", "どこで", "こです"]),
        ("どこか", ["どこ", "こか"]),
        ("どこ", []),
        ("申し込み", ["申", "込"]),
        ("branch", []),
        ("филиал", []),
        ("2018", []),
        ("", []),
    ],
)
def test_what_a_word_may_be_made_of(word: str, expected: list[str]) -> None:
    """Without spaces a word may be several: single kanji, two or three kana; what is no longer than that is not cut."""
    assert list(pieces(word)) == expected


@pytest.mark.parametrize(
    "spellings",
    [
        ("センター", "センタ", "せんたー", "せんた"),
        ("ウラジオストク", "ウラジオストック", "うらじおすとく", "ウラヂオストーク"),
        ("ニジニ・ノヴゴロド", "ニジニーノブゴロド", "にじにのぶごろど"),
        ("ヴォルガ", "ボルガ", "ゔぉるが"),
        ("6ヶ所", "6か所", "6カ所", "6ヵ所"),
        ("ウォッカ", "ウオッカ", "ウオカ"),
        ("インタビュー", "インタヴュー"),
    ],
)
def test_spellings_that_meet(spellings: tuple[str, ...]) -> None:
    """Katakana and hiragana, long vowels, doubled consonants, small vowels, and v for b make no difference."""
    assert len({fold(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize("words", [("病院", "美容院"), ("支部", "渋"), ("きょう", "きよう"), ("はな", "ばな")])
def test_spellings_that_do_not_meet(words: tuple[str, str]) -> None:
    """Other kanji, small ya, yu, yo and voiced consonants are other words."""
    assert fold(words[0]) != fold(words[1])


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        ("日本センターはどこですか", ["日本せんた", "は", "どこ", "ですか"]),
        ("にほんせんたーのしぶはどこ", ["日本せんた", "の", "支部", "は", "どこ"]),
        ("つの支部", ["つ", "の", "支部"]),
        ("申し込みはどこで", ["申し込み", "は", "どこ", "で"]),
        ("はじめまして", ["はじめまして"]),
        ("うらじおすとっくにありますか", ["うらじおすとく", "に", "ありますか"]),
        ("でんわばんごうは", ["電話番号", "は"]),
        ("支部のでんわばんごう", ["支部", "の", "電話番号"]),
        ("支部のしぶい人", ["支部", "のしぶい", "人"]),
        ("カフェの日", ["かふえ", "の", "日"]),
        ("ー", ["ー"]),
    ],
)
def test_cut_into_words(run: str, expected: list[str]) -> None:
    """Known words are cut out; kana stand for the kanji they sound like, short ones only in a text that has no kanji at all."""
    assert CUTTER.cut(run) == expected


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        ("タイはどこ", ["たい", "は", "どこ"]),
        ("見たいです", ["見", "たい", "です"]),
        ("ドーハにあります", ["どは", "に", "あります"]),
        ("支部などは", ["支部", "などは"]),
        ("たいにあります", ["たい", "に", "あります"]),
        ("ウラジオストクとタイ", ["うらじおすとく", "と", "たい"]),
    ],
)
def test_short_foreign_names(run: str, expected: list[str]) -> None:
    """A name as short as タイ is one in katakana only, unless all is in kana: else it would be found amid other words."""
    cutter = Cutter(KNOWN, READINGS, names=["タイ", "ドーハ", "ウラジオストク"])
    assert cutter.cut(run) == expected


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        ("スモーリヌイでは", ["すもりぬい", "で", "は"]),
        ("フルコトフつの", ["ふることふ", "つ", "の"]),
        ("つのカフェはどこ", ["つ", "の", "かふえ", "は", "どこ"]),
    ],
)
def test_what_is_unknown_ends_with_its_katakana(run: str, expected: list[str]) -> None:
    """Particles after a foreign name that nobody has used are found, however short they are."""
    assert CUTTER.cut(run) == expected


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        ("リマインダーを設定", ["りまいんだ", "を", "設定"]),
        ("イルカショーはどこ", ["いるかしょ", "は", "どこ"]),
        ("モスクワセンターですか", ["もすくわ", "せんた", "ですか"]),
        ("支部はドコですか", ["支部", "は", "どこ", "ですか"]),
        ("モスクワノカショハドコ", ["もすくわ", "の", "か所", "は", "どこ"]),
        ("日本センターノ支部", ["日本せんた", "の", "支部"]),
    ],
)
def test_what_is_in_katakana_stays_whole(run: str, expected: list[str]) -> None:
    """Only words that are written in katakana are found inside a longer run of it, unless all is in katakana."""
    cutter = Cutter([*KNOWN, "んだ", "を", "センター"], {**READINGS, "か所": "かしょ"}, names=["モスクワ"])
    assert cutter.cut(run) == expected


def test_nothing_is_known() -> None:
    """What is not known falls apart where its script changes."""
    run = "カフェの日を楽しむ"
    assert Cutter((), {}).cut(run) == by_script(run) == ["かふえ", "の", "日", "を", "楽", "しむ"]


@settings(derandomize=True, deadline=None)
@given(st.text("はがにのどこですかなしぶ支部日本センターウラジオストクッヴァ々ヶ・", min_size=1, max_size=30))
def test_nothing_gets_lost(text: str) -> None:
    """However it is cut, the words together sound like the whole; and what was cut is cut the same way again."""
    without_readings = Cutter((*KNOWN, *READINGS), {})
    for run in runs(normalise(text)):
        assert "".join(without_readings.cut(run)) == fold(run)
        assert all(CUTTER.cut(word) for word in CUTTER.cut(run))


def test_long_texts_are_cut_too() -> None:
    """A text as long as Telegram lets one write."""
    assert len(CUTTER.cut("日本センターはどこですか" * 300)) == 1200
