"""``export``: the ledger as a file for others, in a choice of formats."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from dealtrack.cli.calendars import Alarms, write_calendar
from dealtrack.cli.command import Commands, completed
from dealtrack.cli.options import Query
from dealtrack.cli.run import Run
from dealtrack.cli.working import progress
from dealtrack.errors import WrongUse
from dealtrack.report.extract import Extract
from dealtrack.text import _, listed

commands = Commands()

TABLES = ("csv", "xlsx", "md")
DOCUMENTS = ("json", "jsonl")
FORMATS = (*TABLES, *DOCUMENTS, "ics")
_LIST = {"?", "？", "list"}


FormatName = Annotated[
    str,
    typer.Argument(
        metavar="FORMAT",
        help=_(
            "csv, xlsx or md: a table. json or jsonl: whole records, to be imported "
            "again. ics: a calendar."
        ),
        autocompletion=completed("exports"),
    ),
]
ColumnNames = Annotated[
    str,
    typer.Option(
        "--columns",
        metavar="FIELDS",
        help=_("The columns of a table, in order: title,signed,amount; ? lists them."),
        autocompletion=completed("columns"),
    ),
]
RowsOf = Annotated[
    str,
    typer.Option(
        "--rows",
        metavar="SORT",
        help=_("A row for each of: agreements, follow-ups, trips."),
    ),
]
SortedBy = Annotated[
    str,
    typer.Option(
        "--sort", metavar="FIELDS", help=_("By which fields, such as signed,-amount.")
    ),
]
ViewName = Annotated[
    str,
    typer.Option(
        "--view",
        metavar="NAME",
        help=_("Columns, query and rows as the settings name them."),
        autocompletion=completed("views"),
    ),
]
Raw = Annotated[
    bool,
    typer.Option(
        "--raw", help=_("csv: leave texts alone that a spreadsheet takes for formulas.")
    ),
]
CalendarForm = Annotated[
    str,
    typer.Option(
        "--as",
        metavar="FORM",
        help=_("ics: todo, event (all-day, for calendars without tasks) or both."),
    ),
]


@commands.add(
    "export",
    _("Write agreements, follow-ups or trips to a file for others."),
    shared="exporting",
    examples=(
        "export xlsx signed:2026 -o signed.xlsx",
        "export csv --columns title,signed,theirs,amount -o list.csv",
        "export xlsx --rows follow-ups is:overdue -o overdue.xlsx",
        "export json -o ledger.json",
        "export ics owner:张三 --as both --alarm 1d -o tasks.ics",
        "export --columns ?",
    ),
)
def export(
    run: Run,
    format_: FormatName = "",
    query: Query = None,
    columns: ColumnNames = "",
    rows: RowsOf = "",
    sort: SortedBy = "",
    view: ViewName = "",
    raw: Raw = False,
    as_: CalendarForm = "",
    alarms: Alarms = None,
) -> None:
    if columns.strip().lower() in _LIST:
        _tell_columns(run)
        return
    kind = _format(format_)
    _refuse_other_ending(run, kind)
    about_tables = {"--columns": columns, "--rows": rows, "--view": view}
    _refuse(kind, TABLES, {**about_tables, "--sort": sort})
    _refuse(kind, ("csv",), {"--raw": raw})
    _refuse(kind, ("ics",), {"--as": as_, "--alarm": alarms})
    if kind == "ics":
        write_calendar(run, query, as_ or "todo", alarms)
    elif kind in DOCUMENTS:
        from dealtrack.cli.documents import write_document

        write_document(run, "json" if kind == "json" else "jsonl", query)
    else:
        from dealtrack.cli.tabling import wanted_table

        with run.store() as store, progress(run, _("Writing the table")):
            wanted = wanted_table(run, store, columns, rows, sort, view, query)
            extract = Extract(store, wanted, run.as_of)
            run.put_pieces(_pieces(run, kind, extract, raw=raw))


def _format(name: str) -> str:
    kind = name.strip().lower()
    if kind in FORMATS:
        return kind
    remedy = _("Known are: {names}.").format(names=listed(FORMATS))
    if not kind:
        raise WrongUse(_("A format is missing."), remedy)
    raise WrongUse(_("{name}: there is no such format to export.").format(name=name), remedy)


def _refuse_other_ending(run: Run, kind: str) -> None:
    """Refuse a file whose name promises another format: programs would not open it."""
    ending = run.output.suffix.lower().removeprefix(".") if run.output else ""
    if ending in FORMATS and ending != kind:
        raise WrongUse(
            _("{path} is not what a file in {format} is called.").format(
                path=run.output, format=kind
            ),
            _("Write it to a file: -o FILE.{name}").format(name=kind),
        )


def _refuse(kind: str, kinds: Sequence[str], options: dict[str, object]) -> None:
    """Refuse options that are for other *kinds* of file than this."""
    for option, given in options.items():
        if given and kind not in kinds:
            raise WrongUse(
                _("{option} does not go with {format}.").format(option=option, format=kind),
                _("It is for: {names}.").format(names=listed(kinds)),
            )


def _pieces(run: Run, kind: str, extract: Extract, *, raw: bool) -> Iterator[bytes]:
    match kind:
        case "csv":
            from dealtrack.render.csv import lines

            mark = bool(run.output) or not run.screen.is_terminal
            written = lines(extract.columns, extract.rows(), raw=raw, mark=mark)
            return (line.encode() for line in written)
        case "xlsx":
            return _workbook(run, extract)
        case _:
            from dealtrack.render.plain import markdown

            encoding = "utf-8" if run.output else run.screen.encoding
            return (line.encode(encoding, "replace") for line in markdown(extract.page()))


def _workbook(run: Run, extract: Extract) -> Iterator[bytes]:
    """Return the pieces of a workbook.

    Raises:
        WrongUse: if a terminal would get it, or no library writes it.
    """
    needs_office()
    if run.screen.is_terminal and not run.output:
        raise WrongUse(
            _("{format} makes a file that no terminal can show.").format(format="xlsx"),
            _("Write it to a file: -o FILE.{name}").format(name="xlsx"),
        )
    from dealtrack.render.excel.flat import workbook  # XlsxWriter: 60 ms

    return workbook(extract.name, extract.columns, extract.rows())


def needs_office() -> None:
    """Refuse to write a workbook where no library does.

    Raises:
        WrongUse: with the way to get it.
    """
    from importlib.util import find_spec

    if find_spec("xlsxwriter") is None:
        raise WrongUse(
            _("Word and Excel files need a library that is not installed."),
            _('Install it: pip install "dealtrack[office]"'),
        )


def _tell_columns(run: Run) -> None:
    from dealtrack.cli.help import Shown
    from dealtrack.report.extract import Choice, column_guide

    views = [
        Choice(name, one.rows, one.columns, one.query)
        for name, one in run.settings.views.items()
    ]
    run.show(Shown(column_guide(views)))
