"""A first look at all rows, for what a single row cannot tell."""

from collections.abc import Callable
from typing import NamedTuple

from dealtrack.exchange.columns.binding import Layout
from dealtrack.exchange.columns.cells import Unfit
from dealtrack.exchange.columns.days import Order
from dealtrack.exchange.sheets import Row, Sheet


class Survey(NamedTuple):
    """How many rows there are, in which order days stand, whether rows of a group are apart."""

    total: int
    orders: dict[int, Order]
    is_scattered: bool = False


def survey(
    sheet: Sheet, layout: Layout, group_of: Callable[[Row], str] | None = None
) -> Survey:
    """Look at every row once; *group_of* names the group of a row, "" that of the former."""
    orders = {
        at: Order()
        for one in layout.bounds
        if one.field.sort in {"day", "due"}
        for at in one.at
    }
    looks = [(at, order.look) for at, order in orders.items()]
    total, last, seen, is_scattered = 0, "", set(), False
    for row in sheet.rows():
        total += 1
        if row.fault:
            continue
        for at, look in looks:
            if type(cell := row.cells[at]) is str:
                look(cell)
        if group_of and (name := _name(group_of, row)) and name != last:
            is_scattered = is_scattered or hash(name) in seen
            seen.add(hash(name))
            last = name
    return Survey(total, orders, is_scattered)


def _name(group_of: Callable[[Row], str], row: Row) -> str:
    try:
        return group_of(row)
    except Unfit:
        return ""
