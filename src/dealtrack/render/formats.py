"""Which format is written by which renderer, and where to.

A renderer that needs a library is imported when its format is asked for, not before.
"""

import sys
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path

from dealtrack.errors import WrongUse
from dealtrack.render import tsv
from dealtrack.render.screen import Screen
from dealtrack.report.page import Report, Running
from dealtrack.text import _


class Format(StrEnum):
    """The formats that a report can take."""

    TABLE = "table"
    TSV = "tsv"
    JSON = "json"
    HTML = "html"
    DOCX = "docx"
    XLSX = "xlsx"
    MD = "md"

    @property
    def is_text(self) -> bool:
        """Whether it is made of text, as a terminal and a pipe want it."""
        return self not in {Format.DOCX, Format.XLSX}


_ENDINGS = {
    ".txt": Format.TABLE,
    ".tsv": Format.TSV,
    ".json": Format.JSON,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".docx": Format.DOCX,
    ".xlsx": Format.XLSX,
    ".md": Format.MD,
    ".markdown": Format.MD,
}


def choose(format_: Format | None, out: Path | None) -> Format:
    """Return the format asked for, or the one that the name of *out* asks for."""
    if format_ is not None:
        return format_
    if out is None:
        return Format.TABLE
    if found := _ENDINGS.get(out.suffix.lower()):
        return found
    raise WrongUse(
        _("The name {path} does not tell a format.").format(path=out),
        _("Give --format, or end the name in {endings}.").format(endings=" ".join(_ENDINGS)),
    )


def write(
    report: Report,
    format_: Format,
    screen: Screen,
    out: Path | None = None,
    *,
    force: bool = False,
) -> None:
    """Write *report* to *out*, or to stdout, which is *screen*; long pages to its pager.

    Raises `FileExists` unless *force*, `CannotWrite`, and `BrokenPipeError`; `WrongUse` if
    a terminal would get what is no text, and if the library of a format is not installed.
    """
    if not format_.is_text:
        _write_bytes(report, format_, screen, out, force=force)
    elif out is not None:
        _save(out, lambda: _filed(report, format_), force=force)
    elif format_ is Format.TABLE and screen.is_terminal:
        from dealtrack.render import console, pager  # noqa: PLC0415 -- 4 ms

        pager.show(console.pieces(report.page(), screen), screen, sys.stdout)
    else:
        sys.stdout.writelines(_piped(report, format_, screen.encoding))


def _write_bytes(
    report: Report, format_: Format, screen: Screen, out: Path | None, *, force: bool
) -> None:
    """Write *report* as the document of an office program."""
    if out is not None:
        _save(out, lambda: iter([_document(report, format_)]), force=force)
    elif screen.is_terminal:
        raise WrongUse(
            _("--format {name} makes a file that no terminal can show.").format(name=format_),
            _("Write it to a file: -o FILE.{name}").format(name=format_),
        )
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(_document(report, format_))


def _document(report: Report, format_: Format) -> bytes:
    from importlib.util import find_spec  # noqa: PLC0415 -- only these formats may lack a library

    if find_spec("docx" if format_ is Format.DOCX else "xlsxwriter") is None:
        raise WrongUse(
            _("Word and Excel files need a library that is not installed."),
            _('Install it: pip install "dealtrack[office]"'),
        )
    if format_ is Format.DOCX:
        from dealtrack.render import word  # noqa: PLC0415 -- python-docx: 130 ms

        return word.document(report.page())
    from dealtrack.render import excel  # noqa: PLC0415 -- XlsxWriter: 60 ms

    return excel.workbook(report.page())


def can_run(format_: Format, screen: Screen, out: Path | None) -> bool:
    """Whether a list can be written in *format_* line by line, while it is found."""
    bare = format_ is Format.TABLE and out is None and not screen.is_terminal
    return bare or format_ in {Format.TSV, Format.JSON}


def write_running(
    running: Running,
    format_: Format,
    screen: Screen,
    out: Path | None = None,
    *,
    force: bool = False,
) -> None:
    """Write a list while it is found, where `can_run` says so; else as `write` does."""
    if out is not None:
        _save(out, lambda: _flowing(running, format_, "utf-8"), force=force)
    else:
        sys.stdout.writelines(_flowing(running, format_, screen.encoding))


def _save(
    out: Path, pieces: Callable[[], Iterator[str] | Iterator[bytes]], *, force: bool
) -> None:
    from dealtrack.render import file  # noqa: PLC0415 -- tempfile: 8 ms

    file.refuse(out, force=force)
    file.save(out, pieces(), force=force)


def _flowing(running: Running, format_: Format, encoding: str) -> Iterator[str]:
    if format_ is Format.JSON:
        from dealtrack.render import json  # noqa: PLC0415 -- the model: 15 ms

        return json.running(running.head(), running.lines(), encoding)
    return tsv.lines(running.columns, running.rows(), heading=format_ is Format.TSV)


def _piped(report: Report, format_: Format, encoding: str) -> Iterator[str]:
    """Yield *report* for another program: a list as bare records, the rest as it is filed."""
    if format_ is Format.TABLE and (page := report.page()).is_list:
        return tsv.text(page, heading=False)
    return _filed(report, format_, encoding)


def _filed(report: Report, format_: Format, encoding: str = "utf-8") -> Iterator[str]:
    """Yield *report* in *format_*, for a stream or a file of that *encoding*."""
    match format_:
        case Format.TSV:
            return tsv.text(report.page())
        case Format.TABLE | Format.MD:
            from dealtrack.render import plain  # noqa: PLC0415 -- 1 ms that a list in a pipe need not pay

            speak = plain.text if format_ is Format.TABLE else plain.markdown
            return speak(report.page())
        case Format.HTML:
            from dealtrack.render import html  # noqa: PLC0415 -- 3 ms

            return iter([html.text(report.page(), encoding)])
        case _:
            from dealtrack.render import json  # noqa: PLC0415 -- the model: 15 ms

            return iter([json.text(report, encoding)])
