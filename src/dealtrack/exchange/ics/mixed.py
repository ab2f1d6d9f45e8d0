"""Our task in somebody else's calendar file: what is ours is written, the rest is left."""

from hashlib import sha256

from icalendar import Calendar, Component, Todo

from dealtrack.exchange.ics.write import OURS

_OF_A_DAY = {"DTSTAMP", "LAST-MODIFIED"}  # these move without anything having changed


def digest_of(made: Todo) -> str:
    """Return a digest of what the ledger tells in *made*, the same on any day."""
    lines = (
        f"{name}:{one}" for name in OURS if name not in _OF_A_DAY for one in _values(made, name)
    )
    return sha256("\n".join(lines).encode()).hexdigest()[:32]


def mixed(there: bytes, made: Todo) -> bytes:
    """Return the file *there* with the properties of *made* in its task of the same UID.

    Notes, alarms and whatever other programs keep there stay.

    Raises:
        ValueError: if the file cannot be read, or holds no such task.
    """
    calendar = Calendar.from_ical(there.decode("utf-8-sig"))
    for one in calendar.walk("VTODO"):
        if str(one.get("UID", "")) == str(made["UID"]):
            _put(one, made)
            return bytes(calendar.to_ical(sorted=False))
    raise ValueError(str(made["UID"]))


def _put(one: Component, made: Todo) -> None:
    kept = _sequence(one)
    for name in OURS:
        one.pop(name, None)
        if name in made:
            one[name] = made[name]
    one["SEQUENCE"] = max(kept + 1, _sequence(made))


def _sequence(one: Component) -> int:
    try:
        return int(str(one.get("SEQUENCE", 0)))
    except ValueError:
        return 0


def _values(made: Component, name: str) -> list[str]:
    value = made.get(name)
    if value is None:
        return []
    many = value if isinstance(value, list) else [value]
    return [
        "".join((str(sorted(getattr(one, "params", {}).items())), one.to_ical().decode()))
        if hasattr(one, "to_ical")
        else str(one)
        for one in many
    ]


def whole(made: Todo, prodid: str) -> bytes:
    """Return *made* as a file of its own."""
    calendar = Calendar()
    calendar.add("prodid", prodid)
    calendar.add("version", "2.0")
    calendar.add_component(made)
    return bytes(calendar.to_ical(sorted=False))
