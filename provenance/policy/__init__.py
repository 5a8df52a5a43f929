"""A desk's rules for sourcing, held against one article at a time.

A policy is YAML, read strictly; the one that comes with the program is `default.yml`.

    policy, _ = load_policy(Path("policy.yml"))
    for finding in check_trace(trace(article), policy).findings:
        print(finding.rule.name, finding.count, finding.rule.limit)

Nothing here reads a file but `load_policy`.
"""

from provenance.policy.checking import Checked, Evidence, Finding, Undecided, check_trace
from provenance.policy.reading import load_policy, read_policy
from provenance.policy.reviewed import Review, apply_reviews
from provenance.policy.rules import KEYS, Limit, Policy, Rule, Severity, Subject

__all__ = [
    "KEYS",
    "Checked",
    "Evidence",
    "Finding",
    "Limit",
    "Policy",
    "Review",
    "Rule",
    "Severity",
    "Subject",
    "Undecided",
    "apply_reviews",
    "check_trace",
    "load_policy",
    "read_policy",
]
