"""The form of a plan: by when each stage is to be reached."""

from dealtrack.exchange import words
from dealtrack.exchange.dates import Day, PartDay
from dealtrack.exchange.forms import Many, Schema, Text
from dealtrack.exchange.place import Context, Place
from dealtrack.exchange.tables import Key, Table
from dealtrack.exchange.toml import Plain
from dealtrack.model import Planned


class PlanForm:
    """A plan: a table of days by stage, or, once it was changed, a list of what was planned."""

    def read(self, place: Place) -> tuple[Planned, ...] | None:
        """Read a plan."""
        if not isinstance(place.value, dict):
            plan: tuple[Planned, ...] | None = _plans().read(place)
            return plan
        read = (self._stage(place.inside(name, by), name) for name, by in place.value.items())
        return tuple(one for one in read if one)

    def _stage(self, place: Place, name: str) -> Planned | None:
        stage = words.stage().read(place._replace(value=name))
        by = PartDay().read(place)
        if stage is None or by is None:
            return None
        return place.reading.keep(Planned(stage=stage, by=by), place.steps)

    def write(self, value: tuple[Planned, ...], context: Context) -> Plain:
        """Write the days by stage, where that says all of it."""
        days = {one.stage: one.by for one in value}
        if len(days) == len(value) and all(one.by and one == _only(one) for one in value):
            return {stage: PartDay().write(by, context) for stage, by in days.items()}
        return _plans().write(value, context)

    def schema(self, defs: Schema) -> Schema:
        """Accept a table of days, or a list of tables."""
        days = {"type": "object", "additionalProperties": PartDay().schema(defs)}
        return {"anyOf": [days, _plans().schema(defs)]}


def _only(one: Planned) -> Planned:
    """Return of *one* what a stage and a day say."""
    return Planned(stage=one.stage, by=one.by)


def _plans() -> Many:
    keys = (
        Key("stage", words.stage(), required=True),
        Key("by", PartDay()),
        Key("since", Day()),
        Key("reason", Text()),
    )
    return Many(Table("planned", keys, Planned))
