"""A report as one JSON document: ISO days, decimals as text, keys as in the report."""

import re
from codecs import lookup
from collections.abc import Iterable, Iterator
from json import dumps
from typing import Any

import msgspec

from dealtrack.model.codec import to_plain
from dealtrack.text.hidden import find_hidden

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


def text(report: object, encoding: str = "utf-8") -> str:
    """Return *report* as JSON in which no hidden character stands bare.

    For an *encoding* that is not UTF-8 all signs beyond ASCII are escaped: what is
    written is then the same document in every encoding, and nothing is lost.
    """
    try:
        compact = _encoded(report)
    except UnicodeEncodeError:  # half a surrogate pair, which UTF-8 has no bytes for
        compact = _encoded(_whole(msgspec.to_builtins(report, enc_hook=to_plain)))
    # msgspec escapes what JSON demands; DEL, C1 and direction marks still steer a terminal
    while hidden := find_hidden(compact):
        compact = compact.replace(hidden, f"\\u{ord(hidden):04x}")
    if lookup(encoding).name != "utf-8":
        compact = _BEYOND_ASCII.sub(lambda found: dumps(found.group())[1:-1], compact)
    return msgspec.json.format(compact, indent=2) + "\n"


def running(head: object, lines: Iterable[object], encoding: str = "utf-8") -> Iterator[str]:
    """Yield *head* as `text` does, with *lines* in its list, which is empty and comes last."""
    before, _brackets, after = text(head, encoding).rpartition("[]")
    yield before + "["
    ahead = ""
    for line in lines:
        yield f"{ahead}\n    " + text(line, encoding)[:-1].replace("\n", "\n    ")
        ahead = ","
    yield ("\n  ]" if ahead else "]") + after


def _encoded(value: object) -> str:
    return msgspec.json.encode(value, enc_hook=to_plain).decode()


def _whole(value: Any) -> Any:
    """Return *value* with half surrogate pairs spelled out in every text of it."""
    match value:
        case str():
            return value.encode(errors="backslashreplace").decode()
        case list() | tuple():
            return [_whole(item) for item in value]
        case dict():
            return {_whole(key): _whole(item) for key, item in value.items()}
        case _:
            return value
