"""What a fresh clone needs: samples that can be read, locks that can be trusted, and targets that do what they say."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SAMPLES = sorted((ROOT / "docs/samples").iterdir())
LOCKS = sorted(path for path in (ROOT / "requirements").glob("*.txt") if path.name != "torch.txt")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def locked(name: str) -> dict[str, str]:
    """Each requirement of a lock with its own lines, comments left out."""
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.strip().startswith("#")]
    entries = re.split(r"\n(?=\S)", "\n".join(lines))
    return {entry.split(" \\")[0]: entry for entry in entries}


def name_of(requirement: str) -> str:
    """A requirement's package, as indexes spell it."""
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found, requirement
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def test_the_samples_are_a_dozen_files_of_every_format() -> None:
    assert len(SAMPLES) >= 12
    assert {path.suffix for path in SAMPLES} == {".txt", ".html", ".jsonl"}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_sample_has_the_length_of_a_news_story(path: Path) -> None:
    texts = [path.read_text(encoding="utf-8")]
    if path.suffix == ".jsonl":
        texts = [json.loads(line)["text"] for line in texts[0].splitlines()]
    for text in texts:
        words = len(re.sub(r"<[^>]+>", " ", text).split())
        assert (90 if path.suffix == ".jsonl" else 250) <= words <= 700


def test_samples_come_from_several_outlets_and_months() -> None:
    pages = [path.read_text(encoding="utf-8") for path in SAMPLES if path.suffix == ".html"]
    outlets = {name for page in pages for name in re.findall(r'site_name" content="([^"]+)"', page)}
    months = {month for page in pages for month in re.findall(r'"datePublished": "(\d{4}-\d\d)', page)}
    assert len(outlets) >= 4
    assert len(months) >= 5


def test_samples_link_only_to_addresses_that_belong_to_nobody() -> None:
    hosts = {
        host
        for path in SAMPLES
        for host in re.findall(r"https?://([^/\"\s<>]+)", path.read_text(encoding="utf-8"))
        if host != "schema.org"
    }
    assert hosts
    assert not {host for host in hosts if not host.endswith(("example.org", "example.com"))}


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_every_locked_package_has_a_version_and_hashes(path: Path) -> None:
    for requirement, entry in locked(path.name).items():
        assert re.match(r"[\w.-]+==[\w.]+", requirement), requirement
        assert "--hash=sha256:" in entry, requirement


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_a_lock_names_no_index_host_or_path(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"https?://|^\s*--(?!hash)|file:|/tmp/|index-url|find-links", text, re.MULTILINE)


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("run.txt", PROJECT["dependencies"]),
        ("dev.txt", PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]),
    ],
    ids=["run", "dev"],
)
def test_everything_the_project_asks_for_is_locked(lock: str, wanted: list[str]) -> None:
    have = {name_of(requirement) for requirement in locked(lock)}
    assert {name_of(requirement) for requirement in wanted} <= have


def test_training_is_locked_but_for_torch() -> None:
    have = {name_of(requirement) for requirement in locked("train.txt") | locked("run.txt")}
    assert {name_of(requirement) for requirement in PROJECT["optional-dependencies"]["train"]} - have == {"torch"}


def test_tests_run_with_the_versions_that_users_get() -> None:
    assert set(locked("run.txt")) <= set(locked("dev.txt"))


def test_the_licence_is_apache_in_full() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert PROJECT["license"] == "Apache-2.0"


def make(*arguments: str) -> str:
    """What `make` says, without doing it given `-n`, and not as part of a make that runs the tests."""
    alone = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    command = [shutil.which("make") or "make", "--no-print-directory", *arguments]
    return subprocess.run(command, cwd=ROOT, env=alone, check=True, capture_output=True, text=True).stdout


def test_make_without_a_target_lists_the_targets() -> None:
    listed = make()
    for target in ("demo", "demo-data", "test", "test-slow", "lint", "docs", "lock", "clean"):
        assert re.search(rf"^{target} +\S", listed, re.MULTILINE), target


def test_the_demo_reads_the_samples_and_serves_them_on_the_given_port() -> None:
    steps = make("-n", "demo", "PORT=8123")
    assert "ingest docs/samples --db db/news.db" in steps
    assert "--port 8123" in steps
    assert steps.index("provenance ingest") < steps.index("provenance serve")


