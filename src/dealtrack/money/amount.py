"""Amounts of money: typed in 万, 亿 or millions, kept as exact decimals, printed short."""

import re
import unicodedata
from decimal import Decimal

from dealtrack.errors import AmountFault, NotAnAmount
from dealtrack.money.currencies import CURRENCIES, find_currency
from dealtrack.text.numerals import in_digits

# By power of ten.  A unit is for typing and printing only, never for keeping.
_UNITS_BY_POWER = {
    2: "百",
    3: "千 k thousand",
    4: "万",
    5: "十万",
    6: "百万 m mn million",
    7: "千万",
    8: "亿",
    9: "十亿 b bn billion",
    10: "百亿",
    11: "千亿",
    12: "万亿 tn trillion",
}
_UNITS = {"": 0} | {
    unit: power for power, units in _UNITS_BY_POWER.items() for unit in units.split()
}
# How a value is shortened: from which power of ten, and with how many decimals at most
_CHINESE = ((8, 4, "亿"), (4, 2, "万"))
_ENGLISH = ((9, 3, " billion"), (6, 3, " million"))
_SHORT = ((9, 3, " bn"), (6, 3, " m"))
"""English units for a table that has no room for long ones."""

_SAME = str.maketrans("萬億圓幣−", "万亿圆币-")
_PARTS = r"([^\d.,+-]*)([\d.,]+)(.*)"
_NUMBER = r"(?:\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.\d{1,12})?"
_LIMIT = Decimal(10) ** 15
_FINEST = -4  # the fourth decimal; no currency of ISO 4217 needs more
_DEFAULT = "CNY"


def parse_amount(text: str) -> tuple[Decimal, str]:
    """Read an amount and its ISO 4217 code; without a currency it is in yuan.

    ``3.5亿``, ``350万元``, ``20 million USD``, ``1,200.50 CNY``, ``￥5000``, ``$3m``,
    ``一百亿``, ``壹佰万元整``.

    Raises:
        NotAnAmount: if *text* is none, is negative, or could be two.
    """
    word = unicodedata.normalize("NFKC", text).lower().translate(_SAME).strip()
    word = in_digits(word.removesuffix("整"))
    found = re.fullmatch(_PARTS, word, re.ASCII)
    if not found:
        raise NotAnAmount(text, _fault_of(word))
    before, number, after = (part.strip() for part in found.groups())
    if not re.fullmatch(_NUMBER, number, re.ASCII):
        raise NotAnAmount(text, _fault_of_number(number))
    exponent, behind = _unit_and_currency(after, text)
    code = _one_currency((before, behind), text)
    value = _trimmed(Decimal(number.replace(",", "")).scaleb(exponent))
    if value >= _LIMIT or _exponent(value) < _FINEST:
        raise NotAnAmount(text, "too large")
    return value, code


def format_amount(value: Decimal, currency: str, language: str, *, tight: bool = False) -> str:
    """Print an amount short, but never rounded: ``3.5亿元``, ``CNY 350 million``.

    Where room is *tight*, as in a table, it is ``CNY 350 m``.
    """
    if language == "zh":
        number, unit = _shortened(value, _CHINESE)
        known = CURRENCIES.get(currency)
        return f"{number:,f}{unit}{known.chinese if known else currency}"
    number, unit = _shortened(value, _SHORT if tight else _ENGLISH)
    # a single decimal looks like a slip where cents are expected
    cents = not unit and _exponent(number) == -1
    return f"{currency} {number:,.2f}" if cents else f"{currency} {number:,f}{unit}"


def format_part(part: Decimal, whole: Decimal, language: str) -> str:
    """Print what *part* is of *whole*, in one unit and never rounded: ``12.19/85.39亿``."""
    for exponent, decimals, unit in _CHINESE if language == "zh" else _SHORT:
        scaled = [_trimmed(value.scaleb(-exponent)) for value in (part, whole)]
        if scaled[1] >= 1 and all(_exponent(one) >= -decimals for one in scaled):
            return f"{scaled[0]:,f}/{scaled[1]:,f}{unit}"
    return f"{_trimmed(part):,f}/{_trimmed(whole):,f}"


def _fault_of(word: str) -> AmountFault:
    """Say why *word*, which has no number where one is expected, is no amount."""
    if not word:
        return "empty"
    if re.search(r"\b(?:nan|inf|infinity)\b|∞", word):
        return "not finite"
    return "negative" if re.fullmatch(r"[^\d.,+-]*-[^\d-]*\d.*", word) else "unknown"


def _fault_of_number(number: str) -> AmountFault:
    if "," in number or number.count(".") > 1:
        return "two ways"
    return "too large" if re.fullmatch(r"\d+(?:\.\d+)?", number, re.ASCII) else "unknown"


def _unit_and_currency(after: str, text: str) -> tuple[int, str]:
    """Split what follows the number: ``million usd``, ``万美元``, ``m``, ``myr``."""
    for unit, exponent in _UNITS.items():
        name = after.removeprefix(unit).strip()
        if after.startswith(unit) and (not name or find_currency(name)):
            return exponent, name
    raise NotAnAmount(text)


def _one_currency(names: tuple[str, ...], text: str) -> str:
    codes = {find_currency(name) or "" for name in names if name} or {_DEFAULT}
    if "" in codes:
        raise NotAnAmount(text)
    if len(codes) > 1:
        raise NotAnAmount(text, "currencies")
    return codes.pop()


def _shortened(value: Decimal, scales: tuple[tuple[int, int, str], ...]) -> tuple[Decimal, str]:
    """Return *value* in the largest unit that keeps it exact with few decimals."""
    for exponent, decimals, unit in scales:
        scaled = _trimmed(value.scaleb(-exponent))
        if abs(scaled) >= 1 and _exponent(scaled) >= -decimals:
            return scaled, unit
    return _trimmed(value), ""


def _trimmed(value: Decimal) -> Decimal:
    """Return *value* without zeros behind the point, and without an exponent."""
    shortest = value.normalize()
    return shortest if _exponent(shortest) < 0 else shortest.quantize(Decimal(1))


def _exponent(value: Decimal) -> int:
    """Return minus the number of decimals of a finite value."""
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int), value
    return exponent
