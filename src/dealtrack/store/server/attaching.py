"""Attachments of a ledger on a server: the files that prove something, in a table."""

from hashlib import sha256
from pathlib import PurePosixPath

from dealtrack.errors import CannotRead
from dealtrack.store.disk.attachments import Copied
from dealtrack.store.server.server import Server
from dealtrack.store.sql.dialect import Sql
from dealtrack.text import _

LARGEST = 20_000_000
"""Bytes; everything in the database is in each of its backups, and goes through memory."""


def name_of(server: Server, found: Copied) -> str:
    """Return the name under which this content is kept already, "" if it is not."""
    asked = 'SELECT "name", "content" FROM "attachments" WHERE "name" LIKE ? ORDER BY "name"'
    for name, content in server.rows(Sql(asked, (f"{found.digest[:16]}-%",))):
        if sha256(content).hexdigest() == found.digest:
            return str(name)
    return ""


def write(server: Server, name: str, content: bytes) -> None:
    """Write an attachment; somebody may have attached the same file a moment ago."""
    text = (
        'INSERT INTO "attachments" ("name", "content") VALUES (?, ?) '
        'ON CONFLICT ("name") DO NOTHING'
    )
    server.run(Sql(text, (name, content)))


def content_of(server: Server, file: str) -> bytes:
    """Return the content of the attachment that is named *file*.  Raises: `CannotRead`."""
    asked = 'SELECT "content" FROM "attachments" WHERE "name" = ?'
    for (content,) in server.rows(Sql(asked, (PurePosixPath(file).name,))):
        return bytes(content)
    raise missing(file)


def missing(file: str) -> CannotRead:
    """Return the error that there is no such attachment."""
    return CannotRead(file, _("there is no such file"))
