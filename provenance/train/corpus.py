"""Reads an attribution corpus in brat standoff: `text/NAME.txt` with `attributions/NAME_ANNOTATOR.ann`.

The format is PolNeAR's (Newell, Margolin and Ruths, "An Attribution Relations Corpus for Political News", LREC 2018):
UTF-8, offsets in code points, line ends never translated, discontinuous spans, several annotators for some articles,
`Content2` for a content's continuation. Other event types and notes are passed over.
"""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

import attrs

from provenance.errors import ProvenanceError
from provenance.models import Span

_BOUND = re.compile(r"(T\d+)\t\w+ ([\d ;]+)(?:\t|$)")
_EVENT = re.compile(r"E\d+\tAttribution(?:-no-source)?:T\d+ (.*)$")
_ARGUMENT = re.compile(r"(Source|Cue|Content)\d*:(T\d+)")


@attrs.frozen(kw_only=True)
class Marked:
    """One attribution as an annotator marked it, spans sorted."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@attrs.frozen(kw_only=True)
class Gold:
    """An article with what each of its annotators marked, in the alphabetical order of their files."""

    name: str
    text: str
    versions: tuple[tuple[Marked, ...], ...]


def read_corpus(folder: Path) -> tuple[Gold, ...]:
    """Read every annotated article of a corpus folder, sorted by name.

    Raises:
        ProvenanceError: if the folder holds no annotated article.
    """
    annotations: dict[str, list[Path]] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        annotations.setdefault(path.stem.rpartition("_")[0], []).append(path)
    found = tuple(
        Gold(
            name=path.stem,
            text=_read(path),
            versions=tuple(parse_standoff(_read(ann)) for ann in annotations[path.stem]),
        )
        for path in sorted((folder / "text").glob("*.txt"))
        if path.stem in annotations
    )
    if not found:
        raise ProvenanceError(
            "no text/NAME.txt with an attributions/NAME_ANNOTATOR.ann", where=str(folder), remedy="give a corpus folder"
        )
    return found


def read_unmarked(folder: Path) -> tuple[Gold, ...]:
    """Read texts that nobody annotated, `NAME.txt` in UTF-8, sorted by name; they are known as `FOLDER/NAME`."""
    return tuple(
        Gold(name=f"{folder.name}/{path.stem}", text=_read(path), versions=()) for path in sorted(folder.glob("*.txt"))
    )


def parse_standoff(standoff: str) -> tuple[Marked, ...]:
    """The attributions of a brat standoff file that have a content, in the order of their contents."""
    bounds: dict[str, tuple[Span, ...]] = {}
    marked: list[Marked] = []
    events: list[str] = []
    for line in standoff.split("\n"):
        if bound := _BOUND.match(line):
            bounds[bound[1]] = tuple(Span(*map(int, piece.split())) for piece in bound[2].strip().split(";"))
        elif event := _EVENT.match(line):
            events.append(event[1])
    for event_arguments in events:
        roles: dict[str, list[Span]] = {"Source": [], "Cue": [], "Content": []}
        for role, key in _ARGUMENT.findall(event_arguments):
            roles[role].extend(bounds[key])
        if roles["Content"]:
            source, cue, content = (tuple(sorted(roles[role])) for role in ("Source", "Cue", "Content"))
            marked.append(Marked(source=source, cue=cue, content=content))
    return tuple(sorted(marked, key=lambda m: (m.content, m.cue, m.source)))


def corpus_sha256(folder: Path) -> str:
    """The SHA-256 over all texts and annotations of a corpus folder, names and bytes, in sorted order."""
    return _sha256(folder, [*folder.glob("text/*.txt"), *folder.glob("attributions/*.ann")])


def texts_sha256(folder: Path) -> str:
    """The SHA-256 over the texts of a folder that nobody annotated, like `corpus_sha256`."""
    return _sha256(folder, folder.glob("*.txt"))


def _sha256(folder: Path, paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")
