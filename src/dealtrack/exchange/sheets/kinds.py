"""What a file is by its first bytes, whatever its name says, and what to do with others."""

from pathlib import Path

from dealtrack.errors import TableRefused
from dealtrack.exchange.sheets.encoding import read_start
from dealtrack.text import _

EXCEL = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm"})
LINES = frozenset({".jsonl", ".ndjson"})
OBJECTS = frozenset({".json"})

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
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
        if _ENCRYPTED in start or path.suffix.lower() in EXCEL:
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


def _encrypted() -> str:
    return _("it is protected by a password")


def _remedy(why: str) -> str:
    if why == _encrypted():
        return _("Open it, and save a copy without a password as .xlsx.")
    return save_as_xlsx()


def save_as_xlsx() -> str:
    """Return what helps with most files."""
    return _("Open it in a spreadsheet program and save it as .xlsx.")
