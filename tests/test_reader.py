"""A folder of YAML files becomes a knowledge base, or a list of everything that is wrong with them."""

from pathlib import Path

import pytest

from bot.dialogue.tongues import Script, script
from bot.knowledge.markup import parse
from bot.knowledge.model import Commands, Phrases
from bot.knowledge.reader import built_in_phrases, read_knowledge
from bot.problems import ProblemsError
from knowledge_files import SHIPPED, TOPIC, entry, told, topic, write

FACTS = "facts:\n  - {id: B1, text: There are six branches., source: paragraph 6}\n"


def refusal(folder: Path, files: dict[str, str | bytes]) -> list[str]:
    """Everything that is said of a knowledge base that cannot be loaded."""
    with pytest.raises(ProblemsError) as caught:
        read_knowledge(write(folder, files))
    return told(caught.value.problems, folder)


def test_one_topic_is_a_complete_knowledge_base(tmp_path: Path) -> None:
    """A folder with one language, one topic and one entry is enough; everything else has something that stands in."""
    knowledge = read_knowledge(write(tmp_path, {"en/people.yaml": TOPIC}))
    assert (knowledge.folder, list(knowledge.editions), knowledge.facts, knowledge.facts_document) == (tmp_path, ["en"], {}, None)
    edition = knowledge.editions["en"]
    assert (edition.language, list(edition.topics), list(edition.entries)) == ("en", ["people"], ["who"])
    assert edition.entries["who"].answer == parse("A bot.")
    assert (edition.phrases, edition.synonyms, edition.lists, edition.chatter) == (Phrases(), (), {}, {})


def test_the_files_beside_the_topics(tmp_path: Path) -> None:
    """Phrases, synonyms, word lists, chatter and facts are found by the names of their files."""
    files: dict[str, str | bytes] = {
        "facts.yaml": FACTS,
        "en/people.yaml": TOPIC,
        "en/phrases.yaml": "suggest: Meant?",
        "en/synonyms.yaml": "synonyms:\n  - [branch, office]",
        "en/lists.yaml": "lists:\n  place: [Kazan]",
        "en/chatter.yaml": "chatter:\n  weather: [will it rain]",
        "en/readings.yaml": "readings:\n  支部: しぶ",
    }
    knowledge = read_knowledge(write(tmp_path, files))
    edition = knowledge.editions["en"]
    assert list(edition.topics) == ["people"]
    assert edition.phrases == Phrases(suggest=parse("Meant?"))
    assert edition.synonyms == (("branch", "office"),)
    assert edition.lists == {"place": (("Kazan",),)}
    assert edition.chatter == {"weather": ("will it rain",)}
    assert edition.readings == {"支部": "しぶ"}
    assert knowledge.facts["B1"].text == "There are six branches."
    assert knowledge.facts_document
    assert knowledge.facts_document.path == str(tmp_path / "facts.yaml")


BY_THOSE_WHO_WRITE = {"freshness", "name", "description", "short_description"}
"""What nobody says but the knowledge base."""

BUILT_IN = {"ru": Script.CYRILLIC, "ja": Script.JAPANESE}


@pytest.mark.parametrize("language", BUILT_IN)
def test_built_in_phrases_are_complete(language: str) -> None:
    """Where the bot speaks a language, it has every sentence and every command in it, and no other that is left English."""
    phrases, english = built_in_phrases(language), Phrases()
    assert phrases.model_fields_set == Phrases.model_fields.keys() - BY_THOSE_WHO_WRITE
    assert phrases.commands.model_fields_set == Commands.model_fields.keys()
    said = {**dict(phrases), **dict(phrases.commands)}
    for name in said.keys() - {"commands", *BY_THOSE_WHO_WRITE}:
        texts = said[name] if name == "nothing_again" else [said[name]]
        assert {script(getattr(text, "plain", text)) for text in texts} == {BUILT_IN[language]}, name
        assert said[name] != {**dict(english), **dict(english.commands)}[name]
    assert phrases.topic.filled({"topic": "X"}) != phrases.topic


