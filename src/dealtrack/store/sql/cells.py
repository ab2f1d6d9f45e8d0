"""Cells: values written so that a database compares them exactly as the matcher does.

Texts are their UTF-8 bytes: such are searched and sorted as the characters are, and
hold whatever people type, NUL included.  The bytes FE and FF never occur in UTF-8 and
part values from each other.  Days are ordinals.  An amount begins with its currency and
a key that sorts as the number does, and ends with the number as it was written.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache

from dealtrack.model import Amount
from dealtrack.query.expr import Op, Value
from dealtrack.query.words import fold

Cell = int | bytes | None
"""What a column of the table holds."""
Typed = Cell | str | Decimal | list[bytes]
"""What it holds where columns have types: several values are a list."""

BETWEEN = b"\xff"
"""Frames each of several texts, and ends the currency of an amount."""
BETWEEN_SUMS = b"\xfe"
"""Frames each of several amounts."""

KEY_ENDS = b"\0"
"""Ends the part of an amount that sorts as the number does."""

_LONGEST = 2**63
_AFTER_KEY, _AFTER_KEYS = b"\1", b":"
_WRITABLE = 1000
_BIAS = 2 * 10**18  # no exponent of a Decimal is lower than minus this
_MIRRORED = bytes.maketrans(b"0123456789", b"9876543210")


def plain(value: Value) -> Cell:
    """Return the cell of one value that is no amount; texts as they are."""
    match value:
        case str():
            return bytes_of(value)
        case date():
            return value.toordinal()
        case Amount():
            return sum_of(value)
        case int() if -_LONGEST <= value < _LONGEST:
            return int(value)
        case _:
            # Bytes sort after all integers, as it should be
            return _key(Decimal(value)) + KEY_ENDS + str(value).encode()


def bytes_of(text: str) -> bytes:
    """Return the cell of a text as it is."""
    return text.encode("utf-8", "surrogatepass")


@lru_cache(maxsize=8192)
def folded(text: str) -> bytes:
    """Return the cell of a text as it is searched."""
    return bytes_of(fold(text))


def framed(cells: Iterable[bytes], frame: bytes = BETWEEN) -> bytes:
    """Return several cells as one: each can be found in it, whole or in part."""
    return frame + frame.join(cells) + frame


def unframed(cell: bytes, frame: bytes = BETWEEN) -> list[bytes]:
    """Return the cells that *cell* was framed of."""
    return cell[1:-1].split(frame)


def sum_of(amount: Amount) -> bytes:
    """Return the cell of an amount."""
    return b"".join(
        (_currency(amount), _key(amount.value), KEY_ENDS, str(amount.value).encode())
    )


def plainly(value: Decimal) -> Decimal:
    """Return *value* as it is written without an exponent, unless it is beyond all bounds."""
    return Decimal(f"{value:f}") if abs(value.adjusted()) < _WRITABLE else value


def value_of(cell: bytes) -> tuple[Decimal, str]:
    """Return the value and the currency of the amount that *cell* was made of."""
    currency, _between, key = cell.partition(BETWEEN)
    return Decimal(key.partition(KEY_ENDS)[2].decode()), text_of(currency)


def number_of(cell: int | bytes | Decimal) -> int:
    """Return the whole number that *cell* was made of."""
    return int(cell.partition(KEY_ENDS)[2]) if isinstance(cell, bytes) else int(cell)


def text_of(cell: bytes) -> str:
    """Return the text that *cell* was made of."""
    return cell.decode("utf-8", "surrogatepass")


def reach_of(op: Op, amount: Amount) -> tuple[bytes, bytes]:
    """Return where the cells of the amounts begin that compare as asked, and where they end."""
    currency = _currency(amount)
    at = currency + _key(amount.value)
    begin = {Op.LT: currency, Op.LE: currency, Op.GT: at + _AFTER_KEY}
    end = {Op.LT: at + KEY_ENDS, Op.GT: currency + _AFTER_KEYS, Op.GE: currency + _AFTER_KEYS}
    return begin.get(op, at + KEY_ENDS), end.get(op, at + _AFTER_KEY)


def lies_within(cell: bytes | None, low: bytes, high: bytes) -> bool:
    """Whether one of the framed amounts of *cell* lies in a reach."""
    return cell is not None and any(low <= one < high for one in unframed(cell, BETWEEN_SUMS))


def _currency(amount: Amount) -> bytes:
    return bytes_of(amount.currency) + BETWEEN


@lru_cache(maxsize=8192)
def _key(value: Decimal) -> bytes:
    """Return bytes that sort as numbers do, the same for equal ones: sign, size, digits."""
    if not value.is_finite():
        return b"9"
    if not value:
        return b"5"
    size = value.adjusted()
    how_large = f"5{size:02}" if 0 <= size < 100 else f"{4 + (size > 0) * 2}{size + _BIAS:019}"
    digits = f"{value:E}".partition("E")[0].lstrip("-").replace(".", "").rstrip("0")
    key = f"{how_large}{digits}".encode()
    return b"4" + key.translate(_MIRRORED) + b":" if value.is_signed() else b"6" + key
