"""A policy's YAML, read strictly: whatever is not understood is refused with its line, nothing is passed over."""

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

import yaml

from provenance.errors import UnusablePolicy
from provenance.policy.rules import (
    KEYS,
    LONGEST_PHRASE,
    Condition,
    Key,
    Limit,
    Policy,
    Rule,
    Scope,
    Severity,
    Subject,
)

T = TypeVar("T")

DEFAULT = Path(__file__).parent / "default.yml"
POLICY = ("confidence", "rules")
RULE = ("why", "count", "where", "at_most", "at_least", "severity", "scope")
SCOPE = ("outlets", "claims")
LIMITS = ("at_most", "at_least")

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
NUMBER = re.compile(r"(?P<number>0|[1-9][0-9]{0,8})")
SHARE = re.compile(r"(?P<number>(?:0|[1-9][0-9]?|100)(?:\.[0-9]{1,3})?) ?%")
CONFIDENCE = re.compile(r"[01]|[01]?\.[0-9]{1,6}")
ALL = 100
"""Every one, in a hundred."""
TEXT, NULL = "tag:yaml.org,2002:str", "tag:yaml.org,2002:null"


class _Wrong(Exception):
    """What is wrong with a node, to be told with its line."""

    def __init__(self, node: yaml.Node, what: str, remedy: str = "") -> None:
        super().__init__(what)
        self.line = node.start_mark.line + 1
        self.what = what
        self.remedy = remedy


def load_policy(path: Path | None) -> tuple[Policy, str]:
    """Read a policy from a file, the one that comes with the program by default; give its text beside it.

    Raises:
        UnusablePolicy: if the file cannot be read, or `read_policy` refuses it.
    """
    file = path or DEFAULT
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        reason = f"cannot be read ({error.strerror})"
        raise UnusablePolicy(reason, where=str(file), remedy="check the path of the policy") from error
    except UnicodeDecodeError as error:
        raise UnusablePolicy("is not UTF-8", where=str(file), remedy="save the policy as UTF-8") from error
    return read_policy(text, where=str(file)), text


def read_policy(text: str, *, where: str) -> Policy:
    """Read a policy's YAML; `where` names it in messages.

    Raises:
        UnusablePolicy: if it is not YAML, has an unknown, missing or doubled key, or a value that cannot be meant.
    """
    try:
        root = yaml.compose(text, yaml.SafeLoader)
        if root is None:
            raise UnusablePolicy("is empty", where=where, remedy="begin with `provenance check --show-policy`")
        return _read_policy(root)
    except _Wrong as wrong:
        raise UnusablePolicy(wrong.what, where=f"{where}, line {wrong.line}", remedy=wrong.remedy) from wrong
    except yaml.MarkedYAMLError as error:
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise UnusablePolicy(f"not YAML: {error.problem}", where=f"{where}{line}") from error
    except yaml.YAMLError as error:
        raise UnusablePolicy("not YAML: " + " ".join(str(error).split()), where=where) from error
    except RecursionError as error:
        raise UnusablePolicy("not a policy: it is nested too deeply", where=where) from error


def _read_policy(root: yaml.Node) -> Policy:
    fields = _fields(root, "a policy", POLICY, required=POLICY)
    rules = _entries(fields["rules"], "`rules`")
    if not rules:
        raise _Wrong(fields["rules"], "`rules` is empty, so that no article could break one", "write a rule")
    return Policy(
        confidence=_confidence(fields["confidence"]),
        rules=tuple(_rule(_rule_name(key), value) for key, value in rules),
    )


def _rule_name(node: yaml.Node) -> str:
    if not NAME.fullmatch(str(node.value)):
        remedy = "use small letters, digits and hyphens, as in anonymous-claims"
        raise _Wrong(node, f"{_quoted(node)} is no name for a rule", remedy)
    return str(node.value)


def _rule(name: str, node: yaml.Node) -> Rule:
    what = f"the rule {name}"
    fields = _fields(node, what, RULE, required=("count", "severity"))
    subject = Subject(_choice(fields["count"], "`count`", [s.value for s in Subject]))
    limits = [key for key in LIMITS if key in fields]
    if len(limits) != 1:
        remedy = "give one of the two; write a second rule for the other" if limits else "write at_most or at_least"
        raise _Wrong(node, f"{what} has {'two limits' if limits else 'no limit'}", remedy)
    return Rule(
        name=name,
        count=subject,
        where=_conditions(fields["where"], subject) if "where" in fields else (),
        limit=_limit(fields[limits[0]], limits[0]),
        severity=Severity(_choice(fields["severity"], "`severity`", [s.value for s in Severity])),
        why=" ".join(_text(fields["why"], "`why`").split()) if "why" in fields else "",
        scope=_scope(fields["scope"]) if "scope" in fields else Scope(),
    )


def _conditions(node: yaml.Node, subject: Subject) -> tuple[Condition, ...]:
    keys = KEYS[subject]
    fields = _fields(node, f"`where` of {subject.value}", tuple(keys))
    if not fields:
        raise _Wrong(node, "`where` is empty", f"leave it out to count all {subject.value}")
    return tuple(
        Condition(key=name, values=frozenset(_values(value, name, keys[name]))) for name, value in fields.items()
    )


