"""What is wrong with the values of a settings file, each with the key that it stands at."""

from collections.abc import Iterable, Iterator
from typing import Any, get_args, get_origin

import msgspec

from dealtrack.text import _, listed


def faults(value: object, kind: Any, at: str = "") -> Iterator[str]:
    """Yield what is wrong with *value*, a sentence for each key that cannot be used.

    *kind* is what it has to be: a struct, a ``dict`` or ``tuple`` of such, or a plain value.
    """
    if (inside := _inside(kind)) and get_origin(kind) is tuple:
        yield from _in_list(value, inside, at)
    elif inside or _is_table(kind):
        yield from _in_table(value, inside, kind, at)
    elif not _fits(value, kind):
        yield _wanted(at, kind)


def _in_list(value: object, inside: Any, at: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield _("{key} must be a list of tables: [[{example}]]").format(key=at, example=at)
        return
    for number, one in enumerate(value, start=1):
        yield from faults(one, inside, f"{at}[{number}]")


def _in_table(value: object, inside: Any, kind: Any, at: str) -> Iterator[str]:
    if not isinstance(value, dict):
        example = f"{at}.…" if inside else at
        yield _("{key} must be a table: [{example}]").format(key=at, example=example)
        return
    kinds = {} if inside else {f.encode_name: f.type for f in msgspec.structs.fields(kind)}
    for key, one in value.items():
        path = f"{at}.{key}" if at else key
        if inside:
            yield from faults(one, inside, path)
        elif key not in kinds:
            yield _unknown(path, key, kinds)
        else:
            yield from faults(one, kinds[key], path)
    if not inside and not any(key not in kinds for key in value):
        yield from _missing(value, kind, at)


def _missing(value: dict[str, object], kind: Any, at: str) -> Iterator[str]:
    for field in msgspec.structs.fields(kind):
        name = field.encode_name
        if field.required and name not in value:
            yield _("{key} is missing.").format(key=f"{at}.{name}" if at else name)


def _inside(kind: Any) -> Any:
    """Return what a ``dict`` or ``tuple`` of tables holds; None for any other *kind*."""
    held = get_args(kind)
    if get_origin(kind) is dict:
        return held[1]
    return held[0] if get_origin(kind) is tuple and _is_table(held[0]) else None


def _is_table(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _fits(value: object, kind: Any) -> bool:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return False
    return True


def _wanted(path: str, kind: Any) -> str:
    """Say what the setting at *path* must be: a value of *kind*."""
    plain = {
        bool: _("{key} must be true or false."),
        int: _("{key} must be a whole number."),
        float: _("{key} must be a number."),
        str: _("{key} must be a text in quotation marks."),
        tuple[str, ...]: _("{key} must be a list of texts."),
    }
    if kind in plain:
        return plain[kind].format(key=path)
    if get_origin(kind) is tuple:
        names = listed(get_args(get_args(kind)[0]))
        return _("{key} must be a list of some of: {names}.").format(key=path, names=names)
    names = listed(name for name in get_args(kind) if name)
    return _("{key} must be one of: {names}.").format(key=path, names=names)


def _unknown(path: str, key: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 -- 6 ms, wanted only after a slip

    close = get_close_matches(key, known, n=1)
    if not close:
        return _("{key} is not a setting.").format(key=path)
    words = _("{key} is not a setting; did you mean {name}?")
    return words.format(key=path, name=close[0])
