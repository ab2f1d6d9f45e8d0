"""Named mappings: where they are kept, and how one is found, saved and changed."""

import os
from pathlib import Path

from dealtrack.errors import CannotRead, FileExists, WrongUse
from dealtrack.exchange.columns.mapping import Mapping
from dealtrack.exchange.columns.mappingfile import changed, load, write
from dealtrack.settings import settings_path
from dealtrack.text import _, listed

FOLDER = "mappings"
ENDING = ".toml"


def folder() -> Path:
    """Return where named mappings are kept: beside the settings."""
    return settings_path(os.environ).parent / FOLDER


def path_of(name: str) -> Path:
    """Return the file of a mapping, given its name or its path."""
    if name.endswith(ENDING) or os.sep in name or "/" in name:
        return Path(name).expanduser()
    return folder() / f"{name}{ENDING}"


def named(name: str) -> tuple[Mapping, str]:
    """Return the mapping called *name*, and its text.

    Raises:
        WrongUse: if there is none of that name; those that there are are told.
        CannotRead, FileRefused: if it is no mapping.
    """
    path = path_of(name)
    if path.exists() or path.parent != folder():
        return load(path)
    known = sorted(one.stem for one in folder().glob(f"*{ENDING}"))
    there = _("There are: {names}.").format(names=listed(known)) if known else ""
    raise WrongUse(
        _("--map {name}: there is no such mapping.").format(name=name),
        there or _("Make one: dealtrack import FILE --save-map {name}").format(name=name),
    )


def keep(name: str, mapping: Mapping, *, base: tuple[str, Mapping] | None, force: bool) -> Path:
    """Write a mapping under *name*; the comments of its *base*, text and mapping, stay.

    Raises:
        FileExists: if there is one already, and not *force*.
        CannotRead: if the folder cannot be made.
    """
    from dealtrack.render.file import save  # tempfile: 8 ms

    path = path_of(name)
    text = changed(base[0], mapping, base[1]) if base else _head(path.stem) + write(mapping)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as fault:
        raise CannotRead(str(path.parent), str(fault)) from None
    if not (path.exists() and path.read_text(encoding="utf-8") == text):
        try:
            save(path, [text], force=force)
        except FileExists:
            raise FileExists(path, "--yes") from None
    return path


def _head(name: str) -> str:
    words = _(
        "How the columns of a table become agreements: dealtrack import FILE --map {name}"
    )
    return f"# {words.format(name=name)}\n\n"
