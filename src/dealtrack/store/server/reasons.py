"""Why a connection could not be made: in few words of ours, where the library has many."""

import re

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
        r"read-only|target_session_attrs|is in hot standby",
        later("it takes no changes: it is a standby"),
    ),
)
"""What the library or the server says, as far as it is the same in all versions."""

_CIRCUMSTANCES = re.compile(r'^.*connection to server (?:at|on socket) "[^"]*".*? failed: ')


def told(text: str) -> str:
    """Return why a connection could not be made, given what the library said of it.

    What is not known is told in the library's own words, in one line.  Nothing that looks
    like a password is told.
    """
    line = " ".join(text.split())
    for pattern, words in _KNOWN:
        if re.search(pattern, line, re.IGNORECASE):
            return _(words)
    bare = _CIRCUMSTANCES.sub("", line).removeprefix("FATAL: ")
    return re.sub(r"password=\S+", "password=…", bare)
