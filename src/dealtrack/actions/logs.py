"""Dated logs: how an event takes its place among those that are there."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from dealtrack.errors import DealtrackError
from dealtrack.text import _

T = TypeVar("T")


class WrongStep(DealtrackError):  # noqa: N818 -- it is what it says
    """The step cannot be taken from where things stand."""

    exit_code = 4

    def __init__(self, ref: str, why: str, remedy: str = "") -> None:
        super().__init__(ref, why, remedy)
        self.ref = ref
        self.why = why
        self.remedy = remedy

    def __str__(self) -> str:
        sentence = _("{ref}: {why}").format(ref=self.ref, why=self.why)
        return f"{sentence}\n{self.remedy}" if self.remedy else sentence


def appended(log: tuple[T, ...], event: T, day: Callable[[T], date], ref: str) -> tuple[T, ...]:
    """Return *log* with *event* last; refuse one that is older than what stands there.

    Raises:
        WrongStep: if a later event is in the log already; the past is mended with ``edit``.
    """
    if log and day(event) < day(log[-1]):
        raise WrongStep(
            ref,
            _(
                "something later is noted already, on {day}; {wanted} does not fit before it"
            ).format(day=day(log[-1]), wanted=day(event)),
            _(
                "Give --on {day} or a later day, or mend the past with: dealtrack edit {ref}"
            ).format(day=day(log[-1]), ref=ref.partition(".")[0]),
        )
    return (*log, event)
