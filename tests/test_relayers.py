"""What kind of source somebody is who passed a claim on, where only the text tells."""

import pytest

from provenance.models import Role, SourceType
from tests.casebook import classify_case


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("{source:Nora Vale} {cue:told} the newspaper Dagsposten {content:it was old}.", SourceType.NEWS_MEDIA),
        ("{source:Nora Vale} {cue:told} public broadcaster HBN {content:it was old}.", SourceType.NEWS_MEDIA),
        ("{source:Nora Vale} {cue:told} KHAR-TV {content:it was old}.", SourceType.NEWS_MEDIA),
        ("{source:HBN} {cue:reported}, citing an engineer, {content:that it was old}.", SourceType.NEWS_MEDIA),
        ("{source:State news agency HBN}, citing police, {cue:reported} {content:it was old}.", SourceType.STATE_MEDIA),
        ("{source:Nora Vale} {cue:told} state television HBN {content:it was old}.", SourceType.STATE_MEDIA),
        ("{content:Nora Vale said it was old}, {cue:according to} {source:the affidavit}.", SourceType.JUDICIARY),
    ],
)
def test_a_relayer_gets_its_kind(text: str, kind: SourceType) -> None:
    (claim,) = classify_case({"text": text})

    assert [hop.source.source_type for hop in claim.chain if hop.mention.role is Role.RELAYER] == [kind]
