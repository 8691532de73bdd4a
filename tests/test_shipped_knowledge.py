"""The shipped knowledge, asked as people ask: every entry is found, and what everybody asks first is answered."""

import re
from itertools import pairwise

import pytest

from bot.assembly import make_dialogue
from bot.config import KnowledgeBase, Settings
from bot.dialogue.dialogue import Dialogue, Memory
from bot.dialogue.reply import Answer, Nothing, Smalltalk, Unknown, outcome
from bot.dialogue.tongues import Script, script
from knowledge_files import SHIPPED


@pytest.fixture(scope="module")
def dialogue() -> Dialogue:
    """The dialogue in English, as it is by default."""
    return make_dialogue(Settings(knowledge=KnowledgeBase(folder=SHIPPED)))


def told(dialogue: Dialogue, question: str, memory: Memory | None = None) -> tuple[str, list[str]]:
    """The outcome of a question, and the entries that were answered."""
    reply = dialogue.ask(question, memory, "en").reply
    return outcome(reply), [one.id for one in reply.entries] if isinstance(reply, Answer | Unknown | Smalltalk) else []


def asked(dialogue: Dialogue, phrasing: str) -> str:
    """A way to ask with the first item of a word list in the place of its name."""
    lists = dialogue.knowledge.editions["en"].lists
    return re.sub(r"\{([a-z_]+)\}", lambda name: lists[name[1]][0][0], phrasing)


def test_every_entry_is_found_by_its_question(dialogue: Dialogue) -> None:
    """The question that stands on a button leads to its own answer when somebody types it."""
    entries = dialogue.knowledge.editions["en"].entries.values()
    assert {one.id: told(dialogue, asked(dialogue, one.question)) for one in entries} == {
        one.id: (str(one.kind), [one.id]) for one in entries
    }


@pytest.mark.timeout(900)
def test_every_way_to_ask_leads_to_its_entry(dialogue: Dialogue) -> None:
    """Neither another entry, nor chatter, nor two halves of it take a way to ask from the entry under which it stands."""
    entries = dialogue.knowledge.editions["en"].entries.values()
    cases = [(one, phrasing) for one in entries for phrasing in one.phrasings]
    assert [text for one, text in cases if told(dialogue, asked(dialogue, text)) != (str(one.kind), [one.id])] == []


SCRIPTS = {"ru": Script.CYRILLIC, "ja": Script.JAPANESE}


@pytest.mark.timeout(900)
@pytest.mark.parametrize("language", SCRIPTS)
def test_every_way_to_ask_leads_to_its_entry_in_other_languages(dialogue: Dialogue, language: str) -> None:
    """The same in Russian and Japanese, but for abbreviations in Latin letters, which are answered in English."""
    edition = dialogue.knowledge.editions[language]
    wrong: list[str] = []
    for entry in edition.entries.values():
        for phrasing in entry.phrasings:
            question = re.sub(r"\{([a-z_]+)\}", lambda name: edition.lists[name[1]][0][0], phrasing)
            turn = dialogue.ask(question, language=language)
            answered = [one.id for one in turn.reply.entries] if isinstance(turn.reply, Answer | Unknown | Smalltalk) else []
            if script(question) is SCRIPTS[language] and (outcome(turn.reply), answered) != (str(entry.kind), [entry.id]):
                wrong.append(phrasing)
    assert wrong == []


@pytest.mark.parametrize(
    ("question", "language", "entries"),
    [
        ("Где находится Японский центр?", "ru", ["branches-list"]),
        ("есть ли филиал в Хабаровске", "ru", ["branch-khabarovsk"]),
        ("филиал в Казани есть?", "ru", ["branch-elsewhere"]),
        ("сколько у вас филиалов", "ru", ["branches-count"]),
        ("кто финансирует центр", "ru", ["funding-who"]),
        ("ещё филиалы будут открывать?", "ru", ["branches-plans"]),
        ("skolko stoyat kursy yaponskogo", "ru", ["courses-cost"]),
        ("kakoj telefon u centra v moskve", "ru", ["contact-phone"]),
        ("ult e dfc abkbfks", "ru", ["branches-list"]),
        ("支部はどこにありますか", "ja", ["branches-list"]),
        ("しぶはどこにありますか", "ja", ["branches-list"]),
        ("ｳﾗｼﾞｵｽﾄｸに支部はありますか", "ja", ["branch-vladivostok"]),
        ("ウラジオストックに支部ある？", "ja", ["branch-vladivostok"]),
        ("大阪に支部はありますか", "ja", ["branch-elsewhere"]),
        ("日本語講座の料金はいくらですか", "ja", ["courses-cost"]),
        ("にほんごこうざはいくらですか", "ja", ["courses-cost"]),
        ("цруку фку нщгк икфтсруы", "en", ["branches-list"]),
    ],
)
def test_other_languages(dialogue: Dialogue, question: str, language: str, entries: list[str]) -> None:
    """What people ask in Russian and Japanese, however it is typed, is answered in the same language."""
    turn = dialogue.ask(question, language="en")
    assert turn.language == language
    assert isinstance(turn.reply, Answer | Unknown)
    assert [one.id for one in turn.reply.entries] == entries


