"""The office's own days off, and days worked: a text file of one day, or run of days, a line.

::

    # comments and empty lines are skipped
    2026-12-24..2026-12-31  off     the office is closed
    2026-12-19              worked
    2026年8月14日            休      单位活动      (休 off, 班 worked)
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from dealtrack.days.period import parse_period
from dealtrack.days.working import Exceptions
from dealtrack.errors import DealtrackError
from dealtrack.text import _

_OFF, _WORKED = ("off", "休", "假"), ("worked", "班", "上班")
_NO_CONTEXT = date(2000, 1, 1)  # every line names its year


class LineFault(NamedTuple):
    """A line that cannot be read, by its number from 1, and why."""

    line: int
    why: str


class OwnDays(NamedTuple):
    """What a file of own days says, and the lines of it that cannot be read."""

    exceptions: Exceptions
    faults: tuple[LineFault, ...]


def read_own_days(text: str) -> OwnDays:
    """Read the text of a file of own days."""
    off: set[date] = set()
    worked: set[date] = set()
    faults = []
    for number, line in enumerate(text.splitlines(), 1):
        words = line.partition("#")[0].split()
        if not words:
            continue
        try:
            (worked if _is_worked(words) else off).update(_days(words[0]))
        except DealtrackError as fault:
            faults.append(LineFault(number, str(fault).partition("\n")[0]))
        except _Unclear:
            faults.append(LineFault(number, _("write a day, then off or worked")))
    return OwnDays(Exceptions(frozenset(off), frozenset(worked)), tuple(faults))


class _Unclear(Exception):  # noqa: N818 -- it never leaves this module
    """A line does not say whether people work."""


def _is_worked(words: list[str]) -> bool:
    word = words[1].lower() if len(words) > 1 else ""
    if word not in _OFF + _WORKED:
        raise _Unclear
    return word in _WORKED


def _days(text: str) -> Iterator[date]:
    """Yield the days that *text* names.  Raises: `Unreadable`."""
    if not text[:4].isdigit():
        raise _Unclear
    span = parse_period(text, _NO_CONTEXT)
    for n in range((span.end - span.begin).days):
        yield span.begin + timedelta(days=n)
