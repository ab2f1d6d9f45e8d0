"""Commands that change or strike a whole record: ``edit`` and ``remove``."""

from pathlib import Path
from typing import Any

from dealtrack.actions import records
from dealtrack.cli.ask import confirm
from dealtrack.cli.command import Commands
from dealtrack.cli.options import Anything, Record
from dealtrack.cli.refs import Found, find_record
from dealtrack.cli.run import Run
from dealtrack.cli.talk import saved, warn
from dealtrack.errors import DealtrackError, FileProblem, FileRefused, NotFound
from dealtrack.model import Agreement, Kept, Trip
from dealtrack.store.base import Store
from dealtrack.text import _, listed, plural

commands = Commands()


@commands.add(
    "edit",
    _("Change a record as a text in your editor ($VISUAL, $EDITOR)."),
    shared="writing",
    examples=("edit 17", "EDITOR=nano dealtrack edit T3"),
)
def edit(run: Run, ref: Record) -> None:
    from dealtrack.cli.editor import edit as open_editor
    from dealtrack.exchange.document import write_record

    with run.store() as store:
        record = find_record(store, ref, run.today).record
        trip_of = _trip_of(store, record)
        text = before = write_record(record, trip_of)
        while True:
            text = open_editor(text, Path(run.ledger).parent, ".toml")
            if text == before:
                run.say(_("Nothing was changed."))
                return
            changed = _changed(run, text, record, trip_of)
            if isinstance(changed, str):
                text = changed
                continue
            break
        if changed == record:
            run.say(_("Nothing was changed."))
            return
        kept = _save(run, store, changed, text)
    saved(
        run, kept.ref, kept, (_("Saved {ref}: {title}").format(ref=kept.ref, title=kept.title),)
    )
    warn(run, kept)


@commands.add(
    "remove",
    _("Strike a record or one follow-up from the ledger; its ref is never given again."),
    shared="writing",
)
def remove(run: Run, ref: Anything) -> None:
    with run.store() as store:
        found = find_record(store, ref, run.today)
        if not confirm(run, _going(store, found, run)):
            run.say(_("Nothing was changed."))
            return
        record = records.remove(store, found.ref)
    name = found.follow_up.task if found.follow_up else record.title
    saved(
        run,
        str(found.ref),
        record,
        (_("Removed {ref}: {title}").format(ref=found.ref, title=name),),
    )


def _trip_of(store: Store, record: Kept) -> Trip | None:
    if not isinstance(record, Agreement) or record.trip is None:
        return None
    try:
        return store.trips.get(record.trip)
    except NotFound:
        return None


def _changed(run: Run, text: str, record: Kept, trip_of: Trip | None) -> Kept | str:
    """Return the record that *text* makes, or the text to go on with after an error."""
    from dealtrack.exchange.document import read_record

    read: Any = read_record  # of one type or the other, and it gives back the same
    changed, problems = read(text, record, run.today, trip_of=trip_of)
    if changed is not None:
        return changed  # type: ignore[no-any-return]
    for problem in problems:
        run.say(str(problem))
    if run.asks and confirm(run, _("Go on editing?"), default=True):
        return _with_problems(text, problems)
    raise FileRefused(str(_kept_text(run, record.ref, text)), problems)


def _with_problems(text: str, problems: tuple[FileProblem, ...]) -> str:
    """Write each problem as a comment above the line that it is about."""
    mark = "#! "
    lines = text.split("\n")
    kept = [(n, line) for n, line in enumerate(lines, start=1) if not line.startswith(mark)]
    said: dict[int, list[str]] = {}
    for problem in problems:
        said.setdefault(problem.line, []).append(f"{mark}{problem.path}: {problem.why}")
    head = said.pop(0, [])
    return "\n".join([*head, *(part for n, line in kept for part in (*said.get(n, []), line))])


def _save(run: Run, store: Store, changed: Kept, text: str) -> Kept:
    """Save *changed*; if that fails, the text is kept in a file, and the error says where."""
    try:
        return records.revise(store, changed)
    except DealtrackError:
        path = _kept_text(run, changed.ref, text)
        run.say(_("Your text is kept in {path}").format(path=path))
        raise


def _kept_text(run: Run, ref: str, text: str) -> Path:
    folder = Path(run.ledger).parent
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"edit-{ref}-{run.today:%Y%m%d}.toml"
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")
    return path


def _going(store: Store, found: Found, run: Run) -> str:
    """Say what goes with the record, and what would point to nothing."""
    record = found.record
    if found.follow_up:
        return _("Remove follow-up {ref}, {task}, with its history?").format(
            ref=found.ref, task=found.follow_up.task
        )
    parts = [plural("{n} follow-up", "{n} follow-ups", len(record.follow_ups))]
    parts.append(plural("{n} note", "{n} notes", len(record.notes)))
    others = store.agreements.search(as_of=run.today)
    if isinstance(record, Trip):
        refs = [a.ref for a in others if a.trip == record.id]
        lost = _("agreements {refs} would belong to no trip")
    else:
        refs = [a.ref for a in others if any(link.to == record.id for link in a.links)]
        lost = _("agreements {refs} refer to it")
    if refs:
        parts.append(lost.format(refs=listed(refs)))
    return _("Remove {ref}, {title} ({parts})?").format(
        ref=record.ref, title=record.title, parts=" · ".join(parts)
    )
