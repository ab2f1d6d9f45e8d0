"""Commands that look things up: ``list``, ``find``, ``show``, ``timeline``, ``brief``."""

from contextlib import suppress
from operator import attrgetter
from typing import Annotated

import typer
from msgspec.structs import replace

from dealtrack.cli.ask import needed
from dealtrack.cli.command import Commands
from dealtrack.cli.concerning import from_trips, known_to, since_heard
from dealtrack.cli.options import Query, Record
from dealtrack.cli.pinyin import by_pinyin, names_known
from dealtrack.cli.refs import Found, find_follow_up, find_record
from dealtrack.cli.run import Run
from dealtrack.errors import NotFound
from dealtrack.model import Agreement, Entry, Kept, Trip
from dealtrack.query.expr import Op, Or, Term
from dealtrack.query.order import parse_order
from dealtrack.query.questions import EVER, linked_to, on_trip
from dealtrack.query.readers import names_in
from dealtrack.report.page import Report
from dealtrack.store.base import Store
from dealtrack.text import _

commands = Commands()


@commands.add(
    "list",
    _("List agreements, all or those that answer a query."),
    shared="listing",
    examples=(
        "list",
        "list sector:energy signed:2026",
        'list "amount:1亿.. not stage:started" --sort -amount',
    ),
)
def list_(
    run: Run,
    query: Query = None,
    sort: Annotated[
        str,
        typer.Option(
            "--sort", metavar="FIELDS", help=_("By which fields, such as signed,-amount.")
        ),
    ] = "",
) -> None:
    from dealtrack.report.register import Roll

    order = parse_order(sort) if sort else ()
    day = run.as_of
    with run.store() as store:
        where = run.question(query, store)
        found = store.agreements.each(where, as_of=day, order=order)
        counted = store.agreements.rows((), where, as_of=day)
        roll = Roll(found, lambda: sum(1 for _row in counted), day, run.limit)
        if run.show_while_found(roll):
            return
        report = roll.whole()
    run.show(report)


@commands.add(
    "find",
    _("Find agreements, trips and follow-ups by words in any of their texts."),
    shared="listing",
    examples=("find 腾讯", _("find annex translated")),
)
def find(
    run: Run,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="WORDS...", help=_("What to look for; all of it has to be there.")
        ),
    ],
) -> None:
    from dealtrack.report.finds import find_words

    needed(" ".join(words), "WORDS")
    with run.store() as store:
        known = known_to(store)
        agreements = store.agreements.search(run.past, as_of=run.as_of)
        trips = store.trips.search(run.past, as_of=run.as_of)
    records: list[Kept] = [*agreements, *trips]
    report = find_words(records, words, run.as_of, run.limit, known.meant)
    if not report.total:
        names = {name for record in records for name in names_in(record)}
        if spelled := by_pinyin(words, names_known(sorted(names), known), known):
            report = find_words(
                records, words, run.as_of, run.limit, lambda word: spelled.get(word, ())
            )
    run.show(report)


@commands.add(
    "show",
    _("Show everything about an agreement or a trip."),
    shared="reading",
    examples=("show 17", "show T3 -F toml", "show 17.2 --why", _("show tencent")),
)
def show(
    run: Run,
    ref: Record,
    as_entered: Annotated[
        str | None,
        typer.Option(
            "--as-entered",
            metavar="DAY",
            help=_("As the ledger knew it at the end of that day."),
        ),
    ] = None,
    why: Annotated[
        bool, typer.Option("--why", help=_("Of a follow-up: what makes it urgent."))
    ] = False,
) -> None:
    if why:
        _show_why(run, ref)
        return
    if as_entered is not None:
        from dealtrack.cli.changes import show_as_entered

        show_as_entered(run, ref, as_entered)
        return
    with run.store() as store:
        found = find_record(store, ref, run.today)
        shown = _toml(store, found) if run.wants_toml else _card(run, store, found.record)
    if isinstance(shown, str):
        run.put(shown)
    else:
        run.show(shown)


@commands.add(
    "timeline", _("Tell what happened to an agreement or a trip, day by day."), shared="reading"
)
def timeline(run: Run, ref: Record) -> None:
    from dealtrack.report.slips import lines_of
    from dealtrack.report.timeline import timeline_of

    with run.store() as store:
        record = find_record(store, ref, run.today).record
        related = _signed_on(store, record) if isinstance(record, Trip) else ()
        slips = lines_of(store.slips, run.as_of, record.ref)
    run.show(timeline_of(record, run.as_of, related, slips))


@commands.add(
    "brief",
    _("Prepare a meeting: everything with a company, a leader or a witness."),
    shared="reading",
    examples=(_('brief "Tencent Cloud"'), "brief 张三"),
)
def brief(
    run: Run,
    name: Annotated[
        list[str], typer.Argument(metavar="NAME", help=_("A company, an office or a person."))
    ],
) -> None:
    from dealtrack.cli.briefing import told_of

    wanted = needed(" ".join(name), "NAME")
    with run.store() as store:
        report = told_of(run, store, wanted)
    run.show(report)


def _show_why(run: Run, ref: str) -> None:
    from dealtrack.report.why import why_urgent

    with run.store() as store:
        found = find_follow_up(store, ref, run.today)
        entry = Entry(found.record, found.follow_up, run.as_of)
        report = why_urgent(store, entry, run.settings.urgency)
    run.show(report)


def _card(run: Run, store: Store, record: Kept) -> Report:
    """Return all about a record."""
    match record:
        case Agreement():
            return _card_of_agreement(run, store, record)
        case Trip():
            return _card_of_trip(run, store, record)


def _card_of_agreement(run: Run, store: Store, one: Agreement) -> Report:
    from dealtrack.report.card import card_of
    from dealtrack.report.slips import lines_of
    from dealtrack.report.waiting import with_waits

    trip = None
    if one.trip:
        with suppress(NotFound):  # it may have been removed
            trip = store.trips.get(one.trip)
    card = card_of(one, run.as_of, _related(store, one), trip, run.settings.lights)
    follow_ups = with_waits(store, card.follow_ups, run.as_of)
    slips = tuple(lines_of(store.slips, run.as_of, one.ref))
    return replace(card, follow_ups=follow_ups, slips=slips)


def _related(store: Store, one: Agreement) -> list[Agreement]:
    """Return the agreements that *one* refers to, and those that refer to it, by id."""
    named = (Term("id", Op.EQ, link.to) for link in one.links)
    asked = Or((linked_to(one.ref), *named))
    return sorted(store.agreements.search(asked, as_of=EVER), key=attrgetter("id"))


def _card_of_trip(run: Run, store: Store, trip: Trip) -> Report:
    from dealtrack.report.slips import lines_of
    from dealtrack.report.trip_card import card_of_trip
    from dealtrack.report.waiting import with_waits

    since = since_heard(store, [trip], run.as_of)
    card = card_of_trip(trip, from_trips(store, [trip]), run.as_of, since)
    follow_ups = with_waits(store, card.follow_ups, run.as_of)
    slips = tuple(lines_of(store.slips, run.as_of, trip.ref))
    return replace(card, follow_ups=follow_ups, slips=slips)


def _signed_on(store: Store, trip: Trip) -> list[Agreement]:
    return store.agreements.search(on_trip(trip.ref), as_of=EVER)


def _toml(store: Store, found: Found) -> str:
    from dealtrack.exchange.trip import write

    match found.record:
        case Trip() as trip:
            return write(trip, _signed_on(store, trip))
        case Agreement() as one:
            return write(None, [one])
