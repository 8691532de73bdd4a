"""An utterance falls into sentences, questions and lead-ins as people join them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.hearing import SPEECH, Speech, sentences

ENGLISH = SPEECH["en"]


@pytest.mark.parametrize(
    ("utterance", "expected"),
    [
        ("", ()),
        (" \n ", ()),
        ("where are you", ("where are you",)),
        ("Where are you?", ("Where are you?",)),
        ("Hello. Where are you? I need to know!", ("Hello.", "Where are you?", "I need to know!")),
        ("where are you\nwho pays\n\n\nthanks", ("where are you", "who pays", "thanks")),
        ("Really?! Who pays...  and why…  ok", ("Really?!", "Who pays...", "and why…", "ok")),
        ("Is it in St. Petersburg?", ("Is it in St. Petersburg?",)),
        ("Who is A. D. Khlutkov? Mr. Khlutkov or Dr. Who?", ("Who is A. D. Khlutkov?", "Mr. Khlutkov or Dr. Who?")),
        ("21.6 percent. Why?", ("21.6 percent.", "Why?")),
        ("see www.example.org/a?b", ("see www.example.org/a?b",)),
        ("支部は？費用は？", ("支部は？", "費用は？")),
        ("はい。支部は", ("はい。", "支部は")),
    ],
)
def test_sentences(utterance: str, expected: tuple[str, ...]) -> None:
    """A sentence ends with its sign or its line; an abbreviation, an initial or a number with a point in it ends none."""
    assert sentences(utterance) == expected


@settings(derandomize=True, deadline=None)
@given(st.text())
def test_sentences_lose_nothing(utterance: str) -> None:
    """Of any text nothing is lost but white space, and no sentence is empty."""
    assert "".join("".join(sentences(utterance)).split()) == "".join(utterance.split())
    assert all(sentences(utterance))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("", ()),
        ("where are you", ("where are you",)),
        ("where are you and who pays for it?", ("where are you", "who pays for it?")),
        ("Where are you, who pays", ("Where are you", "who pays")),
        ("where are you AND WHO PAYS", ("where are you", "WHO PAYS")),
        ("where are you, and also who pays & what is the price", ("where are you", "who pays", "what is the price")),
        ("what is it? how much; when + where", ("what is it", "how much", "when", "where")),
        ("who pays and what for or is it free", ("who pays", "what for", "is it free")),
        ("phone and address", ("phone", "address")),
        ("Ashford and Bexley", ("Ashford and Bexley",)),
        ("is tea and rice sold", ("is tea and rice sold",)),
        ("the brand whatsoever, andwho", ("the brand whatsoever, andwho",)),
        ("where? ", ("where?",)),
    ],
)
def test_clauses(sentence: str, expected: tuple[str, ...]) -> None:
    """A second question begins where a word that joins is followed by a word that asks."""
    assert ENGLISH.clauses(sentence) == expected


@pytest.mark.parametrize(
    ("utterance", "rest"),
    [
        ("and in Khabarovsk?", "in Khabarovsk?"),
        ("And, in Moscow", "in Moscow"),
        ("  what about Moscow", "Moscow"),
        ("ok so what about the prices", "the prices"),
        ("okay, then how about that", "that"),
        ("and?", "?"),
        ("and", ""),
        ("in Khabarovsk and Moscow", None),
        ("Andorra", None),
        ("some", None),
        ("whatabout it", None),
        ("", None),
    ],
)
def test_lead_ins(utterance: str, rest: str | None) -> None:
    """What ties a question to the answer before it is cut off; nothing else is."""
    assert ENGLISH.without_lead_in(utterance) == rest


@pytest.mark.parametrize("utterance", ["where are you and who pays", "and in Khabarovsk?", "", "支部は"])
def test_a_language_of_which_nothing_is_known(utterance: str) -> None:
    """Nothing is cut, neither at words that join nor at the beginning."""
    assert Speech().clauses(utterance) == ((utterance,) if utterance else ())
    assert Speech().without_lead_in(utterance) is None


RUSSIAN, JAPANESE = SPEECH["ru"], SPEECH["ja"]


@pytest.mark.parametrize(
    ("speech", "sentence", "expected"),
    [
        (ENGLISH, "The shop is closed?", True),
        (ENGLISH, "where is it", True),
        (ENGLISH, "and when does it open", True),
        (ENGLISH, "Please tell me about it.", True),
        (ENGLISH, "I'd like to know what it costs", True),
        (ENGLISH, "I know where it is.", False),
        (ENGLISH, "The shop is closed.", False),
        (RUSSIAN, "а сколько стоит", True),
        (RUSSIAN, "магазин работает или нет", True),
        (RUSSIAN, "Подскажите адрес.", True),
        (RUSSIAN, "Магазин закрыт.", False),
        (JAPANESE, "お店はどこですか。", True),
        (JAPANESE, "値段を教えて", True),
        (JAPANESE, "もう閉まってたっけ", True),
        (JAPANESE, "お店は閉まっています。", False),
        (Speech(), "Ou est-ce?", True),
        (Speech(), "Ou est-ce", False),
    ],
)
def test_what_asks(speech: Speech, sentence: str, expected: bool) -> None:
    """A question mark asks, and so do a question word at the beginning and a request."""
    assert speech.asks(sentence) is expected


@pytest.mark.parametrize(
    ("speech", "sentence", "expected"),
    [
        (RUSSIAN, "где вы находитесь и кто за это платит?", ("где вы находитесь", "кто за это платит?")),
        (RUSSIAN, "магазины в Москве и в Казани", ("магазины в Москве и в Казани",)),
        (JAPANESE, "支部はどこですか、それと誰が払っていますか", ("支部はどこですか", "誰が払っていますか")),
        (JAPANESE, "支部はどこ？誰が払うの？", ("支部はどこ？", "誰が払うの？")),
        (JAPANESE, "スマートシティのセミナー、申し込みはどこ", ("スマートシティのセミナー、申し込みはどこ",)),
    ],
)
def test_clauses_of_other_languages(speech: Speech, sentence: str, expected: tuple[str, ...]) -> None:
    """Two questions in one sentence fall apart in Russian and Japanese too; a subject and its question do not."""
    assert speech.clauses(sentence) == expected


@pytest.mark.parametrize(
    ("speech", "utterance", "rest"),
    [
        (RUSSIAN, "а в Хабаровске?", "в Хабаровске?"),
        (RUSSIAN, "Анадырь", None),
        (JAPANESE, "じゃあハバロフスクは？", "ハバロフスクは？"),
        (JAPANESE, "支部は", None),
    ],
)
def test_lead_ins_of_other_languages(speech: Speech, utterance: str, rest: str | None) -> None:
    """What ties a question to the answer before it, in Russian and Japanese."""
    assert speech.without_lead_in(utterance) == rest
