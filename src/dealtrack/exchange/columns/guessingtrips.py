"""Whether a table of others is one of trips, told from what its columns are called.

It is one if its columns name who went and whom they saw, and none is what only an
agreement has: a row with an amount and a day of signing is an agreement, whoever led there.
"""

from functools import cache

from dealtrack.exchange.columns.field import Field
from dealtrack.exchange.columns.fields import (
    OF_BOTH,
    every_field,
    fields_of_trips,
    plain_header,
)
from dealtrack.exchange.columns.mapping import Column, Mapping
from dealtrack.exchange.sheets import Sheet

_TITLES = (
    "活动名称",
    "外出活动",
    "活动",
    "出访任务",
    "考察活动",
    "trip",
    "trip name",
    "journey",
)
_SIGNS = {"start", "lead", "members", "visits", "met", "intentions"}
_ENOUGH = 3
_ELSE = {"kind", "signed", "expires", "parties", "ours", "theirs", "amount", "stage", "task"}


def guess_trips(sheet: Sheet) -> Mapping | None:
    """Return how *sheet* is read as a table of trips; None if it is not clearly one."""
    found: dict[str, str] = {}
    for header in sheet.header:
        field = _by_name().get(plain_header(header))
        if field and field.key not in found:
            found[field.key] = header
    if "title" not in found or len(_SIGNS & found.keys()) < _ENOUGH:
        return None
    if any(_of_agreements().get(plain_header(header)) in _ELSE for header in sheet.header):
        return None
    return Mapping(
        rows="trip", columns={key: Column(of=(name,)) for key, name in found.items()}
    )


@cache
def _by_name() -> dict[str, Field]:
    """Return the fields of trips by every plain name of a column."""
    fields = {field.key: field for field in fields_of_trips()}
    names = {plain_header(name): fields["title"] for name in _TITLES}
    for field in reversed(fields.values()):
        names |= {plain_header(name): field for name in field.names}
    return names


@cache
def _of_agreements() -> dict[str, str]:
    """Return the fields of agreements alone by every plain name of a column."""
    of_trips = _by_name()
    return {
        plain_header(name): field.key
        for field in every_field()
        if field.key not in OF_BOTH
        for name in field.names
        if plain_header(name) not in of_trips
    }
