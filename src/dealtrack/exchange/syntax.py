"""TOML text as plain values, its faults said in our own words."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from dealtrack.errors import FileProblem
from dealtrack.text import _

_PLACE = re.compile(r"line (\d+), column (\d+)")


def parse(text: str) -> dict[str, Any] | FileProblem:
    """Return the values of a TOML *text*, or what is wrong with its form."""
    import tomllib  # noqa: PLC0415 -- 3 ms that `log` without a file need not pay

    try:
        return tomllib.loads(text, parse_float=_exact)
    except tomllib.TOMLDecodeError as fault:
        return _told(str(fault), text)
    except ValueError:  # from int(): more digits than Python reads
        return FileProblem("", 0, _("it holds a number that is far too long"))
    except RecursionError:
        return FileProblem("", 0, _("its brackets are nested too deeply"))


def _exact(figure: str) -> Decimal:
    """Read a figure with all its decimals; one that is too large becomes NaN."""
    try:
        return Decimal(figure)
    except InvalidOperation:
        return Decimal("NaN")


def _told(message: str, text: str) -> FileProblem:
    place = _PLACE.search(message)
    if place is None:  # the text ends too early
        return FileProblem("", text.count("\n") + 1, _fault(message))
    return FileProblem(
        "",
        int(place[1]),
        _("{fault} (column {column})").format(fault=_fault(message), column=place[2]),
    )


def _fault(message: str) -> str:
    """Return our sentence for a *message* of tomllib.

    Its wording is no promise: what is not recognised is quoted.
    """
    faults = {
        "after a statement": _(
            "something follows the value on the same line; texts stand in straight quotation "
            "marks, and two values on two lines"
        ),
        "Invalid statement": _(
            "a line must be a key = value or a [heading]; a key in other letters than a-z "
            "stands in straight quotation marks"
        ),
        "initial character for a key": _(
            "a key must be written in letters a-z, or in straight quotation marks"
        ),
        "after a key": _("a key must be followed by = and its value"),
        "Invalid value": _(
            "this is no value; texts stand in straight quotation marks, days are written "
            "2026-03-01"
        ),
        "overwrite a value": _("this key is there already"),
        "Duplicate inline": _("this key is there already"),
        "twice": _("this heading is there already; what comes several times has [[…]]"),
        "namespace": _("this heading is there already; what comes several times has [[…]]"),
        "Unclosed array": _("a list is not closed with ]"),
        "Unclosed inline": _("a table is not closed with }"),
        "Unterminated string": _("a text is not closed with its quotation mark"),
        "Illegal character": _("a text is not closed, or holds a control character"),
        "Found invalid character": _("this character may not stand here"),
        "Unescaped": _("a backslash in a text must be written twice"),
        "Unicode scalar": _("this \\u escape stands for no character"),
        "Invalid hex": _("this \\u escape stands for no character"),
        "end of a table": _("a [heading] is not closed"),
        "end of an array": _("a [[heading]] is not closed"),
        "date or datetime": _("this day is not in the calendar"),
        "Expected": _("something is missing here"),
    }
    for part, sentence in faults.items():
        if part in message:
            return sentence
    return _("this is not TOML ({message})").format(message=message)
