"""The sectors of the office: those that came with the program, a shared file, its own."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from dealtrack.model import sectors
from dealtrack.model.words import Word
from dealtrack.settings.faults import faults
from dealtrack.settings.words import WordSetting, merged
from dealtrack.settings.wrong import WrongFile
from dealtrack.text import _

USUAL = "usual"
"""The one key of a file of sectors that is no sector."""


class SectorSetting(WordSetting, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sector that an office adds or renames, or one that was merged *into* another."""

    into: str = ""


class Taxonomy(NamedTuple):
    """The sectors in use, and the *former* ones: merged into others, or used no more."""

    words: tuple[Word, ...]
    former: tuple[Word, ...]


class SectorFile(NamedTuple):
    """What a file of sectors says; without the *usual* ones its list is the whole."""

    sectors: dict[str, SectorSetting]
    usual: bool = True


def read_sectors(path: Path) -> SectorFile:
    """Read the file of sectors at *path*: a table for each, as in the settings.

    Raises:
        WrongFile: if it is not there, is no TOML, or holds what cannot be used.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise WrongFile(path, _("it is not UTF-8")) from None
    except OSError as error:
        raise WrongFile(path, error.strerror or str(error)) from None
    return parse_sectors(text, path)


def parse_sectors(text: str, path: Path) -> SectorFile:
    """Read the TOML *text* of the file of sectors at *path*; see `read_sectors`."""
    import tomllib  # noqa: PLC0415 -- 4 ms, and most offices have no such file

    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WrongFile(path, str(error)) from None
    found = SectorFile(*_converted(values, path))
    known = [word.key for word in sectors.USUAL] if found.usual else []
    for fault in merge_faults(found.sectors, known):
        raise WrongFile(path, fault)
    return found


def taxonomy(
    usual: Iterable[Word], file: SectorFile, own: dict[str, SectorSetting]
) -> Taxonomy:
    """Return the sectors in use: the *usual* ones, changed by *file*, then by their *own*.

    A sector that was merged into another one gives that its key and its names as synonyms.
    """
    shipped = tuple(usual)
    start = merged(shipped if file.usual else (), file.sectors)
    known = {word.key: word for word in merged(start, own)}
    into = {key: one.into for key, one in (*file.sectors.items(), *own.items()) if one.into}
    taken: dict[str, list[str]] = {}
    for key in into:
        if key in known and (last := _last(key, into)) in known:
            names = (key, known[key].en, known[key].zh, *known[key].synonyms)
            taken.setdefault(last, []).extend(names)
    words = (known[key] for key in known if key not in into)
    gone = (word for word in shipped if word.key not in known)
    return Taxonomy(
        tuple(w._replace(synonyms=_with(w, taken.get(w.key, ()))) for w in words),
        (*(known[key] for key in into if key in known), *gone),
    )


def merge_faults(
    own: Mapping[str, SectorSetting], known: Iterable[str] | None
) -> Iterator[str]:
    """Yield what is wrong with what sectors were merged into, a sentence each.

    They are their *own* and the *known* ones; None: others, which a file names.
    """
    there = None if known is None else {*known, *own}
    into = {key: one.into for key, one in own.items() if one.into}
    for key, target in into.items():
        if there is not None and target not in there:
            why = _("{name} is not a sector").format(name=target)
        elif _last(key, into) == key or _last(key, into) in into:
            why = _("it was merged into itself")
        else:
            continue
        yield _("{field}: {why}.").format(field=f"sectors.{key}.into", why=why)


def new_sector(name: str) -> str:
    """Say how a sector that is called *name*, and not in the list, gets there."""
    spelled = f'"{name}"' if " " in name else name
    return _("If it is a new one: dealtrack sector add {name}").format(name=spelled)


def _last(key: str, into: Mapping[str, str]) -> str:
    """Return the sector that *key* is part of now, however often that was merged."""
    for _step in into:
        if key not in into:
            break
        key = into[key]
    return key


def _with(word: Word, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*word.synonyms, *names)))


def _converted(values: dict[str, Any], path: Path) -> tuple[dict[str, SectorSetting], bool]:
    usual = values.pop(USUAL, True)
    if not isinstance(usual, bool):
        why = _("{key} must be true or false.").format(key=USUAL)
        raise WrongFile(path, why)
    try:
        return msgspec.convert(values, dict[str, SectorSetting]), usual
    except msgspec.ValidationError:
        fault = next(faults(values, dict[str, SectorSetting]))
        raise WrongFile(path, fault) from None
