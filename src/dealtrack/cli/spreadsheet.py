"""``import FILE`` for tables: read by a mapping, judged, approved, and written at once."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from dealtrack.cli.approving import approved, shown_columns, with_answers
from dealtrack.cli.ask import confirm
from dealtrack.cli.exporting import needs_office
from dealtrack.cli.judging import Judged, judge
from dealtrack.cli.mappings import keep, named
from dealtrack.cli.run import Run
from dealtrack.cli.talk import telling
from dealtrack.cli.tripfile import FileDiffers
from dealtrack.errors import TableRefused, WrongUse
from dealtrack.exchange.columns.days import ORDERS
from dealtrack.exchange.columns.guess import Guess
from dealtrack.exchange.columns.guessing import guess
from dealtrack.exchange.columns.headers import looks_like
from dealtrack.exchange.columns.mapping import Mapping
from dealtrack.exchange.columns.money import as_unit
from dealtrack.exchange.columns.own import own_mapping
from dealtrack.exchange.columns.reading import Table
from dealtrack.exchange.columns.refusedfile import RefusedFile
from dealtrack.exchange.columns.spool import Spool
from dealtrack.exchange.sheets import Book, Sheet, open_book
from dealtrack.report.intake import MOST, Intake
from dealtrack.store.base import Store
from dealtrack.text import _, listed

_NAMED = 12
"""How many columns a refusal names."""


class Wanted(NamedTuple):
    """What the command line says of a table."""

    dry_run: bool = False
    update: bool = False
    map_: str | None = None
    save_map: str | None = None
    skip_bad: bool = False
    refused: str | None = None
    sheet: str | None = None
    header: str | None = None
    days: str | None = None
    unit: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    on: str | None = None


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


def refused_file(run: Run, book: Book, table: Table, wanted: Wanted) -> RefusedFile | None:
    """Return where refused rows go; nowhere if nothing is to be written."""
    chosen = Path(wanted.refused) if wanted.refused else None
    if wanted.dry_run and chosen is None:
        return None
    if chosen and chosen.suffix.lower() == ".xlsx":
        needs_office()
    return RefusedFile(book, table.sheet, chosen, force=run.yes)


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


def may_write(run: Run, report: Intake, wanted: Wanted) -> bool:
    """Whether what was judged is to be written.

    Raises:
        FileDiffers: if records would be changed, and nobody can be asked.
    """
    if report.refused and not wanted.skip_bad:
        return False
    if not (report.new or report.changed):
        return False
    if report.changed and not (wanted.update or run.yes):
        run.show(replace(report, most=most_of(run)))
        if not run.asks:
            raise FileDiffers(report.file, report.changed)
        return confirm(run, _("Write these changes?"))
    return True


def _written(run: Run, store: Store, judged: Judged, spool: Spool, report: Intake) -> Intake:
    from dealtrack.actions.importing import take_in
    from dealtrack.cli.working import progress

    back_up(run)
    with progress(run, _("Writing")) as done:
        written = take_in(store, spool, judged.id_of, judged.seen, done)
    refs = (str(written.first), str(written.last)) if report.new else ("", "")
    return replace(report, saved=True, first=refs[0], last=refs[1], loose=written.loose)


def back_up(run: Run) -> None:
    """Make a backup of what is there before much of it may change."""
    from dealtrack.cli.keeping import author
    from dealtrack.store.disk.files import Files
    from dealtrack.store.safety import backups
    from dealtrack.store.safety.mending import locked

    if run.is_on_server:
        return  # whoever keeps the server backs it up
    files = Files.of(Path(run.ledger))
    if not (files.checkpoint.exists() or files.journal.exists()):
        return
    with locked(files, author(run)) as moment:
        if note := backups.before_writing(files, moment, backups.IMPORT):
            run.say(note)


def most_of(run: Run) -> int | None:
    """Return how many rows of each sort are shown."""
    return MOST if run.screen.is_terminal else None


def told(run: Run, report: Intake, wanted: Wanted) -> int | None:
    """Tell what became of the table, and return the exit code."""
    with telling(_("The table")):
        if run.json:
            run.answer(report)
        elif run.quiet:
            if report.saved and report.new:
                run.tell("\n".join(refs_between(report.first, report.last)))
        elif _is_nothing_new(report):
            known = report.known + report.repeated
            run.tell(_("Nothing new: the ledger has all {n} of it.").format(n=f"{known:,}"))
        elif not (
            report.changed and not report.saved and not wanted.dry_run and not report.refused
        ):
            run.show(report)
    for line in _next(report, wanted):
        run.say(line)
    return 4 if report.refused and not (report.saved or wanted.skip_bad) else None


def refs_between(first: str, last: str) -> tuple[str, ...]:
    """Return the refs from *first* to *last*: ``1`` to ``3``, ``T1`` to ``T3``."""
    letter = "T" if first.startswith("T") else ""
    begin, end = (int(ref.removeprefix("T")) for ref in (first, last))
    return tuple(f"{letter}{id_}" for id_ in range(begin, end + 1))


def _is_nothing_new(report: Intake) -> bool:
    return bool(report.known) and not (report.new or report.changed or report.refused)


def _next(report: Intake, wanted: Wanted) -> Iterator[str]:
    """Yield what was saved and what was not, and what to do next."""
    if report.refused_file:
        words = _("The refused rows: {path}. Mend them there, and import that file.")
        yield words.format(path=report.refused_file)
    if wanted.dry_run:
        yield _("Nothing saved: this was a dry run.")
    elif report.refused and not report.saved and not wanted.skip_bad:
        yield _("Nothing was saved. To import the other rows: --skip-bad")
    elif report.saved:
        yield _("If that was wrong: dealtrack undo")
