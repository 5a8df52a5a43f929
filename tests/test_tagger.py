import itertools
import json
import re
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.errors import MissingWeights
from provenance.extract.confidence import SIGNALS, Wording
from provenance.extract.decoding import (
    LABELS,
    OUTSIDE,
    Piece,
    Tagged,
    Transitions,
    begin,
    forbidden,
    marginals,
    parting,
    stretches,
    viterbi,
)
from provenance.extract.encoding import encode, windows
from provenance.extract.linking import (
    CONTENT_FIRST,
    CUE_OF_CONTENT,
    CUE_OF_SOURCE,
    DISTANCES,
    SOURCE_OF_CUE,
    SOURCELESS,
    WIDTH,
    LinkBias,
    distance_class,
    link,
)
from provenance.extract.loading import HOME, load_weights
from provenance.extract.statements import Evidence, find_statements
from provenance.extract.tagger import SECTION, find, hyphenated, in_one_sentence, sections, tag
from provenance.models import Span
from tests.marked import make_article, read_marked

ATTRIBUTED = {
    "said before": "{source:The mayor} {cue:said} {content:the bridge would open in May}.",
    "said after": "{content:The bridge would open in May}, {source:the mayor} {cue:said}.",
    "direct": "{content:“We will open the bridge in May,”} {source:Maria Oduya} {cue:said}.",
    "straight marks": '{content:"We will open the bridge in May,"} {source:Maria Oduya} {cue:said}.',
    "broken by its tag": "{content:“We are ready,”} {source:Oduya} {cue:said}. {content:“The bridge opens in May.”}",
    "according to": "{content:The bridge cost twice as much as planned}, {cue:according to} {source:an audit}.",
    "pronoun": "{source:He} {cue:said} {content:he had never seen the letter}.",
    "belief": "{source:Officials} {cue:believe} {content:the fire was set on purpose}.",
}

NOT_ATTRIBUTED = {
    "weather": "Rain fell on the harbour all morning.",
    "table": "Fish 12 14 9\nBread 3 2 2",
    "recipe": "Stir the onions until they are soft, then add the rice.",
}


@pytest.mark.parametrize("marked", ATTRIBUTED.values(), ids=ATTRIBUTED.keys())
def test_an_attribution_is_found_with_its_source_cue_and_content(marked: str) -> None:
    text, spans = read_marked(marked)

    found = tag(make_article(text))

    assert [(one.source, one.cue, one.content) for one in found] == [(spans["source"], spans["cue"], spans["content"])]
    assert found[0].statement == Span(0, len(text))


@pytest.mark.parametrize("text", NOT_ATTRIBUTED.values(), ids=NOT_ATTRIBUTED.keys())
def test_nothing_is_found_where_nobody_is_credited(text: str) -> None:
    assert tag(make_article(text)) == ()


def test_two_speakers_in_one_paragraph_keep_their_own_words() -> None:
    text, spans = read_marked(
        "{source1:Ines Falk} {cue1:said} {content1:the dam was safe}. "
        "But {source2:Karim Odeh} {cue2:warned} that {content2:it could fail within a year}."
    )

    found = tag(make_article(text))

    assert [one.source for one in found] == [spans["source1"], spans["source2"]]
    assert [one.statement.of(text).split()[0] for one in found] == ["Ines", "But"]


def test_an_attribution_far_into_a_long_text_is_found_as_well() -> None:
    filler = "Rain fell on the harbour all morning. " * 400
    text = filler + "The mayor said the bridge would open in May. " + filler

    found = tag(make_article(text))

    assert [one.content[0].of(text) for one in found] == ["the bridge would open in May"]


def test_the_same_text_gives_the_same_attributions() -> None:
    article = make_article("“We are ready,” Oduya said. Officials believe the fire was set on purpose.")

    assert tag(article) == tag(article)


ODD_PIECES = "said |the mayor |“|”|🔥|e\u0301|\u202e|שלום |\x00|\ud800|\r\n|\u200d|\u2028".split("|")
UNUSUAL = st.one_of(
    st.text(alphabet=st.characters(), max_size=300),
    st.text(alphabet="“”\"'‘’«» \n.", max_size=400),
    st.lists(st.sampled_from(ODD_PIECES), max_size=120).map("".join),
)


