"""Why a server was not reached, or refused: in few words of ours, where it has many."""

import re

from dealtrack.errors import WrongUse
from dealtrack.text import _, later

_KNOWN = (
    (
        r"password authentication failed|no password supplied",
        later("it refuses the name or the password (~/.pgpass)"),
    ),
    (
        r"no pg_hba\.conf entry|rejects connection",
        later("it lets nobody in who comes from here, or comes so"),
    ),
    (r'database "[^"]*" does not exist', later("it has no database of that name")),
    (
        r'role "[^"]*" (?:does not exist|is not permitted)',
        later("it does not let that name in"),
    ),
    (
        r"too many (?:connections|clients)|remaining connection slots",
        later("too many others are connected"),
    ),
    (r"starting up|shutting down|recovery mode", later("it is starting or stopping")),
    (r"resolve host|translate host name", later("there is no computer of that name")),
    (r"Connection refused|socket .*No such file or directory", later("nobody answers there")),
    (r"time(?:out expired|d out)", later("it does not answer in time")),
    (
        r"in a read-only transaction",
        later("it is set to take no changes (default_transaction_read_only)"),
    ),
    (
        r"read-only|target_session_attrs|is in hot standby",
        later("it takes no changes: it is a standby"),
    ),
    (
        r"due to (?:statement|transaction) timeout",
        later("it takes longer than is allowed there (statement_timeout)"),
    ),
    (
        r"other objects depend on it",
        later("views or tables of others depend on what is to be made anew"),
    ),
    (r"No space left on device", later("its disk is full")),
    (
        r"has no equivalent in encoding",
        later("its database was not made for every text (UTF8)"),
    ),
)
"""What the library or the server says, as far as it is the same in all versions."""

_CIRCUMSTANCES = re.compile(r'^.*connection to server (?:at|on socket) "[^"]*".*? failed: ')


def told(text: str) -> str:
    """Return why something could not be done, given what the library or server said of it.

    What is not known is told in the library's own words, in one line.  Nothing that looks
    like a password is told.
    """
    line = " ".join(text.split())
    for pattern, words in _KNOWN:
        if re.search(pattern, line, re.IGNORECASE):
            return _(words)
    bare = _CIRCUMSTANCES.sub("", line).removeprefix("FATAL: ")
    return re.sub(r"password=\S+", "password=…", bare)


def not_for_every_text(place: str, encoding: str) -> WrongUse:
    """Return the error that the database at *place* cannot keep every text."""
    return WrongUse(
        _("The database of {place} keeps texts as {encoding}, which is not enough.").format(
            place=place, encoding=encoding
        ),
        _("Make another: createdb --template=template0 --encoding=UTF8 NAME"),
    )


def strange_tables(place: str, schema: str, why: str) -> WrongUse:
    """Return the error that what lies at *place* is not what dealtrack made there."""
    return WrongUse(
        _("What lies in the schema {schema} of {place} is no ledger: {why}").format(
            schema=schema, place=place, why=why
        ),
        _("Give dealtrack a database of its own, or ask who keeps the server."),
    )
