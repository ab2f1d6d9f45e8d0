"""What a ledger on a server asks of its database, beside questions."""

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from dealtrack.store.sql.engine import Engine


class Lost(Exception):  # noqa: N818 -- it is what it is
    """The connection is gone; what was not acknowledged may or may not have happened.

    *why*, as far as the server or the system said.
    """

    def __init__(self, why: str = "") -> None:
        super().__init__(why)
        self.why = why


class Again(Exception):  # noqa: N818 -- it is what it says
    """The transaction met another one: the database wants it once more."""


class Taken(Exception):  # noqa: N818 -- it is what it is
    """What was to be entered under a key is there already."""


class Kinds(NamedTuple):
    """What a database calls the kinds of columns, with what fills those that it signs."""

    number: str
    text: str
    json: str
    blob: str
    moment: str
    person: str


class Server(Engine, Protocol):
    """A connection to a database.

    Outside of a transaction each statement stands for itself.  Every method may raise
    `Lost`, `Again` and `ServerRefused`.
    """

    @property
    def kinds(self) -> Kinds:
        """What it calls the kinds of columns."""

    @property
    def place(self) -> str:
        """Which database it is, in words, without a password."""

    @property
    def person(self) -> str:
        """Whom the server takes whoever is connected for; "" if it does not ask."""

    @property
    def is_steady(self) -> bool:
        """Whether all that is asked is answered as of one moment."""

    def signature(self, who: str) -> dict[str, str]:
        """Return who and when, as cells of the journal, unless the database fills them in."""

    def begin(self) -> None:
        """Begin a transaction."""

    def commit(self) -> None:
        """Keep what the transaction did.  After `Lost` it is not known whether it did."""

    def rollback(self) -> None:
        """Take back what the transaction did; without a connection there is nothing to do."""

    def reconnect(self) -> None:
        """Connect once more, wherever the ledger is by now, and end what was before.

        Raises: `ServerUnreachable`.
        """

    def foundation(self) -> Iterable[str]:
        """Return the statements that come before the tables are made."""

    def sequence(self, table: str) -> Iterable[str]:
        """Return the statements that make what gives out the ids of *table*."""

    def hold(self, tables: Iterable[str]) -> None:
        """Wait until nobody changes *tables*, one by one, nor reads; keep everybody out."""

    def likened(self, registers: Iterable[str]) -> Iterable[str]:
        """Return the statements that let everybody do as much with what is derived."""

    def unsequenced(self, table: str) -> Iterable[str]:
        """Return the statements that take it away."""

    def removal(self, registers: Iterable[str]) -> list[str]:
        """Return the statements that take away what was derived from *registers*.

        Whatever made it: these tables are called after their register, and more.
        """

    def has(self, table: str) -> bool:
        """Whether there is a table of that name."""

    def next_id(self, table: str) -> int | None:
        """Give out an id of *table*, which is never given again, whatever becomes of it.

        None: it has no sequences.
        """

    def skip_ids(self, table: str, last: int) -> None:
        """Never give out the ids of *table* up to *last*."""

    def alone(self, what: str) -> None:
        """Wait until no other transaction has asked to be alone with *what*; until its end."""

    def close(self) -> None:
        """Let go of the connection."""
