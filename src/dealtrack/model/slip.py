"""Supervision slips 督办单: numbered papers that call for one matter by a day."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple, Self

from msgspec.structs import replace

from dealtrack.errors import BrokenRule
from dealtrack.model.beside import Beside
from dealtrack.model.ref import Ref
from dealtrack.model.rules import find_part_problems
from dealtrack.text import _

Colour = Literal["blue", "yellow", "red"]

MOST = 99_999
"""The highest number that a year has room for."""

_FORM = r"[Ss]?(?:(\d{4})-|[〔\[(](\d{4})[〕\])])(\d{1,5})号?"  # compiled where it is wanted


class SlipNumber(NamedTuple):
    """What a slip is called: the year it was issued in, and its number in that year."""

    year: int
    number: int

    @classmethod
    def read(cls, text: str) -> "SlipNumber | None":
        """Return the number that *text* spells: ``2026-3``, ``S2026-3``, ``〔2026〕3号``."""
        found = re.fullmatch(_FORM, text.strip().translate(_PLAIN))
        if not found or not int(found[3]):
            return None
        return cls(int(found[1] or found[2]), int(found[3]))

    @classmethod
    def of(cls, id_: int) -> "SlipNumber":
        """Return the number of the slip that is kept under *id_*."""
        return cls(*divmod(id_, MOST + 1))

    @property
    def id(self) -> int:
        """The key under which the ledger keeps the slip."""
        return self.year * (MOST + 1) + self.number

    def __str__(self) -> str:
        return f"{self.year}-{self.number}"


class Slip(Beside, frozen=True, kw_only=True):
    """A slip that calls for one matter to be done by a *deadline*.

    *about* is the ref of the matter, *title* what that was called, so that the paper can
    be read when the record is gone.  *due* and *progress* are the facts of the day it was
    issued: when the matter was due, and when it had last moved.  *follows* names the
    earlier slip on the matter whose deadline had passed.  Numbers begin anew each year,
    and none is ever given twice.
    """

    year: int
    number: int = 0
    about: str
    title: str
    colour: Colour
    issued: date
    deadline: date
    unit: str = ""
    owner: str = ""
    due: date | None = None
    progress: date | None = None
    text: str = ""
    demand: str = ""
    by: str = ""
    office: str = ""
    follows: str = ""
    closed: date | None = None
    outcome: str = ""

    @property
    def called(self) -> SlipNumber:
        """What people call it: ``2026-3``."""
        return SlipNumber(self.year, self.number)

    @property
    def ref(self) -> str:
        """How the history of the ledger names it: ``S2026-3``."""
        return f"S{self.called}"

    def counter(self, table: str) -> str:
        """See `Beside.counter`: the numbers begin anew each year."""
        return f"{table}_{self.year}"

    @property
    def counted(self) -> int:
        """See `Beside.counted`: that of the paper."""
        return self.number

    def named(self, number: int) -> Self:
        """See `Beside.named`: the id follows from the number."""
        called = SlipNumber(self.year, number)
        return replace(self, number=number, id=called.id)

    def days_late(self, day: date) -> int:
        """Return for how many days the matter had been overdue on *day*; 0 if it was not."""
        return max(0, (day - self.due).days) if self.due else 0

    def is_closed(self, day: date) -> bool:
        """Whether the slip had been closed by *day*."""
        return self.closed is not None and self.closed <= day

    def check(self) -> None:
        """See `Beside.check`."""
        for problem in find_part_problems(self):
            raise problem
        if not 1 <= self.number <= MOST:
            raise BrokenRule("number", _("a year has room for 99,999 slips"))
        if self.year != self.issued.year:
            raise BrokenRule("year", _("is not the year it was issued in"))
        if Ref.read(self.about) is None:
            raise BrokenRule("about", _("is no ref"))
        if not self.title.strip():
            raise BrokenRule("title", _("is missing"))
        if self.deadline < self.issued:
            raise BrokenRule("deadline", _("is before the day it was issued"))
        if self.closed and self.closed < self.issued:
            raise BrokenRule("closed", _("is before the day it was issued"))


def on_matter(slips: Iterable[Slip], about: str, day: date) -> list[Slip]:
    """Return the slips on the matter *about* that had been issued by *day*, as they were."""
    found = [one for one in slips if one.about == about and one.issued <= day]
    return sorted(found, key=lambda one: (one.issued, one.called))


def followed(slips: Iterable[Slip], day: date) -> dict[str, Slip]:
    """Return the slips that had gone on from an earlier one by *day*, by the name of that."""
    return {one.follows: one for one in slips if one.follows and one.issued <= day}


def open_on(slips: Iterable[Slip], about: str, day: date) -> Slip | None:
    """Return the slip on the matter *about* that was open on *day*: there is one at most."""
    known = list(slips)
    gone_on = followed(known, day)
    waiting = [
        one
        for one in on_matter(known, about, day)
        if not one.is_closed(day) and str(one.called) not in gone_on
    ]
    return waiting[-1] if waiting else None


_PLAIN = str.maketrans("０１２３４５６７８９Ｓ－–—（）［］", "0123456789S---()[]")
