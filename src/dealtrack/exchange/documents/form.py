"""The form of a document of whole records: its schema, its tables, what a record is called."""

from typing import Literal

import msgspec

from dealtrack.model import Agreement, Trip
from dealtrack.model.closing import Closing
from dealtrack.model.registered import Individual, Organisation
from dealtrack.model.slip import MOST, Slip, SlipNumber
from dealtrack.model.target import Target

SCHEMA = "dealtrack/records/1"

HIGHEST = 999_999_999
"""The highest id that a ref can spell."""


class Records(msgspec.Struct, frozen=True, kw_only=True):
    """Whole records of a ledger: its agreements, trips, and what it holds beside them.

    *counters* are the highest ids ever given, *program* is what wrote it.  Unknown tables
    are those of a later program.
    """

    schema: Literal["dealtrack/records/1"] = "dealtrack/records/1"
    program: str = ""
    counters: dict[str, int] = {}
    agreements: tuple[Agreement, ...] = ()
    trips: tuple[Trip, ...] = ()
    targets: tuple[Target, ...] = ()
    slips: tuple[Slip, ...] = ()
    closings: tuple[Closing, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    people: tuple[Individual, ...] = ()


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What a document says before its records."""

    schema: str
    program: str = ""
    counters: dict[str, int] = {}


class Called(msgspec.Struct, frozen=True, kw_only=True):
    """What a record is called by, and which version of it this is."""

    id: int
    uid: str
    version: int = 1


def counter_of(table: str, id_: int) -> str:
    """Return under which name the ids of *table* are counted: those of slips year by year."""
    return f"slips_{SlipNumber.of(id_).year}" if table == "slips" else table


def number_of(table: str, id_: int) -> int:
    """Return the number of *id_* in its counter."""
    return SlipNumber.of(id_).number if table == "slips" else id_


def id_of(table: str, like: int, number: int) -> int:
    """Return the id of that *number* in the counter in which the id *like* is."""
    return SlipNumber(like // (MOST + 1), number).id if table == "slips" else number
