"""Imports go one way, knowledge -> matching -> dialogue -> adapters, and no import does more than define things."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import bot
from knowledge_files import ROOT

PARTS = (
    "problems",
    "yamlfile",
    "config",
    "logs",
    "lasting",
    "knowledge",
    "matching",
    "dialogue",
    "storage",
    "console",
    "telegram",
    "assembly",
    "cli",
    "__main__",
)
"""The parts of the program: modules and packages directly under `bot`."""

MAY_IMPORT = {
    "problems": set[str](),
    "logs": set[str](),
    "lasting": set[str](),
    "matching": set[str](),  # knows nothing of files, nor of the values that are read from them
    "yamlfile": {"problems"},
    "config": {"problems", "yamlfile"},
    "knowledge": {"problems", "yamlfile"},
    "dialogue": {"lasting", "knowledge", "matching"},
    "console": {"knowledge", "matching", "dialogue"},  # of matching only the explanations, which it shows
    "storage": set[str](),
    "telegram": {"knowledge", "dialogue", "storage"},
    "assembly": {"problems", "logs", "config", "knowledge", "dialogue", "storage", "console", "telegram"},
    "cli": {"problems", "config", "knowledge", "dialogue", "console", "assembly"},
    "__main__": {"cli"},
}
"""By part, the others that it may import: a part never imports one that stands later."""

ONLY_IN = {
    "telegram": {"telegram"},
    "rapidfuzz": {"matching"},
    "numpy": {"matching"},
    "snowballstemmer": {"matching"},
    "yaml": {"yamlfile"},
    "sqlalchemy": {"storage"},
    "alembic": {"storage"},
    "pydantic_settings": {"config"},
    "rich": {"console"},
    "prompt_toolkit": {"console"},
    "click": {"cli", "console"},
    "httpx": {"telegram"},
}
"""By library, the only parts that may import it."""

NO_SUBJECT = {"util", "utils", "helper", "helpers", "common", "manager", "misc", "tools", "base", "core"}

MODULES = sorted(ROOT.glob("bot/**/*.py"))


def part_of(path: Path) -> str:
    """The part that a module belongs to; the package `bot` itself is a part of its own, without a name."""
    first = path.relative_to(ROOT / "bot").parts[0]
    return first.removesuffix(".py").replace("__init__", "")


def imported(source: str) -> Iterator[str]:
    """Every module that a source text imports anywhere, by its whole name; of `from a import b` both `a` and `a.b`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_parts(path: Path) -> set[str]:
    """The other parts of the program that a module imports."""
    names = [name.split(".") for name in imported(path.read_text(encoding="utf-8"))]
    return {name[1] for name in names if name[0] == "bot" and len(name) > 1} & set(PARTS) - {part_of(path)}


def name_of(path: Path) -> str:
    """A module's path, for reports."""
    return path.relative_to(ROOT).as_posix()


def test_all_parts_are_known() -> None:
    """A new part has to be given its place in the order."""
    assert {part_of(path) for path in MODULES} - {""} == set(PARTS) == set(MAY_IMPORT)


def test_the_order_has_no_circle() -> None:
    """The parts can be lined up so that each imports only what stands before it."""
    left = dict(MAY_IMPORT)
    while left:
        free = [part for part, needed in left.items() if not needed & left.keys()]
        assert free
        for part in free:
            del left[part]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_go_one_way(path: Path) -> None:
    """A module imports only from the parts that its own part may know."""
    assert own_parts(path) <= MAY_IMPORT.get(part_of(path), set())


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_has_its_place(library: str) -> None:
    """A library that only one part needs is imported nowhere else, so that it can be replaced there."""
    users = {
        part_of(path)
        for path in MODULES
        if library in {name.split(".")[0] for name in imported(path.read_text(encoding="utf-8"))}
    }
    assert users == ONLY_IN[library]