def test_phrases_of_a_language_that_the_bot_speaks(tmp_path: Path) -> None:
    """What a file of that language leaves out is said in that language; in one that the bot does not speak, in English."""
    files = {f"{language}/people.yaml": TOPIC for language in ("ru", "de")}
    files |= {f"{language}/phrases.yaml": "suggest: Hm?\ncommands: {ask: Hm}\n" for language in ("ru", "de")}
    editions = read_knowledge(write(tmp_path, files)).editions
    for language, built_in in (("ru", built_in_phrases("ru")), ("de", Phrases())):
        phrases = editions[language].phrases
        assert (phrases.suggest, phrases.commands.ask) == (parse("Hm?"), "Hm")
        assert (phrases.gone, phrases.commands.help) == (built_in.gone, built_in.commands.help)


def test_every_language_has_its_edition(tmp_path: Path) -> None:
    """A folder with a name of two small letters is a language; others are left alone."""
    names = ("no/menneske.yaml", "ja/hito.yaml", "en/people.yaml", "media/x.yaml", "schema/x.yaml", "EN/x.yaml", "e/x.yaml")
    knowledge = read_knowledge(write(tmp_path, dict.fromkeys(names, TOPIC) | {"read.me": "", "xx": ""}))
    assert [(language, list(edition.topics)) for language, edition in knowledge.editions.items()] == [
        ("en", ["people"]),
        ("ja", ["hito"]),
        ("no", ["menneske"]),
    ]


