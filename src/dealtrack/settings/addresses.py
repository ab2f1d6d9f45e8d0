"""Addresses of ledgers on a server: what may stand in one, and what they are called here."""

import re

from dealtrack.errors import WrongUse
from dealtrack.text import _

_SECRETS = {
    "password",
    "sslpassword",
    "oauth_client_secret",
    "scram_client_key",
    "scram_server_key",
}
_PLACE = ("host", "hostaddr", "port", "dbname")
_LONGEST = 60


def is_address(ledger: str) -> bool:
    """Whether *ledger* is no path."""
    return "://" in ledger


def is_on_server(ledger: str) -> bool:
    """Whether *ledger* is the address of a database that can keep one."""
    return ledger.startswith(("postgresql://", "postgres://"))


def refuse_password(ledger: str) -> None:
    """Raise `WrongUse` if a password stands in the address of a ledger; it is not repeated."""
    if is_address(ledger) and says_password(ledger):
        raise password_shown()


def says_password(address: str) -> bool:
    """Whether a password stands in *address*."""
    owner, at, _host = _netloc(address).rpartition("@")
    return bool(at and owner.partition(":")[2]) or any(
        name.lower() in _SECRETS for name, _value in _parameters(address)
    )


def password_shown() -> WrongUse:
    """Return the error that an address has a password in it."""
    return WrongUse(
        _("A password must not stand in the address: others would see it."),
        _("Put it into ~/.pgpass, or into the variable PGPASSWORD."),
    )


def folder_name(address: str) -> str:
    """Return a name for a folder of what belongs to the ledger at *address*, without secrets.

    Whatever else it says, an address of the same database has the same name.
    """
    import hashlib  # noqa: PLC0415 -- 3 ms, where there is a server
    from urllib.parse import urlsplit  # noqa: PLC0415

    hosts = _netloc(address).rpartition("@")[2].lower()
    database = urlsplit(address).path.strip("/")
    said = [f"{name}={value}" for name, value in _parameters(address) if name in _PLACE]
    digest = hashlib.sha256("\n".join((hosts, database, *said)).encode()).hexdigest()[:12]
    readable = re.sub(r"[^\w.-]+", "-", f"{hosts}-{database}").strip("-.")[:_LONGEST]
    return f"{readable}-{digest}" if readable else digest


def _netloc(address: str) -> str:
    """Return what stands between ``://`` and the database, even of what is no address."""
    return re.split(r"[/?#](?=[^@]*$)", address.partition("://")[2], maxsplit=1)[0]


def _parameters(address: str) -> list[tuple[str, str]]:
    from urllib.parse import parse_qsl  # noqa: PLC0415 -- where there is a server

    return parse_qsl(address.partition("?")[2], keep_blank_values=True)
