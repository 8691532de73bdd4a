"""The JSON Schemas, from which editors complete and check, say the same as the models from which they are made."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.model import Entry, Kind
from bot.knowledge.schema import MODELS, schema, write
from bot.yamlfile import read
from knowledge_files import SHIPPED

TYPES: dict[str, type] = {"string": str, "integer": str, "array": list, "object": dict, "null": type(None)}
"""What values of a schema's types are where scalars are read as text."""


def fits(value: Any, part: dict[str, Any], definitions: dict[str, Any]) -> bool:
    """Whether a value is valid by those rules of JSON Schema that our schemas are made of."""
    if "$ref" in part:
        return fits(value, definitions[part["$ref"].rpartition("/")[2]], definitions)
    if "anyOf" in part:
        return any(fits(value, one, definitions) for one in part["anyOf"])
    if not isinstance(value, TYPES[part["type"]]) or value not in part.get("enum", [value]):
        return False
    if isinstance(value, list):
        return len(value) >= part.get("minItems", 0) and all(fits(item, part["items"], definitions) for item in value)
    if isinstance(value, str):
        return bool(part.get("minLength", 0) <= len(value) <= part.get("maxLength", len(value)))
    if isinstance(value, dict):
        others, known = part.get("additionalProperties"), part.get("properties", {})
        rules = [(item, known.get(key, others)) for key, item in value.items()]
        return set(part.get("required", ())) <= value.keys() and all(
            rule and fits(item, rule, definitions) for item, rule in rules
        )
    return value is None


def valid(data: Any, name: str) -> bool:
    """Whether a file's content is valid by a schema."""
    whole = json.loads(schema(name))
    return fits(data, whole, whole.get("$defs", {}))


def test_every_kind_of_file_has_a_schema(tmp_path: Path) -> None:
    """Each is written into a folder of its own making, under the name of the file that it describes."""
    folder = tmp_path / "new" / "schema"
    paths = list(write(folder))
    assert [path.name for path in paths] == [
        *("topic.schema.json", "phrases.schema.json", "synonyms.schema.json"),
        *("lists.schema.json", "chatter.schema.json", "readings.schema.json", "facts.schema.json"),
    ]
    assert {path.name: path.read_text(encoding="utf-8") for path in paths} == {
        f"{name}.schema.json": schema(name) for name in MODELS
    }
    assert list(write(folder)) == paths


def test_a_topic_s_schema_completes_entries() -> None:
    """An editor can offer each key of an entry with what it is for, the kinds to choose from, and what is still missing."""
    described = json.loads(schema("topic"))["$defs"]
    properties = described["Entry"]["properties"]
    assert list(properties) == list(Entry.model_fields)
    assert all(text["description"] for text in properties.values())
    assert described["Entry"]["required"] == ["id", "question", "answer"]
    assert described["Entry"]["additionalProperties"] is False
    assert described["Kind"]["enum"] == [kind.value for kind in Kind]


@pytest.mark.parametrize(
    "path", sorted({*SHIPPED.glob("**/*.yaml")} - {SHIPPED / "translations.yaml"}), ids=lambda path: path.stem
)
def test_shipped_files_are_valid(path: Path) -> None:
    """No editor marks anything in the files that come with the bot, but for the one that the program writes."""
    assert valid(read(path).data, path.stem if path.stem in MODELS else "topic")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("topic", {"topic": "a", "entries": []}),
        ("topic", {"topic": "a", "entries": [{"id": "a", "question": "b"}]}),
        ("topic", {"topic": "a", "entries": [{"id": "a", "question": "b", "answer": ""}]}),
        ("topic", {"topic": "a", "entries": [{"id": "a", "question": "b", "answer": "c", "kind": "d"}]}),
        ("topic", {"topic": "a", "entries": [{"id": "a", "question": "b", "answer": "c", "also": "d"}]}),
        ("topic", {"topic": "a", "entries": [{"id": "a", "question": "b", "answer": "c", "note": "d"}]}),
        ("phrases", {"greting": "a"}),
        ("synonyms", {"synonyms": [["a"]]}),
        ("lists", {"lists": {"place": "a"}}),
        ("chatter", {"chatter": {"weather": []}}),
        ("readings", {"readings": ["支部"]}),
        ("facts", {"facts": [{"id": "B1", "text": "a"}]}),
    ],
)
def test_mistakes_are_marked(name: str, data: dict[str, Any]) -> None:
    """What the bot would refuse for its shape is marked while it is typed."""
    assert not valid(data, name)
