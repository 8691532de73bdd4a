"""The dialogue: every kind of reply when its time has come, what is remembered of it, and nothing that breaks it."""

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.dialogue import LONGEST_UTTERANCE, Dialogue, Memory, Turn
from bot.dialogue.policy import Bars
from bot.dialogue.reply import Answer, Choice, Nothing, Page, Smalltalk, Suggest, Unknown, outcome
from bot.knowledge.reader import read_knowledge
from knowledge_files import SHIPPED, entry, topic, write
from piped import piped
from teahouse import FILES, teahouse

UNSURE = Bars(answer=0.9, suggest=0.1, sure=0.95, margin=0.1, lone=0.9, unasked=0.97)


@pytest.fixture
def house(tmp_path: Path) -> Dialogue:
    """The dialogue of the tea house."""
    return teahouse(tmp_path)


@pytest.fixture
def unsure(tmp_path: Path) -> Dialogue:
    """The same, asking back more often."""
    return teahouse(tmp_path, bars=UNSURE)


@pytest.fixture(scope="module")
def shipped() -> Dialogue:
    """The dialogue over the shipped knowledge."""
    return Dialogue(read_knowledge(SHIPPED), Bars(), "en")


def told(turn: Turn) -> list[str]:
    """The entries that a reply is made of."""
    reply = turn.reply
    return [one.id for one in reply.entries] if isinstance(reply, Answer | Unknown | Smalltalk) else []


def test_an_answer(house: Dialogue) -> None:
    """An entry that is clearly meant is answered, and remembered."""
    turn = house.ask("where are your stores?")
    assert isinstance(turn.reply, Answer)
    assert turn.reply.text.plain == "Three: Ashford, Bexley and Corwen.\n\nAs of 2019."
    assert turn.memory == Memory(language="en", entry="shops-list")
    assert turn.language == "en"


def test_what_the_source_does_not_say(house: Dialogue) -> None:
    """A question that is known not to be covered is told to be unknown, and remembered as well."""
    turn = house.ask("how much does a mug cost, what is the price of a cup")
    assert isinstance(turn.reply, Unknown)
    assert turn.memory == Memory(language="en", entry="teas-price")


@pytest.mark.parametrize(
    ("said", "answered"), [("hi", "Hello!"), ("GOOD MORNING", "Hello!"), ("many thanks!", "You are welcome.")]
)
def test_small_talk(house: Dialogue, said: str, answered: str) -> None:
    """Small talk gets a friendly line; what was answered before is still in mind."""
    turn = house.ask(said, Memory(entry="shops-list", misses=1, offered=(Choice("teas-list", "?"),)))
    assert isinstance(turn.reply, Smalltalk)
    assert turn.reply.text.plain == answered
    assert turn.memory == Memory(language="en", entry="shops-list")


def test_a_suggestion(unsure: Dialogue) -> None:
    """What is not sure enough is asked back; what is offered is remembered, and what was answered before."""
    turn = unsure.ask("shop", Memory(entry="teas-list", misses=1))
    assert isinstance(turn.reply, Suggest)
    assert [choice.reference for choice in turn.reply.choices] == ["shops-list", "shop-ashford", "shop-bexley"]
    assert turn.memory == Memory(language="en", entry="teas-list", offered=turn.reply.choices)


@pytest.mark.parametrize("said", ["xyzzy", "what is the weather in Ashford", "", "?!", "😀👍🏽", " \n", "{town}"])
def test_nothing(house: Dialogue, said: str) -> None:
    """Anything else is not understood, be it empty, signs alone, or what strangers say to each other."""
    turn = house.ask(said, Memory(offered=(Choice("teas-list", "?"),)))
    assert isinstance(turn.reply, Nothing)
    assert turn.memory == Memory(language="en", misses=1)


def test_a_miss_after_an_answer(house: Dialogue) -> None:
    """A miss does not make one forget the answer before it."""
    assert house.ask("xyzzy plugh", Memory(entry="teas-list")).memory == Memory(language="en", entry="teas-list", misses=1)


@pytest.mark.parametrize("said", ["👍", "...", "", "?!", "{town}"])
def test_signs_after_an_answer(house: Dialogue, said: str) -> None:
    """Where nothing is said, nothing follows: a thumb up is no question about the topic."""
    assert isinstance(house.ask(said, Memory(entry="teas-list")).reply, Nothing)