@settings(max_examples=150, deadline=None)
@given(UNUSUAL)
def test_any_text_gives_valid_offsets(text: str) -> None:
    for one in tag(make_article(text)):
        for spans in (one.source, one.cue, one.content, (one.statement,)):
            assert all(span.end <= len(text) for span in spans)
            assert list(spans) == sorted(spans)
        assert one.content
        assert 0 <= one.confidence <= 1


@pytest.mark.parametrize(
    "text",
    ["", "\n" * 5000, "word " * 30000, "“" * 30000, "x" * 100000, "🔥" * 20000, "e\u0301" * 20000, "\x00" * 20000],
    ids=["empty", "line breaks", "one line", "marks", "one word", "emoji", "combining", "control"],
)
def test_a_long_strange_text_is_read_to_its_end(text: str) -> None:
    found = tag(make_article(text))

    assert all(one.extent.end <= len(text) for one in found)


# -- weights


@pytest.fixture
def weights_copy(tmp_path: Path) -> Path:
    shutil.copytree(HOME, tmp_path / "weights")
    return tmp_path / "weights"


@pytest.mark.parametrize("name", ["manifest.json", "tagger.onnx", "tokenizer.json"])
def test_a_missing_file_is_named_with_a_remedy(weights_copy: Path, name: str) -> None:
    (weights_copy / name).unlink()

    with pytest.raises(MissingWeights, match=rf"{name}.*install provenance again"):
        load_weights(weights_copy)


@pytest.mark.parametrize("name", ["tagger.onnx", "tokenizer.json"])
def test_an_altered_file_is_refused(weights_copy: Path, name: str) -> None:
    path = weights_copy / name
    path.write_bytes(path.read_bytes() + b" ")

    with pytest.raises(MissingWeights, match=name):
        load_weights(weights_copy)


@pytest.mark.parametrize("manifest", ["{", "[]", "{}", '{"files": {"tagger.onnx": "0"}}'])
def test_an_unusable_manifest_is_refused(weights_copy: Path, manifest: str) -> None:
    (weights_copy / "manifest.json").write_text(manifest)

    with pytest.raises(MissingWeights, match=r"manifest\.json|tagger\.onnx"):
        load_weights(weights_copy)


def test_weights_load_once_and_weigh_less_than_sixty_megabytes() -> None:
    assert load_weights() is load_weights()
    assert sum(path.stat().st_size for path in HOME.iterdir()) < 60e6
    assert json.loads((HOME / "manifest.json").read_text())["version"] == load_weights().version


# -- encoding


def test_pieces_carry_casing_quotation_and_line_starts() -> None:
    pieces = encode("NATO said “Maybe”\niPhone", load_weights().tokenizer)
    words = [(pieces.starts[pieces.words == at].min(), pieces.features[pieces.words == at]) for at in range(6)]

    assert [features[0].tolist() for _, features in words] == [
        [2, 0, 1], [0, 0, 0], [0, 1, 0], [1, 1, 0], [0, 1, 0], [3, 0, 1],
    ]  # fmt: skip
    assert all((features[:, 0] == features[0, 0]).all() for _, features in words)


@given(st.lists(st.sampled_from(["a ", "unbelievablyness ", "said ", "\n", "“"]), max_size=200))
@settings(deadline=None)
def test_windows_keep_every_piece_once(words: list[str]) -> None:
    pieces = encode("".join(words), load_weights().tokenizer)

    cut = windows(pieces, length=24, overlap=8)

    assert [at for window in cut for at in range(window.keep_start, window.keep_end)] == list(range(len(pieces)))
    assert all(w.start <= w.keep_start < w.keep_end <= w.end <= w.start + 24 for w in cut)


def test_windows_end_where_lines_do_and_begin_with_a_word_said_before() -> None:
    text = "The mayor said so.\n" * 9
    pieces = encode(text, load_weights().tokenizer)

    cut = windows(pieces, length=24, overlap=8)

    lines = set(np.flatnonzero(pieces.features[:, 2]).tolist())
    assert all(w.keep_end == w.end and w.end in lines for w in cut[:-1])
    assert [w.keep_start - w.start for w in cut] == [0, *[4] * (len(cut) - 1)]


