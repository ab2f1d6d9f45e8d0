"""The protocol of PostgreSQL, as far as one must know it to listen in: messages and statements.

https://www.postgresql.org/docs/current/protocol-message-formats.html
"""

from typing import BinaryIO, NamedTuple

_TLS, _GSSAPI = 80877103, 80877104
_ASKING = {b"Q", b"S", b"F"}
"""Query, Sync and FunctionCall: the server answers them, and says that it is ready for more."""


class Message(NamedTuple):
    """One message: its kind (a letter; none before there is a session), and all its bytes."""

    kind: bytes
    raw: bytes

    @property
    def body(self) -> bytes:
        """What follows the kind and the length."""
        return self.raw[len(self.kind) + 4 :]

    @property
    def wants_encryption(self) -> bool:
        """Whether it asks for an encrypted line, before anything else."""
        return not self.kind and int.from_bytes(self.body[:4]) in {_TLS, _GSSAPI}

    @property
    def ends_a_question(self) -> bool:
        """Whether the server answers what came up to here."""
        return self.kind in _ASKING

    @property
    def ends_an_answer(self) -> bool:
        """Whether the server is ready for more: what it was asked to commit is committed."""
        return self.kind == b"Z"


def read_opening(source: BinaryIO) -> Message | None:
    """Read a message as a client sends them before there is a session; None at the end."""
    return _read(source, b"")


def read_message(source: BinaryIO) -> Message | None:
    """Read a message of a session; None at the end, be it in the midst of one."""
    kind = source.read(1)
    return _read(source, kind) if kind else None


def _read(source: BinaryIO, kind: bytes) -> Message | None:
    length = source.read(4)
    missing = int.from_bytes(length) - 4
    body = source.read(missing) if len(length) == 4 else b""
    return Message(kind, kind + length + body) if body or not missing else None


class Statements:
    """The statements that a client has prepared, to know which one it runs."""

    def __init__(self) -> None:
        self._prepared: dict[bytes, str] = {}
        self._bound: dict[bytes, str] = {}

    def run_by(self, message: Message) -> str:
        """Return the SQL that *message* makes the server run; nothing for most messages."""
        first, _, rest = message.body.partition(b"\0")
        second = rest.partition(b"\0")[0]
        match message.kind:
            case b"Q":
                return first.decode()
            case b"P":
                self._prepared[first] = second.decode()
            case b"B":
                self._bound[first] = self._prepared.get(second, "")
            case b"E":
                return self._bound.get(first, "")
        return ""


def begins(sql: str, *words: str) -> bool:
    """Whether one of the statements in *sql* begins with one of *words*, in capitals."""
    return any(part.strip().upper().startswith(words) for part in sql.split(";"))
