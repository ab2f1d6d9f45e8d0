"""What each table of a ledger holds."""

from dealtrack.model import Agreement, Trip
from dealtrack.model.closing import Closing
from dealtrack.model.held import Aside, Held
from dealtrack.model.registered import Individual, Organisation
from dealtrack.model.slip import Slip
from dealtrack.model.target import Target

RECORDS: dict[str, type[Agreement] | type[Trip]] = {"agreements": Agreement, "trips": Trip}
"""The tables whose records are asked about in the query language."""

ASIDE: dict[str, type[Aside]] = {
    "targets": Target,
    "slips": Slip,
    "closings": Closing,
    "organisations": Organisation,
    "people": Individual,
}
"""The small tables beside them, which are read whole."""

KINDS: dict[str, type[Held]] = {**RECORDS, **ASIDE}
"""What each table holds.  One that is not named here was put there by a later dealtrack."""
