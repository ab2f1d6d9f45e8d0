"""How reminders are sent: the mail server, and at which address people are reached."""

import os
from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec

from dealtrack.settings.secrets import Secret
from dealtrack.text import _, later
from dealtrack.text.hidden import find_hidden

PASSWORD = "DEALTRACK_SMTP_PASSWORD"
CREDENTIAL = "dealtrack-smtp-password"
"""The name of the password among the credentials that systemd hands to a service."""
KEYRING = "dealtrack"
"""The service under which the keyring keeps the password, for the user at the server."""

_PORTS = {"starttls": 587, "ssl": 465, "none": 25}
_NOT_IN_ADDRESSES = frozenset(" <>()[],;:\\\"'")


class Mail(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The mail server and who writes; *port* 0 is the usual one of the *security*."""

    server: str = ""
    port: int = 0
    security: Literal["starttls", "ssl", "none"] = "starttls"
    user: str = ""
    sender: str = ""

    @property
    def door(self) -> int:
        """The port to knock at."""
        return self.port or _PORTS[self.security]

    @property
    def writer(self) -> str:
        """The address that mails come from: the sender's, else the user's if it is one."""
        return self.sender or (self.user if is_address(self.user) else "")


class Remind(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How often: what lasts is told once more after *again* days."""

    again: int = 7


class Correspondent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody who answers for things: an address, and a language if it is another."""

    mail: str = ""
    language: Literal["", "en", "zh"] = ""


ABOUT = {
    "people": later("Who is reminded by mail: a table for each owner or unit, by name."),
    "mail.server": later("The mail server that reminders are sent through."),
    "mail.port": later("Its port. 0: the usual one, 587, 465 or 25."),
    "mail.security": later(
        "How the connection is kept secret: starttls, ssl (from the start) or none."
    ),
    "mail.user": later(
        "The user that the server knows; empty: it wants none. "
        "The password does not stand here."
    ),
    "mail.sender": later("The address that reminders come from. Empty: the user."),
    "remind.again": later("After how many days what lasts is told once more."),
}
"""What each of them is for."""

LIMITS: dict[str, tuple[float, float]] = {"mail.port": (0, 65535), "remind.again": (1, 365)}
"""The least and the most that a number may be."""

EXAMPLE = {"张三": {"mail": "zhangsan@example.org", "language": "zh"}}
"""What may stand in the table of people."""


def secret_fault(values: Mapping[str, object]) -> str:
    """Return what is wrong with a password in the settings, "" if there is none."""
    table = values.get("mail")
    if not isinstance(table, dict) or "password" not in table:
        return ""
    return _(
        "mail.password does not belong in a file.\n"
        "Take it out, and give the password as {variable} or keep it: "
        "keyring set {service} USER"
    ).format(variable=PASSWORD, service=KEYRING)


def address_faults(mail: Mail, people: Mapping[str, Correspondent]) -> Iterator[str]:
    """Yield what is no address, or a name that cannot stand in a mail."""
    words = _("{key} must be an address such as li@example.org.")
    if mail.sender and not is_address(mail.sender):
        yield words.format(key="mail.sender")
    for name, one in people.items():
        if one.mail and not is_address(one.mail):
            yield words.format(key=f"people.{name}.mail")


def is_address(text: str) -> bool:
    """Whether *text* can be written to: a plain name, one @, and a domain in any script."""
    name, at, domain = text.rpartition("@")
    plain = name.isascii() and not _NOT_IN_ADDRESSES & set(text)
    return bool(name and at and domain) and plain and "@" not in name and not find_hidden(text)


def password(mail: Mail, environment: Mapping[str, str] = os.environ) -> str:
    """Return the password of the user; "" if there is none."""
    return Secret(PASSWORD, CREDENTIAL, KEYRING).find(mail.user, environment)
