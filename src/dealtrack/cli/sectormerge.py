"""``sector merge``: one sector of two, in the list and in the records."""

import re
from collections.abc import Iterable
from functools import partial
from typing import Annotated, Any

import typer

from dealtrack.cli.ask import confirm
from dealtrack.cli.command import Commands, completed
from dealtrack.cli.options import word
from dealtrack.cli.run import Run
from dealtrack.cli.sectorfile import SectorPlace
from dealtrack.cli.sectors import OldSector, said, tell
from dealtrack.errors import DealtrackError, WrongUse
from dealtrack.model.changes import Step
from dealtrack.model.vocabulary import SECTORS
from dealtrack.model.words import folded
from dealtrack.query.expr import Op, Term
from dealtrack.store.base import Store
from dealtrack.text import _, plural

commands = Commands()

MERGED = "sector merge"
"""How the ledger tells that sectors were merged: these words, and both keys."""

NewSector = Annotated[
    str,
    typer.Argument(
        metavar="NEW", help=_("The sector that stays."), autocompletion=completed("sectors")
    ),
]


@commands.add(
    "sector merge",
    _("Make one sector of two: agreements of the first get the second."),
    shared="writing",
    examples=("sector merge textiles other", "sector merge textiles other --dry-run"),
)
def merge(
    run: Run,
    old: OldSector,
    new: NewSector,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show what would be saved, and save nothing."))
    ] = False,
) -> None:
    into = word("NEW", new, SECTORS)
    key = _used(run, old)
    if key == into:
        raise WrongUse(_("{sector} cannot be merged into itself.").format(sector=said(key)))
    with run._replace(words=f"{MERGED} {key} {into}").store() as store:
        _merge(run, store, key, into, dry_run=dry_run)


def _merge(run: Run, store: Store, key: str, into: str, *, dry_run: bool) -> None:
    from dealtrack.actions.altering import Change, ChangesRefused, carry_out, plan
    from dealtrack.cli.alteration import chosen_by, report_of, show_beside
    from dealtrack.cli.settable import PAPERS

    chosen = chosen_by(store, Term("sector", Op.EQ, key), run.today)
    planned = plan(chosen, [Change("sectors", PAPERS, (key, into), "->")], run.today)
    if planned.refused:
        raise ChangesRefused(planned.refused)
    report = report_of(planned, planned.alterations, None, saved=not dry_run)
    n = len(report.refs)
    if dry_run:
        if run.json:
            run.answer(report)
        else:
            run.show(report)
        run.say(_("Nothing saved: this was a dry run."))
        return
    if n and run.asks and not run.yes:
        show_beside(run, report_of(planned, planned.alterations, None, saved=False).first(20))
    agreements = plural("{n} agreement", "{n} agreements", n)
    asked = _("Merge {old} into {new} ({agreements})?")
    question = asked.format(old=said(key), new=said(into), agreements=agreements)
    if not confirm(run, question):
        run.say(_("Nothing was changed."))
        return
    place = SectorPlace.of(run.settings)
    with store.transaction(), place.changing(key, partial(_merge_into, into)):
        carry_out(store, planned.alterations)
    line = _("{old} is part of {new} now ({agreements})")
    tell(
        run,
        into,
        line.format(old=said(key), new=said(into), agreements=agreements),
        place,
        report.refs,
    )
    if run.screen.is_terminal and not (run.quiet or run.json):
        back = _("If that was wrong: dealtrack undo")
        alone = _("If that was wrong: dealtrack sector add {key}").format(key=key)
        run.say(back if n else alone)


def turned(run: Run, steps: Iterable[Step], *, back: bool) -> None:
    """Take sectors apart again whose merging was undone, or, not *back*, was redone."""
    place = SectorPlace.of(run.settings)
    for step in steps:
        if not (found := re.fullmatch(rf"{MERGED} (\S+) (\S+)", step.what)):
            continue
        key, into = found.groups()
        try:
            place.change(key, _apart if back else partial(_merge_into, into))
        except DealtrackError as error:
            run.say(str(error))
            run.say(_("If that was wrong: dealtrack sector add {key}").format(key=key))
            continue
        line = (
            _("{key} is a sector of its own again.") if back else _("{key} is part of {into}.")
        )
        run.say(line.format(key=key, into=into))


def _merge_into(into: str, entry: Any) -> None:
    entry["into"] = into


def _apart(entry: Any) -> None:
    entry.pop("into", None)


def _used(run: Run, text: str) -> str:
    """Return the key of the sector that *text* names; records may have one of no list."""
    former = {folded(one.key): one.key for one in SECTORS.former.values()}
    if key := former.get(folded(text)) or SECTORS.find(text):
        return key
    with run.store() as store:
        if store.agreements.count(Term("sector", Op.EQ, text.strip()), as_of=run.today):
            return text.strip()
    return word("OLD", text, SECTORS)
