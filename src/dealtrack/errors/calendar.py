"""Calendars on a server that cannot be reached, refuse, or are not the one that is meant."""

from dealtrack.errors.base import DealtrackError
from dealtrack.text import _
from dealtrack.text.hidden import visible


class CalendarUnreachable(DealtrackError):  # noqa: N818
    """The server of a calendar cannot be reached, or broke off after *done* changes."""

    exit_code = 6

    def __init__(self, url: str, why: str, done: int = 0) -> None:
        super().__init__(url, why, done)
        self.url = url
        self.why = why
        self.done = done

    def __str__(self) -> str:
        sentence = _("The calendar {url} cannot be reached: {why}.").format(
            url=visible(self.url), why=visible(self.why)
        )
        if not self.done:
            return sentence
        went_on = _("{n} changes were made there. Run it again: it goes on where it stopped.")
        return "\n".join((sentence, went_on.format(n=self.done)))


class CalendarRefused(DealtrackError):  # noqa: N818
    """The server of a calendar answered, and does not let us do that."""

    exit_code = 4

    def __init__(self, url: str, why: str, remedy: str = "") -> None:
        super().__init__(url, why, remedy)
        self.url = url
        self.why = why
        self.remedy = remedy

    def __str__(self) -> str:
        sentence = _("The calendar {url} refuses: {why}.").format(
            url=visible(self.url), why=visible(self.why)
        )
        return "\n".join(filter(None, (sentence, self.remedy)))