def test_the_tests_run_everything_but_the_slow() -> None:
    steps = make("-n", "test")
    for step in ("ruff format --check", "ruff check", "mypy", "cog --check", 'pytest -m "not slow"', ".ci/chromium"):
        assert step in steps


def test_clean_leaves_databases_alone() -> None:
    assert ".db" not in make("-n", "clean")


@pytest.fixture
def bare_path(tmp_path: Path) -> Path:
    """A directory that stands for a whole PATH: only what every system has, and no Chromium."""
    place = tmp_path / "bin"
    place.mkdir()
    for tool in ("bash", "cat", "env"):
        found = next(Path(folder) / tool for folder in os.environ["PATH"].split(":") if (Path(folder) / tool).exists())
        (place / tool).symlink_to(found)
    return place


def put_command(place: Path, name: str, script: str) -> None:
    """Write a command that logs its name and arguments and then runs `script`."""
    command = place / name
    command.write_text(f'#!/usr/bin/env bash\necho "{name} $*" >> "$LOG"\n{script}\n', encoding="utf-8")
    command.chmod(0o755)


def find_chromium(place: Path) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """Run `.ci/chromium` with nothing else on PATH; its outcome, and the commands that it ran."""
    log = place / "log"
    log.touch()
    outcome = subprocess.run(
        [ROOT / ".ci/chromium", place / "playwright"],
        env={"PATH": str(place), "LOG": str(log)},
        check=False,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    return outcome, log.read_text(encoding="utf-8").splitlines()


def test_a_chromium_that_is_there_is_used(bare_path: Path) -> None:
    put_command(bare_path, "chromium", "true")
    outcome, ran = find_chromium(bare_path)
    assert outcome.returncode == 0
    assert ran == []


def test_root_on_debian_gets_the_distributions_chromium(bare_path: Path) -> None:
    put_command(bare_path, "id", "echo 0")
    put_command(bare_path, "apt-get", f'[ "$1" = update ] || ln -s "$(command -v bash)" {bare_path}/chromium')
    (bare_path / "ln").symlink_to("/bin/ln")
    put_command(bare_path, "playwright", "false")
    outcome, ran = find_chromium(bare_path)
    assert outcome.returncode == 0
    assert [line.split()[0] for line in ran] == ["id", "apt-get", "apt-get"]


def test_others_get_the_one_that_playwright_brings(bare_path: Path) -> None:
    put_command(bare_path, "id", "echo 1000")
    put_command(bare_path, "playwright", "true")
    outcome, ran = find_chromium(bare_path)
    assert outcome.returncode == 0
    assert ran == ["id -u", "playwright install chromium"]


def test_without_any_chromium_the_tests_fail_and_say_what_to_install(bare_path: Path) -> None:
    put_command(bare_path, "id", "echo 0")
    put_command(bare_path, "apt-get", "false")
    put_command(bare_path, "playwright", "false")
    outcome, _ = find_chromium(bare_path)
    assert outcome.returncode == 1
    assert "apt-get install chromium" in outcome.stderr


@pytest.fixture(scope="module")
def wheel_names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """What a wheel of this package holds, built from a copy so that no build leftovers count."""
    source, built = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for name in ("provenance", "db"):
        shutil.copytree(
            ROOT / name, source / name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__", "*.db*")
        )
    for name in ("pyproject.toml", "README.md", "LICENSE", "metadata.yml"):
        shutil.copy(ROOT / name, source / name)
    options = ["--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", str(built)]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, str(source)], check=True, capture_output=True)
    (wheel,) = built.glob("*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


@pytest.mark.parametrize(
    "pattern", ["**/*.py", "**/*.yml", "**/*.html", "**/*.css", "**/*.js", "**/weights/*", "py.typed"]
)
def test_a_wheel_holds_everything_the_package_does(pattern: str, wheel_names: set[str]) -> None:
    files = [path for path in (ROOT / "provenance").glob(pattern) if path.is_file()]
    assert files
    assert {path.relative_to(ROOT).as_posix() for path in files} <= wheel_names


def test_a_wheel_holds_the_audits_and_no_database(wheel_names: set[str]) -> None:
    audits = {f"provenance/db/audits/{path.name}" for path in (ROOT / "db/audits").glob("*.sql")}
    assert audits
    assert audits <= wheel_names
    assert not [name for name in wheel_names if ".db" in Path(name).name]
