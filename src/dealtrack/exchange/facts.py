"""The small facts that records are full of: amounts, sources, dated lines, lineage."""

from typing import Any

import msgspec

from dealtrack.errors import NotAnAmount
from dealtrack.exchange import words
from dealtrack.exchange.dates import Day, PartDay
from dealtrack.exchange.forms import (
    Figure,
    Many,
    Schema,
    Text,
    Whole,
    read_amount_text,
)
from dealtrack.exchange.place import Context, Place
from dealtrack.exchange.tables import Key, Table
from dealtrack.exchange.toml import Plain
from dealtrack.model import (
    Amount,
    Assignment,
    Evidence,
    Funds,
    Link,
    Note,
    Postponement,
    Problem,
    PromiseStep,
    Reached,
    Source,
    StateChange,
    StatusChange,
)
from dealtrack.model.ref import Ref
from dealtrack.model.wait import Wait
from dealtrack.money import format_amount, parse_amount
from dealtrack.text import _, language


class Money:
    """An amount of money: a text such as ``3.5亿``, a number of CNY, or a table."""

    def read(self, place: Place) -> Amount | None:
        """Read an amount."""
        if isinstance(place.value, dict):
            amount: Amount | None = _amount_table().read(place)
            return amount
        read = read_amount_text(place, parse_amount)
        if read is None:
            return None
        return place.reading.keep(Amount(value=read[0], currency=read[1]), place.steps)

    def write(self, value: Amount, context: Context) -> Plain:
        """Write it as people do where that says all of it, else in full."""
        for lang in (language(), "zh", "en"):
            text = format_amount(value.value, value.currency, lang)
            if _means(text, value):
                return text
        text = f"{value.value:f} {value.currency}"
        return text if _means(text, value) else _amount_table().write(value, context)

    def schema(self, defs: Schema) -> Schema:
        """Accept a text, a number or a table."""
        return {"anyOf": [{"type": ["string", "number"]}, _amount_table().schema(defs)]}


def _means(text: str, amount: Amount) -> bool:
    try:
        return parse_amount(text) == (amount.value, amount.currency)
    except NotAnAmount:
        return False


def _amount_table() -> Table:
    keys = (Key("value", Figure(), required=True), Key("currency", Text()))
    return Table("amount", keys, Amount, told=msgspec.structs.asdict)


class SourceForm:
    """A source: a table, or its address or title alone."""

    def read(self, place: Place) -> Source | None:
        """Read a source."""
        if isinstance(place.value, dict):
            source: Source | None = _source_table().read(place)
            return source
        text = Text().read(place)
        if text is None:
            return None
        is_address = text.startswith(("https://", "http://"))
        found = Source(url=text) if is_address else Source(title=text)
        return place.reading.keep(found, place.steps)

    def write(self, value: Source, context: Context) -> Plain:
        """Write the table."""
        return _source_table().write(value, context)

    def schema(self, defs: Schema) -> Schema:
        """Accept a text or a table."""
        return {"anyOf": [{"type": "string"}, _source_table().schema(defs)]}


def _source_table() -> Table:
    return Table(
        "source",
        (
            Key("title", Text(), zh="标题"),
            Key("url", Text(), zh="网址"),
            Key("published", PartDay(), zh="发布"),
            Key("file", Text()),
            Key("sha256", Text()),
        ),
        Source,
    )


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


def notes() -> Many:
    """Return the form of lines of progress."""
    on, text = Key("on", Day(), required=True), Key("text", Text(), required=True)
    return Many(Table("note", (on, text, Key("author", Text())), Note))


def problems(*, numbered: bool) -> Many:
    """Return the form of problems; without a number they get their place in the list."""
    keys = (
        Key("text", Text(), required=True),
        Key("noted", Day(), required=True),
        Key("solver", Text()),
        Key("by", Day()),
        Key("solved", Day()),
        Key("solution", Text()),
    )
    if not numbered:
        return Many(Table("problem", keys, _problem))
    return Many(Table("numbered_problem", (Key("number", Whole()), *keys), _problem))


def _problem(**values: Any) -> Problem:
    return Problem(number=values.pop("number", 0), **values)


def counted(found: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Return *found* with a number for each that has none yet."""
    last = max((p.number for p in found), default=0)
    kept = []
    for problem in found:
        last += not problem.number
        kept.append(
            problem if problem.number else msgspec.structs.replace(problem, number=last)
        )
    return tuple(kept)


def assignments() -> Many:
    """Return the form of handovers."""
    keys = (Key("unit", Text()), Key("owner", Text()), Key("since", Day()))
    return Many(Table("assignment", keys, Assignment))


def stages() -> Many:
    """Return the form of the log of stages."""
    keys = (
        Key("stage", words.stage(), required=True),
        Key("on", PartDay()),
        Key("note", Text()),
    )
    return Many(Table("stage", keys, Reached))


def statuses() -> Many:
    """Return the form of the log of statuses."""
    keys = (
        Key("status", words.status(), required=True),
        Key("on", Day(), required=True),
        Key("reason", Text()),
    )
    return Many(Table("status", keys, StatusChange))


def funds() -> Many:
    """Return the form of money in place."""
    keys = (
        Key("amount", Money(), required=True),
        Key("on", Day(), required=True),
        Key("note", Text()),
    )
    return Many(Table("funds", keys, Funds))


def states() -> Many:
    """Return the form of the log of a follow-up's states."""
    proof = (Key("file", Text(), required=True), Key("sha256", Text(), required=True))
    keys = (
        Key("state", words.state(), required=True),
        Key("on", Day(), required=True),
        Key("note", Text()),
        Key("author", Text()),
        Key("evidence", Many(Table("evidence", proof, Evidence))),
    )
    return Many(Table("state", keys, StateChange))


def postponements() -> Many:
    """Return the form of postponements."""
    keys = (
        Key("to", Day(), required=True),
        Key("on", Day(), required=True),
        Key("reason", Text(), required=True),
        Key("approver", Text()),
    )
    return Many(Table("postponement", keys, Postponement))


def steps() -> Many:
    """Return the form of what happened to a promise."""
    keys = (
        Key("step", words.step(), required=True),
        Key("on", Day(), required=True),
        Key("amount", Money()),
        Key("note", Text()),
    )
    return Many(Table("step", keys, PromiseStep))
