"""A page as a mail: the same words as text and as HTML, for people at any program.

No text of the ledger can become a header, a tag or a link: headers are encoded, their
line breaks spelled out, and HTML is escaped.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from dealtrack.render import plain
from dealtrack.render.letter import html
from dealtrack.report.page import Page
from dealtrack.text.hidden import visible


def compose(
    page: Page,
    subject: str,
    writer: tuple[str, str],
    reader: tuple[str, str],
    moment: datetime,
    identity: str,
) -> EmailMessage:
    """Return *page* as a mail from *writer* to *reader*, each a name and an address.

    *identity* becomes its Message-ID: a mail with the same one is the same mail.
    """
    mail = EmailMessage(policy=SMTP)
    mail["From"] = _addressed(*writer)
    mail["To"] = _addressed(*reader)
    mail["Subject"] = visible(subject)
    mail["Date"] = format_datetime(moment)
    mail["Message-ID"] = f"<{identity}@{in_ascii(writer[1]).rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office notes in return
    mail.set_content("".join(plain.text(page)))
    mail.add_alternative(html(page), subtype="html")
    return mail


def identity_of(parts: Iterable[object]) -> str:
    """Return what names a mail: the same for the same *parts*, another for others."""
    text = "\x00".join(map(str, parts))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def in_ascii(address: str) -> str:
    """Return *address* with its domain as mail servers spell it: in ASCII (RFC 3490)."""
    name, _at, domain = address.rpartition("@")
    return address if domain.isascii() else f"{name}@{domain.encode('idna').decode()}"


def _addressed(name: str, address: str) -> Address:
    return Address(visible(name), addr_spec=in_ascii(address))
