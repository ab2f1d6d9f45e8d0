"""A ledger whose every text is an attack on the screen that shows it.

Typed texts like these are refused; these are written straight into a store, as a
damaged or forged ledger would hold them.  Each begins with the name of its field
in ⟦brackets⟧, so that it can be recognised wherever it turns up.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from dealtrack.days import PartialDay
from dealtrack.model import (
    Agreement,
    Amount,
    Assignment,
    Draft,
    FollowUp,
    Funds,
    Intention,
    Link,
    Note,
    Party,
    Person,
    Postponement,
    Problem,
    Promise,
    PromiseStep,
    Reached,
    Record,
    Source,
    StateChange,
    StatusChange,
    Trip,
    TripDraft,
    Visit,
)
from dealtrack.model.codec import to_plain
from dealtrack.store import collection
from dealtrack.store.base import Store

MARKUP = "[red]x[/red] [/foo] [link=https://x.example]y[/link] :smile: **b** _i_ `c` | <!-- "
CONTROL = "\x1b]0;gone\x07 \x1b[2J \x9b31m \x7f \u202eevil\u202c \u2066iso\u2069 \ufeff \u2028"
FORMULA = "=cmd|' /C calc'!A1 +1 @SUM(A1)"
SCRIPT = "<script>alert(1)</script> &amp; ../../etc/passwd C:\\nul"
SIGNS = "中文“引号”—…①☑ 👩‍👩‍👧‍👦🏳️‍🌈 é" + "\u0301\u0302"
LONG = "长" * 90 + "w" * 120
LINES = "one\ttwo\r\nthree\nfour"
EVIL = f"{MARKUP} {CONTROL} {FORMULA} {SCRIPT} {SIGNS} {LINES} {LONG}"

ON = date(2026, 10, 1)


def text(field: str) -> str:
    """Return the attack that stands in *field*."""
    return f"⟦{field}⟧{EVIL}"


def strings(value: Any) -> Iterator[str]:
    """Yield every text in a value of JSON."""
    match value:
        case str():
            yield value
        case dict():
            for name, part in value.items():
                yield name
                yield from strings(part)
        case list() | tuple():
            for part in value:
                yield from strings(part)


def plain(record: Record) -> Any:
    """Return *record* as the JSON of it has to be."""
    return msgspec.json.decode(msgspec.json.encode(record, enc_hook=to_plain))


def fill(store: Store) -> tuple[Agreement, Trip]:
    """Fill *store*, blind to its rules for once, with attacks: 1 to 3 and trip T1."""
    with pytest.MonkeyPatch.context() as patch, store.transaction():
        patch.setattr(collection, "check", lambda *_: None)
        trip = store.trips.add(_trip())
        first = store.agreements.add(_agreement(trip.id))
        store.agreements.add(Draft(title="=1+1", signed=PartialDay.of(ON), kind="contract"))
        store.agreements.add(
            Draft(
                title="../\x1b[31m",
                links=(Link(relation="implements", to=first.id),),
                parties=(Party(name="[/]", side="theirs"), Party(name="?", side="theirs")),
            )
        )
    return first, trip


def _person(field: str) -> Person:
    return Person(
        name=text(f"{field}.name"),
        post=text(f"{field}.post"),
        organisation=text(f"{field}.organisation"),
    )


def _shared(of: str) -> dict[str, Any]:
    """Return what agreements, trips and follow-ups alike can hold."""
    return {
        "assignments": (Assignment(unit=text(f"{of}.unit"), owner=text(f"{of}.owner")),),
        "notes": (Note(on=ON, text=text(f"{of}.note"), author=text(f"{of}.author")),),
        "problems": (
            Problem(
                number=1, text=text(f"{of}.problem"), noted=ON, solver=text(f"{of}.solver")
            ),
            Problem(
                number=2,
                text=text(f"{of}.solved"),
                noted=ON,
                solved=date(2026, 10, 2),
                solution=text(f"{of}.solution"),
            ),
        ),
    }


def _record(of: str) -> dict[str, Any]:
    return _shared(of) | {
        "sources": (
            Source(title=text(f"{of}.source"), url="javascript:alert(1)", file="../../x"),
        ),
        "tags": (text(f"{of}.tag"),),
        "follow_ups": (_task(of, 1, ON), _task(of, 2, date(2026, 11, 5)), _promise(of)),
    }


def _task(of: str, number: int, due: date) -> FollowUp:
    return FollowUp(
        number=number,
        uid=f"{of}-{number}",
        task=text(f"{of}.task{number}"),
        due=due,
        partners=(text(f"{of}.partner"),),
        states=(
            StateChange(
                state="waiting", on=ON, note=text(f"{of}.state"), author=text(f"{of}.who")
            ),
        ),
        postponements=(
            Postponement(
                to=due, on=ON, reason=text(f"{of}.reason"), approver=text(f"{of}.approver")
            ),
        ),
        **_shared(f"{of}.task{number}"),
    )


def _promise(of: str) -> FollowUp:
    return FollowUp(
        number=3,
        uid=f"{of}-3",
        task=text(f"{of}.promise"),
        due_text=text(f"{of}.due_text"),
        promise=Promise(
            side="ours",
            condition=text(f"{of}.condition"),
            amount=Amount(value=Decimal("1E+3"), currency="XTS"),
            steps=(PromiseStep(step="met", on=ON, note=text(f"{of}.step")),),
        ),
    )


def _agreement(trip: int) -> Draft:
    return Draft(
        title=text("title"),
        kind="strategic",
        signed=PartialDay.of(ON),
        place=text("place"),
        parties=(
            Party(name=text("party.ours"), role=text("role"), side="ours"),
            Party(name=text("party.theirs"), side="theirs", signatory=_person("signatory")),
        ),
        witnesses=(_person("witness"),),
        sectors=("energy", "[red]no-sector[/red]"),
        areas=(text("area"),),
        amount=Amount(value=Decimal("123456789.01")),
        follows=text("follows"),
        trip=trip,
        stages=(Reached(stage="registered", on=PartialDay.of(ON), note=text("stage")),),
        statuses=(StatusChange(status="suspended", on=ON, reason=text("status")),),
        funds=(Funds(amount=Amount(value=Decimal(5)), on=ON, note=text("funds")),),
        **_record("agreement"),
    )


def _trip() -> TripDraft:
    return TripDraft(
        title=text("trip.title"),
        start=PartialDay.of(ON),
        end=PartialDay.of(date(2026, 10, 3)),
        places=(text("trip.place"),),
        lead=_person("lead"),
        members=(_person("member"),),
        visits=(
            Visit(
                organisation=text("visit"),
                on=PartialDay.of(ON),
                place=text("visit.place"),
                met=(_person("met"),),
                saw=text("saw"),
                intentions=(Intention(text=text("wish"), by=text("wisher")),),
            ),
        ),
        intentions=(Intention(text=text("intention")),),
        **_record("trip"),
    )
