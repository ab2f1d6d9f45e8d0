"""A ledger on a server that cannot be reached, refuses, or left a change in doubt."""

from dealtrack.errors.base import DealtrackError
from dealtrack.text import _, run_on


class ServerUnreachable(DealtrackError):  # noqa: N818
    """The server did not answer: *why*, in its library's words, without a password."""

    exit_code = 6

    def __init__(self, place: str, why: str, *, changing: bool = False) -> None:
        super().__init__(place, why)
        self.place = place
        self.why = why
        self.changing = changing

    def __str__(self) -> str:
        words = (
            _("The ledger at {place} cannot be reached: {why}")
            if self.why
            else _("The ledger at {place} cannot be reached.")
        )
        lines = [words.format(place=self.place, why=self.why)]
        if self.changing:
            lines.append(_("Nothing was saved."))
        lines.append(_("Try again later, or ask who keeps the server."))
        return "\n".join(lines)


class AnswerLost(DealtrackError):  # noqa: N818
    """A change is saved, but the connection broke before its answer was complete."""

    exit_code = 7

    def __init__(self, place: str, why: str) -> None:
        super().__init__(place, why)
        self.place = place
        self.why = why

    def __str__(self) -> str:
        fault = _("The ledger at {place} cannot be reached: {why}")
        saved = _("The change is saved: do not repeat the command.")
        return f"{fault.format(place=self.place, why=self.why)}\n{saved}"


class LedgerBusy(DealtrackError):  # noqa: N818
    """Others went on changing what was to be changed, on a server."""

    exit_code = 6

    def __init__(self, place: str, seconds: float = 0) -> None:
        super().__init__(place, seconds)
        self.place = place
        self.seconds = seconds

    def __str__(self) -> str:
        fault = _("Others are changing the same in {place}.").format(place=self.place)
        waited = _("Waited {seconds} s; nothing was saved. Try again in a moment.")
        tried = _("Tried several times; nothing was saved. Try again in a moment.")
        remedy = waited.format(seconds=f"{self.seconds:g}") if self.seconds else tried
        return f"{fault}\n{remedy}"


class SaveUnknown(DealtrackError):  # noqa: N818
    """The connection broke while a change was saved, and nobody could be asked since.

    *key* is that of the change: `dealtrack history --key` tells whether the ledger has it.
    """

    exit_code = 7

    def __init__(self, place: str, key: str) -> None:
        super().__init__(place, key)
        self.place = place
        self.key = key

    def __str__(self) -> str:
        return _(
            "The connection to {place} broke while the change was being saved: it may be "
            "saved, or not.\nDo not repeat it before you know: dealtrack history --key {key}"
        ).format(place=self.place, key=self.key)


class NotSaved(DealtrackError):  # noqa: N818
    """The ledger has no change with that *key*, and will not get one any more."""

    exit_code = 3

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key

    def __str__(self) -> str:
        return _(
            "The change with the key {key} was not saved, and will not be.\n"
            "Do it again, if it is still wanted."
        ).format(key=self.key)


class ServerRefused(DealtrackError):  # noqa: N818
    """The server would not do something: *why*, in its own words."""

    exit_code = 7

    def __init__(self, place: str, why: str) -> None:
        super().__init__(place, why)
        self.place = place
        self.why = why

    def __str__(self) -> str:
        return _("The server {place} refuses: {why}\nNothing was saved.").format(
            place=self.place, why=self.why
        )


class NotAllowed(DealtrackError):  # noqa: N818
    """The *person*'s rights on the server do not reach so far; *what* they were needed for."""

    exit_code = 4

    def __init__(self, person: str, what: str = "") -> None:
        super().__init__(person, what)
        self.person = person
        self.what = what

    def __str__(self) -> str:
        what = {
            "closings": _("close a month, or open one again"),
            "read": _("read this ledger"),
            "create": _("begin a ledger here"),
            "rebuild": _("change the tables of this ledger"),
        }.get(self.what) or _("change this ledger")
        fault = _("{person} may not {what}: the rights on the server do not reach so far.")
        told = fault.format(person=self.person or _("Whoever is connected"), what=what)
        remedy = _("Ask who keeps the server, or see docs: share-with-the-office.")
        if self.what == "read":
            return f"{told}\n{remedy}"
        return f"{told}\n{run_on((_('Nothing was saved.'), remedy))}"


class TablesDiffer(DealtrackError):  # noqa: N818
    """The tables on the server are not those of this dealtrack; *program* made them."""

    exit_code = 5

    def __init__(self, place: str, program: str, *, newer: bool) -> None:
        super().__init__(place, program)
        self.place = place
        self.program = program
        self.newer = newer

    def __str__(self) -> str:
        fault = _("The tables of {place} were made by dealtrack {program}.").format(
            place=self.place, program=self.program
        )
        remedy = (
            _("Nothing was changed. Install that dealtrack to go on.")
            if self.newer
            else _("Nothing was changed. Bring them up to date: dealtrack ledger upgrade")
        )
        return f"{fault}\n{remedy}"


class CopyUnfinished(DealtrackError):  # noqa: N818
    """A copy from *source* to *target* at *place*, which last went on *when*, is not done."""

    exit_code = 6

    def __init__(self, place: str, source: str, target: str, when: str) -> None:
        super().__init__(place, source, target, when)
        self.place = place
        self.source = source
        self.target = target
        self.when = when

    @property
    def go_on(self) -> str:
        """The command that goes on with it."""
        from shlex import join  # noqa: PLC0415 -- wanted after a copy that broke off only

        return join(("dealtrack", "ledger", "copy", self.source, self.target))

    @property
    def take_back(self) -> str:
        """The command that takes it away."""
        return f"{self.go_on} --take-back"

    def __str__(self) -> str:
        return _(
            "There is no ledger at {place} yet: a copy to it is under way, or was broken off. "
            "It last went on at {when}.\n"
            "Go on with it: {go_on}\nTake it back: {take_back}"
        ).format(place=self.place, when=self.when, go_on=self.go_on, take_back=self.take_back)


class CopyDiffers(DealtrackError):  # noqa: N818
    """What was copied to *place* is not what was read: *what*."""

    exit_code = 7

    def __init__(self, place: str, what: str) -> None:
        super().__init__(place, what)
        self.place = place
        self.what = what

    def __str__(self) -> str:
        return _(
            "The copy at {place} is not the same: {what}.\n"
            "It cannot be used. Take it back with --take-back, and copy once more."
        ).format(place=self.place, what=self.what)


class NotYours(DealtrackError):  # noqa: N818
    """What would be undone was done by somebody else: *who*, *when*, in which *words*."""

    exit_code = 4

    def __init__(self, who: str, when: str, words: str) -> None:
        super().__init__(who, when, words)
        self.who = who
        self.when = when
        self.words = words

    def __str__(self) -> str:
        return _(
            "The last change is not yours: {who} made it at {when} ({words}).\n"
            "Nothing was saved. Talk to {who} first, or do it all the same: --force"
        ).format(who=self.who, when=self.when, words=self.words)


class RecordUnreadable(DealtrackError):  # noqa: N818
    """The database returned a record that dealtrack did not write so."""

    exit_code = 5

    def __init__(self, place: str, ref: str) -> None:
        super().__init__(place, ref)
        self.place = place
        self.ref = ref

    def __str__(self) -> str:
        return _(
            "{ref} in {place} cannot be read: something else has written it.\n"
            "Nothing was written over it. See what it was: dealtrack history {ref}"
        ).format(ref=self.ref, place=self.place)
