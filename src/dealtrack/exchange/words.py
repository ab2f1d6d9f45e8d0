"""Words with a meaning, as forms: vocabularies refuse an unknown one in their own sentence."""

from dealtrack.exchange.forms import Schema, Text, WordOf
from dealtrack.exchange.place import Context, Place
from dealtrack.exchange.toml import Plain
from dealtrack.model.stages import STAGES
from dealtrack.model.vocabulary import (
    KINDS,
    PRIORITIES,
    PROMISE_STATES,
    SIDES,
    STATES,
    STATUSES,
)
from dealtrack.settings.sectors import new_sector
from dealtrack.text import _


def kind() -> WordOf:
    """Return the form of a kind of agreement."""
    return WordOf(_("{name} is not a kind of agreement"), KINDS)


def sector() -> WordOf:
    """Return the form of a sector, from the list that the reading goes by."""
    fault = _("{name} is not a sector")
    return WordOf(fault, lambda reading: reading.sectors, new=new_sector)


def side() -> WordOf:
    """Return the form of a side."""
    return WordOf(_("{name} is not a side"), SIDES)


def stage() -> WordOf:
    """Return the form of a stage."""
    return WordOf(_("{name} is not a stage"), STAGES)


def status() -> WordOf:
    """Return the form of a status, those that are derived left out."""
    told = ("ongoing", "suspended", "terminated", "fulfilled")
    return WordOf(_("{name} is not a status"), STATUSES, told)


def state() -> WordOf:
    """Return the form of a follow-up's state."""
    return WordOf(_("{name} is not a state"), STATES)


def priority() -> WordOf:
    """Return the form of a priority."""
    return WordOf(_("{name} is not a priority"), PRIORITIES)


def step() -> WordOf:
    """Return the form of a step of a promise."""
    return WordOf(_("{name} is not a step"), PROMISE_STATES, ("met", "partly", "waived"))


class PlaybookName:
    """The name of a playbook that a record gets when it is new."""

    def read(self, place: Place) -> None:
        """Leave the name with the reading: no record keeps it, its follow-ups do."""
        if name := Text().read(place):
            place.reading.playbooks.append((place.steps, name))

    def write(self, value: str, context: Context) -> Plain:
        """Write the name."""
        return value

    def schema(self, defs: Schema) -> Schema:
        """Accept any text."""
        return {"type": "string"}
