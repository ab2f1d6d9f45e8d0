"""Tables of a file: which keys they have, and what becomes of them."""

from collections.abc import Callable, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any, NamedTuple
from unicodedata import east_asian_width

import msgspec

from dealtrack.days import PartialDay
from dealtrack.exchange.forms import Form, Schema
from dealtrack.exchange.place import Context, Place, and_suggest
from dealtrack.exchange.toml import Plain, line
from dealtrack.text import _


class Key(NamedTuple):
    """A key of a table.

    *about* and *example* make the comment that stands for it while it is not
    known.  *anchor* is the name that days may be counted from.
    """

    name: str
    form: Form
    about: str = ""
    example: str = ""
    zh: str = ""
    required: bool = False
    anchor: str = ""


class Table:
    """A table of a file that stands for a value.

    *build* makes the value of what was read, by key; *told* is the way back.
    Keys are read in their order: what a later one needs comes first.
    """

    def __init__(
        self,
        sort: str,
        keys: tuple[Key, ...],
        build: Callable[..., Any],
        told: Callable[[Any], Mapping[str, Any]] | None = None,
    ) -> None:
        self.sort = sort
        self.keys = keys
        self.build = build
        self.told = told or said

    def read(self, place: Place) -> Any:
        """Read every key, and refuse those that do not exist."""
        if not isinstance(place.value, dict):
            return place.refuse(_("must be a table: { key = value }"))
        self._refuse_others(place)
        values = {}
        for key in self.keys:
            if key.anchor:
                place.reading.anchors[key.anchor] = None
            value = self._value(key, place)
            if value is not None:
                values[key.name] = value
                self._anchor(key, value, place.reading)
        if any(key.required and not values.get(key.name) for key in self.keys):
            return None
        return place.reading.keep(self.build(**values), place.steps)

    def names_in(self, values: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Return the keys that *values* holds, each with its name as it is written there."""
        return [
            (key.name, name)
            for key in self.keys
            for name in (key.name, key.zh)
            if name in values
        ]

    def _value(self, key: Key, place: Place) -> Any:
        names = [name for name in (key.name, key.zh) if name in place.value]
        if not names:
            if key.required:
                place.inside(key.name, None).refuse(_("is missing"))
            return None
        for name in names[1:]:
            place.inside(name, None).refuse(_("is there already as {key}").format(key=names[0]))
        found = place.inside(names[0], place.value[names[0]])
        value = key.form.read(found)
        if key.required and value == "":
            found.refuse(_("must not be empty"))
        return value

    def _refuse_others(self, place: Place) -> None:
        names = [name for key in self.keys for name in (key.name, key.zh) if name]
        for name in place.value:
            if name not in names:
                near = get_close_matches(name.lower(), names, n=2, cutoff=0.6)
                place.inside(name, None).refuse(and_suggest(_("there is no such key"), near))

    @staticmethod
    def _anchor(key: Key, value: Any, context: Context) -> None:
        if key.anchor:
            day = value[0] if isinstance(value, tuple) else value
            context.anchors[key.anchor] = PartialDay.of(day) if isinstance(day, date) else day

    def write(self, value: Any, context: Context) -> Plain:
        """Write it within a line: ``{ key = value }``."""
        return {
            key.name: key.form.write(part, context) for key, part in self._parts(value, context)
        }

    def lines(
        self, value: Any, context: Context, path: str = "", *, hints: bool = False
    ) -> list[str]:
        """Write it as lines; with *hints*, comments stand for what is not known."""
        known = {key.name: part for key, part in self._parts(value, context)}
        written: list[str] = []
        for key in self.keys:
            part = known.get(key.name)
            if isinstance(key.form, Block):
                written += key.form.lines(part, context, f"{path}{key.name}", hints=hints)
            elif part is not None:
                written.append(line(key.name, key.form.write(part, context)))
                self._anchor(key, part, context)
            elif hints and (key.example or key.required):
                written.append(hint(key))
        return written

    def _parts(self, value: Any, context: Context) -> list[tuple[Key, Any]]:
        told = self.told(value)
        for key in self.keys:
            if key.anchor:
                context.anchors[key.anchor] = None
        return [(key, told[key.name]) for key in self.keys if _says(told.get(key.name))]

    def schema(self, defs: Schema) -> Schema:
        """Accept an object with these keys and no others."""
        if self.sort not in defs:
            defs[self.sort] = {}
            defs[self.sort] = self._definition(defs)
        return {"$ref": f"#/$defs/{self.sort}"}

    def _definition(self, defs: Schema) -> Schema:
        properties: Schema = {}
        for key in self.keys:
            told = {"description": key.about} if key.about else {}
            properties[key.name] = {**key.form.schema(defs), **told}
            if key.zh:
                properties[key.zh] = properties[key.name]
        needed = [
            {"anyOf": [{"required": [name]} for name in (key.name, key.zh) if name]}
            for key in self.keys
            if key.required
        ]
        return {
            "type": "object",
            "properties": properties,
            "additionalProperties": False,
            **({"allOf": needed} if needed else {}),
        }


class Block:
    """A table under a heading of its own, ``[name]``."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def read(self, place: Place) -> Any:
        """Read the one table."""
        if isinstance(place.value, list):
            name = place.steps[-1]
            return place.refuse(_("there is only one: write [{name}]").format(name=name))
        return self.table.read(place)

    def write(self, value: Any, context: Context) -> Plain:
        """Write it within a line, where it cannot have a heading."""
        return self.table.write(value, context)

    def lines(self, value: Any, context: Context, path: str, *, hints: bool) -> list[str]:
        """Write the heading and the table, if there is one."""
        if value is None:
            return []
        rest = self.table.lines(value, context, f"{path}.", hints=hints)
        return ["", f"[{path}]", *rest]

    def schema(self, defs: Schema) -> Schema:
        """Accept the schema of the table."""
        return self.table.schema(defs)


class Blocks(Block):
    """Tables under a heading each, ``[[name]]``."""

    def read(self, place: Place) -> Any:
        """Read the tables."""
        if not isinstance(place.value, list):
            name = place.steps[-1]
            return place.refuse(_("there may be several: write [[{name}]]").format(name=name))
        read = (
            self.table.read(place.inside(number, item))
            for number, item in enumerate(place.value, start=1)
        )
        return tuple(item for item in read if item is not None)

    def write(self, value: Any, context: Context) -> Plain:
        """Write them within a line, where they cannot have headings."""
        return [self.table.write(item, context) for item in value]

    def lines(self, value: Any, context: Context, path: str, *, hints: bool) -> list[str]:
        """Write each under its heading."""
        written: list[str] = []
        for item in value or ():
            rest = self.table.lines(item, context, f"{path}.", hints=hints)
            written += ["", f"[[{path}]]", *rest]
        return written

    def schema(self, defs: Schema) -> Schema:
        """Accept a list of such tables."""
        return {"type": "array", "items": self.table.schema(defs)}


def said(value: msgspec.Struct) -> dict[str, Any]:
    """Return the fields of *value* that say more than their default."""
    return {
        field.name: getattr(value, field.name)
        for field in msgspec.structs.fields(value)
        if getattr(value, field.name) != field.default
    }


def hint(key: Key) -> str:
    """Return the comment that stands for a key that is not known; a required one stays open."""
    start = f'{key.name} = ""' if key.required else f"# {key.name} = {key.example}"
    wide = sum(east_asian_width(character) in "WF" for character in start)
    return f"{start.ljust(44 - wide)}  # {key.about}" if key.about else start


def _says(value: Any) -> bool:
    return value is not None and value not in ("", ())
