r"""What a cell is in Excel: a number, a day or a text, and the format that shows it.

Money is kept in full, and shown as people say it: ``0.00,,`` divides by a million, and a
point that is only drawn (``0\.00,,``) by a hundred million, an 亿.
"""

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import NamedTuple

from dealtrack.days import PartialDay
from dealtrack.render.cells import said
from dealtrack.render.characters import writable
from dealtrack.report.page import Cell, Quantity, unwrap

Plain = str | float | int | datetime

OPTIONS: dict[str, bool] = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
"""How every workbook is made: what is a text stays one."""

MADE = datetime(2000, 1, 1)
"""Stands where the format wants a time: a clock would make other bytes every time."""

DAY = "yyyy-mm-dd"
WHOLE = "#,##0"

_FIRST = date(1900, 3, 1)
"""Earlier days are not what Excel takes them for: its 1900 is a leap year."""

_LONGEST = 32_767  # characters of a cell
_SHOWN = re.compile(r"([+-]?)([^\d+-]*)([\d,]+)(?:\.(\d+))?([^\d]*)")
_ENGLISH = {"thousand": 1, "million": 2, "billion": 3, "trillion": 4}


class Written(NamedTuple):
    """A value as Excel holds it; *form* is the format of a number or a day."""

    value: Plain
    form: str = ""


def clean(text: str) -> str:
    """Return *text* without what no file of Excel can hold, and not longer than a cell."""
    whole = writable(text)
    return whole if len(whole) <= _LONGEST else whole[: _LONGEST - 1] + "…"


def written(cell: Cell) -> Written:
    """Return *cell* as Excel holds it: a text where a number would not be the same."""
    value, _tone = unwrap(cell)
    number: Written | None = None
    match value:
        case int():
            number = _number(Decimal(value), WHOLE)
        case Decimal():
            number = _number(value, _decimals(value))
        case Quantity():
            number = _quantity(value)
        case date():
            number = _day(value)
        case PartialDay() if value.is_exact:
            number = _day(value.earliest)
        case _:
            pass
    return number or Written(clean(said(cell)))


def counted(text: str) -> Cell:
    """Return *text* as the whole number that it is, as tiles say one, or as it is."""
    return int(text.replace(",", "")) if re.fullmatch(r"\d{1,3}(,\d{3})*", text) else text


def _day(day: date) -> Written | None:
    return Written(datetime.combine(day, time()), DAY) if day >= _FIRST else None


def _number(value: Decimal, form: str) -> Written | None:
    """Return *value* with its format, unless the arithmetic of Excel would round it."""
    if not value.is_finite():
        return None
    near = float(value)
    if Decimal(repr(near)) != value or len(value.normalize().as_tuple().digits) > 15:
        return None
    return Written(int(near) if near.is_integer() else near, form)


def _decimals(value: Decimal) -> str:
    exponent = value.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return WHOLE + ("." + "0" * places if places else "")


def _quantity(quantity: Quantity) -> Written | None:
    if quantity.unit == "%":
        return _percentage(quantity)
    parts = _SHOWN.fullmatch(quantity.shown)
    if parts is None or not re.fullmatch(r"[\w ]*", parts[2] + parts[5]):
        return None
    before, after = parts[2], parts[5]
    if after.startswith(("万", "亿")) or (after and not before):
        return _number(quantity.number, _in_chinese(quantity.number, after.lstrip("万亿")))
    places = len(parts[4] or "")
    scale = "," * _ENGLISH.get(after.strip(), 0)
    form = WHOLE + ("." + "0" * places if places else "") + scale
    return _number(quantity.number, _quoted(before) + form + _quoted(after))


def _percentage(quantity: Quantity) -> Written | None:
    exponent = quantity.number.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    form = WHOLE + ("." + "0" * places if places else "") + "%"
    if quantity.shown.startswith(("+", "-")):
        form = f"+{form};-{form};{form}"
    return _number(quantity.number / 100, form)


def _in_chinese(value: Decimal, currency: str) -> str:
    """Return the format of so much money: in 亿 or 万 if these say it exactly."""
    if abs(value) >= 10**7 and value % 10**6 == 0:
        return '0\\.00,,"亿' + currency + '"'
    if abs(value) >= 10**4 and value % 10**3 == 0:
        return '0\\.0,"万' + currency + '"'
    return _decimals(value) + _quoted(currency)


def _quoted(text: str) -> str:
    return f'"{text}"' if text else ""