def test_misses_in_a_row(house: Dialogue) -> None:
    """The second miss in a row offers the whole menu; the same is never said twice in a row; an answer begins anew."""
    memory, texts, menus = Memory(), [], []
    for said in ["xyzzy", "plugh", "frotz", "nitfol", "gnusto", "where are your shops", "xyzzy", "hi", "xyzzy"]:
        turn = house.ask(said, memory)
        memory = turn.memory
        texts.append(turn.reply.text.plain)
        menus.append(isinstance(turn.reply, Nothing) and turn.reply.whole_menu)
    assert texts[:5] == ["I do not know that.", "That neither.", "No idea.", "Not in my leaflet.", "That neither."]
    assert (texts[6], texts[8]) == ("I do not know that.", "I do not know that.")
    assert menus == [False, True, True, True, True, False, False, False, False]


def test_a_suggestion_ends_a_row_of_misses(unsure: Dialogue) -> None:
    """After a question back, a miss is the first one again."""
    missed = unsure.ask("xyzzy", unsure.ask("xyzzy").memory)
    assert missed.memory.misses == 2
    assert unsure.ask("xyzzy", unsure.ask("shop", missed.memory).memory).memory.misses == 1


@pytest.mark.parametrize(
    ("said", "text", "remembered"),
    [
        (
            "where are you and who is the owner of it?",
            "Three: Ashford, Bexley and Corwen.\n\nA widow owns them.\n\nAs of 2019.",
            "shop-owner",
        ),
        (
            "Who owns the shops? Where are you?",
            "A widow owns them.\n\nThree: Ashford, Bexley and Corwen.\n\nAs of 2019.",
            "shops-list",
        ),
        (
            "is there a shop in Kendal and what does a cup cost?",
            "No, not in Kendal.\n\nThe leaflet gives no prices.\n\nAs of 2019.",
            "teas-price",
        ),
        (
            "who owns the shops, what does a cup cost and where are you?",
            "A widow owns them.\n\nThe leaflet gives no prices.\n\nAs of 2019.",
            "teas-price",
        ),
    ],
)
def test_two_questions(house: Dialogue, said: str, text: str, remembered: str) -> None:
    """Two questions in one message are answered in their order, not more than two; the last one answered is remembered."""
    turn = house.ask(said)
    assert turn.reply.text.plain == text
    assert turn.memory == Memory(language="en", entry=remembered)


def test_two_answers_that_do_not_fit_one_message(tmp_path: Path) -> None:
    """The first one is given, and is what a follow-up refers to."""
    long = topic(entry("ocean", "how long is the ocean", "a" * 2000), entry("river", "how wide is the river", "b" * 2000))
    turn = teahouse(tmp_path, {"en/long.yaml": long}).ask("how long is the ocean and how wide is the river?")
    assert told(turn) == ["ocean"]
    assert turn.memory.entry == "ocean"
    assert turn.reply.text.utf16_length < 4096


@pytest.mark.parametrize(
    ("conversation", "answered"),
    [
        (["is there a shop in Ashford?", "and in Bexley?"], ["shop-bexley"]),
        (["is there a shop in Ashford?", "and in kirkby kendal?", "what about Rye?"], ["shop-elsewhere"]),
        (["who owns the shops", "list"], ["shops-list"]),
        (["where do the teas grow", "list"], ["teas-list"]),
        (["where do the teas grow", "thanks!", "list"], ["teas-list"]),
        (["where do the teas grow", "xyzzy", "list"], ["teas-list"]),
        (["is there a shop in Ashford?", "which teas do you sell", "and the whole list of it?"], ["teas-list"]),
        (["and in Bexley?"], ["shop-bexley"]),
        (["and?"], []),
    ],
)
def test_follow_ups(house: Dialogue, conversation: list[str], answered: list[str]) -> None:
    """What is short or begins with "and" is understood from the last answer, also past small talk and misses."""
    memory = Memory()
    for said in conversation:
        turn = house.ask(said, memory)
        memory = turn.memory
    assert told(turn) == answered


