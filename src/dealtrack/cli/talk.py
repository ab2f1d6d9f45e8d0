"""What is said after a change: what was understood, what is odd, and what to do next."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Literal

import msgspec
from msgspec.structs import replace

from dealtrack.cli.run import Run
from dealtrack.days import spoken
from dealtrack.errors import CannotRead, OutputLost, reason
from dealtrack.model import Agreement, Draft, FollowUp, Kept, Trip
from dealtrack.model.rules import find_warnings
from dealtrack.model.words import folded
from dealtrack.query import questions
from dealtrack.query.expr import And, Expr, Not, Op, Term
from dealtrack.store.base import Store
from dealtrack.text import _, listed
from dealtrack.text.hidden import visible


class Saved(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of a writing command as JSON: the refs it touched, and the records."""

    schema: Literal["dealtrack/saved/1"] = "dealtrack/saved/1"
    refs: tuple[str, ...]
    agreements: tuple[Agreement, ...] = ()
    trips: tuple[Trip, ...] = ()


def as_saved(refs: Iterable[object], records: Sequence[Kept]) -> Saved:
    """Return the answer of a writing command."""
    return Saved(
        refs=tuple(map(str, refs)),
        agreements=tuple(r for r in records if isinstance(r, Agreement)),
        trips=tuple(r for r in records if isinstance(r, Trip)),
    )


def saved(run: Run, ref: object, record: Kept, lines: Sequence[str], hint: str = "") -> None:
    """Say that *record* was saved under *ref*: as JSON, as the bare ref, or in words.

    The *hint*, what to do next, is for people: it is only given on a terminal.
    """
    with telling(str(ref)):
        if run.json:
            run.answer(as_saved([ref], [record]))
        elif run.quiet:
            run.tell(str(ref))
        else:
            for line in filter(None, lines):
                run.tell(visible(line))
    if hint and run.screen.is_terminal and not (run.json or run.quiet):
        run.say(hint)


@contextmanager
def telling(what: str) -> Iterator[None]:
    """Tell of *what* was saved; if stdout does not take it, say that it is saved all the same.

    Raises:
        OutputLost: if so.  Whoever only reads "cannot write" would repeat the command.
    """
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        from dealtrack.cli.crash import drop_output

        drop_output()
        raise OutputLost(what, reason(error)) from None


def warn(
    run: Run, record: Kept, only: FollowUp | None = None, also: Iterable[str] = ()
) -> None:
    """Say what is odd about *record*, or about *only* one of its follow-ups, though saved."""
    looked_at = replace(record, follow_ups=(only,)) if only else record
    for warning in (*find_warnings(looked_at, run.today), *also):
        run.say(_("Note: {sentence}").format(sentence=visible(warning)))


def warn_anew(run: Run, before: Kept, after: Kept) -> None:
    """Say what is odd about a record since it was changed."""
    known = set(find_warnings(before, run.today))
    for warning in find_warnings(after, run.today):
        if warning not in known:
            run.say(_("Note: {sentence}").format(sentence=visible(warning)))


def twins(store: Store, draft: Draft) -> Iterator[str]:
    """Yield a sentence if the ledger has a paper of the same title, day and parties."""
    names = {party.name for party in draft.parties}
    title = folded(draft.title)
    parties: list[Expr] = [Term("party", Op.EQ, name) for name in names]
    alike = parties or [Not(questions.known("party"))]
    if draft.signed:
        alike.append(Term("signed", Op.EQ, draft.signed.earliest))
    try:
        found = store.agreements.search(And(tuple(alike)), as_of=questions.EVER)
    except CannotRead:
        return  # nothing can be written there either, and that is what will be said
    refs = [
        one.ref
        for one in found
        if (folded(one.title), one.signed) == (title, draft.signed)
        and {party.name for party in one.parties} == names
    ]
    if refs:
        yield _("{refs} has the same title, day and parties. Is it the same paper?").format(
            refs=listed(refs)
        )


def due_line(one: FollowUp, run: Run) -> str:
    """Return when *one* is due, in words: ``Due 2026-12-01, Tuesday, in 9 days``."""
    due = one.due_day(run.today)
    if due:
        return _("Due {day}").format(day=spoken(due, run.today))
    if one.due_text:
        return _("Due “{text}”: the day it counts from is not known yet").format(
            text=one.due_text
        )
    return _("No due day")


def joined(parts: Iterable[str]) -> str:
    """Return the parts that say something, with dots between them."""
    return " · ".join(part for part in parts if part)
