"""Playbooks in use: shown, asked for, and added to what is logged or followed up."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from msgspec.structs import replace

from dealtrack.actions import followups
from dealtrack.actions.playbooks import Anchors, fits, fitting, tasks_of
from dealtrack.cli.ask import confirm
from dealtrack.cli.options import anchors_of, of_record
from dealtrack.cli.refs import find_record
from dealtrack.cli.run import Run
from dealtrack.cli.talk import as_saved, due_line, joined, telling
from dealtrack.errors import WrongUse
from dealtrack.model import Draft, FollowUp, Record, TripDraft
from dealtrack.settings.playbooks import Playbook
from dealtrack.settings.shipped import known
from dealtrack.text import _, listed, plural
from dealtrack.text.hidden import visible

NONE = ("none", "无")

D = TypeVar("D", Draft | TripDraft, Draft, TripDraft)


def named(run: Run, name: str) -> Playbook:
    """Return the playbook called *name*, or raise `WrongUse` and offer the nearest."""
    there = known(run.settings.playbooks)
    if name in there:
        return there[name]
    from difflib import get_close_matches  # 6 ms, wanted only after a slip

    sentence = _("{name} is not a playbook.").format(name=name)
    if near := get_close_matches(name, there, n=2):
        raise WrongUse(sentence, _("Did you mean: {names}?").format(names=listed(near)))
    raise WrongUse(sentence, _("Known are: {names}.").format(names=listed(there)))


def follow_playbooks(run: Run, ref: str, names: Iterable[str]) -> None:
    """Add the steps of playbooks to a record that is in the ledger."""
    with run.store() as store:
        found = find_record(store, ref, run.today)
        days = of_record(store, found.record)
        record = found.record
        tasks = [
            task
            for name in names
            for task in tasks_of(name, named(run, name), record, days, run.today)
        ]
        if not tasks:
            run.say(_("Nothing new: {ref} has all of it.").format(ref=found.ref.record))
            return
        if run.asks and not _wanted(run, found.record.title, tasks):
            run.say(_("Nothing saved."))
            return
        saved, added = followups.follow_all(store, found.ref.record, tasks)
    refs = [f"{saved.ref}.{one.number}" for one in added]
    with telling(listed(refs)):
        if run.json:
            run.answer(as_saved(refs, [saved]))
        elif run.quiet:
            run.tell("\n".join(refs))
        else:
            count = plural("Saved {n} follow-up", "Saved {n} follow-ups", len(refs))
            run.tell(visible(f"{count} · {saved.title}"))
            for name, one in zip(refs, added, strict=True):
                run.tell(f"  {name} {_told(run, one)}")


def offered(
    run: Run,
    drafts: Sequence[Draft | TripDraft],
    days: Anchors,
    names: Sequence[str] | None,
) -> tuple[tuple[FollowUp, ...], ...]:
    """Return for each of *drafts* the follow-ups that its playbooks add.

    They are the ones *named* on the command line, or those that fit: then they are
    shown, and asked for, as the setting ``offer_playbooks`` says.  Of several drafts,
    a named playbook goes to those that it is meant for.

    Raises:
        WrongUse: if a playbook is not known, or meant for none of several drafts.
    """
    if names is not None:
        wanted = {name: named(run, name) for name in names if name not in NONE}
        return tuple(_all(run, d, days, its) for d, its in _assigned(drafts, wanted))
    none = tuple(() for _draft in drafts)
    if not run.offers_playbooks:
        return none
    there = known(run.settings.playbooks)
    chosen = [{n: there[n] for n in fitting(there, draft)} for draft in drafts]
    found = tuple(_all(run, d, days, c) for d, c in zip(drafts, chosen, strict=True))
    if run.settings.offer_playbooks == "yes" or not any(found):
        return found
    for draft, tasks in zip(drafts, found, strict=True):
        _preview(run, draft.title, tasks)
    return found if confirm(run, _("Add these follow-ups?"), default=True) else none


def written(run: Run, draft: D, days: Anchors, said: Iterable[tuple[str, str]]) -> D:
    """Return *draft* with what the playbooks add that a file names for it.

    *said* are these names, each with the key of its record.
    """
    names = [name for key, name in said if key == draft.key and name not in NONE]
    wanted: dict[str, Playbook] = {name: named(run, name) for name in names}
    return replace(draft, follow_ups=(*draft.follow_ups, *_all(run, draft, days, wanted)))


def _assigned(
    drafts: Sequence[Draft | TripDraft], wanted: dict[str, Playbook]
) -> list[tuple[Draft | TripDraft, dict[str, Playbook]]]:
    """Return each of *drafts* with those of the *wanted* playbooks that it gets."""
    if len(drafts) < 2:
        return [(draft, wanted) for draft in drafts]
    found = [(d, {n: p for n, p in wanted.items() if not p.for_ or fits(p, d)}) for d in drafts]
    for name in wanted:
        if not any(name in its for _draft, its in found):
            raise WrongUse(
                _("The playbook {name} is meant for none of these records.").format(name=name),
                _("Log them without it, then: dealtrack follow REF --playbook {name}").format(
                    name=name
                ),
            )
    return found


def _all(
    run: Run, draft: Record, days: Anchors, wanted: dict[str, Playbook]
) -> tuple[FollowUp, ...]:
    own = {**days, **anchors_of(draft.signed, None)} if isinstance(draft, Draft) else days
    return tuple(
        task
        for name, playbook in wanted.items()
        for task in tasks_of(name, playbook, draft, own, run.today)
    )


def _wanted(run: Run, title: str, tasks: Sequence[FollowUp]) -> bool:
    _preview(run, title, tasks)
    return confirm(run, _("Add these follow-ups?"), default=True)


def _preview(run: Run, title: str, tasks: Sequence[FollowUp]) -> None:
    if tasks:
        run.say(visible(_("Playbooks would add to {title}:").format(title=title)))
    for one in tasks:
        run.say(f"  {_told(run, one)}")


def _told(run: Run, one: FollowUp) -> str:
    return visible(joined((one.task, due_line(one, run), one.assigned(run.today).owner)))
