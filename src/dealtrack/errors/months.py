"""What goes wrong with months and their figures."""

from datetime import date

from dealtrack.errors.base import DealtrackError
from dealtrack.text import _


class MonthClosed(DealtrackError):  # noqa: N818
    """The month is closed already: *on* a day, by somebody."""

    exit_code = 4

    def __init__(self, month: str, on: date, by: str = "") -> None:
        super().__init__(month, on, by)
        self.month = month
        self.on = on
        self.by = by

    def __str__(self) -> str:
        sentence = _("{month} was closed on {day} already.")
        if self.by:
            sentence = _("{month} was closed on {day} by {who} already.")
        remedy = _(
            "What has changed since: dealtrack month {month} --diff  "
            "The next month's summary names it."
        )
        said = sentence.format(month=self.month, day=self.on, who=self.by)
        return f"{said}\n{remedy.format(month=self.month)}"


class MonthNotOver(DealtrackError):  # noqa: N818
    """The month is not over yet: its *last* day is still to come, or is today."""

    exit_code = 4

    def __init__(self, month: str, last: date) -> None:
        super().__init__(month, last)
        self.month = month
        self.last = last

    def __str__(self) -> str:
        return "\n".join(
            (
                _("{month} is not over before {last} has passed.").format(
                    month=self.month, last=self.last
                ),
                _("Close it after that day."),
            )
        )


class MonthOpen(DealtrackError):  # noqa: N818
    """The month is not closed, so that there is nothing to compare with."""

    exit_code = 3

    def __init__(self, month: str) -> None:
        super().__init__(month)
        self.month = month

    def __str__(self) -> str:
        return "\n".join(
            (
                _("{month} is not closed.").format(month=self.month),
                _("Close it: dealtrack month {month} --close").format(month=self.month),
            )
        )


class FiguresDisagree(DealtrackError):  # noqa: N818
    """The figures of a month do not agree with one another: it cannot be closed."""

    exit_code = 4

    def __init__(self, month: str) -> None:
        super().__init__(month)
        self.month = month

    def __str__(self) -> str:
        return "\n".join(
            (
                _("The figures of {month} do not agree with one another.").format(
                    month=self.month
                ),
                _("See which: dealtrack month {month} --check").format(month=self.month),
            )
        )
