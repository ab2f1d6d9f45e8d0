"""What a ledger and a calendar last agreed on, so that it can be told who changed what."""

from datetime import date

import msgspec


class Seen(msgspec.Struct, frozen=True, omit_defaults=True):
    """A follow-up as both sides had it, and a digest of what was written of it."""

    status: str = ""
    due: date | None = None
    digest: str = ""


class Agreed(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was agreed with one calendar, by the UIDs of follow-ups."""

    url: str = ""
    tasks: dict[str, Seen] = {}
