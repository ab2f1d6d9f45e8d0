"""A change that cannot be taken back, or a past that the ledger cannot tell of."""

from datetime import date
from typing import Literal

from dealtrack.errors.base import DealtrackError
from dealtrack.text import _, plural
from dealtrack.text.hidden import visible


class NoSuchStep(DealtrackError):  # noqa: N818 -- it is what it says
    """There are only *found* changes to undo or redo, fewer than *wanted*."""

    exit_code = 3

    def __init__(self, command: Literal["undo", "redo"], wanted: int, found: int) -> None:
        super().__init__(command, wanted, found)
        self.command = command
        self.wanted = wanted
        self.found = found

    def __str__(self) -> str:
        remedy = _("See what there is: dealtrack undo --list")
        return f"{self._fault()}\n{remedy}"

    def _fault(self) -> str:
        if self.command == "undo":
            if not self.found:
                return _("There is no change that could be taken back.")
            return plural(
                "Only {n} change can be taken back.",
                "Only {n} changes can be taken back.",
                self.found,
            )
        if not self.found:
            return _("Nothing was taken back that could be brought back.")
        return plural(
            "Only {n} change can be brought back.",
            "Only {n} changes can be brought back.",
            self.found,
        )


class Overtaken(DealtrackError):  # noqa: N818
    """Something else happened after what was to be undone or redone: *who* did it, *when*.

    Or after what was to be restored: *look* is the command that tells how it is now.
    """

    exit_code = 4

    def __init__(self, ref: str = "", who: str = "", when: str = "", look: str = "") -> None:
        super().__init__(ref, who, when, look)
        self.ref = ref
        self.who = who
        self.when = when
        self.look = look

    def __str__(self) -> str:
        if self.ref:
            fault = _("{ref} is no longer as that change left it.").format(ref=self.ref)
            remedy = _("See what became of it: dealtrack history {ref}").format(ref=self.ref)
        else:
            fault = _("The ledger was changed meanwhile by {who} at {when}.").format(
                who=visible(self.who) or _("somebody"), when=self.when
            )
            remedy = _("See what would be taken back now: dealtrack undo --list")
            if self.look:
                remedy = _("See how it would be now: {command}").format(command=self.look)
        return f"{fault}\n{remedy}"


class NotEntered(DealtrackError):  # noqa: N818
    """The ledger did not know *ref* at the end of *day*.

    *why*: it was entered ``later``, or had been ``struck``, on *when*; or what the ledger
    knew then is ``forgotten``: its journal is only kept from *when* on.
    """

    exit_code = 3

    def __init__(
        self, ref: str, day: date, why: Literal["later", "struck", "forgotten"], when: date
    ) -> None:
        super().__init__(ref, day, why, when)
        self.ref = ref
        self.day = day
        self.why = why
        self.when = when

    def __str__(self) -> str:
        facts = {"ref": self.ref, "day": self.day, "when": self.when}
        if self.why == "later":
            fault = _("{ref} was only entered on {when}; on {day} the ledger did not know it.")
        elif self.why == "struck":
            fault = _("{ref} had been removed by {day}, on {when}.")
        else:
            return _(
                "What the ledger knew on {day} is not kept: its journal begins on {when}."
            ).format(**facts)
        remedy = _("All that became of it: dealtrack history {ref}")
        return f"{fault.format(**facts)}\n{remedy.format(**facts)}"
