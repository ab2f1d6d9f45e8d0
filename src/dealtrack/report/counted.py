"""Days that are counted from one of their record, as they are typed, said to readers."""

import re

from dealtrack.model.stages import STAGES
from dealtrack.text import _

_COUNTED = r"(signed|trip\.start|trip\.end)([+-])(\d{1,3})(wd|d|w|m|y)"


def say_counted(text: str) -> str:
    """Say what counts from a day of its record, as ``signed+3m``: 签约后3个月.

    What is written otherwise is said as it is.
    """
    found = re.fullmatch(_COUNTED, "".join(text.lower().split()), re.ASCII)
    if found is None:
        return text
    anchor, sign, n, unit = found.groups()
    names = {
        "signed": STAGES.name("signed"),
        "trip.start": _("trip.start"),
        "trip.end": _("trip.end"),
    }
    return _forms()[sign + unit].format(anchor=names[anchor], n=n)


def _forms() -> dict[str, str]:
    return {
        "+d": _("{anchor}+{n}d"),
        "+w": _("{anchor}+{n}w"),
        "+m": _("{anchor}+{n}m"),
        "+y": _("{anchor}+{n}y"),
        "+wd": _("{anchor}+{n}wd"),
        "-d": _("{anchor}-{n}d"),
        "-w": _("{anchor}-{n}w"),
        "-m": _("{anchor}-{n}m"),
        "-y": _("{anchor}-{n}y"),
        "-wd": _("{anchor}-{n}wd"),
    }
