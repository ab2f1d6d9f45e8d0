"""Bare records for the tests of figures: numbers for titles, text for days."""

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
from tests import builders


def on(text: str) -> PartialDay:
    return PartialDay.read(text)


def day(text: str) -> date:
    return date.fromisoformat(text)


def an_agreement(number: int = 1, signed: str = "2026-08-10", **fields: Any) -> Agreement:
    bare = {"kind": "", "parties": (), "sectors": (), "title": f"Agreement {number}"}
    known = {**bare, "signed": on(signed) if signed else None, **fields}
    return builders.an_agreement(number, **known)


def a_task(number: int = 1, due: str = "", **fields: Any) -> FollowUp:
    known = {"task": f"Task {number}", "due": day(due) if due else None, **fields}
    return builders.a_follow_up(number=number, **known)


def a_trip(number: int = 1, start: str = "2026-08-10", end: str = "", **fields: Any) -> Trip:
    days = {"start": on(start), "end": on(end) if end else None}
    return builders.a_trip(
        number, **{"title": f"Trip {number}", "places": (), **days, **fields}
    )


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
