"""What `provenance check` found, as text for an editor, JSON for a program, or annotations for GitHub."""

import math
import re
from collections.abc import Iterator, Sequence
from typing import Any

import attrs
import click

from provenance.errors import ProvenanceError
from provenance.models import Article
from provenance.policy import Checked, Evidence, Finding, Severity

SHOWN = 10
"""How many pieces of evidence a finding shows in the terminal; JSON has all of them."""

LONGEST = 160
"""In characters; evidence is cut there in the terminal and in annotations, and whole in JSON."""

COLOURS = {Severity.BREACH: "red", Severity.WARNING: "yellow"}
LEVELS = {Severity.BREACH: "error", Severity.WARNING: "warning"}

FIELDS = {
    "input": "what was named: a file, an address, a line of a file, or the id of a stored article",
    "article": "its short name",
    "title": "its title, or null",
    "outlet": "its outlet, or null",
    "published": "its day, or null",
    "lines": "whose lines `line` counts: `file`, or `text` where the article was taken out of a page or record",
    "claims": "how many claims were counted",
    "sources": "how many sources make them",
    "breaches": "how many broken rules are breaches",
    "warnings": "how many are warnings",
    "findings": "the broken rules, in the order of the policy",
    "undecided": "the rules that could not be held against this article: `rule`, `severity`, `reason`",
    "set_apart": "the claims below the policy's confidence, which no rule counted, as evidence",
}
FINDING_FIELDS = {
    "rule": "the rule's name",
    "severity": "`breach` or `warning`",
    "why": "the rule's `why`, or an empty text",
    "counts": "what the rule counts: `claims`, `sources`, `sentences` or `photographs`",
    "count": "how many it found",
    "total": "among how many",
    "limit": "what it allows, as `at most 20%`",
    "evidence": "everything that it found",
}
EVIDENCE_FIELDS = {
    "line": "from 1",
    "column": "from 1, in code points",
    "start": "offset into the article's text, in code points",
    "end": "offset behind the last code point",
    "text": "the words, exactly as they stand there",
    "source": "the claim's chain, or the source's name; null where the words are no claim's",
    "confidence": "how sure the program is of the claim, 0 to 1, or null",
}
UNREAD_FIELDS = {
    "input": "what was named",
    "error": "why it could not be read; such a line has nothing else",
}


@attrs.frozen(kw_only=True)
class Result:
    """An article that was checked: how it was named, and the file whose lines are its text's, if it is one's.

    `path` is the file it came from, if it came from one; `in_file` is whether its text is all of that file.
    """

    label: str
    path: str | None
    in_file: bool
    article: Article
    checked: Checked

    def count(self, severity: Severity) -> int:
        """How many rules of this severity are broken."""
        return sum(finding.rule.severity is severity for finding in self.checked.findings)


def as_text(result: Result) -> str:
    """Lay out an article's findings as lines, each piece of evidence with its line and column."""
    return "\n".join(_lines(result))


def as_record(result: Result) -> dict[str, Any]:
    """An article's findings as builtins; `FIELDS` says what each field is."""
    checked, article = result.checked, result.article
    return {
        "input": result.label,
        "article": article.name,
        "title": article.title,
        "outlet": article.outlet,
        "published": article.published,
        "lines": "file" if result.in_file else "text",
        "claims": checked.n_claims,
        "sources": checked.n_sources,
        "breaches": result.count(Severity.BREACH),
        "warnings": result.count(Severity.WARNING),
        "findings": [_finding_record(finding) for finding in checked.findings],
        "undecided": [
            {"rule": u.rule.name, "severity": u.rule.severity.value, "reason": u.reason} for u in checked.undecided
        ],
        "set_apart": [_evidence_record(evidence) for evidence in checked.set_apart],
    }


def as_annotations(result: Result) -> str:
    """An article's findings as workflow commands of GitHub Actions, one a line, at the first evidence of each.

    What was not decided or not counted is a notice.
    https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
    """
    checked = result.checked
    lines = [
        _annotate(LEVELS[found.rule.severity], found.rule.name, _describe(found), result, found.evidence)
        for found in checked.findings
    ]
    lines += [_annotate("notice", f"{u.rule.name} is undecided", u.reason, result, ()) for u in checked.undecided]
    if checked.set_apart:
        lines.append(_annotate("notice", "set apart", _describe_unsure(checked), result, checked.set_apart))
    return "\n".join(lines)


def annotate_unread(label: str, reason: ProvenanceError) -> str:
    """An input that could not be read, as a workflow command of GitHub Actions."""
    return f"::error title=not read::{_escape(f'{label}: {reason}' if label not in str(reason) else str(reason))}"


def summarise(checked: int, unread: int, breached: int, *, breaches: int, warnings: int) -> str:
    """All articles in one line: how many were checked and not read, and the rules that they break."""
    told = _count(checked, "article checked", "articles checked") + f", {unread} not read" * bool(unread)
    places = f" in {_count(breached, 'article', 'articles')}" * bool(breaches)
    return f"{told}: {_count(breaches, 'breach', 'breaches')}{places}, {_count(warnings, 'warning', 'warnings')}"


