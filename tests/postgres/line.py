"""One line from a client to a server, and the fault that it will have."""

import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from threading import Event

from tests.postgres.wire import Message, Statements, begins, read_message, read_opening


class Side(Enum):
    """An end of the line."""

    CLIENT = "client"
    SERVER = "server"


class Moment(Enum):
    """When, from a statement on its way to what is heard of it."""

    BEFORE = "before it is passed on: the server never hears of it"
    PASSED = "after it was passed on, whatever the server makes of it"
    DONE = "after the server has answered, which the client never hears"
    HEARD = "after the client has the answer"


class Deed(Enum):
    """What happens to the line."""

    CUT = "both ends notice"
    CUT_CLIENT = "the client notices, the server waits for more"
    SILENCE = "neither end notices: nothing passes any more"


@dataclass(frozen=True)
class AtStatement:
    """A fault at the *which*-th statement of a connection that begins with one of *words*."""

    moment: Moment
    deed: Deed = Deed.CUT
    words: tuple[str, ...] = ("COMMIT", "END")
    which: int = 1


@dataclass(frozen=True)
class AtByte:
    """A fault after *count* bytes have passed *toward* one end."""

    toward: Side
    count: int
    deed: Deed = Deed.CUT


Fault = AtStatement | AtByte

REFUSE = AtByte(Side.SERVER, 0)
"""The line is cut as soon as it stands."""

HANG = AtByte(Side.SERVER, 0, Deed.SILENCE)
"""The line stands, and nothing passes."""


class Line:
    """Passes on what both ends say, until its fault happens or one of them goes."""

    def __init__(
        self, client: socket.socket, server: socket.socket, fault: Fault | None = None
    ) -> None:
        """Take both ends, and the fault, which *happened* when it says so."""
        self._ends = {Side.CLIENT: client, Side.SERVER: server}
        for end in self._ends.values():
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.fault, self.happened = fault, False
        self.ended = Event()
        """Whether an end has gone, so that nothing more passes."""
        self.passed = {Side.CLIENT: 0, Side.SERVER: 0}
        """How many bytes have passed toward each end."""
        self.statements: list[str] = []
        """What the client had the server run, or wanted to."""
        self._prepared = Statements()
        self._asked, self._answered = 1, 0  # a session begins with an answer
        self._awaited = 0
        """The number of the answer to the statement of the fault, once it is known."""

    def listen_to_client(self, delay: float) -> None:
        """Pass on what the client sends, each message after a *delay* in seconds."""
        if isinstance(self.fault, AtByte) and not self.fault.count:
            self._happen()
        with suppress(OSError):
            for message in self._from_client():
                time.sleep(delay)
                self._to_server(message)
        self._end()

    def listen_to_server(self) -> None:
        """Pass back what the server answers."""
        with suppress(OSError), self._ends[Side.SERVER].makefile("rb") as source:
            while message := read_message(source):
                self._to_client(message)
        self._end()

    def close(self) -> None:
        """Let both ends notice that it is over."""
        for side in Side:
            self._hang_up(side)

    def _from_client(self) -> Iterator[Message]:
        """Yield the client's messages; refuse those that ask for encryption."""
        with self._ends[Side.CLIENT].makefile("rb") as source:
            while (message := read_opening(source)) and message.wants_encryption:
                self._ends[Side.CLIENT].sendall(b"N")
            while message:
                yield message
                message = read_message(source)

    def _to_server(self, message: Message) -> None:
        if self._runs_the_statement(message):
            self._awaited = self._asked + 1
            self._happen_if(Moment.BEFORE)
        self._send(Side.SERVER, message.raw)
        if message.ends_a_question:
            self._asked += 1
            if self._asked == self._awaited:
                self._happen_if(Moment.PASSED)

    def _runs_the_statement(self, message: Message) -> bool:
        """Note what the client runs; say whether it is what the fault waits for."""
        if not (sql := self._prepared.run_by(message)):
            return False
        self.statements.append(sql)
        match self.fault:
            case AtStatement(words=words, which=which) if begins(sql, *words):
                return sum(begins(one, *words) for one in self.statements) == which
        return False

    def _to_client(self, message: Message) -> None:
        is_awaited = self._answered + 1 == self._awaited
        if not (is_awaited and self._moment in {Moment.PASSED, Moment.DONE}):
            self._send(Side.CLIENT, message.raw)
        if message.ends_an_answer:
            self._answered += 1
            if is_awaited:
                self._happen_if(Moment.DONE, Moment.HEARD)

    def _send(self, side: Side, octets: bytes) -> None:
        """Send as many of the bytes as the fault allows; none after it."""
        if self.happened:
            return
        left = self._left(side)
        self._ends[side].sendall(octets[:left])
        self.passed[side] += len(octets[:left])
        if left is not None and left <= len(octets):
            self._happen()

    def _left(self, side: Side) -> int | None:
        """Return how many bytes still pass toward *side*; None if the fault does not say."""
        match self.fault:
            case AtByte(toward=toward, count=count) if toward is side:
                return count - self.passed[side]
        return None

    @property
    def _moment(self) -> Moment | None:
        return self.fault.moment if isinstance(self.fault, AtStatement) else None

    def _happen_if(self, *moments: Moment) -> None:
        if self._moment in moments:
            self._happen()

    def _happen(self) -> None:
        assert self.fault is not None
        self.happened = True
        match self.fault.deed:
            case Deed.CUT:
                self.close()
            case Deed.CUT_CLIENT:
                self._hang_up(Side.CLIENT)
            case Deed.SILENCE:
                pass

    def _end(self) -> None:
        """One end has gone: tell the other one, unless the line is silent."""
        if not self.happened:
            self.close()
        self.ended.set()

    def _hang_up(self, side: Side) -> None:
        with suppress(OSError):
            self._ends[side].shutdown(socket.SHUT_RDWR)
        self._ends[side].close()
