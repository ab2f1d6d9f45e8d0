"""What a record names of others: earlier agreements, its trip, what has to be closed first."""

from dealtrack.exchange.dates import Day
from dealtrack.exchange.forms import Schema, Text
from dealtrack.exchange.place import Context, Place
from dealtrack.exchange.tables import Key, Table
from dealtrack.exchange.toml import Plain
from dealtrack.model import Link
from dealtrack.model.ref import Ref
from dealtrack.model.wait import Wait
from dealtrack.text import _


class Lineage:
    """An earlier agreement: the ref of one in the ledger, or the ``key`` of one in the file."""

    def __init__(self, relation: str) -> None:
        self.relation = relation

    def read(self, place: Place) -> Link | None:
        """Return the link to a ref; a key is left with the reading until all keys are known."""
        value = place.value
        is_number = isinstance(value, int) and not isinstance(value, bool)
        text = str(value) if is_number and 0 < value < 10**9 else Text().read(place)
        if text is None:
            return None
        ref = Ref.read(text)
        if ref and ref.table == "agreements" and ref.number is None:
            link = Link(relation=self.relation, to=ref.id)  # type: ignore[arg-type]
            return place.reading.keep(link, place.steps)
        place.reading.links.append((place.steps, self.relation, text))
        return None

    def write(self, value: Link, context: Context) -> Plain:
        """Write the key, if the agreement stands in the same file, else the ref."""
        return context.keys.get(value.to) or str(value.to)

    def schema(self, defs: Schema) -> Schema:
        """Accept a text or a number."""
        return {"type": ["string", "integer"]}


class TripRef:
    """The trip that an agreement was signed on, by its ref."""

    def read(self, place: Place) -> int | None:
        """Return the trip's id."""
        ref = Ref.read(place.value) if isinstance(place.value, str) else None
        if ref and ref.table == "trips" and ref.number is None:
            return ref.id
        return place.refuse(_("must be the ref of a trip in the ledger, such as “T3”"))

    def write(self, value: int, context: Context) -> Plain:
        """Write the ref."""
        return f"T{value}"

    def schema(self, defs: Schema) -> Schema:
        """Accept a ref."""
        return {"type": "string", "pattern": "^ *#?[Tt][0-9]{1,9} *$"}


class AgreementRef:
    """An agreement in the ledger, by its ref."""

    def read(self, place: Place) -> int | None:
        """Return the agreement's id."""
        value = place.value
        is_number = isinstance(value, int) and not isinstance(value, bool)
        text = str(value) if is_number else value
        ref = Ref.read(text) if isinstance(text, str) else None
        if ref and ref.table == "agreements" and ref.number is None:
            return ref.id
        return place.refuse(_("must be the ref of an agreement in the ledger, such as “17”"))

    def write(self, value: int, context: Context) -> Plain:
        """Write the ref."""
        return str(value)

    def schema(self, defs: Schema) -> Schema:
        """Accept a text or a number."""
        return {"type": ["string", "integer"]}


class After:
    """What a follow-up waits for: the task of another one of its record, a ref, or a table."""

    def read(self, place: Place) -> Wait | None:
        """Read what is waited for."""
        if isinstance(place.value, dict):
            wait: Wait | None = _wait_table().read(place)
            return wait
        text = Text().read(place)
        return None if text is None else place.reading.keep(Wait(on=text), place.steps)

    def write(self, value: Wait, context: Context) -> Plain:
        """Write the name alone where that says all of it."""
        if value == Wait(on=value.on):
            return value.on
        return _wait_table().write(value, context)

    def schema(self, defs: Schema) -> Schema:
        """Accept a text or a table."""
        return {"anyOf": [{"type": "string"}, _wait_table().schema(defs)]}


def _wait_table() -> Table:
    keys = (Key("on", Text(), required=True), Key("since", Day()), Key("until", Day()))
    return Table("wait", keys, Wait)
