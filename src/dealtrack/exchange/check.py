"""The rules of the model, told of the places in a file."""

import re

import msgspec

from dealtrack.exchange.lines import Steps
from dealtrack.exchange.place import Reading
from dealtrack.model import Record
from dealtrack.model.rules import find_problems

_STEP = re.compile(r"\w+|(?<=\[)\d+")


def check(record: Record, reading: Reading, steps: Steps) -> None:
    """Note every rule that *record*, which stands at *steps*, breaks."""
    for broken in find_problems(record, reading.sectors.keys):
        reading.refuse(_place(record, broken.field, reading, steps), broken.why)


def _place(record: Record, field: str, reading: Reading, steps: Steps) -> Steps:
    """Return where *field*, a path in the record, stands in the file.

    The way down ends at the last value whose place was kept; what is left of
    the path has the same names in both.
    """
    value: object = record
    way = [int(step) if step.isdigit() else step for step in _STEP.findall(field)]
    place, rest = steps, way
    for number, step in enumerate(way, start=1):
        value = _part(value, step)
        if kept := reading.place_of(value):
            place, rest = kept, way[number:]
    return (*place, *rest)


def _part(value: object, step: str | int) -> object:
    match value, step:
        case tuple(), int():
            return value[step - 1]
        case msgspec.Struct(), str():
            return getattr(value, step)
        case _:
            return None