def _values(node: yaml.Node, name: str, key: Key) -> tuple[str, ...]:
    """One value, or a list of them. YAML would read `true` or a country's code as no text: the letters count."""
    words = f"a value of `{name}`"
    if not key.values:
        found = _list(node, f"`{name}`", lambda item: " ".join(_text(item, words).split()).casefold())
        if name == "cue" and any(len(value.split()) > LONGEST_PHRASE for value in found):
            raise _Wrong(node, f"`cue` has more than {LONGEST_PHRASE} words", "give the words that matter")
        return found
    return _list(node, f"`{name}`", lambda item: _choice(item, words, key.values))


def _scope(node: yaml.Node) -> Scope:
    fields = _fields(node, "`scope`", SCOPE)
    outlets, claims = fields.get("outlets"), fields.get("claims")
    return Scope(
        outlets=_list(outlets, "`outlets`", lambda item: _text(item, "an outlet")) if outlets else (),
        claims=int(_matched(claims, NUMBER, "`claims`", "a whole number")["number"]) if claims else 0,
    )


def _limit(node: yaml.Node, name: str) -> Limit:
    value = str(node.value) if isinstance(node, yaml.ScalarNode) else ""
    match = NUMBER.fullmatch(value) or SHARE.fullmatch(value)
    share = value.endswith("%")
    if not match or (share and Fraction(match["number"]) > ALL):
        raise _Wrong(node, f"`{name}` is {_quoted(node)}", "write a whole number, or a share as 20%")
    limit = Limit(number=Fraction(match["number"]), is_most=name == "at_most", is_share=share)
    if (limit.is_most and share and limit.number == ALL) or (not limit.is_most and limit.number == 0):
        raise _Wrong(node, f"`{name}: {value}` could never be broken", "choose another limit, or leave the rule out")
    return limit


def _confidence(node: yaml.Node) -> float:
    match = _matched(node, CONFIDENCE, "`confidence`", "a number from 0 to 1, as 0.5")
    if not 0 <= float(match[0]) <= 1:
        raise _Wrong(node, f"`confidence` is {_quoted(node)}", "write a number from 0 to 1, as 0.5")
    return float(match[0])


def _fields(
    node: yaml.Node, what: str, known: tuple[str, ...], *, required: tuple[str, ...] = ()
) -> Mapping[str, yaml.Node]:
    """The values of a mapping by key, every key known and none twice."""
    found: dict[str, yaml.Node] = {}
    for key, value in _entries(node, what):
        name = str(key.value)
        if name not in known:
            near = get_close_matches(name, known, n=1)
            remedy = f"did you mean {near[0]}?" if near else f"use one of {', '.join(known)}"
            raise _Wrong(key, f"{what} has no key {_quoted(key)}", remedy)
        found[name] = value
    if missing := [name for name in required if name not in found]:
        raise _Wrong(node, f"{what} lacks {' and '.join(missing)}", f"add `{missing[0]}:`")
    return found


def _entries(node: yaml.Node, what: str) -> list[tuple[yaml.Node, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        raise _Wrong(node, f"{what} is {_quoted(node)}", "write keys and values, as in `at_most: 20%`")
    seen = set[str]()
    for key, _ in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise _Wrong(key, f"{what} has a key that is no word", "write keys and values, as in `at_most: 20%`")
        if key.value in seen:
            raise _Wrong(key, f"{what} has the key {_quoted(key)} twice", "keep one of them")
        seen.add(key.value)
    return list(node.value)


def _list(node: yaml.Node, what: str, read: Callable[[yaml.Node], T]) -> tuple[T, ...]:
    """What a list holds, or a single value that stands for a list of one."""
    if not isinstance(node, yaml.SequenceNode):
        return (read(node),)
    found = tuple(read(item) for item in node.value)
    if not found:
        raise _Wrong(node, f"{what} is an empty list", "name a value, or leave it out")
    if len(set(found)) < len(found):
        raise _Wrong(node, f"{what} lists a value twice", "keep one of them")
    return found


def _choice(node: yaml.Node, what: str, allowed: tuple[str, ...] | list[str]) -> str:
    if isinstance(node, yaml.ScalarNode) and node.value in allowed:
        return str(node.value)
    near = get_close_matches(str(node.value), allowed, n=1) if isinstance(node, yaml.ScalarNode) else []
    remedy = f"did you mean {near[0]}?" if near else f"use one of {', '.join(allowed)}"
    raise _Wrong(node, f"{what} is {_quoted(node)}", remedy)


def _text(node: yaml.Node, what: str) -> str:
    if not isinstance(node, yaml.ScalarNode) or node.tag == NULL or not node.value.strip():
        raise _Wrong(node, f"{what} is {_quoted(node)}", "write a text")
    if node.tag != TEXT:
        raise _Wrong(node, f"{what} is {_quoted(node)}, which is no text in YAML", f'quote it: "{node.value}"')
    return str(node.value)


def _matched(node: yaml.Node, pattern: re.Pattern[str], what: str, wanted: str) -> re.Match[str]:
    match = pattern.fullmatch(node.value) if isinstance(node, yaml.ScalarNode) else None
    if match is None:
        raise _Wrong(node, f"{what} is {_quoted(node)}", f"write {wanted}")
    return match


def _quoted(node: yaml.Node) -> str:
    """A node as a message shows it: short, or by its kind."""
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    if isinstance(node, yaml.MappingNode):
        return "a mapping"
    value = str(node.value)
    return "empty" if not value else f"`{value if len(value) <= 40 else value[:39] + '…'}`"