def test_only_the_assembly_knows_settings_and_parts() -> None:
    """Configuration and what is configured by it meet in one module; the command line only passes settings on."""
    adapters = {"dialogue", "telegram"}
    assert [name_of(path) for path in MODULES if {"config", *adapters} <= own_parts(path)] == ["bot/assembly.py"]
    command_line = set(imported((ROOT / "bot/cli.py").read_text(encoding="utf-8")))
    assert {name for name in command_line if name.startswith("bot.dialogue.") and name.count(".") == 3} == {
        "bot.dialogue.dialogue.Turn",
        "bot.dialogue.reply.outcome",
    }


def test_the_console_takes_only_explanations_from_matching() -> None:
    """The one thing that an adapter shows of matching is why an entry was chosen."""
    names = {name for path in MODULES if part_of(path) == "console" for name in imported(path.read_text(encoding="utf-8"))}
    assert {name for name in names if name.startswith("bot.matching.") and name.count(".") == 3} <= {
        "bot.matching.matcher.COVERAGE",
        "bot.matching.matcher.Explanation",
        "bot.matching.matcher.WordShare",
    }


def test_modules_are_named_after_their_subject() -> None:
    """No module is a drawer for this and that."""
    assert [name_of(path) for path in MODULES if path.stem in NO_SUBJECT] == []


OUTSIDE = {
    *(
        "open",
        "read",
        "read_text",
        "read_bytes",
        "exists",
        "is_file",
        "is_dir",
        "iterdir",
        "glob",
        "cwd",
        "home",
        "resolve",
        "stat",
    ),
    *("environ", "getenv", "get_app_dir", "argv", "stdin", "isatty"),
    *("now", "today", "utcnow", "time", "time_ns", "monotonic", "perf_counter", "localtime"),
    *("load_settings", "read_knowledge", "Settings"),
}
"""Names by which a module would reach for files, the environment or the clock, or for our own functions that do."""


def run_at_import(tree: ast.Module) -> Iterator[ast.AST]:
    """Everything that is evaluated when a module is imported: all but the bodies of functions, and annotations."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            waiting += [*node.decorator_list, *node.args.defaults, *(default for default in node.args.kw_defaults if default)]
        elif isinstance(node, ast.Lambda):
            waiting += node.args.defaults
        elif isinstance(node, ast.AnnAssign):
            waiting += [node.value] if node.value else []
        elif isinstance(node, ast.If) and "__main__" in ast.unparse(node.test):
            pass  # runs only as a program
        else:
            waiting += ast.iter_child_nodes(node)


def reached_for(source: str) -> set[str]:
    """The names outside a module that importing it reaches for."""
    nodes = list(run_at_import(ast.parse(source)))
    names = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    return (names | {node.attr for node in nodes if isinstance(node, ast.Attribute)}) & OUTSIDE


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_an_import_only_defines(path: Path) -> None:
    """Importing a module reads no file, no environment and no clock."""
    assert reached_for(path.read_text(encoding="utf-8")) == set()


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("from pathlib import Path\nTEXT = Path('a').read_text()", {"read_text"}),
        ("LINES = [line for line in open('a')]", {"open"}),
        ("import os\nclass A:\n    home = os.environ['HOME']", {"environ"}),
        ("import datetime\ndef f(day=datetime.date.today()): ...", {"today"}),
        ("@cached(clock.monotonic())\ndef f(): ...", {"monotonic"}),
        ("if 1:\n    SETTINGS = load_settings()", {"load_settings"}),
        ("def f():\n    return open('a').read()", set()),
        ("f = lambda: open('a')", set()),
        ("if __name__ == '__main__':\n    print(open('a'))", set()),
        ("a: open = 1", set()),
    ],
)
def test_what_an_import_reaches_for_is_found(source: str, names: set[str]) -> None:
    """The test above finds what it looks for, and leaves alone what runs later."""
    assert reached_for(source) == names


def test_the_program_is_what_is_looked_at() -> None:
    """The modules above are those of the package that is tested."""
    assert Path(bot.__file__) in MODULES
