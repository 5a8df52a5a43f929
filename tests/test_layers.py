"""The floors of the house: a room imports only what stands below it."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import provenance

HOUSE = Path(provenance.__file__).parent
BASE = {"models", "errors"}
GROUND = BASE | {"lexicon", "text"}
MAY_IMPORT = {
    "models": set(),
    "errors": set(),
    "lexicon": BASE,
    "text": BASE,
    "charts": set(),
    "read": GROUND,
    "extract": GROUND,
    "resolve": GROUND,
    "classify": GROUND,
    "pipeline": GROUND | {"extract", "resolve", "classify"},
    "train": GROUND | {"extract"},
    "rows": BASE,
    "store": BASE | {"rows"},
    "evaluate": BASE,
    # A chain is written in a finding as it is everywhere else.
    "policy": BASE | {"rows"},
    "audit": BASE | {"charts", "store"},
    "report": BASE | {"charts", "store", "audit"},
    # A page without a server is put together as the one with a server is; tested below to take only what needs none.
    "export": BASE | {"store", "audit", "report", "publish"},
    "crew": BASE | {"read"},
    "tracing": BASE | {"crew", "read", "pipeline"},
    "ingest": GROUND | {"crew", "read", "pipeline", "rows", "store"},
    # A page and the report of an audit draw the same chart.
    "publish": {"charts"},
    "cli": {
        "errors",
        "models",
        "lexicon",
        "text",
        "read",
        "pipeline",
        "evaluate",
        "rows",
        "store",
        "audit",
        "charts",
        "policy",
        "report",
        "export",
        "tracing",
        "ingest",
        "publish",
    },
    "__init__": {"classify", "extract", "pipeline", "read", "resolve"},
    "__main__": {"cli"},
}
PURE = {
    "models",
    "errors",
    "text",
    "charts",
    "extract",
    "resolve",
    "classify",
    "pipeline",
    "evaluate",
    "rows",
    "policy",
}
IMPURE_LIBRARIES = {"sqlite3", "sqlite_utils", "click", "rich", "datasette", "httpx", "time", "socket", "subprocess"}
MODULES = sorted(path for path in HOUSE.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(HOUSE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide the floor"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names if node.module == "provenance")


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_a_room_imports_only_lower_floors(path: Path) -> None:
    room = room_of(path)
    rooms = {name.split(".")[1] for name in imports(path) if name.startswith("provenance.")}

    assert rooms - {room} <= MAY_IMPORT[room]


@pytest.mark.parametrize("path", [p for p in MODULES if room_of(p) in PURE], ids=lambda p: str(p.relative_to(HOUSE)))
def test_pure_rooms_touch_no_database_terminal_or_clock(path: Path) -> None:
    assert not {name.split(".")[0] for name in imports(path)} & IMPURE_LIBRARIES


def test_an_export_takes_of_the_published_pages_only_what_needs_no_server() -> None:
    taken = {name for path in MODULES if room_of(path) == "export" for name in imports(path)}

    assert {name for name in taken if name.startswith("provenance.publish")} <= {
        "provenance.publish.page",
        "provenance.publish.segments",
    }
    assert "datasette" not in {name.split(".")[0] for name in taken}


def test_nothing_inside_imports_the_facade() -> None:
    inside = [path for path in MODULES if path != HOUSE / "__init__.py"]

    assert [path for path in inside if "provenance" in set(imports(path))] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_modules_and_functions_stay_short(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    functions = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]

    assert source.count("\n") <= 400
    assert [f.name for f in functions if (f.end_lineno or f.lineno) - f.lineno + 1 > 40] == []


def test_no_import_cycles() -> None:
    graph = {module_name(path): {n for n in imports(path) if n.startswith("provenance.")} for path in MODULES}
    known = set(graph)
    # A package that imports a module of its own imports nothing that waits for the package.
    edges = {name: {t for t in targets if t in known and t != name} for name, targets in graph.items()}

    while leaves := {name for name, targets in edges.items() if not targets}:
        edges = {name: targets - leaves for name, targets in edges.items() if name not in leaves}
    assert edges == {}


def module_name(path: Path) -> str:
    return ".".join(("provenance", *path.relative_to(HOUSE).with_suffix("").parts)).removesuffix(".__init__")


@pytest.mark.parametrize(
    ("options", "heavy"),
    [
        ([], {"sqlite_utils", "httpx", "trafilatura", "lxml", "rich"}),
        (["--workers", "2"], {"sqlite_utils", "httpx", "trafilatura", "lxml", "rich", "numpy", "onnxruntime"}),
    ],
    ids=["here", "in other processes"],
)
def test_a_plain_article_is_traced_without_what_takes_long_to_load(
    options: list[str], heavy: set[str], tmp_path: Path
) -> None:
    story = tmp_path / "story.txt"
    story.write_text("The dam will hold, Mayor Ada Quill said.", encoding="utf-8")
    arguments = [str(story), *options]
    trace = f"import sys; from provenance.cli.extract import command; command({arguments!r}, standalone_mode=False)"
    show = f"print(*sorted({heavy!r} & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", f"{trace}; {show}"], capture_output=True, text=True, check=True)

    record, loaded = done.stdout.splitlines()
    assert "Ada Quill" in record
    assert loaded == ""
