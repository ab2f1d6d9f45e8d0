"""What the columns of a table are taken for, shown and asked about."""

from msgspec.structs import replace

from dealtrack.cli.ask import confirm, narrow, prompt
from dealtrack.cli.run import Run
from dealtrack.errors import WrongUse
from dealtrack.exchange.columns.fields import find_field
from dealtrack.exchange.columns.guess import Guess, Told
from dealtrack.exchange.columns.mapping import Mapping
from dealtrack.exchange.columns.money import as_unit, unit_in
from dealtrack.exchange.columns.reading import Table
from dealtrack.exchange.sheets import Book, Sheet
from dealtrack.report.intake import Columns, Mapped
from dealtrack.text import _
from dealtrack.text.hidden import visible

_LONGEST = 40


def shown_columns(book: Book, sheet: Sheet, guessed: Guess) -> Columns:
    """Return what the columns are taken for, as a report."""
    mapped = (
        Mapped(
            column=visible(one.header),
            example=visible(_short(one.example)),
            field=one.field,
            name=_with_unit(one, guessed.mapping),
            why=one.why,
            surprises=one.surprises,
        )
        for one in guessed.columns
    )
    return Columns(
        file=book.path.name,
        sheet=sheet.name if len(book.sheets) > 1 else "",
        header_row=sheet.header_row,
        encoding=book.encoding,
        rows=guessed.mapping.rows,
        mapped=tuple(mapped),
    )


def _with_unit(one: Told, mapping: Mapping) -> str:
    """Return what the field of a column is called; of an amount also what it is counted in."""
    field = find_field(one.field)
    if field is None or field.sort != "amount":
        return one.name
    unit = unit_in(one.header) or mapping.unit
    return f"{one.name} ({unit})" if unit else one.name


def approved(run: Run, columns: Columns, *, is_dry: bool) -> bool:
    """Show what columns are taken for, and ask whether that is right.

    Raises:
        WrongUse: if nobody can be asked, and nobody has said yes.
    """
    if not (run.json or run.quiet):
        run.show(columns)
        run.tell("")
    if is_dry or run.yes:
        return True
    if not run.asks:
        raise WrongUse(
            _("Nobody can be asked whether the columns are taken for the right fields."),
            _("If they are: --yes. If not: --dry-run --save-map NAME, change it, --map NAME"),
        )
    return confirm(run, _("Are the columns taken for the right fields?"), default=True)


def with_answers(run: Run, table: Table) -> Mapping:
    """Return the mapping with what it does not say and somebody can be asked for."""
    mapping = table.mapping
    if not run.asks or run.yes:
        return mapping
    if unsure := _without_unit(table):
        asked = _("In what are the amounts of “{column}” counted? (万元, 元, USD …)")
        typed = prompt(f"{asked.format(column=visible(unsure))} ")
        if unit := as_unit(typed):
            mapping = replace(mapping, unit=unit)
    for at, order in table.survey.orders.items():
        if order.open and not order.decided and not mapping.days:
            asked = _("{day} in “{column}”: does the day come first, or the month? (d, m)")
            name = visible(table.sheet.header[at])
            typed = narrow(prompt(f"{asked.format(day=order.open, column=name)} ")).lower()
            if typed[:1] in {"d", "m", "日", "月"}:
                mapping = replace(mapping, days="dmy" if typed[0] in "d日" else "mdy")
    return mapping


def _without_unit(table: Table) -> str:
    """Return the name of a column of amounts whose unit nobody says, "" if there is none."""
    bound = table.layout.of("amount")
    if bound is None or table.layout.of("currency") or table.mapping.unit or bound.column.unit:
        return ""
    bare = next((name for name in bound.headers if not unit_in(name)), "")
    if not bare:
        return ""
    at = table.sheet.header.index(bare)
    numbers = (row.cells[at] for row in table.sheet.rows() if not row.fault)
    return (
        bare if any(isinstance(cell, int | float) or _is_bare(cell) for cell in numbers) else ""
    )


def _is_bare(cell: object) -> bool:
    return isinstance(cell, str) and cell.strip().replace(",", "").replace(".", "").isdigit()


def _short(text: str) -> str:
    bare = " ".join(text.split())
    return bare if len(bare) <= _LONGEST else f"{bare[: _LONGEST - 1]}…"
