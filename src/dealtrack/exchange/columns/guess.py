"""What the columns of a table are taken for, and why."""

from typing import NamedTuple

from dealtrack.exchange.columns.fields import find_field
from dealtrack.exchange.columns.mapping import Mapping
from dealtrack.text import _, later

BY_NAME = later("its name")
BY_ALIAS = later("a part of its name")
BY_CONTENT = later("what it holds")
IS_KEY = later("tells the rows apart")
NO_FIELD = later("nothing known")
RUNNING = later("a running number")
OTHERWISE = later("what it holds is something else")
TAKEN = later("another column is that already")
EMPTY = later("it is empty")


class Told(NamedTuple):
    """A column: its name, an example, the field it is taken for ("" none), and why.

    One *surprises* that is called like a field, and is none all the same.
    """

    header: str
    example: str
    field: str
    why: str
    surprises: bool = False

    @property
    def name(self) -> str:
        """What the field is called in the language spoken now."""
        if self.field == "key":
            return _("key")
        found = find_field(self.field)
        return found.name if found else ""


class Guess(NamedTuple):
    """A mapping, and what it makes of each column."""

    mapping: Mapping
    columns: tuple[Told, ...]