OFFERED = (Choice("teas-list", "..."), Choice("shop-elsewhere|Kendal", "..."), Choice("gone", "..."))


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("1", "Which teas do you sell?\nGreen tea and black tea.\n\nAs of 2019."),
        ("2", "Is there a shop in Kendal?\nNo, not in Kendal.\n\nAs of 2019."),
        (" 2. ", "Is there a shop in Kendal?\nNo, not in Kendal.\n\nAs of 2019."),
        ("1)", "Which teas do you sell?\nGreen tea and black tea.\n\nAs of 2019."),
    ],
)
def test_choosing_by_number(house: Dialogue, said: str, text: str) -> None:
    """A number chooses from what was offered."""
    turn = house.ask(said, Memory(entry="shops-list", misses=1, offered=OFFERED))
    assert turn.reply.text.plain == text
    assert turn.memory == Memory(language="en", entry=told(turn)[0])


@pytest.mark.parametrize("said", ["0", "3", "4", "-1", "1.5", "1 2", "²", "٢", "9" * 9, "1" * 5000])
def test_numbers_that_choose_nothing(house: Dialogue, said: str) -> None:
    """A number of nothing that is offered, or of what is gone, is a question like any other."""
    assert isinstance(house.ask(said, Memory(offered=OFFERED)).reply, Nothing)


@pytest.mark.parametrize("said", ["1", "2"])
def test_numbers_without_an_offer(house: Dialogue, said: str) -> None:
    """Where nothing was offered, a number chooses nothing."""
    assert isinstance(house.ask(said).reply, Nothing)


@pytest.mark.parametrize("said", ["00010", "0001" + "0" * 5000])
def test_numbers_with_zeros(house: Dialogue, said: str) -> None:
    """However a number begins, it is out of range if it is too large."""
    assert isinstance(house.ask(said, Memory(offered=OFFERED)).reply, Nothing)


def test_choosing_what_was_suggested(unsure: Dialogue) -> None:
    """A suggestion of a question with a place is answered for that place when its number comes."""
    asked = unsure.ask("a cup in the shop in Kendal")
    assert isinstance(asked.reply, Suggest)
    number = [choice.reference for choice in asked.reply.choices].index("shop-elsewhere|Kendal") + 1
    chosen = unsure.ask(str(number), asked.memory)
    assert chosen.reply.text.plain == "Is there a shop in Kendal?\nNo, not in Kendal.\n\nAs of 2019."
    assert chosen.memory == Memory(language="en", entry="shop-elsewhere")


def test_opening_a_choice(house: Dialogue) -> None:
    """What a button or link refers to is answered and remembered as if it had been asked; what is gone is not."""
    opened = house.open("teas-price")
    assert opened is not None
    assert (told(opened), opened.memory, opened.language) == (["teas-price"], Memory(language="en", entry="teas-price"), "en")
    assert house.open("hello") is not None
    for reference in ("", "gone", "shop-elsewhere", "shop-elsewhere|Nowhere", "teas-price|Kendal"):
        assert house.open(reference) is None


@pytest.mark.parametrize("said", ["hello, which teas do you sell?", "Hi! Which teas do you sell? Many thanks!"])
def test_small_talk_with_a_question_in_it(house: Dialogue, said: str) -> None:
    """The question is answered."""
    assert told(house.ask(said)) == ["teas-list"]


def test_freshness_is_for_answers_alone(house: Dialogue, unsure: Dialogue) -> None:
    """The line stands under every answer and under nothing else."""
    said = ["where are your shops", "is there a shop in Rye", "what does a cup cost", "hi", "xyzzy", "and?", "shop"]
    for dialogue in (house, unsure):
        for turn in (dialogue.ask(one) for one in said):
            assert turn.reply.text.plain.endswith("\n\nAs of 2019.") is isinstance(turn.reply, Answer)


def test_what_was_considered(house: Dialogue) -> None:
    """The best three entries as this person would read them, best first, and how sure the reply is."""
    turn = house.ask("is there a shop in kirkby kendal")
    assert [one.entry.id for one in turn.considered] == ["shop-elsewhere", "shop-ashford", "shop-bexley"]
    assert (turn.considered[0].question, turn.considered[0].answer) == ("Is there a shop in Kendal?", "No, not in Kendal.")
    assert turn.score == turn.considered[0].score == pytest.approx(1.0)
    assert turn.considered[0].score > turn.considered[1].score >= turn.considered[2].score > 0