@pytest.mark.parametrize(
    ("question", "kind", "entry"),
    [
        ("Is there a branch in Moscow?", "answer", "branch-moscow"),
        ("have you got a branch in SPb?", "answer", "branch-st-petersburg"),
        ("is there a center in nizhny novgorod", "answer", "branch-nizhny-novgorod"),
        ("branch in Khabarowsk", "answer", "branch-khabarovsk"),
        ("do you have a branch in VLADIVOSTOK", "answer", "branch-vladivostok"),
        ("is there an office in Yuzhno Sakhalinsk?", "answer", "branch-yuzhno-sakhalinsk"),
        ("Is there a branch in Kazan?", "answer", "branch-elsewhere"),
        ("do you have an office in Ekaterinburg", "answer", "branch-elsewhere"),
        ("is there a branch in Glasgow?", "answer", "branch-elsewhere"),
        ("where are your branches?", "answer", "branches-list"),
        ("how many branches are there?", "answer", "branches-count"),
        ("do you have seven branches?", "answer", "branches-count"),
        ("I heard there are 7 branches, is that right?", "answer", "branches-count"),
        ("who pays for the Japan Center?", "answer", "funding-who"),
        ("who finances you?", "answer", "funding-who"),
        ("when was the Japan Center founded?", "answer", "center-since"),
        ("how much does a Japanese course cost?", "unknown", "courses-cost"),
        ("what are the prices?", "unknown", "courses-cost"),
        ("phone number of the Moscow branch", "unknown", "contact-phone"),
        ("hello", "smalltalk", "hello"),
        ("Thanks! 😊", "smalltalk", "thanks"),
    ],
)
def test_what_everybody_asks(dialogue: Dialogue, question: str, kind: str, entry: str) -> None:
    """A plain question gets the answer that there is, or is told that the source does not say it."""
    assert told(dialogue, question) == (kind, [entry])


@pytest.mark.parametrize(
    ("question", "yes", "names"),
    [
        *((f"Is there a branch in {city}?", True, city) for city in ("Moscow", "St. Petersburg", "Nizhny Novgorod")),
        *((f"Is there a branch in {city}?", True, city) for city in ("Khabarovsk", "Vladivostok", "Yuzhno-Sakhalinsk")),
        *((f"Is there a branch in {city}?", False, city) for city in ("Kazan", "Yekaterinburg", "Tokyo", "Glasgow")),
        ("is there a branch in ekb", False, "Yekaterinburg"),
    ],
)
def test_a_direct_yes_or_no(dialogue: Dialogue, question: str, yes: bool, names: str) -> None:
    """Asked for a city, the answer begins with yes or no and names it as it is properly written."""
    first = dialogue.ask(question).reply.text.plain
    assert first.startswith("Yes" if yes else "No")
    assert names in first


def test_a_false_premise_is_corrected_first(dialogue: Dialogue) -> None:
    """Who asks about seven branches reads first that there are six."""
    assert dialogue.ask("do you have seven branches?").reply.text.plain.startswith("Six")


@pytest.mark.parametrize(
    ("question", "entries"),
    [
        ("where are you and who pays for it?", ["branches-list", "funding-who"]),
        ("Who pays for the Japan Center? Is there a branch in Kazan?", ["funding-who", "branch-elsewhere"]),
    ],
)
def test_two_questions(dialogue: Dialogue, question: str, entries: list[str]) -> None:
    """Both are answered in their order."""
    assert told(dialogue, question) == ("answer", entries)


@pytest.mark.parametrize(
    ("question", "entry"),
    [("and in Khabarovsk?", "branch-khabarovsk"), ("and in Kazan?", "branch-elsewhere"), ("SPb?", "branch-st-petersburg")],
)
def test_a_follow_up(dialogue: Dialogue, question: str, entry: str) -> None:
    """After an answer about a branch another city needs no more than its name."""
    memory = dialogue.ask("Is there a branch in Moscow?").memory
    assert told(dialogue, question, memory) == ("answer", [entry])


@pytest.mark.parametrize("question", ["", "?!", "👍", "what is the weather in Moscow?", "who won the world cup", "asdf qwerty"])
def test_what_is_no_question_to_us(dialogue: Dialogue, question: str) -> None:
    """Whatever strangers ask, nothing is made up for it."""
    assert told(dialogue, question) == ("none", [])


def test_misses_never_repeat_themselves(dialogue: Dialogue) -> None:
    """However long nothing is understood, the same sentence never comes twice in a row."""
    memory, texts = Memory(), []
    for _ in range(8):
        turn = dialogue.ask("asdf qwerty", memory)
        assert isinstance(turn.reply, Nothing)
        memory = turn.memory
        texts.append(turn.reply.text)
    assert all(one != following for one, following in pairwise(texts))


def test_everything_in_the_menu_opens(dialogue: Dialogue) -> None:
    """Every question of every topic has its answer, and so has every related question of that."""
    topics = dialogue.page("topics").topics
    assert topics
    for topic in topics:
        choices = dialogue.topic(topic.topic).choices
        assert choices, topic
        for choice in choices:
            turn = dialogue.open(choice.reference)
            assert turn is not None
            assert isinstance(turn.reply, Answer | Unknown)
            assert all(dialogue.open(related.reference) for related in turn.reply.related)
