"""Closed months: the bulletin of a month as it was when it was closed."""

import re
from datetime import date, datetime
from typing import TypeVar

import msgspec

from dealtrack.errors import BrokenRule
from dealtrack.model.beside import Beside
from dealtrack.model.codec import decode, encode
from dealtrack.model.rules import find_part_problems
from dealtrack.model.values import Value
from dealtrack.text import _

T = TypeVar("T")

_MONTH = r"[12]\d{3}-(?:0[1-9]|1[0-2])"


class Restatement(Value, frozen=True, kw_only=True):
    """What was said on a day of figures that would be otherwise now."""

    on: date
    by: str = ""
    text: str


class Closing(Beside, frozen=True, kw_only=True):
    """A *month*, as ``2026-10``, that was closed *on* a day by somebody.

    *report* is what was printed then, as its ``--json``; *behind* names the refs behind
    each of its figures; *digest* proves that neither was altered.
    """

    month: str
    on: date
    at: datetime | None = None
    by: str = ""
    report: msgspec.Raw
    behind: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    digest: str = ""
    restated: tuple[Restatement, ...] = ()

    @property
    def ref(self) -> str:
        """How the history of the ledger names it: ``M4``."""
        return f"M{self.id}"

    @property
    def is_as_closed(self) -> bool:
        """Whether the report and what is behind it are what was closed."""
        return self.digest == digest(self.report, self.behind)

    def reported(self, kind: type[T]) -> T:
        """Return the report, which is a *kind*; raise `msgspec.ValidationError` if not."""
        return decode(self.report, kind)

    def check(self) -> None:
        """See `Beside.check`."""
        for problem in find_part_problems(self):
            raise problem
        if not re.fullmatch(_MONTH, self.month):
            raise BrokenRule("month", _("is no month: write 2026-10"))
        if b"\n" in bytes(self.report):
            raise BrokenRule("report", _("must be JSON on one line"))
        if not self.is_as_closed:
            raise BrokenRule("digest", _("is not that of the report"))


def closing_of(
    month: str,
    on: date,
    by: str,
    report: object,
    behind: dict[str, tuple[str, ...]],
    at: datetime | None = None,
) -> Closing:
    """Return *month* as it is closed: its *report*, and the refs *behind* each figure."""
    text = msgspec.Raw(encode(report))
    return Closing(
        month=month,
        on=on,
        at=at,
        by=by,
        report=text,
        behind=behind,
        digest=digest(text, behind),
    )


def digest(report: msgspec.Raw, behind: dict[str, tuple[str, ...]]) -> str:
    """Return the SHA-256 of a report and of what is behind it, in hexadecimal digits."""
    from hashlib import sha256  # noqa: PLC0415 -- 10 ms, wanted where a month is closed

    return sha256(bytes(report) + b"\n" + encode(dict(sorted(behind.items())))).hexdigest()
