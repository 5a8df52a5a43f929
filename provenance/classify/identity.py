"""How well a source is identified: resolution's key says what kind of thing it named."""

from provenance.models import Identity, Mention, Role

_BY_KEY = {
    "person": Identity.NAMED_PERSON,
    "organization": Identity.NAMED_ORGANIZATION,
    "government": Identity.NAMED_ORGANIZATION,
    "body": Identity.NAMED_ORGANIZATION,
    "document": Identity.DOCUMENT,
    "anonymous": Identity.ANONYMOUS_SOURCE,
    "someone": Identity.UNNAMED_PERSON,
    "group": Identity.UNNAMED_GROUP,
}


def identity_of(mention: Mention) -> Identity:
    """The identity of whoever a mention names; a credited photographer is a person, an agency an organization."""
    if mention.role is Role.PHOTOGRAPHER:
        return Identity.NAMED_PERSON
    if mention.role in (Role.AGENCY, Role.DISTRIBUTOR):
        return Identity.NAMED_ORGANIZATION
    return _BY_KEY.get(mention.key.partition(":")[0], Identity.UNNAMED_GROUP)
