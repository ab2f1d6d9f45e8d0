"""Records as JSON bytes, and back.

The bytes are what the ledger keeps and what ``--json`` prints of a record: keys
as in the model, nothing for what is not known, days as ISO 8601-2 text, money as
decimal text.
"""

from functools import lru_cache
from typing import Any, TypeVar

import msgspec

from dealtrack.days import PartialDay

T = TypeVar("T")


def to_plain(value: object) -> str:
    """Turn what msgspec does not know into JSON values (its ``enc_hook``)."""
    if isinstance(value, PartialDay):
        return value.text
    raise NotImplementedError(type(value))


def from_plain(kind: type, value: Any) -> Any:
    """Turn a JSON value into what msgspec does not know (its ``dec_hook``)."""
    if kind is PartialDay:
        if not isinstance(value, str):
            raise ValueError(repr(value))
        return _read_day(value)
    raise NotImplementedError(kind)


_ENCODER = msgspec.json.Encoder(enc_hook=to_plain, decimal_format="string")


def encode(value: object) -> bytes:
    """Return *value* as one line of JSON in UTF-8."""
    return _ENCODER.encode(value)


def decode(text: bytes | msgspec.Raw, kind: type[T]) -> T:
    """Return the *kind* that `encode` made *text* of; raise `msgspec.ValidationError`."""
    return decoder(kind).decode(text)


def decoder(kind: type[T]) -> msgspec.json.Decoder[T]:
    """Return a decoder for *kind*, made once."""
    if kind not in _DECODERS:
        _DECODERS[kind] = msgspec.json.Decoder(kind, dec_hook=from_plain)
    return _DECODERS[kind]


_read_day = lru_cache(maxsize=4096)(PartialDay.read)  # most days come in many records
_DECODERS: dict[type, msgspec.json.Decoder[Any]] = {}