def measure(finding: Finding) -> str:
    """What a rule counted, in words: "3 of 10 claims (30%)"."""
    nouns, last = finding.rule.count.value, finding.total if finding.rule.where else finding.count
    noun = nouns.removesuffix("s") if last == 1 else nouns
    if not finding.rule.where:
        return f"{finding.count} {noun}"
    share = f" ({round(100 * finding.count / finding.total, 1):g}%)" if finding.rule.limit.is_share else ""
    return f"{finding.count} of {finding.total} {noun}{share}"


def _lines(result: Result) -> Iterator[str]:
    checked = result.checked
    told = [
        _count(result.count(severity), one, many)
        for severity, one, many in ((Severity.BREACH, "breach", "breaches"), (Severity.WARNING, "warning", "warnings"))
        if result.count(severity)
    ]
    counted = f"{_count(checked.n_claims, 'claim', 'claims')}, {_count(checked.n_sources, 'source', 'sources')}"
    known = result.article.title or ("" if result.path else result.article.name)
    title = f" “{_cut(known, 80)}”" if known else ""
    place = "" if result.in_file or not told else "; lines are those of the text as read"
    yield click.style(f"{_clean(result.label)}{title}: {', '.join(told) or 'fine'} ({counted}{place})", bold=True)
    for finding in checked.findings:
        rule = finding.rule
        severity = click.style(rule.severity.value, fg=COLOURS[rule.severity])
        yield f"  {severity} {rule.name}: {measure(finding)}, {rule.limit}"
        if rule.why:
            yield f"    {_clean(rule.why)}"
        yield from _show(finding.evidence)
    for undecided in checked.undecided:
        yield f"  undecided {undecided.rule.name}: {undecided.reason}"
    if checked.set_apart:
        yield f"  set apart: {_describe_unsure(checked)}"
        yield from _show(checked.set_apart, sure=False)


def _describe_unsure(checked: Checked) -> str:
    unsure = _count(len(checked.set_apart), "claim", "claims")
    return f"{unsure} below confidence {checked.confidence:g}, which no rule counts"


def _show(evidence: tuple[Evidence, ...], *, sure: bool = True) -> Iterator[str]:
    for piece in evidence[:SHOWN]:
        source = f"{_cut(piece.source, 60)} — " if piece.source else ""
        doubt = "" if sure or piece.confidence is None else f" ({math.floor(100 * piece.confidence) / 100:.2f})"
        yield f"    {piece.line}:{piece.column}  {source}{_cut(piece.text, LONGEST)}{doubt}"
    if len(evidence) > SHOWN:
        yield f"    and {len(evidence) - SHOWN} more; --format json has them all"


def _finding_record(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule.name,
        "severity": finding.rule.severity.value,
        "why": finding.rule.why,
        "counts": finding.rule.count.value,
        "count": finding.count,
        "total": finding.total,
        "limit": str(finding.rule.limit),
        "evidence": [_evidence_record(evidence) for evidence in finding.evidence],
    }


def _evidence_record(evidence: Evidence) -> dict[str, Any]:
    return {
        "line": evidence.line,
        "column": evidence.column,
        "start": evidence.span.start,
        "end": evidence.span.end,
        "text": evidence.text,
        "source": evidence.source,
        "confidence": None if evidence.confidence is None else round(evidence.confidence, 4),
    }


def _describe(finding: Finding) -> str:
    told = [f"{measure(finding)}, {finding.rule.limit}.", _clean(finding.rule.why)]
    if finding.evidence:
        first = finding.evidence[0]
        told.append(f"First: {f'{_cut(first.source, 60)} — ' if first.source else ''}{_cut(first.text, LONGEST)}")
    return " ".join(filter(None, told))


def _annotate(level: str, title: str, message: str, result: Result, evidence: Sequence[Evidence]) -> str:
    properties = {"title": title}
    if result.path:
        properties |= {"file": result.path}
    else:
        message = f"{_clean(result.label)}: {message}"
    if result.path and result.in_file and evidence:
        properties |= {"line": str(evidence[0].line), "col": str(evidence[0].column)}
    stated = ",".join(f"{name}={_escape(value, also=':,')}" for name, value in properties.items())
    return f"::{level} {stated}::{_escape(message)}"


def _escape(text: str, *, also: str = "") -> str:
    """Escape what would end a workflow command, as GitHub's own toolkit does."""
    return re.sub(f"[%\r\n{also}]", lambda found: f"%{ord(found[0]):02X}", text)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _cut(text: str, longest: int) -> str:
    text = _clean(text)
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _clean(text: str) -> str:
    """A text on one line, without anything that would steer the terminal: it comes from articles."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in " ".join(text.split()))
