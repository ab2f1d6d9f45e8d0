"""A real mail server on the loopback, on a port of its own, that a test can make difficult."""

import asyncio
import os
import signal
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

HOST = "127.0.0.1"


@dataclass
class MailServer:
    """What the server took, and what it refuses.

    *accepted* are the mails, as they came; *refused* are addresses that get no mail,
    *sender_refused* refuses everything from anybody.  *drops* breaks the connection over
    a mail to one of these addresses, *kills* the process of that number.
    """

    accepted: list[EmailMessage] = field(default_factory=list)
    readers: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    drops: set[str] = field(default_factory=set)
    sender_refused: bool = False
    kills: int = 0
    user: str = ""
    password: str = ""
    was_encrypted: list[bool] = field(default_factory=list)
    port: int = 0

    async def handle_MAIL(  # noqa: N802 -- the name that aiosmtpd calls
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        del server, session, options
        if self.sender_refused:
            return "550 5.7.1 no mail from there"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        del server, session, options
        if address in self.refused:
            return "550 5.1.1 no such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        del session
        if self.drops & set(envelope.rcpt_tos):
            server.transport.abort()
            return "451 gone"
        self.was_encrypted.append(server.transport.get_extra_info("ssl_object") is not None)
        self.readers += envelope.rcpt_tos
        self.accepted.append(message_from_bytes(envelope.content, policy=policy.default))
        if self.kills:
            os.kill(self.kills, signal.SIGKILL)
        return "250 OK"

    def authenticate(
        self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any
    ) -> AuthResult:
        """Let in who has the user's password."""
        given = (data.login, data.password) if isinstance(data, LoginPassword) else ()
        is_known = given == (self.user.encode(), self.password.encode())
        return AuthResult(success=is_known, handled=False)


@contextmanager
def serving(
    server: MailServer, tls: ssl.SSLContext | None = None, *, at_once: bool = False
) -> Iterator[MailServer]:
    """Run *server* while the block runs; with *tls* by STARTTLS, or *at_once*."""
    loop = asyncio.new_event_loop()

    def peer() -> SMTP:
        return SMTP(
            server,
            hostname="mail.example",
            tls_context=None if at_once else tls,
            authenticator=server.authenticate,
            auth_required=bool(server.user),
            auth_require_tls=not at_once,
            loop=loop,
        )

    context = tls if at_once else None
    listening = loop.run_until_complete(loop.create_server(peer, HOST, 0, ssl=context))
    server.port = listening.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(listening.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
