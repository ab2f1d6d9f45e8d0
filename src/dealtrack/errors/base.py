"""What can go wrong anywhere: wrong words, a broken rule, nothing found, a conflict."""

from typing import ClassVar

from dealtrack.text import _


class DealtrackError(Exception):
    """The base of every error that dealtrack raises on purpose."""

    exit_code: ClassVar[int] = 2


class WrongUse(DealtrackError):  # noqa: N818 -- it is what it says
    """The words on the command line cannot be followed."""

    exit_code = 2

    def __init__(self, why: str, remedy: str = "") -> None:
        super().__init__(why, remedy)
        self.why = why
        self.remedy = remedy

    def __str__(self) -> str:
        return "\n".join(line for line in (self.why, self.remedy) if line)


class BrokenRule(DealtrackError):  # noqa: N818
    """A record breaks one of its own rules; *field* is its path, as ``parties[2].name``."""

    exit_code = 4

    def __init__(self, field: str, why: str) -> None:
        super().__init__(field, why)
        self.field = field
        self.why = why

    def __str__(self) -> str:
        return _("{field}: {why}.").format(field=self.field, why=self.why)


class NotFound(DealtrackError):  # noqa: N818
    """The ledger holds nothing of that name; *nearest* are close ones to offer.

    *remedy* is a sentence that says where to look, or what to do where there is nothing yet.
    """

    exit_code = 3

    def __init__(self, wanted: str, nearest: tuple[str, ...] = (), remedy: str = "") -> None:
        super().__init__(wanted, nearest, remedy)
        self.wanted = wanted
        self.nearest = nearest
        self.remedy = remedy

    def __str__(self) -> str:
        sentence = _("Nothing in the ledger is called {wanted}.").format(wanted=self.wanted)
        near = (_("The nearest:"), *(f"  {n}" for n in self.nearest)) if self.nearest else ()
        return "\n".join((sentence, *near, *filter(None, [self.remedy])))


class Conflict(DealtrackError):  # noqa: N818
    """Someone else changed the record first."""

    exit_code = 4

    def __init__(self, ref: str, who: str = "", when: str = "") -> None:
        super().__init__(ref, who, when)
        self.ref = ref
        self.who = who
        self.when = when

    def __str__(self) -> str:
        if not self.ref:
            return _(
                "The ledger was changed meanwhile. Nothing was saved.\nRepeat the command."
            )
        if self.who:
            return _(
                "{ref} was changed meanwhile by {who} at {when}. Nothing was saved.\n"
                "Look at it again (dealtrack show {ref}), then repeat your change."
            ).format(ref=self.ref, who=self.who, when=self.when)
        return _(
            "{ref} was changed meanwhile. Nothing was saved.\n"
            "Look at it again (dealtrack show {ref}), then repeat your change."
        ).format(ref=self.ref)


class RecordedMeanwhile(Conflict):
    """Someone else recorded the same first, under *ref*."""

    def __str__(self) -> str:
        return _(
            "{who} recorded the same meanwhile: {ref}, at {when}. Nothing was saved.\n"
            "Look at it (dealtrack show {ref}), and repeat yours only if it is another."
        ).format(ref=self.ref, who=self.who, when=self.when)
