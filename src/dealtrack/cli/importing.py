"""``import FILE``: a table of agreements or trips, what was exported, a calendar file."""

from pathlib import Path
from typing import Annotated, Any

import typer

from dealtrack.cli.calendars import Preferred
from dealtrack.cli.command import Commands, Option
from dealtrack.cli.run import Run
from dealtrack.errors import WrongUse
from dealtrack.text import _

commands = Commands()


def _of_tables() -> tuple[Option, ...]:
    return (
        Option(
            "map_", ("--map",), _("How to read a table: a mapping, by name or path."), "NAME"
        ),
        Option("save_map", ("--save-map",), _("Keep the mapping under this name."), "NAME"),
        Option("skip_bad", ("--skip-bad",), _("Leave out the rows that cannot be imported.")),
        Option(
            "refused", ("--refused",), _("Where to write the rows that are refused."), "FILE"
        ),
        Option("sheet", ("--sheet",), _("Which sheet of a workbook to read."), "NAME"),
        Option(
            "header", ("--header",), _("The number of the row that names the columns."), "N"
        ),
        Option("days", ("--days",), _("How 03/04/2021 is meant: dmy or mdy."), "ORDER"),
        Option("unit", ("--unit",), _("What bare amounts are counted in: 万元, USD."), "UNIT"),
        Option("encoding", ("--encoding",), _("The encoding of a csv file."), "NAME"),
        Option("delimiter", ("--delimiter",), _("What parts the cells of a csv file."), "MARK"),
        Option("on", ("--on",), _("The day that the table tells of."), "DAY"),
    )


@commands.add(
    "import",
    _("Take over a file: a table of agreements or trips, what export wrote, a calendar."),
    shared="writing",
    examples=(
        "import agreements.xlsx --dry-run",
        "import agreements.xlsx --save-map office",
        "import agreements.csv --map office --update",
        "import ledger.json --dry-run",
        "import tasks.ics",
    ),
    options=_of_tables(),
)
def import_(
    run: Run,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help=_(
                "A table (.csv, .tsv, .xlsx, .json, .jsonl), what export wrote, or an .ics."
            ),
        ),
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show what would be saved, and save nothing."))
    ] = False,
    prefer: Preferred = "",
    update: Annotated[
        bool, typer.Option("--update", help=_("Write what the file says otherwise."))
    ] = False,
    **of_tables: Any,
) -> int | None:
    from dealtrack.cli.calendarfile import ENDINGS, import_calendar

    if file.suffix.lower() in ENDINGS:
        return import_calendar(run, file, dry_run=dry_run, prefer=prefer)
    if file.suffix.lower() == ".toml":
        raise WrongUse(
            _("{name} is no table: a trip file is logged.").format(name=file.name),
            _("Write: dealtrack log {name}").format(name=file.name),
        )
    from dealtrack.exchange.documents.read import is_document

    if is_document(file):
        from dealtrack.cli.documents import import_document

        return import_document(run, file, dry_run=dry_run, update=update)
    from dealtrack.cli.intake import Wanted
    from dealtrack.cli.spreadsheet import import_table

    return import_table(run, file, Wanted(dry_run=dry_run, update=update, **of_tables))
