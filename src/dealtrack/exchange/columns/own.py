"""Tables that dealtrack wrote itself: nothing has to be guessed, asked or refused."""

from dealtrack.exchange.columns.fields import find_field
from dealtrack.exchange.columns.mapping import OWN, Column, Mapping
from dealtrack.exchange.sheets import Sheet
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
_OWN_NAMES = ({"title", "signed"}, {"ref", "title", "task"})
"""What a table has at least: one of agreements, or one of follow-ups."""


def own_mapping(sheet: Sheet) -> Mapping | None:
    """Return how a table that dealtrack wrote is read; None if it did not."""
    if not is_own(sheet.header):
        return None
    named = {HEADINGS.find(name): name for name in sheet.header}
    if not any(named.keys() >= names for names in _OWN_NAMES):
        return None
    is_of_tasks = "task" in named
    columns = {}
    for field, name in named.items():
        key = _FIELDS.get(field or "")
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
