"""A mapping: which column of a table is which field of a record, and how its cells are read.

It is a small TOML file that people write, change and share::

    book  = "signings"             what the keys of its rows begin with
    rows  = "agreement"            or "follow-up": several rows are one agreement; or "trip"
    key   = "编号"                  the column, or columns, that tell one row from another
    days  = "dmy"                  03/04/2021 is 3 April
    split = "、"                    what parts several names in a cell
    unit  = "万元"                  what bare amounts are counted in

    [columns]
    title   = "协议名称"
    parties = ["甲方", "乙方"]       or "c1..c91", or "c*"
    amount  = { column = "总投资", unit = "亿元" }
    stages  = { started = "开工时间" }

    [always]
    kind = "contract"

    [values.kind]
    "框架类" = "framework"
"""

import re
from fnmatch import fnmatchcase
from typing import Any, Literal, NamedTuple

import msgspec

from dealtrack.exchange.columns.days import Written

Rows = Literal["agreement", "follow-up", "trip"]

NESTED = ("stages", "plan")
"""The fields that have a column for each stage."""

OWN = "\\;"
"""What parts names in a table that dealtrack wrote; its texts are taken as they are."""

ANY = "*"
"""In a table of values: whatever is not named there."""

_FIELDS_IN = re.compile(r"\{([^{}]+)\}")


class Column(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a field stands: one column or several, and what is special about them.

    A name with ``*`` or ``..`` in it stands for several columns; one with ``{}`` is
    a template, made of other columns or fields.
    """

    of: tuple[str, ...]
    split: str = ""
    unit: str = ""
    days: Written = ""

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing special about it."""
        return not (self.split or self.unit or self.days)

    @property
    def template(self) -> str:
        """The template that makes the value, "" if the cells hold it."""
        match self.of:
            case (one,) if _FIELDS_IN.search(one):
                return one
        return ""


class Mapping(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the rows of a table become records.

    *name* is what the mapping is called, "" while it has no file.  *columns* and
    *always* are by the keys of `dealtrack.exchange.columns.fields`; *values* says, for a
    field, what stands for what in its cells.
    """

    name: str = ""
    book: str = ""
    rows: Rows = "agreement"
    key: tuple[str, ...] = ()
    days: Written = ""
    year: int = 0
    split: str = ""
    unit: str = ""
    empty: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    fill: tuple[str, ...] = ()
    sheet: str = ""
    header: int = 0
    encoding: str = ""
    delimiter: str = ""
    columns: dict[str, Column] = msgspec.field(default_factory=dict)
    always: dict[str, str] = msgspec.field(default_factory=dict)
    values: dict[str, dict[str, str]] = msgspec.field(default_factory=dict)

    @property
    def prefix(self) -> str:
        """What the keys of its records begin with."""
        return self.book or self.name


class Missing(NamedTuple):
    """A name of a mapping that no column of the table has."""

    field: str
    name: str


def positions(name: str, header: tuple[str, ...]) -> tuple[int, ...]:
    """Return where the columns are that *name* stands for: ``c1``, ``c*``, ``c1..c91``.

    A column that is called just so goes before what a sign in its name may mean.
    """
    if name in header:
        return (header.index(name),)
    plain = [_plain(one) for one in header]
    if _plain(name) in plain:
        return (plain.index(_plain(name)),)
    first, dots, last = name.partition("..")
    if dots and first.strip() in header and last.strip() in header:
        return tuple(range(header.index(first.strip()), header.index(last.strip()) + 1))
    if any(sign in name for sign in "*?["):
        return tuple(at for at, one in enumerate(header) if fnmatchcase(one, name))
    return ()


def names_in(template: str) -> tuple[str, ...]:
    """Return the fields and columns that a template is made of."""
    return tuple(_FIELDS_IN.findall(template))


def filled_in(template: str, value_of: dict[str, str]) -> str:
    """Return a template with its values; "" if one of them is not known."""
    if not all(value_of.get(name) for name in names_in(template)):
        return ""
    return _FIELDS_IN.sub(lambda found: value_of[found[1]], template).strip()


def _plain(name: str) -> str:
    return "".join(name.split()).casefold()


def plain_column(column: Column) -> Any:
    """Return a column as short as TOML can say it."""
    names: Any = column.of[0] if len(column.of) == 1 else list(column.of)
    if column.is_plain:
        return names
    told = {"split": column.split, "unit": column.unit, "days": column.days}
    return {"column": names, **{key: value for key, value in told.items() if value}}
