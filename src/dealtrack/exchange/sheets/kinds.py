"""What a file is by its first bytes, whatever its name says, and what to do with others."""

from pathlib import Path

from dealtrack.errors import TableRefused
from dealtrack.exchange.sheets.encoding import read_start
from dealtrack.text import _

EXCEL = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm"})
LINES = frozenset({".jsonl", ".ndjson"})
OBJECTS = frozenset({".json"})

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLD = ("Workbook\0".encode("utf-16-le"), "Book\0".encode("utf-16-le"))
_DIRECTORY = 8192
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<meta", b"<head", b"<?xml", b"<workbook")


def find_kind(path: Path) -> str:
    """Return what the file at *path* is: xlsx, json, jsonl or text.

    Raises:
        CannotRead: if it cannot be read.
        TableRefused: if it is something else.
    """
    start = read_start(path)
    if not start:
        raise TableRefused(str(path), _("it is empty"))
    if start.startswith(b"PK\x03\x04"):
        return "xlsx"
    if why := _other(path, start):
        raise TableRefused(str(path), why, _remedy(why))
    suffix = path.suffix.lower()
    begins = start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if suffix in LINES or (suffix in OBJECTS and begins not in {b"{", b"["}):
        return "jsonl"
    return "json" if suffix in OBJECTS else "text"


def _other(path: Path, start: bytes) -> str:
    """Return what it is, if it is neither text nor a zip."""
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        is_renamed = any(name in _directory(path, start) for name in _OLD)
        if _ENCRYPTED in start or (path.suffix.lower() in EXCEL and not is_renamed):
            return _encrypted()
        return _("it is a document of an older office program, such as .xls or .et")
    plain = start.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if plain.startswith(_MARKUP) or plain.startswith(b"mime-version"):
        return _("it is a page of HTML or XML, not a spreadsheet")
    names = {
        b"%PDF": "PDF",
        b"\x1f\x8b": "gzip",
        b"7z\xbc\xaf": "7z",
        b"Rar!": "RAR",
        b"\x89PNG": "PNG",
        b"\xff\xd8\xff": "JPEG",
        b"SQLite format 3": "SQLite",
    }
    name = next((name for mark, name in names.items() if start.startswith(mark)), "")
    return _("it is a file of {name}").format(name=name) if name else ""


def _directory(path: Path, start: bytes) -> bytes:
    """Return the first names of what a compound file holds ([MS-CFB] 2.2)."""
    shift = int.from_bytes(start[30:32], "little")
    first = int.from_bytes(start[48:52], "little")
    if not 7 <= shift <= 12:
        return b""
    try:
        with path.open("rb") as file:
            file.seek((first + 1) << shift)
            return file.read(_DIRECTORY)
    except OSError:
        return b""


def _encrypted() -> str:
    return _("it is protected by a password")


def _remedy(why: str) -> str:
    if why == _encrypted():
        return _("Open it, and save a copy without a password as .xlsx.")
    return save_as_xlsx()


def save_as_xlsx() -> str:
    """Return what helps with most files."""
    return _("Open it in a spreadsheet program and save it as .xlsx.")