def test_what_was_considered_of_two_questions(house: Dialogue) -> None:
    """The best of each question in their order; the reply is as sure as the less sure one."""
    turn = house.ask("who is the owner of it and is there a pretty shop in Kendal?")
    assert [one.entry.id for one in turn.considered] == ["shop-owner", "shop-elsewhere"]
    assert turn.considered[1].answer == "No, not in Kendal."
    assert turn.score == min(one.score for one in turn.considered) < turn.considered[0].score


def test_what_was_considered_of_a_miss(house: Dialogue) -> None:
    """What was near shows also where it was not near enough; where nothing was, the score is 0."""
    assert next(one.entry.id for one in house.ask("what is the weather in Ashford").considered) == "shop-ashford"
    turn = house.ask("xyzzy")
    assert (turn.considered, turn.score) == ((), 0.0)


def test_explanations(house: Dialogue) -> None:
    """The first two candidates are explained, the best first; chatter is none of them, however near it is."""
    assert [one.candidate.entry for one in house.explain("which teas grow where")] == ["teas-origin", "teas-list"]
    assert next(one.candidate.entry for one in house.explain("the weather in Ashford")) == "shop-ashford"
    assert all(one.candidate.entry in house.knowledge.editions["en"].entries for one in house.explain("the weather in Rye"))
    assert house.explain("xyzzy") == ()


def test_rehearsals(bilingual: Dialogue) -> None:
    """Every phrasing of the wished language, or else of the default one, comes with what it would be understood as."""
    for wished, language in (("ru", "ru"), ("fr", "en"), (None, "en")):
        entries = bilingual.knowledge.editions[language].entries.values()
        phrasings = [(entry.id, phrasing) for entry in entries for phrasing in entry.phrasings]
        assert [(one.entry, one.phrasing) for one in bilingual.rehearse(wished)] == phrasings


def test_pages(house: Dialogue) -> None:
    """Pages and topics come in the words of the language."""
    assert house.page("help") == Page(house.phrases().help)
    assert house.page("topics", "en").topics == house.page("greeting").topics
    assert [choice.reference for choice in house.topic("teas").choices] == ["teas-list", "teas-origin"]


@pytest.fixture
def bilingual(tmp_path: Path) -> Dialogue:
    """A dialogue in English and Russian; English by default."""
    russian = {
        "ru/shops.yaml": topic(entry("shops-list", "Где магазины?", "В Туле."), title="Магазины"),
        "ru/phrases.yaml": "nothing: Не знаю.\n",
    }
    return teahouse(tmp_path, russian)


@pytest.mark.parametrize(
    ("wished", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("en", "en"),
        ("ru", "ru"),
        ("ru-RU", "ru"),
        ("RU", "ru"),
        ("ja", "en"),
        ("rus", "en"),
        ("-ru", "en"),
    ],
)
def test_the_language_of_a_reply(bilingual: Dialogue, wished: str | None, language: str) -> None:
    """Where the message tells none: the wished one if it is there, whatever its region; else the default. All of it is in it."""
    assert bilingual.language(wished) == language
    turn = bilingual.ask("?!", language=wished)
    assert (turn.language, turn.reply.text.plain) == (language, {"en": "I do not know that.", "ru": "Не знаю."}[language])
    assert bilingual.phrases(wished).nothing == turn.reply.text
    assert bilingual.page("topics", wished).topics[0].title == {"en": "Shops", "ru": "Магазины"}[language]
    assert (
        bilingual.topic("shops", wished).choices[0].question == {"en": "Which shops are there?", "ru": "Где магазины?"}[language]
    )
    opened = bilingual.open("shops-list", wished)
    assert opened is not None
    assert opened.language == language
    assert bilingual.explain("где магазины", wished)


