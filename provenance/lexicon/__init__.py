"""Words and patterns as data: YAML files with a schema, turned into frozen values when first asked for.

A file holds `entries`, a list sorted by `name`, and optionally `defaults`, fields that every entry has unless it says
otherwise. An entry carries examples: sentences it must `match` and look-alikes it must `miss`; `{}` in a match stands
for each of its forms in turn. `tests/test_lexicon.py` holds every file to that.

    STATE_MEDIA = Table("state_media.yml", Outlet)
    STATE_MEDIA.entries()
"""

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar, cast, get_args, get_origin

import attrs
import cattrs
import cattrs.v
import yaml
from cattrs.gen import make_dict_structure_fn

from provenance.errors import DamagedLexicon

FOLDER = Path(__file__).parent


@attrs.frozen(kw_only=True)
class Entry:
    """What every entry of every file has; a file's own class adds its fields.

    `name` is unique in its file. `forms` are the spellings under which a text may show it.
    """

    name: str
    match: tuple[str, ...] = ()
    miss: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """The spellings to look for: the name alone, unless the file's class knows more."""
        return (self.name,)

    def found_in(self, text: str) -> bool:
        """Whether a text shows this entry, case and word borders considered."""
        return any(word_pattern(form).search(text) for form in self.forms)

    def matches(self) -> tuple[str, ...]:
        """The sentences this entry must match, one for each form where an example leaves the form open."""
        return tuple(m.replace("{}", form) for m in self.match for form in (self.forms if "{}" in m else ("",)))


E = TypeVar("E", bound=Entry)

_loaded: dict[tuple[str, type[Entry]], tuple[Entry, ...]] = {}


@attrs.frozen
class Table(Generic[E]):
    """One file of the lexicon and the class of its entries; nothing is read before `entries` is called."""

    file: str
    entry: type[E]

    def entries(self) -> tuple[E, ...]:
        """The entries in the order of the file.

        Raises:
            DamagedLexicon: if the file breaks its schema.
        """
        if (self.file, self.entry) not in _loaded:
            _loaded[self.file, self.entry] = load_entries(self.file, self.entry)
        return cast(tuple[E, ...], _loaded[self.file, self.entry])


def load_entries(file: str, entry: type[E]) -> tuple[E, ...]:
    """Read the entries of a file of the lexicon; `Table` keeps them for the process.

    Raises:
        DamagedLexicon: if the file is missing, is not YAML, or an entry breaks its schema.
    """
    document = read_document(file)
    defaults = document.get("defaults") or {}
    return tuple(_structure(file, at, {**defaults, **raw}, entry) for at, raw in enumerate(document["entries"], 1))


def read_document(file: str) -> dict[str, Any]:
    """The `defaults` and `entries` of a file as plain values, their shape checked but not their fields.

    Raises:
        DamagedLexicon: if the file is missing, is not YAML, or is not such a document.
    """
    document = read_yaml(file)
    if not isinstance(document, dict) or not set(document) <= {"defaults", "entries"}:
        raise _damaged(file, "holds something else than `defaults` and `entries`")
    if not isinstance(document.get("entries"), list) or not all(isinstance(e, dict) for e in document["entries"]):
        raise _damaged(file, "`entries` is not a list of mappings")
    if not isinstance(document.get("defaults") or {}, dict):
        raise _damaged(file, "`defaults` is not a mapping")
    return document


def read_yaml(file: str) -> Any:
    """What a file holds, as plain values.

    Raises:
        DamagedLexicon: if the file is missing, or is not YAML.
    """
    try:
        return yaml.load((FOLDER / file).read_text(encoding="utf-8"), _StrictLoader)  # noqa: S506 (safe subclass)
    except OSError as error:
        raise _damaged(file, f"cannot be read ({error.strerror})") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise _damaged(file, "is not YAML: " + " ".join(str(error).split())) from error


@cache
def digest() -> str:
    """The SHA-256, in hex, of all files of the lexicon: what a run's results depended on."""
    total = hashlib.sha256()
    for path in sorted(FOLDER.glob("*.yml")):
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


@cache
def word_pattern(form: str) -> re.Pattern[str]:
    """A pattern for a form as whole words: any white space between them, either kind of apostrophe in them."""
    words = [re.escape(word).replace("'", "['’]").replace("’", "['’]") for word in form.split()]
    return re.compile(r"(?<!\w)" + r"\s+".join(words) + r"(?!\w)")


def _structure(file: str, at: int, raw: dict[str, Any], entry: type[E]) -> E:
    try:
        return _converter.structure(raw, entry)
    except cattrs.BaseValidationError as error:
        reason = "; ".join(cattrs.transform_error(error, format_exception=_reason))
        raise _damaged(f"{file}, entry {at} ({raw.get('name', 'without a name')})", reason) from error


def _reason(error: BaseException, wanted: type | None) -> str:
    return str(error) if isinstance(error, TypeError) else cattrs.v.format_exception(error, wanted)


def _damaged(where: str, reason: str) -> DamagedLexicon:
    return DamagedLexicon(reason, where=f"lexicon/{where}", remedy="reinstall provenance, or correct the file")


class _StrictLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML's safe subset, in which a key given twice is an error instead of a silent loss."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        if len(set(map(str, keys))) < len(keys):
            twice = next(key for key in keys if keys.count(key) > 1)
            raise yaml.constructor.ConstructorError(problem=f"key {twice!r} twice", problem_mark=node.start_mark)
        return super().construct_mapping(node, deep=deep)  # type: ignore[no-any-return]


def _exactly(kind: type) -> Any:
    """A structuring hook that takes a value as it is or refuses it: YAML reads `NO` as a boolean, not as Norway."""

    def check(value: Any, _: type) -> Any:
        if type(value) is not kind:
            raise TypeError(f"{value!r} is not {kind.__name__}; quote it")
        return value

    return check


def _is_tuple(wanted: Any) -> bool:
    return get_origin(wanted) is tuple


def _tuple_of(value: Any, wanted: Any) -> tuple[Any, ...]:
    """A list becomes a tuple; a bare string, which would fall apart into letters, is refused."""
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is not a list")
    return tuple(_converter.structure(item, get_args(wanted)[0]) for item in value)


_converter = cattrs.Converter(forbid_extra_keys=True)
for _kind in (str, int, bool):
    _converter.register_structure_hook(_kind, _exactly(_kind))
_converter.register_structure_hook_func(_is_tuple, _tuple_of)
_converter.register_structure_hook_factory(
    attrs.has, lambda cls: make_dict_structure_fn(cls, _converter, _cattrs_forbid_extra_keys=True)
)