def test_windows_share_pieces_on_both_sides_of_a_cut_within_a_line() -> None:
    pieces = encode("The mayor said so. " * 9, load_weights().tokenizer)

    cut = windows(pieces, length=24, overlap=8)

    assert all((w.end - w.keep_end, v.keep_start - v.start) == (4, 4) for w, v in itertools.pairwise(cut))


@pytest.mark.parametrize("length", range(8, 40, 3))
@pytest.mark.parametrize("word", ["9", "unbelievablyness"])
def test_windows_of_long_words_and_lines_move_on(length: int, word: str) -> None:
    pieces = encode((word * 7 + " ") * 40 + "\n" + word * 60, load_weights().tokenizer)

    cut = windows(pieces, length=length, overlap=length // 3)

    assert cut[-1].keep_end == len(pieces)
    assert all(v.start > w.start for w, v in itertools.pairwise(cut))


def test_a_word_longer_than_a_window_does_not_stop_it() -> None:
    pieces = encode("9" * 90 + " " + "q" * 90, load_weights().tokenizer)

    cut = windows(pieces, length=8, overlap=4)

    assert cut[-1].keep_end == len(pieces)


def test_sections_hold_all_pieces_and_are_cut_at_lines() -> None:
    text = ("The mayor said so. " * 40 + "\n") * 60
    pieces = encode(text, load_weights().tokenizer)

    cut = list(sections(pieces))

    assert sum(map(len, cut)) == len(pieces)
    assert max(map(len, cut)) <= SECTION
    assert all(section.features[0, 2] == 1 and section.words[0] == 0 for section in cut)


# -- decoding


def random_field(seed: int) -> tuple[np.ndarray, Transitions]:
    random = np.random.default_rng(seed)
    step = random.normal(size=(len(LABELS), len(LABELS))).astype(np.float32)
    step[forbidden()] = -1e4
    start, end = random.normal(size=(2, len(LABELS))).astype(np.float32)
    return random.normal(size=(4, len(LABELS))).astype(np.float32), Transitions(start=start, step=step, end=end)


def score(labels: tuple[int, ...], scores: np.ndarray, field: Transitions) -> float:
    steps = sum(field.step[a, b] for a, b in itertools.pairwise(labels))
    return float(field.start[labels[0]] + field.end[labels[-1]] + steps + scores[range(len(labels)), labels].sum())


@pytest.mark.parametrize("seed", range(3))
def test_decoding_agrees_with_trying_every_sequence(seed: int) -> None:
    scores, field = random_field(seed)
    every = {labels: score(labels, scores, field) for labels in itertools.product(range(len(LABELS)), repeat=4)}
    chances = {labels: np.exp(value) for labels, value in every.items()}

    expected = np.zeros((4, len(LABELS)))
    for labels, chance in chances.items():
        expected[range(4), labels] += chance / sum(chances.values())

    assert tuple(viterbi(scores, field).tolist()) == max(every, key=lambda labels: every[labels])
    assert np.allclose(marginals(scores, field), expected, atol=1e-5)


@pytest.mark.parametrize("seed", range(3))
def test_decoding_never_parts_a_joined_word(seed: int) -> None:
    scores, field = random_field(seed)
    joined = np.array([False, False, True, True])
    whole = [
        labels
        for labels in itertools.product(range(len(LABELS)), repeat=4)
        if not any(parting()[a, b] for (a, b), one in zip(itertools.pairwise(labels), joined[1:], strict=True) if one)
    ]

    assert tuple(viterbi(scores, field, joined).tolist()) == max(whole, key=lambda labels: score(labels, scores, field))


HYPHENATED = {
    "a sit-in": [("a", False), ("sit", False), ("-", True), ("in", True)],
    "a sit - in": [("a", False), ("sit", False), ("-", False), ("in", False)],
    "sat--in": [("sat", False), ("-", False), ("-", False), ("in", False)],
    "so-and-so": [("so", False), ("-", True), ("and", True), ("-", True), ("so", True)],
    "“ex-”": [("“", False), ("ex", False), ("-", False), ("”", False)],
}


@pytest.mark.parametrize(("text", "expected"), HYPHENATED.items(), ids=HYPHENATED)
def test_a_hyphen_joins_what_stands_right_around_it(text: str, expected: list[tuple[str, bool]]) -> None:
    starts = np.array([match.start() for match in re.finditer(r"\w+|[^\w\s]", text)])
    words = re.findall(r"\w+|[^\w\s]", text)

    assert list(zip(words, hyphenated(text, starts).tolist(), strict=True)) == expected


def test_an_act_beside_a_quotation_knows_its_company() -> None:
    quotation, saying = (SIGNALS.index(f"beside a {what}") for what in ("quotation", "saying word"))
    weights = load_weights()
    text = "“The dam will hold,” Vale said. She wants to widen it.\nOrr wants to close it."
    found = {text[one.evidence.content[0].start :][:9]: one.signals for one in find(text, weights)}

    assert (found["to widen "][quotation], found["to widen "][saying]) == (1.0, 1.0)
    assert (found["to close "][quotation], found["to close "][saying]) == (0.0, 0.0)


WHOLE = {
    "said": (("said", "The mayor", "it would rain"), True),
    "a negation lost": (("given any indication of", "the mayor", "interest in talks"), False),
    "a negation kept": (("has not given any indication of", "the mayor", "interest in talks"), True),
    "a negation as a clitic": (("didn’t give any sign of", "the mayor", "interest in talks"), True),
    "a negation in the source": (("ever said", "Nobody in the town", "it would rain"), True),
    "refused": (("refused to give any date for", "the mayor", "the talks"), True),
    "a mark alone": (("said", "The mayor", "”"), False),
}


@pytest.mark.parametrize(("parts", "whole"), WHOLE.values(), ids=WHOLE)
def test_what_has_lost_its_negation_or_its_words_is_no_attribution(parts: tuple[str, str, str], whole: bool) -> None:
    cue, source, content = parts

    assert Wording(cue=cue, source=source, content=content).is_whole is whole


def test_marginals_of_a_long_text_stay_numbers() -> None:
    scores, field = random_field(0)

    assert np.isfinite(marginals(np.tile(scores * 20, (5000, 1)), field)).all()


def test_stretches_carry_their_least_sure_word() -> None:
    cue, content = begin(Piece.CUE), begin(Piece.CONTENT)
    labels = np.array([cue, OUTSIDE, content, content + 1, content])
    chances = np.full((5, len(LABELS)), 0.9)
    chances[3, content + 1] = 0.4

    assert stretches(labels, chances) == (
        Tagged(first=0, last=0, piece=Piece.CUE, sureness=0.9),
        Tagged(first=2, last=3, piece=Piece.CONTENT, sureness=0.4),
        Tagged(first=4, last=4, piece=Piece.CONTENT, sureness=0.9),
    )


# -- linking


def tagged(first: int, piece: Piece) -> Tagged:
    return Tagged(first=first, last=first, piece=piece, sureness=1.0)


def test_links_follow_the_vectors_not_the_distance() -> None:
    near, far = tagged(3, Piece.CUE), tagged(9, Piece.CUE)
    content, source = tagged(4, Piece.CONTENT), tagged(0, Piece.SOURCE)
    vectors = np.zeros((10, WIDTH), dtype=np.float32)
    vectors[4, CONTENT_FIRST] = vectors[9, CUE_OF_CONTENT] = vectors[9, CUE_OF_SOURCE] = 1.0
    vectors[0, SOURCE_OF_CUE] = 1.0
    bias = LinkBias(content=np.zeros(DISTANCES, np.float32), source=np.zeros(DISTANCES, np.float32))

    (found,) = link([source, near, content, far], vectors * 9, np.zeros(10, np.int64), bias)

    assert (found.source, found.cue, found.contents) == (source, far, (content,))
    assert found.content_link > 0.99


def test_a_cue_may_have_no_source_and_several_contents() -> None:
    cue, contents = tagged(5, Piece.CUE), (tagged(3, Piece.CONTENT), tagged(7, Piece.CONTENT))
    vectors = np.zeros((10, WIDTH), dtype=np.float32)
    vectors[5, SOURCELESS] = 4.0
    bias = LinkBias(content=np.zeros(DISTANCES, np.float32), source=np.zeros(DISTANCES, np.float32))

    (found,) = link([contents[0], cue, contents[1], tagged(8, Piece.SOURCE)], vectors, np.zeros(10, np.int64), bias)

    assert (found.source, found.contents) == (None, contents)


@pytest.mark.parametrize(("elsewhere", "both_at_home"), [(70, True), (8, False)])
def test_the_second_half_of_a_quotation_stays_with_its_cue(elsewhere: int, both_at_home: bool) -> None:
    halves, home, other = (
        (tagged(3, Piece.CONTENT), tagged(7, Piece.CONTENT)),
        tagged(5, Piece.CUE),
        tagged(elsewhere, Piece.CUE),
    )
    bias = LinkBias(content=np.zeros(DISTANCES, np.float32), source=np.zeros(DISTANCES, np.float32))
    vectors, lines = np.zeros((80, WIDTH), dtype=np.float32), np.zeros(80, np.int64)

    found = link([halves[0], home, halves[1], other], vectors, lines, bias)

    assert (found[0].contents == halves) is both_at_home


def test_a_content_out_of_reach_and_a_cue_without_content_come_to_nothing() -> None:
    bias = LinkBias(content=np.zeros(DISTANCES, np.float32), source=np.zeros(DISTANCES, np.float32))

    vectors, lines = np.zeros((1000, WIDTH), np.float32), np.zeros(1000, np.int64)

    assert link([tagged(0, Piece.CUE), tagged(900, Piece.CONTENT)], vectors, lines, bias) == ()


def test_distance_classes_double_in_width_and_know_the_side() -> None:
    assert distance_class(np.array([-300, -4, -1, 0, 1, 2, 7, 300])).tolist() == [8, 2, 0, 9, 9, 10, 11, 17]


# -- statements


def test_a_statement_spans_the_sentences_of_its_contents() -> None:
    text, spans = read_marked(
        "It rained. {a:“We are ready,”} {cue:Oduya said}. {a:“The bridge opens in May.”} It was cold."
    )

    (found,) = find_statements(text, [Evidence(source=(), cue=spans["cue"], content=spans["a"])])

    assert found.of(text) == "“We are ready,” Oduya said. “The bridge opens in May.”"


def test_a_content_over_two_paragraphs_has_its_statement_in_the_longer_one() -> None:
    text, spans = read_marked("{q:Oduya said}: {c:“Yes.}\n\n{c:“The bridge opens in May, as we have promised.”}")

    (found,) = find_statements(text, [Evidence(source=(), cue=spans["q"], content=spans["c"])])

    assert found == spans["c"][1]


def test_unsure_attributions_are_seen_but_not_reported() -> None:
    text = "The mayor said the bridge would open in May. Critics see in it a monument to vanity, or so it seems."

    assert len(list(find(text, load_weights()))) >= len(tag(make_article(text)))


# -- sources


@pytest.mark.parametrize(
    ("cue", "credited"),
    [
        ("according to", True),
        ("According  to", True),
        ("accorded to", False),
        ("said", True),
        ("has also said,", True),
        ("had told", True),
        ("would say", False),
        ("was said", False),
        ("said much about", False),
        ("also", False),
    ],
)
def test_what_is_plainly_said_is_told_whatever_its_signals(cue: str, credited: bool) -> None:
    assert Wording(cue=cue, source="a diplomat", content="the North wants fuel").credits is credited


def test_what_is_only_supposed_is_nobody_s_word() -> None:
    assert not tag(make_article("Let’s say the bridge costs $4 million and opens in May."))


def test_a_source_does_not_reach_into_another_sentence() -> None:
    text, spans = read_marked("It was signed by Gov. Max Hull. {s:Ruiz, who led the talks,} {q:said} {c:it was late}.")
    whole = Span(text.index("Gov."), spans["s"][0].end)

    kept = in_one_sentence(text, Evidence(source=(whole,), cue=spans["q"], content=spans["c"]))

    assert kept.source == spans["s"]


def test_an_abbreviation_in_a_source_ends_no_sentence() -> None:
    text, spans = read_marked("{s:Gov. Max Hull of St. Anne} {q:said} {c:it was late}.")
    evidence = Evidence(source=spans["s"], cue=spans["q"], content=spans["c"])

    assert in_one_sentence(text, evidence) == evidence
