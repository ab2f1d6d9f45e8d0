"""A register: one sort of record, what people call one, and how its bytes are decoded."""

from collections.abc import Callable
from typing import Generic, TypeVar

import msgspec

from dealtrack.errors import DealtrackError
from dealtrack.model import Agreement, Trip
from dealtrack.model.codec import decode

T = TypeVar("T", Agreement, Trip)


class Register(Generic[T]):
    """The agreements, or the trips, of a ledger.

    *unreadable* makes the error for a ref whose record cannot be decoded.
    """

    def __init__(
        self, name: str, kind: type[T], unreadable: Callable[[str], DealtrackError]
    ) -> None:
        self.name = name
        self.kind: type[T] = kind
        self._unreadable = unreadable

    def ref(self, id_: int) -> str:
        """Return how people call the record of that id."""
        return f"T{id_}" if self.kind is Trip else str(id_)

    def decode(self, id_: int, record: msgspec.Raw, kind: type[T] | None = None) -> T:
        """Return the record, or the part of it that *kind* is.

        Raises: what *unreadable* makes.
        """
        try:
            found: T = decode(record, kind or self.kind)
        except msgspec.MsgspecError:
            raise self._unreadable(self.ref(id_)) from None
        return found
