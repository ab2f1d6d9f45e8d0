"""Everything that a ledger can hold, and how its history names what is no record."""

import re
from typing import NamedTuple

from dealtrack.model.closing import Closing
from dealtrack.model.entry import Kept
from dealtrack.model.ref import Ref
from dealtrack.model.registered import Individual, Organisation
from dealtrack.model.slip import Slip, SlipNumber
from dealtrack.model.target import Target

Aside = Target | Slip | Closing | Organisation | Individual
"""What a ledger holds beside its records."""

Held = Kept | Aside
"""Whatever a ledger holds."""

_LETTERS = {"G": "targets", "M": "closings", "O": "organisations", "P": "people"}
_FORM = r"([GMOPgmop])(\d{1,9})"


class Address(NamedTuple):
    """Where something is kept: its table, and its id there."""

    table: str
    id: int

    @classmethod
    def read(cls, text: str) -> "Address | None":
        """Return where that is kept which *text* names: ``17``, ``T3``, ``S2026-3``, ``G4``."""
        if text[:1] in {"S", "s"} and (slip := SlipNumber.read(text)):
            return cls("slips", slip.id)
        if found := re.fullmatch(_FORM, text):
            return cls(_LETTERS[found[1].upper()], int(found[2]))
        ref = Ref.read(text)
        return cls(ref.table, ref.id) if ref else None

    @property
    def is_record(self) -> bool:
        """Whether an agreement or a trip is kept there."""
        return self.table in {"agreements", "trips"}

    def __str__(self) -> str:
        return name_of(self.table, self.id)


def name_of(table: str, id_: int) -> str:
    """Return how people call what is kept in *table* under *id_*."""
    if table == "slips":
        return f"S{SlipNumber.of(id_)}"
    letters = {"trips": "T"} | {kept: letter for letter, kept in _LETTERS.items()}
    return f"{letters.get(table, '')}{id_}"
