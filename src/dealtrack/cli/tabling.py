"""Which table somebody wants: its columns, rows and order, as typed or as a view names them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import get_args

from dealtrack.cli.run import Run
from dealtrack.errors import DealtrackError, WrongUse
from dealtrack.model.words import Vocabulary, Word
from dealtrack.query.expr import EVERYTHING, Expr, both
from dealtrack.query.fields import nearest_fields
from dealtrack.query.headings import HEADINGS
from dealtrack.query.order import parse_order
from dealtrack.report.extract import USUAL, Rows, Wanted
from dealtrack.settings.views import View
from dealtrack.store.base import Store
from dealtrack.text import _, listed

ROWS = Vocabulary(
    "rows",
    (
        Word("agreements", "agreements", "协议", ("agreement",)),
        Word("follow-ups", "follow-ups", "跟进事项", ("follow-up", "tasks", "事项")),
        Word("trips", "trips", "外出活动", ("trip", "活动")),
    ),
)


def wanted_table(
    run: Run,
    store: Store,
    columns: str,
    rows: str,
    sort: str,
    view: str,
    query: Sequence[str] | None,
) -> Wanted:
    """Return which table is wanted; what was typed goes before what the *view* names.

    Raises:
        WrongUse: if a view, a column or a sort of rows is not known.
        QueryError: if a query or an order cannot be read.
    """
    named = _view(run, view)
    kind = _rows(rows) if rows else named.rows
    names = [
        name
        for name in columns.replace("，", ",").replace("、", ",").split(",")
        if name.strip()
    ]
    fields = tuple(map(_field, names)) if names else tuple(map(_field, named.columns))
    order = sort or named.sort
    return Wanted(
        rows=kind,
        fields=fields or USUAL[kind],
        where=both(_asked(run, store, named), run.question(list(query or ()), store)),
        order=parse_order(order) if order else (),
    )


def view_faults(views: Mapping[str, View], today: date) -> Iterator[str]:
    """Yield what is wrong with the *views* of the settings: columns, queries, orders."""
    from dealtrack.query.parse import parse

    checks: dict[str, Callable[[View], object]] = {
        "columns": lambda view: [_field(column) for column in view.columns],
        "query": lambda view: parse([view.query], today) if view.query else None,
        "sort": lambda view: parse_order(view.sort),
    }
    for name, view in views.items():
        for key, check in checks.items():
            try:
                check(view)
            except DealtrackError as fault:
                why = str(fault).partition("\n")[0]
                yield _("{place}: {why}").format(place=f"views.{name}.{key}", why=why)


def _view(run: Run, name: str) -> View:
    views = run.settings.views
    if not name:
        return View()
    if name in views:
        return views[name]
    sentence = _("--view {name}: the settings name no such view.").format(name=name)
    if views:
        raise WrongUse(sentence, _("Known are: {names}.").format(names=listed(views)))
    raise WrongUse(sentence, _("Name one: dealtrack config edit"))


def _asked(run: Run, store: Store, named: View) -> Expr:
    return run.question([named.query], store) if named.query else EVERYTHING


def _rows(text: str) -> Rows:
    if key := ROWS.find(text):
        return key  # type: ignore[return-value]  # its keys are these
    names = listed(get_args(Rows))
    raise WrongUse(
        _("--rows {name}: there are no such rows.").format(name=text),
        _("Known are: {names}.").format(names=names),
    )


def _field(text: str) -> str:
    """Return the field that *text* names: by its name, in Chinese, or by its heading."""
    name = text.strip()
    if key := HEADINGS.find(name):
        return key
    sentence = _("{name}: there is no such column.").format(name=name)
    if near := [one for one in map(HEADINGS.find, nearest_fields(name)) if one]:
        raise WrongUse(sentence, _("Did you mean: {names}?").format(names=listed(near)))
    raise WrongUse(sentence, _("See them all: dealtrack export --columns ?"))
