"""Amounts in the cells of a table, whose unit often stands in the heading: 金额（万元）."""

import re
from decimal import Context, Decimal
from functools import lru_cache
from unicodedata import normalize

from dealtrack.errors import NotAnAmount
from dealtrack.exchange.columns.cells import Unfit, check, plain_number, shown
from dealtrack.exchange.sheets import Cell
from dealtrack.model import Amount
from dealtrack.money import parse_amount
from dealtrack.money.currencies import find_currency
from dealtrack.text import _

_BRACKETS = re.compile(r"[（(【\[]([^）)】\]]*)[）)】\]]")
_UNIT_SAID = re.compile(r"(?<!报)(?<!制)单位\s*[:：为]\s*(?:人民币)?\s*([^\s，,；;）)]+)")
_BARE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_CHINESE_UNIT = re.compile(r"[十百千]?[万亿]\S*|元|[^\W\d_]元")


_EXACT = Context(prec=60)


def unit_in(header: str) -> str:
    """Return the unit that a heading names: in brackets, behind 单位：, or as its last word."""
    for inside in _BRACKETS.findall(header):
        if unit := as_unit(inside):
            return unit
    for found in _UNIT_SAID.finditer(normalize("NFKC", header)):
        if unit := as_unit(found[1]):
            return unit
    last = re.split(r"[,，/／:：\s]+", header.strip())
    for size in (2, 1):
        if len(last) > size and (unit := as_unit(" ".join(last[-size:]))):
            return unit
    return ""


def as_unit(text: str) -> str:
    """Return *text* if it is a unit of money, as it is typed behind a number; else ""."""
    word = normalize("NFKC", text).strip()
    word = re.sub(
        r"^(?:金额)?单位\s*[:：为]?\s*|^(?:in|人民币)\s*", "", word, flags=re.IGNORECASE
    )
    word = {"mil": "million", "millions": "million", "thousands": "thousand"}.get(
        word.lower(), word
    )
    parts = word.replace(".", "").replace("millions", "million").split()
    for order in (parts, parts[::-1]):
        said = " ".join(order)
        if said and _is_unit(said):
            return said
    return ""


def _is_unit(text: str) -> bool:
    if re.search(r"\d", text):
        return False
    try:
        parse_amount(f"1 {text}")
    except NotAnAmount:
        return False
    return bool(_CHINESE_UNIT.fullmatch(text)) or any(
        find_currency(part.lower())
        or part.lower() in {"million", "thousand", "billion", "mn", "bn"}
        for part in text.split()
    )


def read_amount(cell: Cell, unit: str, currency: str = "") -> Amount:
    """Read an amount; a bare number is counted in *unit*, a *currency* beside it goes before.

    Raises:
        Unfit: if it is none, or a bare number of what nobody says.
    """
    check(cell)
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
    text = plain_number(float(cell)) if isinstance(cell, float) else shown(cell)
    word = normalize("NFKC", text).strip()
    code = find_currency(normalize("NFKC", currency).strip().lower()) if currency else ""
    if currency and not code:
        raise Unfit(_("{name} is not a currency").format(name=currency), text)
    if is_number or _BARE.fullmatch(word):
        return _counted(word, text, unit, code or "")
    if code and not _names_currency(word):
        word = f"{word} {code}"
    try:
        value, found = parse_amount(word)
    except NotAnAmount as fault:
        raise Unfit(_said(fault, text), text) from None
    return Amount(value=value, currency=found)


def _counted(number: str, text: str, unit: str, code: str) -> Amount:
    """Return a bare number of *unit*, exact however many digits it has."""
    if not (unit or code):
        why = _(
            "has no unit. Say what the numbers of this column are: "
            'unit = "万元" or "USD" in the mapping, or --unit'
        )
        raise Unfit(why, text)
    value = Decimal(number.replace(",", ""))
    if value < 0:
        raise Unfit(_("is negative"), text)
    factor, currency = _factor(unit, code)
    if factor != 1:
        value = (value * factor).normalize(_EXACT)
        value = value.quantize(Decimal(1), context=_EXACT) if _is_whole(value) else value
    return Amount(value=value, currency=currency)


@lru_cache(64)
def _factor(unit: str, code: str) -> tuple[Decimal, str]:
    """Return what one of *unit* is, and in which currency."""
    return parse_amount(f"1 {_with_currency(unit, code)}")


def _is_whole(value: Decimal) -> bool:
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= 0


def _with_currency(unit: str, code: str | None) -> str:
    """Return *unit* in the currency *code*, whose column tells it row by row."""
    if not code:
        return unit
    bare = re.sub(r"[元圆]$|\s*[A-Z]{3}$", "", unit).strip()
    return f"{bare} {code}".strip()


def _names_currency(text: str) -> bool:
    """Whether *text* says another currency than the yuan that is meant where none is said."""
    try:
        return parse_amount(text)[1] != "CNY" or bool(
            re.search(r"元|rmb|cny|yuan|¥", text, re.IGNORECASE)
        )
    except NotAnAmount:
        return True


def _said(fault: NotAnAmount, text: str) -> str:
    """Return what is wrong with the amount, without its first words, which name the value."""
    sentence = str(fault).splitlines()[0]
    quoted = f'"{text.strip()}"'
    return sentence.removeprefix(quoted).strip().rstrip(".。") or _("is no amount")


def total(amounts: tuple[Amount, ...], currency: str) -> Decimal:
    """Return the sum of those *amounts* that are in *currency*."""
    return sum((one.value for one in amounts if one.currency == currency), Decimal(0))
