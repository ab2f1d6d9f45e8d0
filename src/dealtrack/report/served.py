"""What the doctor may find about a ledger on a server; see `report.symptoms`."""

from dealtrack.text import later

SERVER_NAMES = {
    "server": later("Server"),
    "tls": later("Encryption"),
    "rights": later("Rights"),
    "tables": later("Tables"),
    "copying": later("Copy"),
    "entries": later("Rows for questions"),
    "sequences": later("Ids"),
    "replication": later("Standbys"),
    "waiting": later("Standstill"),
    "room": later("Space"),
}
"""The checks that only a ledger on a server is put to, in their order."""

SERVER_SYMPTOMS: dict[str, dict[str, str]] = {
    "server": {
        "answers": later("PostgreSQL {version} answers in {ms} ms"),
        "old": later("PostgreSQL {version} is too old: dealtrack needs {oldest} or later"),
        "unreachable": later("{why}"),
    },
    "tls": {
        "encrypted": later("{tls}, {cipher}"),
        "near": later("none: what is said does not leave this computer"),
        "plain": later(
            "none: whoever is on the way from {address} can read and change what is said; "
            "add ?sslmode=require to the address"
        ),
    },
    "rights": {
        "owner": later("{person} owns the tables: may do everything"),
        "keeper": later("{person} may read, change, and close months"),
        "editor": later("{person} may read and change, but not close a month"),
        "reader": later("{person} may read"),
        "none": later("{person} may not even read"),
        "nothing": later("{person} is connected; there is no ledger yet"),
    },
    "tables": {
        "same": later("format {format}, made by dealtrack {program}"),
        "older": later("made by dealtrack {program}: they must be brought up to date"),
        "newer": later("made by dealtrack {program}, which is later than this one"),
        "nothing": later("there are none yet"),
    },
    "copying": {
        "none": later("none is under way"),
        "unfinished": later(
            "a copy from {source} is not finished; it last went on at {moment}"
        ),
    },
    "entries": {
        "sound": later("of {n} records, {some} were compared: questions find what is recorded"),
        "different": later("questions find {ref} otherwise than it is recorded"),
        "missing": later("{table}: {n} records, but questions find {found}"),
        "nothing": later("there are no records yet"),
    },
    "sequences": {
        "sound": later("no id that was given can be given again"),
        "behind": later("{table}: the next id would be {next}, though {last} were given"),
        "hidden": later("who may not change the ledger is not told"),
        "nothing": later("none were given yet"),
    },
    "replication": {
        "none": later(
            "none: a disk that breaks takes along what was recorded since the backup"
        ),
        "hidden": later("{n} follow; how far they are is told to members of pg_monitor"),
        "sync": later(
            "{name} lacks {bytes} bytes; nothing is said to be saved before it has it"
        ),
        "async": later("{name} lacks {bytes} bytes; it comes after (asynchronous)"),
        "behind": later("{name} lacks {bytes} bytes and is {seconds} s late"),
        "standby": later("this is a standby, which lacks {bytes} bytes: it cannot be changed"),
        "late": later("this is a standby, which lacks {bytes} bytes and is {seconds} s late"),
    },
    "waiting": {
        "none": later("nothing has stood still for more than a minute"),
        "prepared": later("“{name}” of {who} was prepared {seconds} s ago and never decided"),
        "blocked": later("{who} (process {name}) has waited {seconds} s for process {blocker}"),
        "idle": later("{who} (process {name}) holds a transaction open for {seconds} s"),
    },
    "room": {
        "size": later(
            "the database takes {size}; how much is free only the server's keeper sees"
        ),
    },
}
"""What each of them may find."""
