"""What tells that two records are one, though each ledger made its own."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from msgspec.structs import replace

from dealtrack.model.closing import Closing
from dealtrack.model.held import Held
from dealtrack.model.registered import Individual, Organisation, Registered
from dealtrack.model.target import Target
from dealtrack.query.words import plain

Sign = tuple[object, ...]

FACTS = ("parent", "kind", "region", "code", "organisation")
"""What is known of organisations and people beside their names."""


def signs_of(record: Held) -> tuple[Sign, ...]:
    """Return what there can be only one *record* for, the surest first."""
    match record:
        case Target():
            return (("target", record.key),)
        case Closing():
            return (("month", record.month),)
        case Organisation():
            return tuple((plain(name),) for name in record.names)
        case Individual():
            return tuple((plain(name), plain(record.organisation)) for name in record.names)
        case _:
            return ()


def joined(was: Held, record: Held) -> Held:
    """Return what a ledger then knows that has *was* and is told *record*, made elsewhere.

    An organisation keeps its name and every other one, and facts that only one side knows.
    """
    if not isinstance(was, Registered) or not isinstance(record, type(was)):
        return record
    more = was.also_called(record.names)
    told = {fact: getattr(record, fact) for fact in FACTS if getattr(record, fact, "")}
    if more.is_called(told.get("parent", "")):  # two that are one here
        del told["parent"]
    return replace(more, **told)


class Namesakes(NamedTuple):
    """Which organisations of a ledger have which names: one name never means two."""

    by_name: Mapping[str, Organisation]

    @classmethod
    def of(cls, held: Iterable[Held]) -> "Namesakes":
        """Return the names of what a ledger has *held*."""
        own = [one for one in held if isinstance(one, Organisation)]
        return cls({plain(name): one for one in own[::-1] for name in one.names})

    def other(self, record: Held, was: Held | None) -> str:
        """Return which one has a name already that is new to *was*; "": none has."""
        if not isinstance(record, Organisation):
            return ""
        before = {plain(name) for name in was.names} if isinstance(was, Organisation) else set()
        for name in record.names:
            found = self.by_name.get(plain(name))
            if found and plain(name) not in before and found != was:
                return found.ref
        return ""
