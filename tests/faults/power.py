"""Power cuts: what may be on a disk when the power goes at some moment.

A child writes down each call it makes on the ledger's files.  `Disk` follows the
calls and knows what the system has promised to be on the disk: the content of a file
up to its last fsync, and the names in a folder up to the fsync of that.  All else may
have got there, or half, or not at all.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from tests.faults.calls import Call, Calls


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """A call that was made: on which file, and with what."""

    does: str
    path: str
    file: int = 0
    at: int = 0
    text: bytes = b""
    to: str = ""


class Recording:
    """The calls on files in *folder*, written down in *log* as they are made."""

    def __init__(self, folder: Path, log: Path) -> None:
        self._log = log.open("ab", buffering=0)
        Calls(folder, self._around)

    def _around(self, call: Call) -> Any:
        first = call.given[0]
        is_open = isinstance(first, int)
        at = os.lseek(first, 0, os.SEEK_CUR) if call.name == "write" else 0
        was_there = call.path.exists()
        result = call.make()
        does, text, to = call.name, b"", ""
        if does == "write":
            text = bytes(call.given[1])[:result]
        elif does == "ftruncate":
            at = call.given[1]
        elif does == "replace":
            to = os.fsdecode(call.given[1])
        elif does == "open":
            does = "look" if was_there else "make"
        number = os.fstat(first if is_open else result).st_ino if is_open or result else 0
        event = Event(does=does, path=str(call.path), file=number, at=at, text=text, to=to)
        self._log.write(msgspec.json.encode(event) + b"\n")
        return result


def events(log: Path) -> list[Event]:
    """Return what was written down."""
    return [msgspec.json.decode(line, type=Event) for line in log.read_bytes().splitlines()]


FOLDER = -1
"""What stands for a folder where a file has its number."""


class Disk:
    """A disk: what is on it for sure, and what only may be."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names: dict[str, int] = {}
        self._pending: list[Event] = []
        self._sure: dict[int, bytes] = {}
        self._unsure: dict[int, list[Event]] = {}
        for path in folder.rglob("*"):
            self._names[str(path)] = FOLDER if path.is_dir() else path.stat().st_ino
            if path.is_file():
                self._sure[path.stat().st_ino] = path.read_bytes()

    def take(self, event: Event) -> None:
        """Follow one call."""
        match event.does:
            case "make" | "replace" | "unlink" | "mkdir":
                self._pending.append(event)
            case "write" | "ftruncate":
                self._unsure.setdefault(event.file, []).append(event)
            case "fsync":
                self._sync(event)

    def states(self) -> Iterator[dict[str, bytes | None]]:
        """Yield every content that the disk may have now; None is a folder."""
        for names in range(len(self._pending) + 1):
            for how in ("none", "all", "half", "zeros") if self._unsure else ("none",):
                yield self._state(names, how)

    def _sync(self, event: Event) -> None:
        if event.file in self._unsure:
            self._sure[event.file] = self._content(event.file, "all")
            del self._unsure[event.file]
        for one in [p for p in self._pending if str(Path(p.path).parent) == event.path]:
            _rename(self._names, one)
            self._pending.remove(one)

    def _state(self, names: int, how: str) -> dict[str, bytes | None]:
        known = dict(self._names)
        for one in self._pending[:names]:
            _rename(known, one)
        return {
            name: None if number == FOLDER else self._content(number, how)
            for name, number in sorted(known.items())
            if self._is_reachable(name, known)
        }

    def _is_reachable(self, name: str, known: dict[str, int]) -> bool:
        folder = Path(name).parent
        return folder == self._folder or str(folder) in known

    def _content(self, file: int, how: str) -> bytes:
        text = bytearray(self._sure.get(file, b""))
        unsure = [] if how == "none" else self._unsure.get(file, [])
        for number, event in enumerate(unsure, start=1):
            written = event.text
            if number == len(unsure) and how == "half":
                written = written[: len(written) // 2]
            if how == "zeros":  # the file has grown, and its blocks were never filled
                written = bytes(len(written))
            if event.does == "ftruncate":
                del text[event.at :]
                text.extend(bytes(event.at - len(text)))
            else:
                text[event.at : event.at + len(written)] = written
        return bytes(text)


def _rename(names: dict[str, int], event: Event) -> None:
    match event.does:
        case "make":
            names[event.path] = event.file
        case "mkdir":
            names[event.path] = FOLDER
        case "unlink":
            names.pop(event.path, None)
        case "replace":
            if event.path in names:
                names[event.to] = names.pop(event.path)


def lay_out(state: dict[str, bytes | None], was: Path, now: Path) -> None:
    """Make the files of *state*, which were in the folder *was*, in the folder *now*."""
    for name, text in state.items():
        path = now / Path(name).relative_to(was)
        if text is None:
            path.mkdir(parents=True, exist_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text)
