"""Tables that dealtrack wrote itself: nothing has to be guessed, asked or refused."""

from itertools import islice

from dealtrack.exchange.columns.fields import find_field
from dealtrack.exchange.columns.mapping import OWN, Column, Mapping
from dealtrack.exchange.sheets import Row, Sheet
from dealtrack.model.ref import Ref
from dealtrack.query.headings import HEADINGS, is_own

_FIELDS = {
    "title": "title",
    "kind": "kind",
    "signed": "signed",
    "expires": "expires",
    "place": "place",
    "party": "parties",
    "ours": "ours",
    "theirs": "theirs",
    "third": "third",
    "witness": "witnesses",
    "sector": "sectors",
    "area": "areas",
    "amount": "amount",
    "funds": "funds",
    "plan": "planned",
    "currency": "currency",
    "stage": "stage",
    "status": "status",
    "terminated": "status_on",
    "registered": "stages.registered",
    "started": "stages.started",
    "completed": "stages.completed",
    "produced": "stages.in-production",
    "unit": "unit",
    "owner": "owner",
    "tag": "tags",
    "follows": "follows",
    "count": "count",
    "task": "task",
    "due": "due",
    "state": "state",
    "done": "done",
    "priority": "priority",
    "partner": "partners",
}
"""The fields of a mapping, by those of a query; the others tell what follows from these."""

_OF_TASKS = {"unit": "task_unit", "owner": "task_owner"}
_OF_TRIPS = {
    "title": "title",
    "start": "start",
    "end": "end",
    "place": "places",
    "lead": "lead",
    "visit": "visits",
    "met": "met",
    "intention": "intentions",
    "unit": "unit",
    "owner": "owner",
    "tag": "tags",
}
"""The fields of a mapping of trips, by those of a query."""

_OWN_NAMES = ({"title", "signed"}, {"ref", "title", "task"})
"""What a table has at least: one of agreements, or one of follow-ups."""


def own_mapping(sheet: Sheet) -> Mapping | None:
    """Return how a table that dealtrack wrote is read; None if it did not, or may be either."""
    if not is_own(sheet.header):
        return None
    named = {HEADINGS.find(name) or "": name for name in sheet.header}
    if is_of_trips(sheet, named):
        return _of_trips(named)
    if not any(named.keys() >= names for names in _OWN_NAMES):
        return None
    is_of_tasks = "task" in named
    columns = {}
    for field, name in named.items():
        key = _FIELDS.get(field)
        if key and is_of_tasks:
            key = _OF_TASKS.get(key, key)
        if key and find_field(key):
            columns[key] = Column(of=(name,))
    return Mapping(
        rows="follow-up" if is_of_tasks else "agreement",
        split=OWN,
        unit="CNY",
        columns=columns,
    )


def is_of_trips(sheet: Sheet, named: dict[str, str]) -> bool:
    """Whether its rows are trips: their refs say so, else days that only a trip has."""
    if "title" not in named or "task" in named:
        return False
    if "ref" in named:
        return any(is_of_trip(sheet, row) for row in islice(sheet.rows(), 1))
    return "start" in named and "signed" not in named


def is_of_trip(sheet: Sheet, row: Row) -> bool:
    """Whether the ref in a *row* of our own is that of a trip, or of a follow-up of one."""
    refs = [at for at, name in enumerate(sheet.header) if HEADINGS.find(name) == "ref"]
    ref = Ref.read(str(row.cells[refs[0]])) if refs and not row.fault else None
    return ref is not None and ref.table == "trips"


def _of_trips(named: dict[str, str]) -> Mapping:
    columns = {
        key: Column(of=(named[field],)) for field, key in _OF_TRIPS.items() if field in named
    }
    return Mapping(rows="trip", split=OWN, columns=columns)