@pytest.mark.parametrize(
    ("said", "replied_to", "wished", "spoken", "language"),
    [
        ("where are your shops", "магазины", "ru", "ru", "en"),
        ("?!", "магазины", "en", "en", "ru"),
        ("?!", "where are they", "ru", "ru", "en"),
        ("?!", "👍", "ru", "en", "ru"),
        ("?!", None, "ru", "en", "ru"),
        ("?!", None, "fr", "ru", "ru"),
        ("?!", None, None, "ru", "ru"),
        ("?!", None, "fr", None, "en"),
    ],
)
def test_what_tells_the_language(
    bilingual: Dialogue, said: str, replied_to: str | None, wished: str | None, spoken: str | None, language: str
) -> None:
    """The message, what it replies to, what was wished, what was spoken before, the default: the first that tells one."""
    turn = bilingual.ask(said, Memory(language=spoken), wished, replied_to)
    assert (turn.language, turn.memory.language) == (language, language)


def test_a_number_stays_in_the_language_of_the_offer(bilingual: Dialogue) -> None:
    """Whatever was chosen meanwhile, what was offered in Russian is answered in Russian."""
    offered = Memory(offered=(Choice("shops-list", "Где магазины?"),), language="ru")
    turn = bilingual.ask("1", offered, "en")
    assert (turn.language, turn.reply.text.plain) == ("ru", "Где магазины?\nВ Туле.")


def test_answers_in_other_languages(bilingual: Dialogue) -> None:
    """An answer that another language has too can be had in it."""
    assert bilingual.also_in("shops-list", "en") == ("ru",)
    assert bilingual.also_in("shops-list", "ru") == ("en",)
    for reference in ("teas-list", "shop-elsewhere|Kendal", "gone", ""):
        assert bilingual.also_in(reference, "en") == ()


def test_what_was_answered_in_another_language(bilingual: Dialogue) -> None:
    """A memory of an entry that a language does not have is no hindrance."""
    assert told(bilingual.ask("магазины", Memory(entry="teas-price"), "ru")) == ["shops-list"]


def test_no_state(tmp_path: Path) -> None:
    """The same question with the same memory gets the same reply, whatever was asked before, and from any other process."""
    said = ["where are your shops", "and in Bexley?", "xyzzy", "hi", "1", "list", "wich teaz", "shop", "St Ives and Rye?", ""]
    memories = [Memory(), Memory(entry="teas-list", misses=2), Memory(offered=OFFERED)]
    cases = [(one, memory) for one in said for memory in memories]
    first = {case: teahouse(tmp_path).ask(*case) for case in cases}
    house, order = teahouse(tmp_path), random.Random(2)
    for _ in range(3):
        order.shuffle(cases)
        for case in cases:
            assert house.ask(*case) == first[case]


def test_the_same_in_every_process(tmp_path: Path) -> None:
    """Nothing depends on the order in which a process happens to keep its words."""
    write(tmp_path / "knowledge", FILES)
    said = b"wich teaz\nshp in asfhord\nis there a stroe in Dartmuoth\nlist\nhow expnsive\n"
    printed = {piped(tmp_path, "ask", "--json", said=said, PYTHONHASHSEED=seed) for seed in ("1", "2", "3")}
    assert len(printed) == 1


