"""The mail server: mails are handed to it, one after another, over a connection that is safe.

No password goes over an open line, no certificate is taken on trust, and what the server
says is only repeated with the password struck out.
"""

import smtplib
import ssl
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ipaddress import ip_address
from socket import gethostname
from typing import NamedTuple

from dealtrack.errors import MailRefused, MailUnreachable, WrongUse
from dealtrack.settings import PASSWORD, Mail
from dealtrack.text import _

TIMEOUT = 30.0
"""Seconds to wait for each answer of the server."""

_LONGEST = 200
"""Signs of an answer that are repeated."""


class NotTaken(Exception):  # noqa: N818 -- it is what it says
    """The server did not take a mail: *why*, and whether the connection *broke* over it."""

    def __init__(self, why: str, *, broke: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.broke = broke


class Letter(NamedTuple):
    """A mail on its way: from which address, to which, and its bytes."""

    writer: str
    reader: str
    text: bytes


class Post:
    """A connection to the mail server, opened anew after it has broken."""

    def __init__(self, mail: Mail, password: str, timeout: float) -> None:
        self._mail = mail
        self._password = password
        self._timeout = timeout
        self._peer: smtplib.SMTP | None = None

    def open(self) -> None:
        """Connect and sign in, unless that is done.

        Raises:
            WrongUse: if the password would travel where others can read it.
            MailUnreachable: if there is no safe connection.
            MailRefused: if the server does not let the user in.
        """
        if self._peer:
            return
        refuse_open_line(self._mail)
        try:
            self._peer = self._connected()
            self._sign_in(self._peer)
        except BaseException:
            self.close()
            raise

    def send(self, letter: Letter) -> None:
        """Hand *letter* over; when this returns, the server has accepted it.

        Raises:
            NotTaken: if it refuses the mail, its writer or its reader, or breaks off.
            MailUnreachable, MailRefused: see `open`.
        """
        self.open()
        assert self._peer is not None
        try:
            self._peer.sendmail(letter.writer, [letter.reader], letter.text)
        except smtplib.SMTPRecipientsRefused as refusal:
            code, answer = next(iter(refusal.recipients.values()))
            raise NotTaken(self._said(code, answer)) from None
        except smtplib.SMTPServerDisconnected as fault:
            self.close()
            raise NotTaken(_lost(fault), broke=True) from None
        except smtplib.SMTPResponseException as refusal:
            raise NotTaken(self._said(refusal.smtp_code, refusal.smtp_error)) from None
        except smtplib.SMTPException as fault:
            raise NotTaken(self._clean(str(fault))) from None
        except OSError as fault:
            self.close()
            raise NotTaken(_why(fault), broke=True) from None

    def close(self) -> None:
        """Take leave of the server."""
        peer, self._peer = self._peer, None
        if peer:
            with suppress(smtplib.SMTPException, OSError):
                peer.quit()
            peer.close()

    def _connected(self) -> smtplib.SMTP:
        """Return a connection as the settings want it, never less safe."""
        mail = self._mail
        name = gethostname()
        greeting = name if "." in name and name.isascii() else "[127.0.0.1]"
        context = ssl.create_default_context()
        try:
            if mail.security == "ssl":
                return smtplib.SMTP_SSL(
                    mail.server, mail.door, greeting, timeout=self._timeout, context=context
                )
            peer = smtplib.SMTP(mail.server, mail.door, greeting, timeout=self._timeout)
            self._peer = peer
            if mail.security == "starttls":
                peer.starttls(context=context)
            return peer
        except ssl.SSLCertVerificationError as fault:
            why = _("its certificate is not to be trusted ({why})")
            raise self._unreachable(why.format(why=fault.verify_message)) from None
        except smtplib.SMTPNotSupportedError:
            raise self._unreachable(_("it does not offer STARTTLS")) from None
        except smtplib.SMTPServerDisconnected as fault:
            raise self._unreachable(_lost(fault)) from None
        except smtplib.SMTPResponseException as fault:
            raise self._unreachable(self._said(fault.smtp_code, fault.smtp_error)) from None
        except (OSError, UnicodeError) as fault:
            raise self._unreachable(_why(fault)) from None

    def _sign_in(self, peer: smtplib.SMTP) -> None:
        user, password = self._mail.user, self._password
        if not user:
            return
        if not (user.isascii() and password.isascii()):
            # smtplib would raise an error that quotes the password
            raise self._refused(_("user and password must be of plain letters and signs"))
        try:
            peer.login(user, password)
        except smtplib.SMTPAuthenticationError as fault:
            raise self._refused(
                self._said(fault.smtp_code, fault.smtp_error),
                _("Check mail.user, and the password in {variable} or in the keyring."),
            ) from None
        except smtplib.SMTPNotSupportedError:
            raise self._refused(
                _("it does not let users sign in"),
                _('Without a user: dealtrack config set mail.user ""'),
            ) from None
        except (smtplib.SMTPException, OSError) as fault:
            raise self._unreachable(self._clean(_why(fault))) from None

    def _refused(self, why: str, remedy: str = "") -> MailRefused:

        return MailRefused(self._address, why, remedy.replace("{variable}", PASSWORD))

    def _unreachable(self, why: str) -> MailUnreachable:
        return MailUnreachable(self._address, why)

    @property
    def _address(self) -> str:
        return f"{self._mail.server}:{self._mail.door}"

    def _said(self, code: int, answer: bytes | str) -> str:
        text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
        return self._clean(f"{code} {text}")

    def _clean(self, text: str) -> str:
        """Return *text* of the server on one line, not too long, without the password."""
        if self._password:
            secret = self._password.encode("utf-8", "surrogateescape")
            for spelled in (self._password, b64encode(secret).decode()):
                text = text.replace(spelled, "***")
        line = " ".join(text.split()).rstrip(".")
        return line if len(line) <= _LONGEST else line[:_LONGEST] + "…"


@contextmanager
def post(mail: Mail, password: str, timeout: float = TIMEOUT) -> Iterator[Post]:
    """Yield a connection to the server of *mail*, open already.

    Raises: see `Post.open`.
    """
    one = Post(mail, password, timeout)
    one.open()
    try:
        yield one
    finally:
        one.close()


def refuse_open_line(mail: Mail) -> None:
    """Raise `WrongUse` if the password would go to another machine unencrypted."""
    if mail.user and mail.security == "none" and not is_here(mail.server):
        raise WrongUse(
            _("The password would go to {server} over an open line.").format(
                server=mail.server
            ),
            _("Encrypt it: dealtrack config set mail.security starttls"),
        )


def is_here(server: str) -> bool:
    """Whether *server* is this very machine: no line that somebody else could listen to."""
    if server.lower() == "localhost":
        return True
    with suppress(ValueError):
        return ip_address(server).is_loopback
    return False


def _lost(fault: smtplib.SMTPServerDisconnected) -> str:
    """Say how a connection was lost: smtplib keeps a timeout behind its own error."""
    if isinstance(fault.__context__, TimeoutError):
        return _why(fault.__context__)
    return _("the connection broke off")


def _why(fault: Exception) -> str:
    if isinstance(fault, TimeoutError):
        return _("it does not answer in time")
    if isinstance(fault, ConnectionRefusedError):
        return _("nobody listens there")
    if isinstance(fault, OSError) and fault.strerror:
        return fault.strerror
    return str(fault) or type(fault).__name__
