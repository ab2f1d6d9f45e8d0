"""``import FILE`` for tables: read by a mapping, judged, approved, and written at once."""

from datetime import date
from pathlib import Path

from msgspec.structs import replace

from dealtrack.cli.approving import approved, shown_columns, with_answers
from dealtrack.cli.intake import Wanted, back_up, may_write, most_of, refused_file, told
from dealtrack.cli.judging import Judged, judge
from dealtrack.cli.mappings import keep, named
from dealtrack.cli.run import Run
from dealtrack.errors import TableRefused, WrongUse
from dealtrack.exchange.columns.days import ORDERS
from dealtrack.exchange.columns.guess import Guess
from dealtrack.exchange.columns.guessing import guess
from dealtrack.exchange.columns.headers import looks_like
from dealtrack.exchange.columns.mapping import Mapping
from dealtrack.exchange.columns.money import as_unit
from dealtrack.exchange.columns.own import own_mapping
from dealtrack.exchange.columns.reading import Table
from dealtrack.exchange.columns.spool import Spool
from dealtrack.exchange.sheets import Book, Sheet, open_book
from dealtrack.report.intake import Intake
from dealtrack.store.base import Store
from dealtrack.text import _, listed

_NAMED = 12
"""How many columns a refusal names."""


def import_table(run: Run, file: Path, wanted: Wanted) -> int | None:
    """Import the table in *file*.

    Raises:
        FileRefused: if the mapping does not fit it.
        FileDiffers: if it would change records, and nobody can be asked.
        WrongUse: if nobody has approved what its columns are taken for.
    """
    on = run.day("--on", wanted.on)
    base = named(wanted.map_) if wanted.map_ else None
    mapping = _with_words(run, base[0] if base else Mapping(), wanted)
    book = _open(file, mapping)
    sheet, guessed = _sheet(book, mapping, is_mapped=base is not None)
    if not base and (own := own_mapping(sheet)):
        mapping, guessed = _with_words(run, replace(own, name=_stem(file)), wanted), None
    if guessed is not None:
        mapping = _with_words(run, replace(guessed.mapping, name=_stem(file)), wanted)
        _refuse_untitled(run, file, sheet, mapping, wanted)
        if not approved(run, shown_columns(book, sheet, guessed), is_dry=wanted.dry_run):
            run.say(_("Nothing was imported. Write the mapping down, and change it:"))
            run.say(f"dealtrack import {file} --dry-run --save-map NAME")
            return None
    table = Table(sheet, mapping, on)
    answered = with_answers(run, table)
    if answered != mapping:
        mapping, table = answered, Table(sheet, answered, on)
    if wanted.save_map:
        text = (base[1], base[0]) if base else None
        path = keep(wanted.save_map, mapping, base=text, force=run.yes)
        run.say(_("Mapping kept: {path}").format(path=path))
        table = Table(sheet, replace(mapping, name=path.stem), on)
    if table.mapping.rows == "trip":
        from dealtrack.cli.triptable import import_trips

        return import_trips(run, book, table, wanted, on)
    return _import(run, book, table, wanted, on)


def _refuse_untitled(
    run: Run, file: Path, sheet: Sheet, mapping: Mapping, wanted: Wanted
) -> None:
    """Refuse a table of which nothing may be the title; what was found is kept if wanted.

    Raises:
        TableRefused: with the ways to go on.
    """
    if {"title"} & {*mapping.columns, *mapping.always}:
        return
    if next(sheet.rows(), None) is None:
        raise TableRefused(str(file), _("below the names of its columns there are no rows"))
    if wanted.save_map:
        path = keep(wanted.save_map, mapping, base=None, force=run.yes)
        run.say(_("Mapping kept: {path}").format(path=path))
    why = _("none of its columns is called like the title of an agreement: {names}")
    remedy = _(
        "If their names stand elsewhere: --header N, --sheet NAME. If not: --dry-run "
        '--save-map NAME, write title = "…" below [columns] there, --map NAME'
    )
    names = listed([*sheet.header[:_NAMED], *("…",) * (len(sheet.header) > _NAMED)])
    raise TableRefused(str(file), why.format(names=names), remedy)


