"""The forms that a single value of a file can take.

Each form knows three things: how to read it, how to write it, and its JSON
Schema.  What it cannot read it refuses with a sentence and returns None.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Protocol

from dealtrack.errors import NotAnAmount
from dealtrack.exchange.place import Context, Place, Reading, and_remedy, and_suggest
from dealtrack.exchange.toml import Plain
from dealtrack.model.words import Vocabulary
from dealtrack.text import _
from dealtrack.text.hidden import find_hidden, spelled

Schema = dict[str, Any]

UNKNOWN = "unknown"
_UNKNOWN_WORDS = (UNKNOWN, "?", "未知", "不详", "若干")


class Form(Protocol):
    """What a value of a file looks like."""

    def read(self, place: Place) -> Any:
        """Return the value at *place*; None, after noting why, where it is wrong."""

    def write(self, value: Any, context: Context) -> Plain:
        """Return *value* as it is written."""

    def schema(self, defs: Schema) -> Schema:
        """Return its JSON Schema; tables put theirs among the *defs*."""


class Text:
    """A text; its lines become one."""

    def read(self, place: Place) -> str | None:
        """Read a text without characters that cannot be seen."""
        if not isinstance(place.value, str):
            return place.refuse(_("must be a text in quotation marks"))
        text = " ".join(part.strip() for part in place.value.split("\n")).strip()
        if found := find_hidden(text):
            return place.refuse(
                _("contains the hidden character {escape}").format(escape=spelled(found))
            )
        return text

    def write(self, value: str, context: Context) -> Plain:
        """Write the text."""
        return value

    def schema(self, defs: Schema) -> Schema:
        """Accept any text."""
        return {"type": "string"}


class Whole:
    """A whole number, 1 or more."""

    def read(self, place: Place) -> int | None:
        """Read a number."""
        if type(place.value) is int and 1 <= place.value < 10**9:
            return place.value
        return place.refuse(_("must be a whole number, 1 or more"))

    def write(self, value: int, context: Context) -> Plain:
        """Write the number."""
        return value

    def schema(self, defs: Schema) -> Schema:
        """Accept a number from 1."""
        return {"type": "integer", "minimum": 1}


class Count(Whole):
    """How many papers there are: a number, or that nobody says."""

    def read(self, place: Place) -> Any:
        """Read a number or ``unknown``."""
        if isinstance(place.value, str) and place.value.strip().lower() in _UNKNOWN_WORDS:
            return UNKNOWN
        if isinstance(place.value, str):
            return place.refuse(_("must be 1 or more, or “unknown”"))
        return super().read(place)

    def schema(self, defs: Schema) -> Schema:
        """Accept a number from 1, or one of the words."""
        return {"anyOf": [super().schema(defs), {"enum": list(_UNKNOWN_WORDS)}]}


class WordOf:
    """A word of a vocabulary, by its key, its name in any language, or a synonym."""

    def __init__(
        self,
        fault: str,
        vocabulary: Vocabulary | Callable[[Reading], Vocabulary],
        only: tuple[str, ...] = (),
        new: Callable[[str], str] | None = None,
    ) -> None:
        self.fault = fault
        self.vocabulary = vocabulary
        self.only = only
        self.new = new

    def read(self, place: Place) -> str | None:
        """Return the key of the word."""
        text = Text().read(place)
        if text is None:
            return None
        known = self.vocabulary
        words = known if isinstance(known, Vocabulary) else known(place.reading)
        key = words.find(text)
        if key is not None and (not self.only or key in self.only):
            return key
        near = [words.name(k) for k in words.nearest(text) if not self.only or k in self.only]
        if not near and (self.only or len(words.keys) <= 10):
            near = [words.name(k) for k in self.only or words.keys]
        return place.refuse(self._explained(text, near))

    def _explained(self, text: str, near: list[str]) -> str:
        """Return why *text* is no such word, what may be meant, and how it becomes one."""
        why = and_suggest(self.fault.format(name=text), near)
        if self.new is None:
            return why
        return and_remedy(why, near, self.new(text))

    def write(self, value: str, context: Context) -> Plain:
        """Write the key."""
        return value

    def schema(self, defs: Schema) -> Schema:
        """Accept any text: names and synonyms are many, and some are settings."""
        keys = self.only or (isinstance(self.vocabulary, Vocabulary) and self.vocabulary.keys)
        return {"type": "string", **({"examples": list(keys)} if keys else {})}


class Figure:
    """A number without a unit, with all its decimals."""

    def read(self, place: Place) -> Decimal | None:
        """Read a number, or a text that holds one."""
        text = figure_text(place.value) or ""
        if re.fullmatch(r"\d{1,18}(\.\d{1,9})?", text, re.ASCII):
            return Decimal(text)
        return place.refuse(_("must be a number, 0 or more"))

    def write(self, value: Decimal, context: Context) -> Plain:
        """Write it as a text, so that no reader rounds it."""
        return format(value, "f")

    def schema(self, defs: Schema) -> Schema:
        """Accept a number or a text."""
        return {"type": ["string", "number"]}


def figure_text(value: object) -> str | None:
    """Return a number or text as text; None if it is neither, or beyond all measure."""
    match value:
        case str():
            return value.strip()
        case bool():
            return None
        case int():
            return str(value) if abs(value) < 10**30 else None
        case Decimal() if value.is_finite() and abs(value.adjusted()) < 30:
            return format(value, "f")
        case _:
            return None


class Many:
    """A list of values, in brackets."""

    def __init__(self, form: Form, *, lone: bool = False) -> None:
        self.form = form
        self.lone = lone

    def read(self, place: Place) -> tuple[Any, ...] | None:
        """Read the items that can be read; one without brackets where that is allowed."""
        if not isinstance(place.value, list):
            if self.lone:
                one = self.form.read(place)
                return None if one is None else (one,)
            return place.refuse(_("must be a list in brackets: [ … ]"))
        read = (
            self.form.read(place.inside(number, item))
            for number, item in enumerate(place.value, start=1)
        )
        return tuple(item for item in read if item is not None)

    def write(self, value: tuple[Any, ...], context: Context) -> Plain:
        """Write the list, without brackets where one item may go without."""
        items = [self.form.write(item, context) for item in value]
        return items[0] if self.lone and len(items) == 1 else items

    def schema(self, defs: Schema) -> Schema:
        """Accept a list."""
        item = self.form.schema(defs)
        several: Schema = {"type": "array", "items": item}
        return {"anyOf": [item, several]} if self.lone else several


def read_amount_text(place: Place, parse: Callable[[str], Any]) -> Any:
    """Return what *parse* makes of a number or text at *place*."""
    text = figure_text(place.value)
    if text is None:
        return place.refuse(_('must be an amount: "3.5亿", "20 million USD"'))
    if find_hidden(text):
        return Text().read(place)
    try:
        return parse(text)
    except NotAnAmount as fault:
        return place.refuse(str(fault))
