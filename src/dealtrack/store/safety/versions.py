"""How far records have come: their versions and numbers, which only ever grow."""

from collections.abc import Iterable, Iterator

import msgspec

from dealtrack.model.codec import decode, encode
from dealtrack.store.disk.journal import NOTHING, RecordChange
from dealtrack.store.safety.salvage import Sound
from dealtrack.store.safety.states import State


class Count(msgspec.Struct):
    """As much of a record as tells one version of it from another."""

    uid: str = ""
    version: int = 1
    last_number: int = 0


def raised(state: State, unused: Iterable[Sound]) -> Iterator[RecordChange]:
    """Yield changes that raise versions and numbers above what lost changes gave out.

    Else a follow-up would get the ref of one that somebody knows, or an old copy of a
    record would pass for the newest.
    """
    for (table, key), seen in counts(unused).items():
        raw = state.tables.get(table, {}).get(key, NOTHING)
        own = decode(raw, Count) if raw != NOTHING else seen
        if own.version < seen.version or own.last_number < seen.last_number:
            after = msgspec.Raw(above(raw, seen))
            yield RecordChange(table=table, id=int(key), before=raw, after=after)


def past_counts(state: State) -> dict[tuple[str, str], Count]:
    """Return what every record of a ledger ever came to, struck ones too."""
    found = counts(state.lines)
    for table, records in state.tables.items():
        for key, raw in records.items():
            if (table, key) not in found:
                found[table, key] = decode(raw, Count)
    return found


def counts(lines: Iterable[Sound]) -> dict[tuple[str, str], Count]:
    """Return what every record that *lines* name came to, by its table and key."""
    found: dict[tuple[str, str], Count] = {}
    changes = (change for line in lines for change in line.says.changes)
    for change in changes:
        for raw in (change.before, change.after):
            if raw != NOTHING:
                own = decode(raw, Count)
                seen = found.setdefault((change.table, str(change.id)), own)
                seen.version = max(seen.version, own.version)
                seen.last_number = max(seen.last_number, own.last_number)
    return found


def above(raw: msgspec.Raw, seen: Count) -> bytes:
    """Return the record *raw* as a newer version than *seen*, whose numbers stay taken."""
    own = decode(raw, Count)
    fields = msgspec.json.decode(raw)
    fields["version"] = max(own.version, seen.version) + 1
    if last := max(own.last_number, seen.last_number):
        fields["last_number"] = last
    return encode(fields)


def is_same(one: msgspec.Raw, other: msgspec.Raw) -> bool:
    """Whether two texts tell the same of a record, whatever their versions."""
    if one == other:
        return True
    first, second = msgspec.json.decode(one), msgspec.json.decode(other)
    for fields in (first, second):
        fields.pop("version", None)
        fields.pop("last_number", None)
    return bool(first == second)
