"""A field of a record as tables have it: its names for people, and what its cells are."""

from typing import Literal, NamedTuple

from dealtrack.text import language

Sort = Literal[
    "text",
    "day",
    "due",
    "amount",
    "parties",
    "people",
    "texts",
    "number",
    "kind",
    "sectors",
    "stage",
    "status",
    "state",
    "priority",
    "notes",
    "source",
    "link",
    "sayings",
    "plan",
]
"""What the cells of a field are read as."""


class Field(NamedTuple):
    """A field: its name in a mapping, its names for people, and other words for its column.

    The cells of a field *of* ``task`` tell of a follow-up, those *of* ``trip`` of a trip, all
    others of the agreement; what a trip has as well is in `fields.OF_BOTH`.
    """

    key: str
    en: str
    zh: str
    sort: Sort
    others: str
    of: Literal["agreement", "task", "trip"] = "agreement"

    @property
    def name(self) -> str:
        """What the field is called in the language spoken now."""
        return self.zh if language() == "zh" else self.en

    @property
    def names(self) -> tuple[str, ...]:
        """Every word for its column."""
        return (self.en, self.zh, *(part.strip() for part in self.others.split("|")))
