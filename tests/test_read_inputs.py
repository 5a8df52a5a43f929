"""What a user can name, and what is said of what cannot be read."""

import io
import json
import os
import pickle
import threading
from pathlib import Path

import pytest

from provenance.errors import UnreadableArticle
from provenance.models import Article
from provenance.read import find_inputs, read_input
from provenance.read.inputs import SIZE_LIMIT

STORY = "The mayor spoke at noon.\r\nShe left early.\n"
PAGE = "<!doctype html><html><body><article>" + f"<p>{STORY * 5}</p>" * 2 + "</article></body></html>"


def read_all(*arguments: Path | str) -> list[Article | str]:
    """Read everything, errors as text, as a batch would."""
    results: list[Article | str] = []
    for item in find_inputs([str(argument) for argument in arguments]):
        try:
            results.append(read_input(pickle.loads(pickle.dumps(item))))  # noqa: S301
        except UnreadableArticle as error:
            results.append(str(error))
    return results


def read_one(argument: Path | str) -> Article:
    (article,) = read_all(argument)
    assert isinstance(article, Article), article
    return article


def refusal(argument: Path | str) -> str:
    (message,) = read_all(argument)
    assert isinstance(message, str)
    assert "\n" not in message
    return message


def pipe(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_plain_text_is_the_files_content_unchanged(tmp_path: Path) -> None:
    path = tmp_path / "harbour.sale.txt"
    path.write_bytes(STORY.encode())
    os.utime(path, (0, 1_709_632_800))
    article = read_one(path)

    assert article.text == STORY
    assert (article.name, article.origin) == ("harbour.sale", path.as_uri())
    assert (article.retrieved, article.title, article.url) == ("2024-03-05T10:00:00Z", None, None)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028"], ids=["LF", "CRLF", "CR", "LS"])
def test_furniture_is_found_whatever_ends_a_line(newline: str, tmp_path: Path) -> None:
    text = newline.join(["The mayor spoke.", "Advertisement", "A crane. (Jane Roe/AFP)", "She left."])
    (tmp_path / "a.txt").write_bytes(text.encode())
    article = read_one(tmp_path / "a.txt")

    assert article.text == text
    assert [span.of(text) for span in article.furniture] == ["Advertisement"]
    assert [caption.content.of(text) for caption in article.captions] == ["A crane."]


def test_a_text_file_with_html_in_it_is_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAGE)

    assert read_one(tmp_path / "a.txt").text == PAGE


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xef\xbb\xbfCaf\xc3\xa9", "Café"),
        ("Café".encode("utf-16"), "Café"),
        (b"\xfe\xff" + "Café".encode("utf-16-be"), "Café"),
        ("“Yes,” said the café’s owner.\r\n".encode("utf-16-le"), "“Yes,” said the café’s owner.\r\n"),
        ("The mayor – Łoś – spoke.".encode("utf-16-be"), "The mayor – Łoś – spoke."),
        ("“Yes,” said the mayor’s aide at the café.".encode("cp1252"), "“Yes,” said the mayor’s aide at the café."),
        ("“Yes,” said the café’s owner".encode() + b" \x96 twice", "“Yes,” said the café’s owner – twice"),
        (b"A few NULs\x00 do\x00 not harm.", "A few NULs\ufffd do\ufffd not harm."),
    ],
    ids=[
        "utf-8-bom",
        "utf-16-bom",
        "utf-16-be",
        "utf-16-le-no-bom",
        "utf-16-be-no-bom",
        "windows-1252",
        "mixed",
        "nul",
    ],
)
def test_encodings_are_found_and_offsets_kept(data: bytes, text: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(data)

    assert read_one(tmp_path / "a.txt").text == text


def test_a_page_is_read_as_utf8_even_if_it_declares_latin1_and_as_declared_otherwise(tmp_path: Path) -> None:
    page = PAGE.replace("<body>", "<head><meta charset='iso-8859-2'></head><body>").replace("mayor", "mayor Łoś")
    for name, encoding in (("a.html", "utf-8"), ("b.html", "iso-8859-2")):
        (tmp_path / name).write_bytes(page.encode(encoding))

        assert "mayor Łoś spoke" in read_one(tmp_path / name).text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the input is empty"),
        (b" \r\n\t ", "the text is empty"),
        (b"\xef\xbb\xbf \n", "the text is empty"),
        (b"%PDF-1.7\nThe mayor", "a PDF"),
        (b"PK\x03\x04 word/document.xml", "office document"),
        (bytes(range(256)) * 4, "binary"),
        (b"\x00" * 100, "binary"),
        (b"\x01\x00\x02\x00" * 50, "binary"),
        (b"\x80\x81\x8d\x8f\x90\x9d\xff" * 60, "encoding"),
    ],
    ids=["empty", "blank", "bom-only", "pdf", "docx", "binary", "nuls", "numbers", "undecodable"],
)
def test_what_is_no_text_is_refused_with_a_remedy(data: bytes, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    message = refusal(path)

    assert message.startswith(f"{path}: ")
    assert reason in message
    assert "; " in message


@pytest.mark.parametrize("suffix", ["txt", "html", "json"])
def test_a_huge_file_is_refused_unread(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"huge.{suffix}"
    with path.open("wb") as file:
        file.truncate(5_000_000_000)

    assert (
        refusal(path) == f"{path}: larger than 20 MB; split it into one article a file, or one a line in a .jsonl file"
    )


def test_a_file_that_the_system_refuses_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "gone.jsonl").symlink_to(tmp_path / "nowhere")

    messages = read_all(tmp_path)

    assert [str(message).partition(": ")[0] for message in messages] == [
        str(tmp_path / name) for name in ("gone.jsonl", "gone.txt", "loop.txt")
    ]
    assert all("cannot be read (" in str(message) for message in messages)


@pytest.mark.parametrize(
    ("argument", "reason"),
    [("nowhere.txt", "no such file"), ("a.txt/below.txt", "no such file"), ("*.xyz", "no file matches")],
)
def test_a_missing_argument_says_so_in_its_place(argument: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    before, missing, after = read_all(tmp_path / "a.txt", tmp_path / argument, tmp_path / "a.txt")

    assert before == after
    assert reason in str(missing)


def test_a_pipe_to_which_nobody_writes_is_refused_without_waiting(tmp_path: Path) -> None:
    for name in ("a.txt", "b.json", "c.jsonl"):
        os.mkfifo(tmp_path / name)

        assert refusal(tmp_path / name).startswith(f"{tmp_path / name}: ")


@pytest.mark.parametrize("writes", [STORY, STORY * 5_000], ids=["little", "more than a pipe holds"])
def test_a_pipe_is_read_to_its_end(writes: str) -> None:
    reading, writing = os.pipe()

    def write() -> None:
        with os.fdopen(writing, "w", newline="") as end:
            end.write(writes)

    with os.fdopen(reading):
        writer = threading.Thread(target=write)
        writer.start()

        assert read_one(f"/dev/fd/{reading}").text == writes
        writer.join()


def test_a_directory_is_searched_in_order_and_without_what_is_no_article(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", ".hidden.txt", "data.csv", "deep/er/c.HTML", ".git/d.txt", "deep/a.text"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(PAGE if name.endswith("HTML") else STORY)
    os.mkfifo(tmp_path / "pipe.txt")

    assert [item.label.removeprefix(f"{tmp_path}/") for item in find_inputs([str(tmp_path)])] == [
        "a.md",
        "b.txt",
        "deep/a.text",
        "deep/er/c.HTML",
    ]


@pytest.mark.parametrize("files", [[], ["data.csv", ".hidden.txt"]], ids=["empty", "other-files"])
def test_a_directory_without_articles_is_an_error(files: list[str], tmp_path: Path) -> None:
    for name in files:
        (tmp_path / name).write_text(STORY)

    assert "holds no articles" in refusal(tmp_path)


def test_a_glob_is_expanded_unless_a_file_has_that_name(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "[a].txt"):
        (tmp_path / name).write_text(name + STORY)

    assert [article.name for article in read_all(tmp_path / "?.txt") if isinstance(article, Article)] == ["a", "b"]
    assert read_one(tmp_path / "[a].txt").name == "[a]"


def test_one_bad_input_stops_no_other(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "c.jsonl").write_text('{"text": "One."}\nnot json\n\n{"text": "Two."}\n')
    (tmp_path / "d.html").write_text("<html></html>")
    (tmp_path / "e.txt").write_text(STORY)

    assert [isinstance(result, Article) for result in read_all(tmp_path)] == [
        True,
        False,
        True,
        False,
        True,
        False,
        True,
    ]


RECORD = {
    "id": "sale-7",
    "url": "https://news.example/7",
    "title": "Harbour\nsold",
    "authors": [{"name": "By Jane Roe"}, "John Poe"],
    "publisher": {"name": "The Daily Example"},
    "date": "2024-03-05T10:00:00Z",
    "text": STORY,
    "unknown": [1, 2],
}


def test_a_record_of_jsonl_becomes_an_article(tmp_path: Path) -> None:
    path = tmp_path / "week.jsonl"
    path.write_text("\n" + json.dumps(RECORD) + "\r\n", encoding="utf-8")
    article = read_one(path)

    assert (article.name, article.origin, article.url) == ("sale-7", RECORD["url"], RECORD["url"])
    assert (article.title, article.byline) == ("Harbour sold", "Jane Roe and John Poe")
    assert (article.outlet, article.published, article.text) == ("The Daily Example", "2024-03-05", STORY)


def test_records_without_url_are_told_apart_by_id_or_line(tmp_path: Path) -> None:
    path = tmp_path / "week.jsonl"
    records = [{"id": 7, "text": "One."}, {"text": "Two."}, {"html": PAGE, "byline": "Jane Roe"}]
    path.write_text("\n".join(json.dumps(record) for record in records))
    articles = [article for article in read_all(path) if isinstance(article, Article)]

    assert [article.name for article in articles] == ["7", "week-2", "week-3"]
    assert [article.origin for article in articles] == [f"{path.as_uri()}#{end}" for end in ("7", "line-2", "line-3")]
    assert articles[2].byline == "Jane Roe"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("not json", "not a JSON object"),
        ('{"text": "cut', "not a JSON object"),
        ("[" * 100_000, "not a JSON object"),
        ("7", "not a JSON object"),
        ('["a"]', "JSON list"),
        ('{"id": "a"}', "no text"),
        ('{"text": ""}', "no text"),
        ('{"text": 7, "html": null}', "no text"),
    ],
    ids=["words", "cut", "deep", "number", "list", "no-text", "empty-text", "odd-types"],
)
def test_a_bad_line_names_file_and_line(line: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "week.jsonl"
    path.write_text('{"text": "One."}\n' + line)
    good, bad = read_all(path)

    assert isinstance(good, Article)
    assert str(bad).startswith(f"{path}:2: ")
    assert reason in str(bad)


def test_a_record_too_large_is_refused_and_the_next_one_read(tmp_path: Path) -> None:
    path = tmp_path / "week.jsonl"
    huge = b'{"text": "' + b"a " * (SIZE_LIMIT // 2) + b'"}\n'
    path.write_bytes(b'{"text": "One."}\n' + huge + b'{"text": "Three."}\n')

    assert [article.text if isinstance(article, Article) else article for article in read_all(path)] == [
        "One.",
        f"{path}:2: larger than 20 MB; split it into one article a file, or one a line in a .jsonl file",
        "Three.",
    ]


def test_what_no_database_can_hold_is_replaced_in_a_record(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"text": "One \\ud800 two \\u0000.", "title": "A\\udfff"}')
    article = read_one(path)

    assert (article.text, article.title) == ("One \ufffd two \ufffd.", "A\ufffd")
    assert article.origin == path.as_uri()


def test_a_jsonl_file_without_records_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("\n\n")

    assert "holds no records" in refusal(tmp_path / "a.jsonl")


def test_standard_input_is_known_by_the_hash_of_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe(monkeypatch, STORY.encode())
    article = read_one("-")

    assert (article.text, article.name, article.retrieved) == (STORY, "stdin", None)
    assert article.origin == f"sha256:{article.text_sha256}"


def test_standard_input_may_be_a_page_or_records(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe(monkeypatch, b"\n  " + PAGE.encode())
    assert "<p>" not in read_one("-").text

    pipe(monkeypatch, b'{"text": "One."}\n\nbroken\n{"text": "Two."}')
    first, second, third = read_all("-")
    assert [getattr(article, "text", "") for article in (first, third)] == ["One.", "Two."]
    assert str(second).startswith("standard input:3: not a JSON object")


@pytest.mark.parametrize(("data", "reason"), [(b"", "empty"), (b"a" * (SIZE_LIMIT + 1), "larger than 20 MB")])
def test_bad_standard_input_is_refused(data: bytes, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe(monkeypatch, data)

    assert refusal("-").startswith(f"standard input: {'the input is empty' if reason == 'empty' else reason}")


def test_a_text_of_one_enormous_line_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The mayor said (Jane Roe/AFP) that. " * 200_000)

    assert len(read_one(tmp_path / "a.txt").text) == 7_200_000