LONG = {
    "one word": "a" * LONGEST_UTTERANCE,
    "one letter many times": "a " * (LONGEST_UTTERANCE // 2),
    "strange words": " ".join(f"w{at}x{at * 7}" for at in range(500)),
    "questions": "Where? Kendal? Rye? " * 200,
    "joints": "what and " * 450,
    "lead-ins": "and " * 1000,
    "lines": "a\n" * 2000,
    "one gap": "what" + " " * 4000 + "who?",
    "braces": "{town}" * 600,
    "combining marks": "e" + "\u0301" * 4000,
    "zero width": "\u200b\u200d\u2060" * 1300,
    "right to left": "\u202eשלום مرحبا \u2067" * 250,
    "ligatures that unfold": "ﷺ" * LONGEST_UTTERANCE,
    "emoji": "👩‍👩‍👧‍👦" * 300,
    "apostrophes": "a'" * 2000,
    "digits": "9" * LONGEST_UTTERANCE,
}


@pytest.mark.parametrize("said", LONG.values(), ids=LONG.keys())
def test_long_texts(shipped: Dialogue, said: str) -> None:
    """4,096 characters of anything, and ever so many times that, are answered as anything else."""
    for text in (said, (said * 100)[:100_000]):
        turn = shipped.ask(text, Memory(entry="branches-list", misses=1, offered=OFFERED))
        assert turn.reply.text
        assert turn.reply.text.utf16_length <= 4096


def test_the_end_of_a_long_text_is_not_read(house: Dialogue) -> None:
    """What goes beyond the longest message that Telegram knows is cut off."""
    gap = " " * (LONGEST_UTTERANCE - len("where do the teas grow"))
    assert told(house.ask(f"{gap}where do the teas grow xyzzy plugh")) == ["teas-origin"]
    assert told(house.ask(f"{gap} xyzzy plugh where do the teas grow")) == []
    assert isinstance(house.ask(" " * LONGEST_UTTERANCE + "where do the teas grow").reply, Nothing)


PLANES = (
    (0x0000, 0x007F),
    (0x0080, 0x024F),
    (0x0300, 0x036F),
    (0x0400, 0x04FF),
    (0x0590, 0x06FF),
    (0x0900, 0x0DFF),
    (0x2000, 0x206F),
    (0x3040, 0x30FF),
    (0x4E00, 0x4FFF),
    (0xFE00, 0xFEFF),
    (0xFF00, 0xFFEF),
    (0x1F300, 0x1FAFF),
    (0xE0000, 0xE01EF),
    (0xE000, 0xE0FF),
    (0xF0000, 0x10FFFF),
    (0x10000, 0x1FFFF),
)


def nonsense(count: int) -> Iterator[str]:
    """Random texts of characters from everywhere in Unicode, words that are known strewn in; always the same ones."""
    choose = random.Random(3)
    known = ["branch", "Moscow", "who pays", "and", "?", ".", "{place}", "2", "\n", "Kazan", "|", "hello", "<b>", "&"]
    for _ in range(count):
        parts = []
        for _ in range(choose.randint(0, 8)):
            first, last = choose.choice(PLANES)
            parts.append(
                choose.choice(known) if choose.random() < 0.3 else chr(choose.randint(first, last)) * choose.choice((1, 1, 5))
            )
        yield choose.choice(("", " ")).join(parts)


@pytest.mark.timeout(240)
def test_random_texts(shipped: Dialogue) -> None:
    """5,000 texts from everywhere in Unicode, one after the other in a conversation: each gets a reply."""
    memory, outcomes = Memory(), set[str]()
    for text in nonsense(5000):
        turn = shipped.ask(text, memory)
        memory = turn.memory
        outcomes.add(outcome(turn.reply))
        assert turn.reply.text
        assert 0 <= turn.score <= 1
    assert outcomes == {"answer", "unknown", "smalltalk", "suggest", "none"}


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.text(), st.builds(Memory, st.sampled_from([None, "branches-list", "gone"]), st.integers(0, 9), st.just(OFFERED)))
def test_any_text(shipped: Dialogue, text: str, memory: Memory) -> None:
    """Any text with any memory gets a reply and can be explained."""
    assert shipped.ask(text, memory).reply.text
    for one in shipped.explain(text):
        assert one.candidate.score > 0


def test_any_bytes(tmp_path: Path) -> None:
    """Whatever bytes come in: `ask --json` prints one object for each line, which repeats the line, and ends well."""
    choose = random.Random(4)
    write(tmp_path / "knowledge", FILES)
    lines = [choose.randbytes(choose.randint(0, 200)).replace(b"\n", b"") for _ in range(500)]
    lines += [text.replace("\n", " ").encode() for text in nonsense(500)]
    lines += [
        b"",
        b"\x00",
        b"\xff" * 3000,
        b"\xed\xa0\x80",
        "where are your shops\u2028".encode(),
        b"shop\x0b\x0c\x1c\x85",
        b"a\rb",
    ]
    printed = piped(tmp_path, "ask", "--json", said=b"\n".join(lines) + b"\n")
    objects = [json.loads(line) for line in printed.decode().split("\n")[:-1]]
    assert [one["question"] for one in objects] == [line.decode(errors="replace").rstrip("\r") for line in lines]
    for one in objects:
        assert list(one) == ["question", "outcome", "entries", "language", "score", "text", "candidates"]
        assert one["outcome"] in {"answer", "unknown", "smalltalk", "suggest", "none"}
        assert one["text"]
        assert 0 <= one["score"] <= 1
        assert len(one["candidates"]) <= 3
