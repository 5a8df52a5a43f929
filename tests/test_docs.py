"""Documentation that executes: what the documents show is what the program says, and what they name is there."""

import contextlib
import io
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from provenance.cli import COMMANDS, main

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")])
WRITTEN_BY_PROGRAM = "[[[" + "cog"

BLOCK = re.compile(r"^```(?P<language>\w*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLE = re.compile(r"^```python\n(?P<code>.*?)^```\n\n```text\n(?P<printed>.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!`)\[[^\]\[]*\]\((?P<target>[^)\s]+)\)")


def names(pages: list[Path]) -> list[str]:
    """What tests call these files."""
    return [str(page.relative_to(ROOT)) for page in pages]


def read(page: Path) -> str:
    """A document as it stands."""
    return page.read_text(encoding="utf-8")


def prose(page: Path) -> str:
    """A document without its code blocks and comments."""
    return re.sub(r"<!--.*?-->", "", BLOCK.sub("", read(page)), flags=re.DOTALL)


def written_by_program() -> list[str]:
    """The files that the Makefile has cog write."""
    found = re.search(r"^COGGED := (.*)$", read(ROOT / "Makefile"), re.MULTILINE)
    assert found
    return found[1].split()


def commands_in(page: Path, program: str) -> list[str]:
    """The command lines in a document's shell blocks that run `program`."""
    blocks = [found["body"] for found in BLOCK.finditer(read(page)) if found["language"] == "sh"]
    lines = [line.removeprefix("$ ").strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if re.match(rf"(\.venv/bin/)?{program}\b", line)]


def get_command(name: str) -> click.Command:
    """The command of this name."""
    command = main.get_command(click.Context(main), name)
    assert command is not None, name
    return command


def test_the_makefile_names_every_file_that_cog_writes() -> None:
    candidates = [*PAGES, ROOT / "metadata.yml"]
    assert sorted(written_by_program()) == sorted(
        names([page for page in candidates if WRITTEN_BY_PROGRAM in read(page)])
    )


def test_the_written_parts_are_what_the_program_says_today() -> None:
    command = [sys.executable, "-m", "cogapp", "--check", "--diff", *written_by_program()]
    outcome = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert outcome.returncode == 0, f"run `make docs`\n{outcome.stdout}{outcome.stderr}"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does_and_gives_an_example(name: str) -> None:
    command = get_command(name)
    assert command.help
    assert command.help[0].isupper()
    assert command.epilog
    assert f"provenance {name}" in command.epilog


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_is_explained(name: str) -> None:
    options = [option for option in get_command(name).params if isinstance(option, click.Option)]
    assert [option.name for option in options if not option.help] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_stands_in_the_documents(name: str) -> None:
    assert f"\n## provenance {name}\n" in read(ROOT / "docs/cli.md")


def type_command(line: str) -> None:
    """Split a command line as a shell would and have click take its options apart, without running it."""
    program = next(part for part in re.split(r" [|] ", line) if "provenance" in part)
    words = shlex.split(program.split(" > ")[0], comments=True)
    if len(words) > 1:
        command = get_command(words[1])
        command.make_parser(click.Context(command)).parse_args(words[2:])


@pytest.mark.parametrize("page", PAGES, ids=names(PAGES))
def test_commands_in_the_documents_can_be_typed(page: Path) -> None:
    for line in commands_in(page, "provenance"):
        type_command(line)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_examples_of_a_command_can_be_typed(name: str) -> None:
    lines = [line.strip() for line in (get_command(name).epilog or "").splitlines()]
    typed = [line for line in lines if f"provenance {name}" in line]
    assert typed
    for line in typed:
        type_command(line)


def test_an_option_that_is_not_there_cannot_be_typed() -> None:
    with pytest.raises(click.NoSuchOption):
        type_command("provenance ingest articles/ --database news.db")


@pytest.mark.parametrize("page", PAGES, ids=names(PAGES))
def test_targets_in_the_documents_can_be_made(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", read(ROOT / "Makefile"), re.MULTILINE))
    mentioned = set(re.findall(r"\bmake ([a-z]+(?:-[a-z]+)*)", " ".join(re.findall(r"`[^`]+`", prose(page)))))
    typed = {shlex.split(line)[1] for line in commands_in(page, "make")}
    assert mentioned | typed <= targets


@pytest.mark.parametrize("page", PAGES, ids=names(PAGES))
def test_examples_in_python_print_what_stands_below_them(page: Path) -> None:
    for example in EXAMPLE.finditer(read(page)):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(example["code"], str(page), "exec"), {"__name__": "example"})  # noqa: S102 (our own documents)
        assert printed.getvalue() == example["printed"]


def test_every_field_that_extract_prints_is_explained() -> None:
    story = "Mayor Ilse Brandt told reporters that the ferry was safe, the harbour board said."
    printed = CliRunner().invoke(main, ["extract", "-"], input=story, catch_exceptions=False).stdout
    claim = json.loads(printed)["claims"][0]
    rows = re.findall(r"^\| (.*?) \|", read(ROOT / "docs" / "extract.md"), re.MULTILINE)

    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == set(claim)
    for name in (*json.loads(printed), *claim["chain"][0]):
        assert f"`{name}`" in read(ROOT / "docs" / "extract.md")


def anchors(page: Path) -> set[str]:
    """What a link may name after the # in this document."""
    headings = re.findall(r"^#+ (.+)$", read(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=names(PAGES))
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    for found in LINK.finditer(prose(page)):
        target, _, anchor = found["target"].partition("#")
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        place = (page.parent / target).resolve() if target else page
        assert place.exists(), f"{page.name} links to {target}"
        assert not anchor or anchor in anchors(place), f"{page.name} links to {found['target']}"


@pytest.mark.parametrize("page", PAGES, ids=names(PAGES))
def test_pictures_of_the_documents_are_there(page: Path) -> None:
    for target in re.findall(r"(?:src|srcset)=\"([^\"]+)\"", prose(page)):
        assert (page.parent / target).is_file(), f"{page.name} shows {target}"
    for target, anchor in re.findall(r"href=\"([^\"#]+)#([^\"]+)\"", prose(page)):
        assert anchor in anchors(page.parent / target), f"{page.name} links to {target}#{anchor}"


def test_every_document_can_be_reached_from_the_readme() -> None:
    reached, waiting = set[Path](), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page.suffix == ".md" and page.exists() and page not in reached:
            reached.add(page)
            targets = [found["target"].partition("#")[0] for found in LINK.finditer(prose(page))]
            waiting += [(page.parent / target).resolve() for target in targets if "://" not in target]
    assert set(PAGES) <= reached


def test_files_and_folders_that_the_documents_name_are_there() -> None:
    for page in PAGES:
        for path in re.findall(r"`((?:provenance|db|docs|tests|requirements)/[\w./-]*)`", prose(page)):
            assert (ROOT / path).exists() or path.endswith(".db"), f"{page.name} names {path}"


WRITTEN_FOR_OTHERS = [
    path
    for pattern in ("*.md", "docs/*.md", "*.toml", "*.yml", "Makefile", ".ci/*", "requirements/*", "provenance/**/*.py")
    for path in sorted(ROOT.glob(pattern))
    if path.is_file()
]


def test_nothing_names_the_machine_it_was_written_on() -> None:
    assert len(WRITTEN_FOR_OTHERS) > 50
    place = re.compile(r"(?<![\w.])/(?:work|root|home/\w+|tmp/\w+)/|\.\./shared|/opt/")
    assert [path for path in WRITTEN_FOR_OTHERS if place.search(read(path))] == []
