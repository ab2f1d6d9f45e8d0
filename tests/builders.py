"""Records for tests, with what a test is not about filled in."""

from datetime import date
from typing import Any

import msgspec

from dealtrack.days import PartialDay
from dealtrack.model import Agreement, Assignment, Draft, FollowUp, Party, Trip, TripDraft

TODAY = date(2026, 11, 22)
"""The day on which tests take place: a Sunday."""


def a_draft(**changes: Any) -> Draft:
    """Return a sound draft of an agreement; say only what the test is about."""
    usual: dict[str, Any] = {
        "title": "Strategic cooperation agreement",
        "kind": "strategic",
        "signed": PartialDay.read("2026-08-10"),
        "parties": (
            Party(name="Riverside Development Zone", side="ours"),
            Party(name="Example Cloud", side="theirs"),
        ),
        "sectors": ("digital-economy",),
    }
    return Draft(**usual | changes)


def an_agreement(id: int = 1, **changes: Any) -> Agreement:  # noqa: A002 -- the model's name
    """Return an agreement as a ledger would hold it."""
    return kept_agreement(a_draft(**changes), id)


def kept_agreement(draft: Draft, number: int) -> Agreement:
    """Return *draft* as the agreement that a ledger would make of it."""
    held = {name: getattr(draft, name) for name in draft.__struct_fields__}
    return Agreement(**held, id=number, uid=f"agreement-{number}").numbered()


def a_trip_draft(**changes: Any) -> TripDraft:
    """Return a sound draft of a trip."""
    usual: dict[str, Any] = {
        "title": "Investment visit to Port City",
        "start": PartialDay.read("2026-08-09"),
        "end": PartialDay.read("2026-08-11"),
        "places": ("Port City",),
    }
    return TripDraft(**usual | changes)


def a_trip(id: int = 1, **changes: Any) -> Trip:  # noqa: A002
    """Return a trip as a ledger would hold it."""
    return kept_trip(a_trip_draft(**changes), id)


def kept_trip(draft: TripDraft, number: int) -> Trip:
    """Return *draft* as the trip that a ledger would make of it."""
    held = {name: getattr(draft, name) for name in draft.__struct_fields__}
    return Trip(**held, id=number, uid=f"trip-{number}").numbered()


def a_follow_up(
    task: str = "Send the annex", due: date | None = TODAY, *, owner: str = "", **changes: Any
) -> FollowUp:
    """Return a follow-up, due today and of nobody unless said otherwise."""
    if owner:
        changes["assignments"] = (Assignment(owner=owner),)
    return FollowUp(task=task, due=due, **changes)


a_task = a_follow_up


def changed(record: Any, **changes: Any) -> Any:
    """Return a changed copy of a record or of any part of one."""
    return msgspec.structs.replace(record, **changes)
