"""The address of a PostgreSQL server: what it says, and what is usual where it says nothing.

It is libpq's: several hosts are tried one after the other, and the one that takes changes is
meant.  The password is libpq's business alone (``~/.pgpass``, ``PGPASSWORD``); an address that
has one in it is refused, for addresses are seen in process lists, stored in settings and told
in messages.
"""

from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from dealtrack.errors import WrongUse
from dealtrack.settings.addresses import password_shown, says_password
from dealtrack.store.server.persisting import PATIENCE
from dealtrack.text import _

SCHEMA = "dealtrack"

_USUAL = {
    "client_encoding": "utf8",
    "connect_timeout": "5",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "20000",
}
"""What is asked of libpq unless the address says otherwise: to notice soon what is dead."""
# Compiling a question with fifty columns takes longer than any answer to it
_PLANNED = "-c jit=off -c cursor_tuple_fraction=1"
# Whoever keeps the server may have set these otherwise: answers are read so, and who waits
# for others must see what they did
_READ = (
    "-c timezone=UTC -c datestyle=ISO -c bytea_output=hex -c array_nulls=on "
    "-c standard_conforming_strings=on "
    r"-c default_transaction_isolation=read\ committed"
)
# Whoever is gone must not hold what others wait for: the server looks as often as we do
_NOTICED = (
    "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 "
    "-c tcp_user_timeout=20s"
)
_ASKED = f"-c search_path={SCHEMA} {_READ} {_PLANNED} {_NOTICED}"


def parameters(url: str, patience: float = PATIENCE) -> dict[str, Any]:
    """Return what an address says, with what is usual.

    Raises:
        WrongUse: if it is none, or has a password in it; what it says is not repeated.
    """
    try:
        given: dict[str, Any] = dict(conninfo_to_dict(url))
    except psycopg.Error:
        raise WrongUse(
            _("This is no address of a PostgreSQL server."),
            _("Write it so: postgresql://NAME@HOST:5432/DATABASE"),
        ) from None
    if says_password(url) or given.get("password") or given.get("sslpassword"):
        raise password_shown()
    waits = f"-c lock_timeout={round(1000 * patience)}"
    given["options"] = " ".join(filter(None, (given.get("options"), _ASKED, waits)))
    if "," in str(given.get("host", "")):
        given.setdefault("target_session_attrs", "read-write")
    return {**_USUAL, **given}


def place_of(said: dict[str, Any]) -> str:
    """Return the address in short: where, and which database."""
    host, port = str(said.get("host", "")), str(said.get("port", ""))
    database = str(said.get("dbname", ""))
    if host.startswith("/"):  # the folder of a socket
        return f"postgresql:///{database}?host={host}"
    if not host and "service" in said:
        return f"postgresql:///{database}?service={said['service']}"
    hosts = [f"[{one}]" if ":" in one else one for one in host.split(",")]
    ports = port.split(",") if port else [""]
    ports = ports * len(hosts) if len(ports) == 1 else ports
    at = ",".join(f"{h}:{p}" if p else h for h, p in zip(hosts, ports, strict=False))
    return f"postgresql://{at}/{database}"
