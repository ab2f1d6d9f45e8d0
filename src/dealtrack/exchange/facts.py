"""The small facts that records are full of: amounts, sources, dated lines."""

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
    Note,
    Postponement,
    Problem,
    PromiseStep,
    Reached,
    Source,
    StateChange,
    StatusChange,
)
from dealtrack.money import format_amount, parse_amount
from dealtrack.text import language


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