def test_topics_stand_in_the_order_of_the_menu(tmp_path: Path) -> None:
    """Topics with a smaller `order` come first, equal ones by the names of their files, which may end in .yml too."""
    files = {
        f"en/{name}": f"order: {order}\n" + topic(entry(f"e{order}-{name[0]}", "Why?"))
        for name, order in (("a.yaml", 100), ("b.yml", 9), ("c.yaml", 10), ("d.yml", 9))
    }
    edition = read_knowledge(write(tmp_path, files)).editions["en"]
    assert list(edition.topics) == ["b", "d", "c", "a"]
    assert list(edition.entries) == ["e9-b", "e9-d", "e10-c", "e100-a"]


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    """Only YAML files are read; a note or a picture may lie beside them."""
    edition = read_knowledge(write(tmp_path, {"en/people.yaml": TOPIC, "en/notes.txt": ": [", "en/a.yaml.bak": ": ["})).editions[
        "en"
    ]
    assert list(edition.documents) == ["people"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """The nearest folder beside it is named."""
    (tmp_path / "knowledge").mkdir()
    with pytest.raises(ProblemsError) as caught:
        read_knowledge(tmp_path / "knowlege")
    assert str(caught.value) == f"{tmp_path}/knowlege:1: there is no such folder; did you mean 'knowledge'?"


def test_a_folder_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """Where nothing is beside it, nothing is named; a file is no folder either."""
    (tmp_path / "file").touch()
    for path in (tmp_path / "a" / "b", tmp_path / "file" / "b"):
        with pytest.raises(ProblemsError) as caught:
            read_knowledge(path)
        assert str(caught.value) == f"{path}:1: there is no such folder"
    with pytest.raises(ProblemsError, match="file:1: there is no such folder"):
        read_knowledge(tmp_path / "file")


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    """A name that the file system refuses is as good as one that is not there."""
    with pytest.raises(ProblemsError):
        read_knowledge(tmp_path / ("x" * 300))


def test_a_folder_without_a_language(tmp_path: Path) -> None:
    """What is missing is said with an example, and other mistakes with it."""
    assert refusal(tmp_path, {"people.yaml": TOPIC, "english/people.yaml": TOPIC, "facts.yaml": ""}) == [
        f"{tmp_path}:1: no folder for a language in it; put topic files into one, such as en/branches.yaml",
        "facts.yaml:1: the file is empty; write something in it or delete it",
    ]


@pytest.mark.parametrize("files", [{"en/phrases.yaml": "suggest: Meant?"}, {"en/notes.txt": ""}])
def test_a_language_without_a_topic(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    """A language needs one topic at least."""
    assert refusal(tmp_path, files) == ["en:1: no topic file in it; write one, such as branches.yaml"]


def test_a_language_without_a_topic_is_told_beside_other_mistakes(tmp_path: Path) -> None:
    """A mistake in one language does not hide that another has no topic."""
    assert refusal(tmp_path, {"en/people.yaml": "", "ru/phrases.yaml": "suggest: Meant?"}) == [
        "en/people.yaml:1: the file is empty; write something in it or delete it",
        "ru:1: no topic file in it; write one, such as branches.yaml",
    ]


def test_a_broken_topic_is_not_called_missing(tmp_path: Path) -> None:
    """Where the only topic has a mistake, the mistake is told, and nothing else."""
    assert refusal(tmp_path, {"en/people.yaml": "topic: a: b"})[0].startswith("en/people.yaml:1: a colon that YAML cannot place")


def test_two_files_of_one_name(tmp_path: Path) -> None:
    """A topic that stands in both a .yaml and a .yml file has to be one of the two."""
    assert refusal(tmp_path, {"en/people.yaml": TOPIC, "en/people.yml": TOPIC}) == [
        f"en/people.yml:1: {tmp_path}/en/people.yaml has the same name; keep one of the two"
    ]


def test_an_id_is_taken_once(tmp_path: Path) -> None:
    """The second entry with an id is told where the first stands, in the same file and in another."""
    files: dict[str, str | bytes] = {
        "en/a.yaml": topic(entry("who", "Who?"), entry("what", "What?"), entry("who", "Who is it?")),
        "en/b.yaml": topic(entry("what", "What is it?")),
    }
    assert refusal(tmp_path, files) == [
        f"en/a.yaml:9: the id 'who' is taken at {tmp_path}/en/a.yaml:3; choose another",
        f"en/b.yaml:3: the id 'what' is taken at {tmp_path}/en/a.yaml:6; choose another",
    ]


def test_languages_share_ids(tmp_path: Path) -> None:
    """The same entry has the same id in every language."""
    editions = read_knowledge(write(tmp_path, {"en/a.yaml": TOPIC, "ru/a.yaml": TOPIC})).editions
    assert [list(edition.entries) for edition in editions.values()] == [["who"], ["who"]]


def test_a_fact_s_id_is_taken_once(tmp_path: Path) -> None:
    """The second fact with an id is told where the first stands."""
    facts = FACTS + "  - {id: B1, text: There are seven., source: paragraph 7}\n"
    assert refusal(tmp_path, {"facts.yaml": facts, "en/a.yaml": TOPIC}) == [
        f"facts.yaml:3: the id 'B1' is taken at {tmp_path}/facts.yaml:2; choose another"
    ]


def test_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    """Nothing has to be mended before the next mistake is told: all files of all languages, in their order."""
    files: dict[str, str | bytes] = {
        "facts.yaml": FACTS.replace("B1", "b1") + "  - {id: B2, text: Two., source: 1}\n",
        "en/a.yaml": topic(entry("who", "Who?", "<b>x"), entry("what", "What?", "x", "kind: maybe")) + entry("how", "How?"),
        "en/b.yaml": "topic: B",
        "en/phrases.yaml": "greting: Hello",
        "ru/a.yaml": "где".encode("cp1251"),
        "ru/b.yaml": topic(entry("who", "Who?"), entry("who", "Who is it?")),
    }
    assert refusal(tmp_path, files) == [
        "en/a.yaml:5: 'answer': <b> is never closed; write </b> after the text",
        "en/a.yaml:9: 'kind' is 'maybe'; known are answer, smalltalk, unknown",
        "en/b.yaml:1: 'entries' is missing",
        "en/phrases.yaml:1: unknown key 'greting'; did you mean 'greeting'?",
        "facts.yaml:2: 'id': 'b1' should be a capital letter and a number, such as B1",
        "ru/a.yaml:1: byte 0xE3 is not UTF-8; save the file with the encoding UTF-8",
        f"ru/b.yaml:6: the id 'who' is taken at {tmp_path}/ru/b.yaml:3; choose another",
    ]


def test_the_shipped_knowledge_can_be_read() -> None:
    """The knowledge base that comes with the bot has English, its own sentences, synonyms, word lists and facts."""
    knowledge = read_knowledge(SHIPPED)
    english = knowledge.editions["en"]
    assert {"branches", "internships", "funding"} <= english.topics.keys()
    assert english.phrases != Phrases()
    assert all((english.synonyms, english.lists, knowledge.facts, knowledge.facts_document))
