"""Plain values as TOML, in the shortest form that is pleasant to read."""

import re
from datetime import date
from decimal import Decimal

Plain = str | int | Decimal | date | list["Plain"] | dict[str, "Plain"]
"""What a value of a file can be."""

WIDTH = 96
_BARE = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
_ESCAPED = re.compile(
    '[\x00-\x1f\x7f-\x9f"\\\\\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]'
)
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def line(key: str, value: Plain) -> str:
    """Return ``key = value``; a list that is too long for a line gets a line for each item."""
    short = f"{name(key)} = {inline(value)}"
    if not isinstance(value, list) or len(value) < 2 or len(short) <= WIDTH:
        return short
    items = "".join(f"  {inline(item)},\n" for item in value)
    return f"{name(key)} = [\n{items}]"


def inline(value: Plain) -> str:
    """Return *value* on one line."""
    match value:
        case str():
            return quoted(value)
        case date():
            return value.isoformat()
        case list():
            return f"[{', '.join(map(inline, value))}]"
        case dict():
            pairs = (f"{name(key)} = {inline(part)}" for key, part in value.items())
            return f"{{ {', '.join(pairs)} }}"
        case _:
            return format(value, "f") if isinstance(value, Decimal) else str(value)


def name(key: str) -> str:
    """Return *key* as TOML wants it."""
    return key if _BARE.fullmatch(key) else quoted(key)


def quoted(text: str) -> str:
    """Return *text* in quotation marks, with whatever cannot be seen escaped."""
    sound = text.encode("utf-8", "replace").decode()  # a lone surrogate has no form in TOML
    return f'"{_ESCAPED.sub(_escape, sound)}"'


def comment(text: str) -> str:
    """Return *text* as comment lines."""
    return "\n".join(f"# {part}".rstrip() for part in text.splitlines())


def _escape(found: re.Match[str]) -> str:
    character = found.group()
    return _SHORT.get(character) or f"\\u{ord(character):04X}"
