"""The names of the doctor's checks, and the sentences for what they may find.

A finding is a key and bare facts; here are its words.  Every ``{name}`` in a sentence
is a fact that the check has to give.
"""

from dealtrack.text import later

NAMES = {
    "place": later("Where it is"),
    "ledger": later("Ledger"),
    "access": later("Access"),
    "format": later("Format"),
    "checkpoint": later("Checkpoint"),
    "journal": later("Journal"),
    "replay": later("History"),
    "records": later("Records"),
    "references": later("References"),
    "attachments": later("Attachments"),
    "days": later("Order of days"),
    "words": later("Vocabulary"),
    "organisations": later("Organisations"),
    "agreements": later("Same agreement twice"),
    "backup": later("Backup"),
    "index": later("Index"),
    "lock": later("Lock"),
    "strays": later("Strays"),
    "damaged": later("Set aside"),
    "disk": later("Disk"),
    "filesystem": later("File system"),
    "clock": later("Clock"),
    "settings": later("Settings"),
    "width": later("Width of Chinese"),
    "encoding": later("Encoding"),
    "language": later("Language"),
    "editor": later("Editor"),
    "pager": later("Pager"),
    "completion": later("Completion"),
    "versions": later("Versions"),
}
"""Every check by its key, in the order in which they are told."""

_LOST = {"lost": later("cannot be told while the ledger cannot be read")}

