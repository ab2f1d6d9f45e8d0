"""What a ledger and a calendar tell otherwise, said in lines."""

from collections.abc import Iterable, Iterator

from dealtrack.cli.talk import joined
from dealtrack.exchange.ics.told import Difference, Told
from dealtrack.text import _
from dealtrack.text.hidden import visible


def changes_of(changes: Iterable[Difference]) -> Iterator[str]:
    """Yield what each of *changes* is, in a line."""
    for one in changes:
        status = _say_status(one.status)
        day = one.now.closed if one.status == "COMPLETED" and one.now.closed else None
        parts = (
            _("{status} on {day}").format(status=status, day=day) if day else status,
            _("due {before} → {after}").format(before=one.was.due or "–", after=one.due)
            if one.due
            else "",
        )
        yield visible(f"{one.was.ref:>6}  {one.was.summary}: {joined(parts)}")


def conflicts_of(conflicts: Iterable[Difference]) -> Iterator[str]:
    """Yield what each of *conflicts* is: the task, and in lines of their own both values."""
    for one in conflicts:
        line = _("conflict           {ref}  {task}")
        yield visible(line.format(ref=one.was.ref, task=one.was.summary))
        for side, has in ((_("ledger"), one.was), (_("calendar"), one.now)):
            yield f"    {side}: {_say(has)}"


def _say(has: Told) -> str:
    due = "" if has.is_event and not has.due else str(has.due or "–")
    return joined((_say_status(has.status), due))


def _say_status(status: str | None) -> str:
    names = {
        "NEEDS-ACTION": _("open"),
        "IN-PROCESS": _("begun"),
        "COMPLETED": _("done"),
        "CANCELLED": _("cancelled"),
    }
    return names.get(status or "", "")
