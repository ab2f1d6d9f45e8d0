"""What becomes of the rows of a table: taken, refused with every reason, or passed over."""

from typing import Literal, NamedTuple

from dealtrack.exchange.columns.drafts import Link
from dealtrack.exchange.sheets import Row
from dealtrack.model import Draft

Passing = Literal["total", "heading", "remark", "header", "chosen", "trip"]


class Refusal(NamedTuple):
    """Why a row cannot be taken over: its number, the column, what stands there, and why."""

    row: int
    column: str
    value: str
    why: str


class Taken(NamedTuple):
    """An agreement, the rows that tell of it, those that it follows from, and what is odd."""

    draft: Draft
    rows: tuple[Row, ...]
    links: tuple[Link, ...] = ()
    is_keyed: bool = False
    odd: tuple[str, ...] = ()


class Refused(NamedTuple):
    """Rows that cannot be taken over, with all that is wrong in them."""

    rows: tuple[Row, ...]
    refusals: tuple[Refusal, ...]


class Passed(NamedTuple):
    """A row that is no agreement, and what it is."""

    row: Row
    why: Passing


Item = Taken | Refused | Passed
