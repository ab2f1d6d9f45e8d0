"""Records for tests, with what a test is not about filled in."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec

from dealtrack.days import PartialDay
from dealtrack.model import Agreement, Assignment, Draft, FollowUp, Party, Trip, TripDraft
from dealtrack.model.closing import Closing, closing_of
from dealtrack.model.registered import Individual, Organisation
from dealtrack.model.slip import Slip
from dealtrack.model.target import Aim, Measured, Target

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


def a_target(year: int = 2026, measure: Measured = "signed", **changes: Any) -> Target:
    """Return a sound target: of 60 agreements for the whole, set at New Year."""
    value = changes.pop("value", Decimal(60))
    usual: dict[str, Any] = {"aims": (Aim(on=date(year, 1, 1), value=value),)}
    return Target(year=year, measure=measure, **usual | changes)


def a_slip(about: str = "1", issued: date = TODAY, **changes: Any) -> Slip:
    """Return a sound slip that was issued today, to be answered within a week."""
    usual: dict[str, Any] = {
        "year": issued.year,
        "title": "Strategic cooperation agreement",
        "colour": "yellow",
        "deadline": issued + timedelta(days=7),
    }
    return Slip(about=about, issued=issued, **usual | changes)


def a_closing(month: str = "2026-10", **changes: Any) -> Closing:
    """Return a month that was closed on the first of the next one."""
    usual: dict[str, Any] = {
        "month": month,
        "on": date(2026, 11, 1),
        "by": "Li",
        "report": {"schema": "dealtrack/month/1", "signed": 3},
        "behind": {"signed": ("1", "2", "3")},
    }
    return closing_of(**usual | changes)


def an_organisation(name: str = "腾讯云", **changes: Any) -> Organisation:
    """Return what is known of an organisation: no more than that it has another name."""
    usual: dict[str, Any] = {"aliases": ("Tencent Cloud",)}
    return Organisation(name=name, **usual | changes)


def an_individual(name: str = "张三", **changes: Any) -> Individual:
    """Return what is known of a person: the organisation, and another name."""
    usual: dict[str, Any] = {"aliases": ("Zhang San",), "organisation": "腾讯云"}
    return Individual(name=name, **usual | changes)


def changed(record: Any, **changes: Any) -> Any:
    """Return a changed copy of a record or of any part of one."""
    return msgspec.structs.replace(record, **changes)