def _import(run: Run, book: Book, table: Table, wanted: Wanted, on: date) -> int | None:
    refused = refused_file(run, book, table, wanted)
    with Spool() as spool, run.store() as store:
        try:
            judged = judge(run, store, table, spool, refused, on)
            lies = refused.keep() if refused else None
        finally:
            if refused:
                refused.drop()
        report = judged.report(book.path.name, str(lies or ""), most_of(run))
        if not wanted.dry_run and may_write(run, report, wanted):
            report = _written(run, store, judged, spool, report)
    return told(run, report, wanted)


def _with_words(run: Run, mapping: Mapping, wanted: Wanted) -> Mapping:
    """Return *mapping* with what the command line says otherwise.

    Raises:
        WrongUse: if an option cannot be what it is.
    """
    said: dict[str, str | int] = {
        key: value
        for key in ("sheet", "encoding", "delimiter")
        if (value := getattr(wanted, key))
    }
    if wanted.header:
        said["header"] = run.number("--header", wanted.header, 0)
    if wanted.days:
        if wanted.days not in ORDERS:
            raise WrongUse(
                _("--days {text}: there is no such order.").format(text=wanted.days),
                _("Known are: {names}.").format(names=listed(ORDERS)),
            )
        said["days"] = wanted.days
    if wanted.unit:
        if not (unit := as_unit(wanted.unit)):
            raise WrongUse(
                _("--unit {text}: this is no unit of money.").format(text=wanted.unit),
                _("Write 元, 万元, 亿元, USD or “million USD”."),
            )
        said["unit"] = unit
    return replace(mapping, **said)


def _stem(file: Path) -> str:
    """Return what the keys of a table without a mapping begin with."""
    return file.stem.partition(".refused")[0]


def _open(file: Path, mapping: Mapping) -> Book:
    is_workbook = file.suffix.lower() in {".xlsx", ".xlsm"}
    is_refused = ".refused" in file.name  # written by us, in UTF-8
    return open_book(
        file,
        sheet=mapping.sheet if is_workbook else "",
        header_row=mapping.header,
        encoding="" if is_refused else mapping.encoding,
        delimiter=mapping.delimiter,
        looks_like=looks_like,
    )


def _sheet(book: Book, mapping: Mapping, *, is_mapped: bool) -> tuple[Sheet, Guess | None]:
    """Return the sheet to read, and what its columns are guessed to be unless they are mapped.

    Raises:
        WrongUse: if it could be one of several.
    """
    if len(book.sheets) == 1:
        only = book.sheets[0]
        return only, None if is_mapped else guess(only)
    found: list[tuple[Sheet, Guess | None]] = []
    for sheet in book.sheets:
        if is_mapped:
            if _fits(mapping, sheet):
                found.append((sheet, None))
        elif "title" in (guessed := guess(sheet)).mapping.columns:
            found.append((sheet, guessed))
    if len(found) == 1:
        return found[0]
    names = listed(sheet.name for sheet, _guess in found) or listed(s.name for s in book.sheets)
    raise WrongUse(
        _("{file} has several sheets: {names}.").format(file=book.path.name, names=names),
        _("Say which one: --sheet NAME"),
    )


def _fits(mapping: Mapping, sheet: Sheet) -> bool:
    """Whether *sheet* has the columns that *mapping* names first of all."""
    title = mapping.columns.get("title")
    return title is None or bool(title.template) or any(n in sheet.header for n in title.of)


def _written(run: Run, store: Store, judged: Judged, spool: Spool, report: Intake) -> Intake:
    from dealtrack.actions.importing import take_in
    from dealtrack.cli.working import progress

    back_up(run)
    with progress(run, _("Writing")) as done:
        written = take_in(store, spool, judged.id_of, judged.seen, done)
    refs = (str(written.first), str(written.last)) if report.new else ("", "")
    return replace(report, saved=True, first=refs[0], last=refs[1], loose=written.loose)
