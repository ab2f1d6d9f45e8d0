"""The errors of psycopg, and what a `Server` may raise instead."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import errors

from dealtrack.errors import LedgerBusy, NotAllowed, ServerRefused
from dealtrack.store.server.address import SCHEMA
from dealtrack.store.server.reasons import strange_tables, told
from dealtrack.store.server.server import Again, Lost, Taken

_AGAIN = (errors.SerializationFailure, errors.DeadlockDetected)
_LOST = (
    errors.AdminShutdown,
    errors.CrashShutdown,
    errors.CannotConnectNow,
    errors.ConnectionException,
    errors.TransactionResolutionUnknown,
)
_STRANGE = (
    errors.UndefinedColumn,
    errors.UndefinedTable,
    errors.DuplicateTable,
    errors.WrongObjectType,
)
_OUR_FAULT = (
    errors.SyntaxErrorOrAccessRuleViolation,
    psycopg.ProgrammingError,
    psycopg.InterfaceError,
)
_TABLE = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM|COPY|CREATE|SELECT)\b[^"]*"(\w+)"')


@contextmanager
def translated(
    connection: psycopg.Connection, place: str, patience: float, text: str
) -> Iterator[None]:
    """Raise what a `Server` may where psycopg refuses the statement *text*.

    What is waited for is waited for *patience* seconds, at the *place* of an address.
    """
    try:
        yield
    except _AGAIN:
        raise Again from None
    except _LOST as error:
        raise Lost(_said(error)) from None
    except errors.ReadOnlySqlTransaction as error:
        if is_standby(connection):
            raise Lost(_said(error)) from None
        raise ServerRefused(place, told("in a read-only transaction")) from None
    except errors.UniqueViolation:
        raise Taken from None
    except errors.LockNotAvailable:
        raise LedgerBusy(place, patience) from None
    except errors.InsufficientPrivilege:
        raise NotAllowed(connection.info.user, _needed_for(text)) from None
    except _STRANGE as error:
        raise strange_tables(place, SCHEMA, _said(error)) from None
    except _OUR_FAULT:
        raise
    except psycopg.Error as error:
        if connection.closed or connection.broken:
            raise Lost(_said(error)) from None
        raise ServerRefused(place, told(_said(error))) from None


def is_standby(connection: psycopg.Connection) -> bool:
    """Whether the server only follows another, whose changes it gets."""
    return connection.info.parameter_status("in_hot_standby") == "on"


def _needed_for(text: str) -> str:
    """Return what a statement of ours was for."""
    if text.lstrip().startswith("SELECT"):
        return "read"
    if text.lstrip().startswith(("CREATE", "DROP", "ALTER")):
        return "create"
    found = _TABLE.match(text)
    return found[1] if found else ""


def _said(error: psycopg.Error) -> str:
    """Return what the server says of an error, or the library."""
    return error.diag.message_primary or told(str(error))
