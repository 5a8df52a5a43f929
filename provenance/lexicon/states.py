"""The states of a federation, by which stories tell its legislators and governors apart."""

from functools import cache

import attrs

from provenance.lexicon import Entry, Table


@attrs.frozen(kw_only=True)
class State(Entry):
    """A state and its abbreviations."""

    short: tuple[str, ...]

    @property
    def forms(self) -> tuple[str, ...]:
        """The name and its abbreviations."""
        return (self.name, *self.short)


STATES = Table("states.yml", State)


@cache
def states() -> dict[str, str]:
    """Each name and abbreviation, and the name it is for."""
    return {form: entry.name for entry in STATES.entries() for form in entry.forms}