SYMPTOMS: dict[str, dict[str, str]] = {
    "place": {
        "option": later("{path}, as --ledger says"),
        "environment": later("{path}, as DEALTRACK_LEDGER says"),
        "setting": later("{path}, as the settings say"),
        "default": later("{path}, the usual place"),
    },
    "ledger": {
        "holds": later(
            "agreements: {agreements}, trips: {trips}, revision {revision}; "
            "{size} in {files} files"
        ),
        "served": later(
            "agreements: {agreements}, trips: {trips}, revision {revision}; the last change "
            "is of {moment}"
        ),
        "empty": later("there is none yet: it begins with the first record"),
        "unreadable": later("{why}"),
        **_LOST,
    },
    "access": {
        "private": later("{n} files and folders, open to you alone"),
        "open": later("{file} is open to others (mode {mode})"),
        "foreign": later("{file} belongs to {owner}, not to you"),
        "elsewhere": later("this system keeps no modes"),
        "nothing": later("there is nothing to look at yet"),
    },
    "format": {
        "same": later("format {format}"),
        "older": later(
            "format {format}; the next change makes it format {ours}, after a backup"
        ),
        "newer": later("{why}"),
        "nothing": later("there is no checkpoint yet"),
        **_LOST,
    },
    "checkpoint": {
        "sound": later("{file}: checksum right, agreements: {agreements}, trips: {trips}"),
        "whole": later("{file}: checksum right"),
        "absent": later("there is none yet"),
        "damaged": later("{why}"),
    },
    "journal": {
        "sound": later("changes in an unbroken chain: {lines}, since revision {first}"),
        "torn": later(
            "unbroken; {bytes} bytes at its end were never saved: "
            "the next change takes them away"
        ),
        "absent": later("there is none yet"),
        "damaged": later("{why}"),
    },
    "replay": {
        "same": later("replayed from revision {base} to {revision}: every record is the same"),
        "different": later("{ref} is not as the journal tells it"),
        "baseless": later(
            "it cannot be replayed: the changes before revision {first} are gone"
        ),
        "absent": later("there is nothing to replay yet"),
        **_LOST,
    },
    "records": {
        "sound": later("{n} read, all within the rules"),
        "unreadable": later("{ref} cannot be read: {why}"),
        "broken": later("{ref}, {why}"),
        **_LOST,
    },
    "references": {
        "sound": later("every link and trip number leads to a record"),
        "link": later("{ref} names agreement {to}, which is not there"),
        "later": later("{ref} follows from agreement {to}, which was signed after it"),
        "became": later("{ref}: an intention became agreement {to}, which is not there"),
        "trip": later("{ref} names trip T{to}, which is not there"),
        **_LOST,
    },
    "attachments": {
        "sound": later("{n} files, all as they were kept"),
        "none": later("there are none"),
        "missing": later("{file} is missing; {ref} names it"),
        "altered": later("{file} is not the file that {ref} was given"),
        "unnamed": later("{file} is named by no record, nor by the journal"),
        **_LOST,
    },
    "days": {
        "sound": later("no day contradicts another"),
        "odd": later("{ref}: {why}"),
        "back": later("{ref} reached “{stage}” on {day}, before “{earlier}” on {other}"),
        "future": later("{ref} has an entry of a day to come: {day}"),
        "reversed": later("{ref}: expires on {day}, before it was signed"),
        **_LOST,
    },
    "words": {
        "sound": later("every kind, sector and stage is known"),
        "kind": later("{ref}: {word} is not a kind of agreement"),
        "sector": later("{ref}: {word} is not a sector"),
        "stage": later("{ref}: {word} is not a stage"),
        **_LOST,
    },
    "organisations": {
        "sound": later("no two names look like one organisation"),
        "same": later("“{one}” and “{other}” look like one organisation: {refs}"),
        **_LOST,
    },
    "agreements": {
        "sound": later("no two have the same title, day and parties"),
        "same": later("{refs} have the same title, day and parties: {title}"),
        **_LOST,
    },
    "backup": {
        "sound": later("the newest is of {moment} and can be read; there are {n}"),
        "old": later(
            "the newest is of {moment}, {days} days ago, and there were changes since"
        ),
        "damaged": later("the newest, {file}, cannot be used: {why}"),
        "absent": later("there is none yet"),
        "nothing": later("there is nothing to back up yet"),
        **_LOST,
    },
    "index": {
        "fresh": later("agrees with the files"),
        "absent": later("there is none: a ledger of this size needs none"),
        "missing": later("there is none yet: the next change makes it"),
        "stale": later("is behind the files, and not used until it is made anew"),
        "damaged": later("does not agree with the files"),
        **_LOST,
    },
    "lock": {
        "free": later("nobody is writing"),
        "held": later("{who} is writing since {since}"),
        "stale": later("free, but it still names {who}, since {since}"),
        "unknown": later("{why}"),
    },
    "strays": {
        "none": later("no process left anything behind"),
        "stray": later("{file} was left by a process that was stopped ({size})"),
    },
    "damaged": {
        "none": later("no damaged file was set aside"),
        "kept": later("{file} was set aside when the ledger was restored ({size})"),
    },
    "disk": {
        "room": later("{free} free; ledger and backups take {size}"),
        "full": later("only {free} free; a checkpoint and a backup need up to {needed}"),
        "unknown": later("{why}"),
    },
    "filesystem": {
        "local": later("{kind}"),
        "network": later(
            "{kind}: such shares may forget what they said was saved, or was locked"
        ),
        "unknown": later("this system does not say"),
    },
    "clock": {
        "sane": later("the last change is of {moment}"),
        "behind": later("the last change is of {moment}, which is still to come: {now} now"),
        "together": later("the server's clock and this one are {seconds} s apart"),
        "apart": later(
            "the server's clock says {moment}, this one {now}: {seconds} s apart; "
            "changes are signed by the server's"
        ),
        "nothing": later("there is no change to compare it with"),
        **_LOST,
    },
    "settings": {
        "sound": later("{path}"),
        "absent": later("{path} does not exist: the defaults hold"),
        "wrong": later("{why}"),
    },
    "width": {
        "right": later("中 takes {n} columns, as it should"),
        "wrong": later(
            "中 takes {n} columns; tables need 2: choose a font or a locale for Chinese"
        ),
        "silent": later("the terminal does not say"),
        "none": later("this is no terminal"),
    },
    "encoding": {
        "whole": later("{encoding} can write every language"),
        "partly": later("{encoding} cannot write {what}: signs are replaced"),
    },
    "language": {
        "known": later("{language}, from {source}"),
        "unspoken": later("English, for dealtrack does not speak “{value}” of {source}"),
    },
    "editor": {
        "found": later("{command}"),
        "absent": later("{command} is not there: dealtrack edit cannot be used"),
        "unclear": later("{why}"),
    },
    "pager": {
        "found": later("{command}"),
        "absent": later("{command} is not there: long pages are printed in one go"),
        "none": later("none is wanted"),
    },
    "completion": {
        "found": later("{file}"),
        "absent": later("the Tab key does not complete in {shell} yet"),
        "unknown": later("nobody knows where {shell} keeps it"),
        "unset": later("which shell it would be for cannot be told: SHELL is not set"),
    },
    "versions": {"these": later("{versions}")},
}
"""What each check may find, by the key of the check and that of the finding."""
