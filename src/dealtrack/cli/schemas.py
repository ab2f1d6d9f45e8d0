"""The shape of everything that ``--json`` prints, as JSON Schema."""

import json
from importlib import import_module
from typing import Any

import msgspec

from dealtrack.days import PartialDay
from dealtrack.errors import NotFound
from dealtrack.report.page import Column, Page, Table
from dealtrack.text import _

SCHEMAS = {
    "agenda": "report.agenda:Agenda",
    "agreement": "report.card:Card",
    "altered": "report.altered:Altered",
    "backups": "report.backups:Backups",
    "brief": "report.brief:Brief",
    "checked": "report.monthly.checked:CheckedMonth",
    "closed": "report.monthly.closed:ClosedMonths",
    "compact": "report.verified:Compacted",
    "copy": "report.verified:Copied",
    "doctor": "report.doctor:Doctor",
    "duplicates": "report.duplicates:Duplicates",
    "explained": "report.explained:Explained",
    "figures": "report.explained:Names",
    "files": "report.verified:LedgerFiles",
    "find": "report.finds:Finds",
    "help": "cli.help:Explained",
    "history": "report.history:History",
    "imported": "cli.calendarfile:Imported",
    "intake": "report.intake:Intake",
    "light": "report.lights.explained:Explained",
    "lights": "report.lights.board:Board",
    "list": "report.register:Register",
    "month": "report.monthly:Monthly",
    "namesakes": "report.namesakes:SamePeople",
    "persons": "report.persons:PersonList",
    "organisations-saved": "cli.naming:Named",
    "overdue": "report.overdue:Overdue",
    "parties": "report.parties:PartyList",
    "party": "report.party_card:PartyCard",
    "people-saved": "cli.persons:Renamed",
    "plan": "cli.tripfile:Planned",
    "playbook": "report.playbooks:Steps",
    "playbooks": "report.playbooks:Playbooks",
    "promises": "report.promises:Promises",
    "rates": "report.rates:Rates",
    "records": "exchange.documents.form:Records",
    "reminders": "report.digest:Reminders",
    "restated": "report.monthly.restated:Restated",
    "restoring": "report.restoring:Restoring",
    "saved": "cli.talk:Saved",
    "sector-saved": "cli.sectors:SectorSaved",
    "sectors": "report.sectors:Sectors",
    "settings": "cli.config:Listing",
    "slip": "report.slip_letter:Letter",
    "slip-saved": "cli.slips:SlipSaved",
    "slips": "report.slips:Slips",
    "status": "report.status:Status",
    "steps": "report.steps:Steps",
    "synced": "cli.stepping:Synced",
    "taken-over": "cli.documents:TakenOver",
    "targets": "report.targets:Targets",
    "targets-set": "cli.aims:Set",
    "taxonomy": "report.taxonomy:Taxonomy",
    "timeline": "report.timeline:Timeline",
    "trip": "report.trip_card:TripCard",
    "trips": "report.trips:TripList",
    "verified": "report.verified:Verified",
    "why": "report.why:Why",
}
"""The class of everything that there is as JSON, by the name in its ``schema``."""


def schemas() -> Page:
    """List the schemas of what ``--json`` prints."""
    columns = (Column("name", _("Name"), "ref"), Column("schema", _("Schema")))
    rows = tuple((name, f"dealtrack/{name}/1") for name in SCHEMAS)
    return Page(
        _("Schemas of --json"),
        (Table(columns, rows),),
        is_list=True,
        hint=_("Print one: dealtrack help schemas overdue"),
    )


def schema(name: str) -> str:
    """Return the JSON Schema (draft 2020-12) of what is called *name*; raise `NotFound`."""
    if name not in SCHEMAS:
        raise NotFound(name, tuple(SCHEMAS))
    module, _colon, kind = SCHEMAS[name].partition(":")
    printed = getattr(import_module(f"dealtrack.{module}"), kind)
    made = msgspec.json.schema(printed, schema_hook=_of_partial_day)
    return json.dumps(made, ensure_ascii=False, indent=2)


def _of_partial_day(kind: type) -> dict[str, Any]:
    if kind is PartialDay:
        return {"type": "string", "description": "a day known in part, ISO 8601-2"}
    raise NotImplementedError(kind)
