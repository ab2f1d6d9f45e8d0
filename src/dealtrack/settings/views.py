"""Views: which columns of which records an office hands over, under a name of its own."""

from typing import Literal

import msgspec

from dealtrack.text import later


class View(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to hand over: the *columns*, of what answers the *query*, a row for each of *rows*.

    Without *columns* they are the usual ones.  *sort* is by which fields, ``signed,-amount``.
    """

    columns: tuple[str, ...] = ()
    query: str = ""
    rows: Literal["agreements", "follow-ups", "trips"] = "agreements"
    sort: str = ""


ABOUT = later("Tables that the office hands over: a table for each, with columns, query, rows.")

EXAMPLE = {
    "province": {
        "columns": ["title", "signed", "theirs", "amount", "currency"],
        "query": "amount:1亿..",
    }
}
"""What may stand in the settings of views."""
