"""The place where a ledger is kept: who may get at it, who holds it, what lies about."""

import os
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

from dealtrack.errors import reason
from dealtrack.report.doctor import FIX, Check, Finding, fixable, judged, no, none, unknown, yes
from dealtrack.store.disk import lock
from dealtrack.store.disk.files import Files
from dealtrack.store.safety import health

_SPARE = 64 * 1024**2
"""Bytes that must be free besides what a checkpoint and a backup take."""


def examine(files: Files) -> Iterator[Check]:
    """Yield every check of the files and their folder that reads none of them."""
    yield _access(files)
    yield _lock(files)
    yield _strays(files)
    yield _aside(files)
    yield _disk(files)
    yield _filesystem(files)


def _access(files: Files) -> Check:
    if os.name == "nt":
        return none("access", "elsewhere")
    seen = health.access(files)
    if not seen:
        return none("access", "nothing")
    foreign = [one for one in seen if one.owner]
    if foreign:
        return judged("access", [_foreign(one, *health.owner_of(files)) for one in foreign])
    opened = [
        Finding(
            says="open", facts={"file": str(one.path), "mode": f"{one.mode:04o}"}, command=FIX
        )
        for one in seen
        if one.is_open
    ]
    private = Finding(says="private", facts={"n": f"{len(seen):,}"})
    return judged("access", opened, private, fixable=True)


def _foreign(one: health.Access, user: int, group: int) -> Finding:
    return Finding(
        says="foreign",
        facts={"file": str(one.path), "owner": one.owner},
        command=f"sudo chown {user}:{group} {shlex.quote(str(one.path))}",
    )


def _lock(files: Files) -> Check:
    try:
        seen = lock.look(files.lock)
    except OSError as why:
        return unknown("lock", "unknown", why=reason(why))
    holder = seen.holder
    who = holder.who or (f"process {holder.process}" if holder.process else "")
    since = f"{holder.since:%Y-%m-%d %H:%M:%S}" if holder.since else "?"
    if seen.is_held:
        return yes("lock", "held", who=who or "?", since=since)
    return fixable("lock", "stale", who=who, since=since) if who else yes("lock", "free")


def _strays(files: Files) -> Check:
    found = [
        Finding(says="stray", facts=_sized(path), command=FIX) for path in health.strays(files)
    ]
    return judged("strays", found, Finding(says="none"), fixable=True)


def _aside(files: Files) -> Check:
    # Nothing is proposed: where files of two ledgers were mixed up, it may be the right one
    found = [Finding(says="kept", facts=_sized(path)) for path in health.set_aside(files)]
    return judged("damaged", found, Finding(says="none"))


def _sized(path: Path) -> dict[str, str]:
    return {"file": str(path), "size": health.spelled(health.size([path]))}


def _disk(files: Files) -> Check:
    folder = health.existing(files.checkpoint.parent)
    try:
        free = shutil.disk_usage(folder).free
    except OSError as why:
        return unknown("disk", "unknown", why=reason(why))
    there = health.files_of(files)
    live = health.size([p for p in (files.checkpoint, files.journal) if p.exists()])
    needed = 2 * live + _SPARE
    if free < needed:
        command = f"df -h {shlex.quote(str(folder))}"
        return no(
            "disk", "full", command, free=health.spelled(free), needed=health.spelled(needed)
        )
    return yes(
        "disk", "room", free=health.spelled(free), size=health.spelled(health.size(there))
    )


def _filesystem(files: Files) -> Check:
    kind = health.filesystem(files.checkpoint)
    if not kind:
        return unknown("filesystem", "unknown")
    if kind in health.NETWORK:
        command = (
            f"dealtrack ledger copy {shlex.quote(str(files.checkpoint))} ~/ledger/ledger.json"
        )
        return no("filesystem", "network", command, kind=kind)
    return yes("filesystem", "local", kind=kind)
