"""Small records for the tests of reports, with what a test is not about filled in."""

from datetime import date
from decimal import Decimal
from typing import Any

from dealtrack.days import PartialDay
from dealtrack.model import (
    Agreement,
    Amount,
    Assignment,
    FollowUp,
    Link,
    Postponement,
    Problem,
    Reached,
    StateChange,
    StatusChange,
    Trip,
)


def on(text: str) -> PartialDay:
    return PartialDay.read(text)


def day(text: str) -> date:
    return date.fromisoformat(text)


def an_agreement(number: int = 1, signed: str = "2026-08-10", **fields: Any) -> Agreement:
    known = {"title": f"Agreement {number}", "signed": on(signed) if signed else None}
    return Agreement(id=number, uid=f"a{number}", **{**known, **fields})


def a_task(number: int = 1, due: str = "", **fields: Any) -> FollowUp:
    known = {"task": f"Task {number}", "due": day(due) if due else None}
    return FollowUp(number=number, uid=f"f{number}", **{**known, **fields})


def a_trip(number: int = 1, start: str = "2026-08-10", end: str = "", **fields: Any) -> Trip:
    known = {"title": f"Trip {number}", "start": on(start), "end": on(end) if end else None}
    return Trip(id=number, uid=f"t{number}", **{**known, **fields})


def cny(value: int | str) -> Amount:
    return Amount(value=Decimal(value))


def usd(value: int | str) -> Amount:
    return Amount(value=Decimal(value), currency="USD")


def done(on: str) -> tuple[StateChange, ...]:
    return (StateChange(state="done", on=day(on)),)


def moved(to: str, on: str) -> tuple[Postponement, ...]:
    return (Postponement(to=day(to), on=day(on), reason="waiting for papers"),)


def reached(**stages: str) -> tuple[Reached, ...]:
    return tuple(
        Reached(stage=stage.replace("_", "-"), on=on(text)) for stage, text in stages.items()
    )


def ended(on: str, reason: str = "withdrawn") -> tuple[StatusChange, ...]:
    return (StatusChange(status="terminated", on=day(on), reason=reason),)


def implementing(number: int) -> tuple[Link, ...]:
    return (Link(relation="implements", to=number),)


def a_problem(noted: str, solved: str = "", **fields: Any) -> Problem:
    known = {"number": 1, "text": "No land", "solved": day(solved) if solved else None}
    return Problem(noted=day(noted), **{**known, **fields})


def owned(owner: str, unit: str = "") -> tuple[Assignment, ...]:
    return (Assignment(owner=owner, unit=unit),)
