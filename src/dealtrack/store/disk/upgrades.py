"""Ledgers of earlier formats, brought to the present one step by step.

A checkpoint is upgraded as it is read; the next change writes it down, after a backup.
Lines of the journal are history and stay as they were written: a step that changes
what a record looks like has to leave the old form readable.  ``tests/store/formats``
holds a ledger of every format there ever was.
"""

from collections.abc import Callable

import msgspec

Tables = dict[str, dict[str, msgspec.Raw]]
Step = Callable[[msgspec.Raw, Tables], tuple[msgspec.Raw, Tables]]
"""What makes of the record in ``_meta``, and of the tables, those of the next format."""


def _same(about: msgspec.Raw, tables: Tables) -> tuple[msgspec.Raw, Tables]:
    return about, tables


STEPS: dict[int, Step] = {
    # The checkpoint is the same, but the journal may begin later: lines of finished years
    # lie in files of their own. An older program would take that for damage.
    1: _same,
}
"""For each earlier format the step to the next one."""


def upgraded(
    about: msgspec.Raw, tables: Tables, found: int, wanted: int
) -> tuple[msgspec.Raw, Tables]:
    """Return a checkpoint of format *found* as one of format *wanted*.

    Raises: `KeyError` if there never was such a format.
    """
    for number in range(found, wanted):
        about, tables = STEPS[number](about, tables)
    return about, tables
