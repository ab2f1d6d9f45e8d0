"""One change for many records: chosen, shown, asked about, made in one step, and told."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import redirect_stdout
from datetime import date

from dealtrack.actions.altering import (
    Alteration,
    Change,
    ChangesRefused,
    Chosen,
    Plan,
    carry_out,
    plan,
)
from dealtrack.cli.ask import choose
from dealtrack.cli.refs import find_anything
from dealtrack.cli.run import Run
from dealtrack.cli.talk import telling, unfamiliar
from dealtrack.errors import WrongUse
from dealtrack.model import Entry
from dealtrack.model.ref import Ref
from dealtrack.query.asked import entries_of
from dealtrack.query.expr import Expr, Op, Or, Term
from dealtrack.render.screen import Screen
from dealtrack.report.altered import Altered, lines_of, say_line
from dealtrack.report.page import Page
from dealtrack.store.base import Store
from dealtrack.text import _, listed, plural
from dealtrack.text.hidden import visible

MANY = 3
"""From so many records on, somebody is asked."""

_SHOWN = 20
"""How many lines are shown before the question."""


def selected(run: Run, store: Store, words: Sequence[str], example: str) -> Expr:
    """Return the question that *words* put, refs or a query; refs have to be there.

    Raises:
        WrongUse: if there is none: nothing ever means all.
        NotFound: if a ref leads nowhere.
    """
    if not any(one.strip() for one in words):
        raise WrongUse(
            _("Which ones? Name refs, or a query."),
            _("Write: {example}. See: dealtrack help query").format(example=example),
        )
    if not all(map(Ref.read, words)):
        return run.question(list(words))
    found = [find_anything(store, one, run.today).ref for one in words]
    return Or(tuple(Term("ref", Op.EQ, str(ref)) for ref in found))


def chosen_by(store: Store, where: Expr, today: date) -> list[Chosen]:
    """Return the records with an entry that answers *where*, with these entries' numbers."""
    by_record: dict[str, list[Entry]] = {}
    for entry in entries_of(store, where, as_of=today):
        by_record.setdefault(entry.record.ref, []).append(entry)
    return [
        Chosen(several[0].record, frozenset(e.follow_up.number for e in several if e.follow_up))
        for several in by_record.values()
    ]


def alter(
    run: Run,
    store: Store,
    where: Expr,
    changes: Sequence[Change],
    *,
    since: date | None = None,
    dry_run: bool = False,
) -> None:
    """Make *changes* to what answers *where*, all in one step that can be undone.

    Raises:
        ChangesRefused: if a record would break a rule; then none is changed.
        Conflict: if one was changed by somebody else meanwhile; then none is.
    """
    planned = plan(chosen_by(store, where, run.today), changes, run.today)
    if planned.refused:
        raise ChangesRefused(planned.refused)
    for sentence in _odd(run, store, changes) if planned.alterations else ():
        run.say(_("Note: {sentence}").format(sentence=visible(sentence)))
    taken = planned.alterations if dry_run else _agreed(run, planned, since)
    if taken and not dry_run:
        carry_out(store, taken)
    tell(run, planned, taken, since, saved=not dry_run)


def report_of(
    planned: Plan, taken: Iterable[Alteration], since: date | None, *, saved: bool
) -> Altered:
    """Return what is told of what was *planned*, and of it *taken*."""
    lines = tuple(lines_of(taken))
    return Altered(
        saved=saved,
        since=since if any(line.field in {"owner", "unit"} for line in lines) else None,
        refs=tuple(one.before.ref for one in taken),
        lines=lines,
        same=planned.same,
        closed=planned.closed,
    )


def show_beside(run: Run, page: Page) -> None:
    """Show *page* beside the answer, as wide as whoever is asked sees it."""
    screen = run.screen if run.screen.is_terminal else Screen.detect(sys.stderr, os.environ)
    with redirect_stdout(sys.stderr):
        run._replace(format=None, output=None, screen=screen._replace(pager="")).show(_As(page))


def tell(
    run: Run,
    planned: Plan,
    taken: Sequence[Alteration],
    since: date | None,
    *,
    saved: bool,
) -> None:
    """Tell what was changed, or would be."""
    report = report_of(planned, taken, since, saved=saved)
    with telling(listed(report.refs)):
        if run.json:
            run.answer(report)
        elif run.quiet:
            for ref in report.refs:
                run.tell(ref)
        elif not saved and taken:
            run.show(report)
        else:
            for line in _told(report):
                run.tell(visible(line))
    for sentence in _more(planned, report):
        run.say(sentence)
    if saved and taken and run.screen.is_terminal and not run.json:
        run.say(_("If that was wrong: dealtrack undo"))


class _As:
    """A page that is a report already."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def page(self) -> Page:
        return self._page


def _told(report: Altered) -> Iterator[str]:
    if not report.refs:
        yield _("Nothing was changed.")
        return
    if len(report.refs) < MANY:
        yield from map(say_line, report.lines)
    yield plural("Changed {n} record", "Changed {n} records", len(report.refs))


def _more(planned: Plan, report: Altered) -> Iterator[str]:
    """Yield what is to be said of what was left as it is."""
    if not (planned.alterations or planned.same or planned.closed):
        yield _("Nothing answers this that could be changed so.")
    if n := len(planned.same):
        yield plural("{n} is so already.", "{n} are so already.", n)
    if n := len(planned.closed):
        yield plural(
            "{n} follow-up is closed and stays as it is.",
            "{n} follow-ups are closed and stay as they are.",
            n,
        )
    if not report.saved and report.refs:
        yield _("Nothing saved: this was a dry run.")


def _agreed(run: Run, planned: Plan, since: date | None) -> tuple[Alteration, ...]:
    """Return which alterations are wanted: all of a few, of many those that are agreed to."""
    those = planned.alterations
    if len(those) < MANY or run.yes:
        return those
    asked = plural("Change {n} record?", "Change {n} records?", len(those))
    if not run.asks:
        raise WrongUse(
            _("This needs a yes, and nobody can be asked: {question}").format(question=asked),
            _("Look first with --dry-run; if it is meant, repeat it with --yes."),
        )
    report = report_of(planned, those, since, saved=False)
    show_beside(run, report.first(_SHOWN))
    return _picked(run, those, tells=len(report.lines) > _SHOWN)


def _picked(run: Run, those: tuple[Alteration, ...], *, tells: bool) -> tuple[Alteration, ...]:
    """Ask about one after the other; *tells* what would become of it, if that was not shown."""
    picked: list[Alteration] = []
    for at, one in enumerate(those, start=1):
        for line in lines_of([one]) if tells else ():
            run.say(visible(f"  {say_line(line)}"))
        place = _("{at} of {n}").format(at=at, n=len(those))
        match choose(visible(f"{place} · {one.before.ref} {one.before.title}")):
            case "yes":
                picked.append(one)
            case "all":
                return (*picked, *those[at - 1 :])
            case "quit":
                return ()
    return tuple(picked)


def _odd(run: Run, store: Store, changes: Iterable[Change]) -> tuple[str, ...]:
    """Return what to say of names that are new while others are very like them."""
    fields = {"owner": "owner", "unit": "unit", "partners": "unit"}
    named = [
        (fields[change.field], name)
        for change in changes
        if change.field in fields and change.sign != "-="
        for name in (change.value if isinstance(change.value, tuple) else (change.value,))
    ]
    return unfamiliar(run, store, named)
