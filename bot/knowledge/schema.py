"""JSON Schemas of the knowledge files, made from their models, so that an editor can complete and check them."""

import json
from collections.abc import Iterator
from pathlib import Path

from bot.knowledge.model import Chatter, Facts, File, Lists, Phrases, Readings, Synonyms, Topic

MODELS: dict[str, type[File]] = {
    "topic": Topic,
    "phrases": Phrases,
    "synonyms": Synonyms,
    "lists": Lists,
    "chatter": Chatter,
    "readings": Readings,
    "facts": Facts,
}
"""By the name of the schema."""


def schema(name: str) -> str:
    """One schema, as text."""
    return json.dumps(MODELS[name].model_json_schema(), indent=2, ensure_ascii=False) + "\n"


def write(folder: Path) -> Iterator[Path]:
    """Write all schemas into a folder, which is made if need be; yields their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in MODELS:
        path = folder / f"{name}.schema.json"
        path.write_text(schema(name), encoding="utf-8")
        yield path
