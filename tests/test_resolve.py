"""Who is speaking: names for sources, in marked-up sentences and their look-alikes."""

from typing import Any

import pytest

from tests.casebook import cases, read_case, resolve_case, show


@pytest.mark.parametrize("case", cases("people", "pronouns", "roles", "bodies", "groups", "chains"))
def test_a_source_gets_its_name(case: dict[str, Any]) -> None:
    links = resolve_case(case)

    assert [show(link) for link in links] == case["expect"]
    assert all(bool(link.mentions) != bool(link.abstained) for link in links)


@pytest.mark.parametrize("case", cases("people", "pronouns", "roles", "bodies", "groups", "chains"))
def test_every_mention_lies_in_the_text_and_names_its_rule(case: dict[str, Any]) -> None:
    article, attributions = read_case(case)
    links = resolve_case(case)

    assert [link.attribution.extent for link in links] == [one.extent for one in attributions]
    for mention in (m for link in links for m in link.mentions):
        assert mention.rule
        assert mention.span is None or mention.span.end <= len(article.text)
