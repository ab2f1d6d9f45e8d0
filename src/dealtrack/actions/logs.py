"""Dated logs: how an event takes its place among those that are there."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from dealtrack.errors import DealtrackError
from dealtrack.text import _

T = TypeVar("T")


class WrongStep(DealtrackError):  # noqa: N818 -- it is what it says
    """The step cannot be taken from where things stand; *why* is a sentence, so is *remedy*."""

    exit_code = 4

    def __init__(self, why: str, remedy: str = "") -> None:
        super().__init__(why, remedy)
        self.why = why
        self.remedy = remedy

    def __str__(self) -> str:
        return "\n".join(line for line in (self.why, self.remedy) if line)


def appended(log: tuple[T, ...], event: T, day: Callable[[T], date], ref: str) -> tuple[T, ...]:
    """Return *log* with *event* last; refuse one that is older than what stands there.

    For logs in which an event only makes sense after those before it.

    Raises:
        WrongStep: if a later event is in the log already; the past is mended with ``edit``.
    """
    if log and day(event) < day(log[-1]):
        why = _("{ref}: something is noted on {day} already; {wanted} is before that.")
        remedy = _("Give --on {day} or later, or mend the past: dealtrack edit {record}")
        raise WrongStep(
            why.format(ref=ref, day=day(log[-1]), wanted=day(event)),
            remedy.format(day=day(log[-1]), record=ref.partition(".")[0]),
        )
    return (*log, event)


def inserted(log: tuple[T, ...], event: T, day: Callable[[T], date]) -> tuple[T, ...]:
    """Return *log* with *event* in its place by day, after those of the same day."""
    return tuple(sorted((*log, event), key=day))
