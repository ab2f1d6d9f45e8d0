"""What the facts of a record are called, and how their values are said."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from msgspec import Struct, structs

from dealtrack.days import PartialDay
from dealtrack.days.recurrence import Recurrence
from dealtrack.days.rhythm import say_recurrence
from dealtrack.model import Amount, Evidence, Party, Person, Problem, Source
from dealtrack.model.stages import STAGES
from dealtrack.model.vocabulary import (
    COLOURS,
    KINDS,
    MEASURES,
    ORGANISATIONS,
    PRIORITIES,
    PROMISE_STATES,
    RELATIONS,
    SECTORS,
    SIDES,
    STATES,
    STATUSES,
)
from dealtrack.report.words import money, say_party, say_person, say_source
from dealtrack.text import _, later, listed

SILENT = {"id", "uid", "version", "number", "last_number", "behind", "digest", "report"}
"""Fields that tell people nothing."""

_WORDS = {
    "colour": COLOURS,
    "kind": KINDS,
    "measure": MEASURES,
    "priority": PRIORITIES,
    "relation": RELATIONS,
    "sectors": SECTORS,
    "side": SIDES,
    "stage": STAGES,
    "state": STATES,
    "status": STATUSES,
    "step": PROMISE_STATES,
}
"""Facts whose value is the key of a word."""

_LABELS = {
    "about": later("Matter"),
    "agreement": later("Agreement"),
    "aliases": later("Other names"),
    "aims": later("Target"),
    "at": later("Moment"),
    "amount": later("Amount"),
    "approver": later("Approved by"),
    "by": later("Solve by"),
    "areas": later("Areas"),
    "closed": later("Closed on"),
    "closing": later("Closed month"),
    "code": later("Credit code"),
    "colour": later("Colour"),
    "assignments": later("Responsible"),
    "condition": later("Condition"),
    "count": later("Papers"),
    "deadline": later("Deadline"),
    "decided": later("Decided on"),
    "demand": later("What is demanded"),
    "due": later("Due"),
    "due_text": later("Due, as typed"),
    "end": later("End"),
    "evidence": later("Evidence"),
    "expires": later("Expires"),
    "follow_up": later("Follow-up"),
    "follows": later("Follows"),
    "funds": later("Funds in place"),
    "intentions": later("Intention"),
    "key": later("Key in its file"),
    "issued": later("Issued on"),
    "kind": later("Kind"),
    "lead": later("Head of delegation"),
    "links": later("Related"),
    "measure": later("Measure"),
    "members": later("Member"),
    "month": later("Month"),
    "noted": later("Noted on"),
    "name": later("Name"),
    "notes": later("Progress"),
    "office": later("Issued by"),
    "on": later("Day"),
    "organisation": later("Organisation"),
    "outcome": later("Outcome"),
    "owner": later("Owner"),
    "parent": later("Belongs to"),
    "parties": later("Party"),
    "partners": later("Partners"),
    "person": later("Person"),
    "place": later("Place"),
    "places": later("Places"),
    "plan": later("Plan"),
    "postponements": later("Postponement"),
    "priority": later("Priority"),
    "problems": later("Problem"),
    "progress": later("Last progress"),
    "promise": later("Commitment"),
    "reached": later("Reached on"),
    "reason": later("Reason"),
    "region": later("Region"),
    "remark": later("Remark"),
    "restated": later("Restatement"),
    "playbook": later("Playbook"),
    "repeats": later("Repeats"),
    "sectors": later("Sectors"),
    "side": later("Side"),
    "signed": later("Signed"),
    "since": later("Since"),
    "slip": later("Supervision slip"),
    "solution": later("Solution"),
    "solved": later("Solved on"),
    "solver": later("To be solved by"),
    "sources": later("Source"),
    "stage": later("Stage"),
    "stages": later("Stage"),
    "start": later("Start"),
    "state": later("State"),
    "states": later("State"),
    "status": later("Status"),
    "statuses": later("Status"),
    "steps": later("Step"),
    "tags": later("Tags"),
    "target": later("Target"),
    "task": later("Task"),
    "text": later("Problem"),
    "title": later("Title"),
    "trip": later("Trip"),
    "unit": later("Unit"),
    "value": later("Target"),
    "visits": later("Visit"),
    "waits": later("Waits for"),
    "witnesses": later("Witness"),
    "year": later("Year"),
}
"""What the facts are called; one entry of a list has the name of the list in the singular."""


def say_field(field: str) -> str:
    """Say what the fact *field* is called."""
    return _(_LABELS[field])


def say_value(value: Any, field: str = "") -> str:  # noqa: PLR0911, PLR0912 -- each sort of value
    """Say the value of the fact *field*."""
    match value:
        case None | "" | ():
            return "–"
        case str() if field == "kind" and value in ORGANISATIONS:
            return ORGANISATIONS.name(value)
        case str() if field in _WORDS:
            return _WORDS[field].name(value)
        case int() if field == "trip":
            return f"T{value}"
        case str() | int() | date() | PartialDay() | Decimal():
            return str(value)
        case Amount():
            return money(value)
        case Person():
            return say_person(value)
        case Party():
            return say_party(value)
        case Source():
            return say_source(value)
        case Problem():
            return value.text
        case Recurrence():
            return say_recurrence(value)
        case Evidence():
            return value.file.rpartition("/")[2]
        case tuple():
            return listed(say_value(part, field) for part in value)
        case _:
            return " · ".join(_parts(value))


def _parts(value: Struct) -> Iterator[str]:
    """Yield what the fields of *value* say, but for those that say nothing."""
    for field in structs.fields(value):
        own = getattr(value, field.name)
        if field.name not in SILENT and own != field.default:
            yield say_value(own, field.name)
