"""Mails that cannot be sent, and reminders that another process is telling."""

from typing import NamedTuple

from dealtrack.errors.base import DealtrackError
from dealtrack.text import _, plural
from dealtrack.text.hidden import visible


class MailUnreachable(DealtrackError):  # noqa: N818
    """No safe connection to the mail server can be had, or it broke off."""

    exit_code = 6

    def __init__(self, server: str, why: str) -> None:
        super().__init__(server, why)
        self.server = server
        self.why = why

    def __str__(self) -> str:
        return _("The mail server {server} cannot be reached: {why}.").format(
            server=visible(self.server), why=visible(self.why)
        )


class MailRefused(DealtrackError):  # noqa: N818
    """The mail server answered, and does not let us in: user, password or its abilities."""

    exit_code = 4

    def __init__(self, server: str, why: str, remedy: str = "") -> None:
        super().__init__(server, why, remedy)
        self.server = server
        self.why = why
        self.remedy = remedy

    def __str__(self) -> str:
        sentence = _("The mail server {server} refuses: {why}.").format(
            server=visible(self.server), why=visible(self.why)
        )
        return "\n".join(filter(None, (sentence, self.remedy)))


class MailFailure(NamedTuple):
    """A mail that was not accepted: for whom, at which address, and why not."""

    name: str
    address: str
    why: str

    def __str__(self) -> str:
        return _("{name} <{address}>: {why}").format(
            name=visible(self.name), address=visible(self.address), why=visible(self.why)
        )


class MailNotSent(DealtrackError):  # noqa: N818
    """Some mails were not accepted; the others were, and are remembered as told."""

    exit_code = 4

    def __init__(self, failures: tuple[MailFailure, ...], sent: int) -> None:
        super().__init__(failures, sent)
        self.failures = failures
        self.sent = sent

    def __str__(self) -> str:
        count = len(self.failures)
        sentence = plural("{n} mail was not accepted", "{n} mails were not accepted", count)
        others = plural("{n} was sent.", "{n} were sent.", self.sent)
        again = _("What was not sent is told with the next run.")
        first = _("{failed}; {sent}").format(failed=sentence, sent=others)
        return "\n".join((first, *map(str, self.failures), again))


class RemindersBusy(DealtrackError):  # noqa: N818
    """Another process is telling reminders of the same ledger."""

    exit_code = 6

    def __init__(self, who: str = "", since: str = "") -> None:
        super().__init__(who, since)
        self.who = who
        self.since = since

    def __str__(self) -> str:
        who = visible(self.who) or _("another process")
        if self.since:
            words = _("Reminders of this ledger are being sent by {who} since {since}.")
        else:
            words = _("Reminders of this ledger are being sent by {who}.")
        again = _("Nothing was told by this run. Try again in a moment.")
        return "\n".join((words.format(who=who, since=self.since), again))
