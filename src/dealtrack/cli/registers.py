"""Commands about trips: ``trips``, ``trip show``."""

from typing import Annotated

import typer
from msgspec.structs import replace

from dealtrack.cli.command import Commands
from dealtrack.cli.concerning import from_trips, since_heard
from dealtrack.cli.options import Query
from dealtrack.cli.refs import find_record
from dealtrack.cli.run import Run
from dealtrack.errors import WrongUse
from dealtrack.model import Trip
from dealtrack.text import _

commands = Commands()

TripRef = Annotated[
    str,
    typer.Argument(metavar="TRIP", help=_("A trip (T3 or 3), or a unique piece of its title.")),
]


def _list_trips(run: Run, query: Query = None) -> None:
    from dealtrack.report.trips import find_trips

    with run.store() as store:
        report = find_trips(store, run.as_of, run.question(query, store), run.limit)
    run.show(report)


commands.add(
    "trips",
    _("List the trips: days, visits, people met, agreements, what is open."),
    shared="listing",
)(_list_trips)
commands.add("trip list", _("The same as trips."), shared="listing")(_list_trips)


@commands.add(
    "trip show",
    _("Show everything about a trip."),
    shared="reading",
    examples=("trip show T3",),
)
def trip_show(run: Run, trip: TripRef) -> None:
    from dealtrack.report.slips import lines_of
    from dealtrack.report.trip_card import card_of_trip
    from dealtrack.report.waiting import with_waits

    text = f"T{trip}" if trip.isdigit() else trip
    with run.store() as store:
        found = find_record(store, text, run.today)
        if not isinstance(found.record, Trip):
            raise WrongUse(
                _("{ref} is an agreement, not a trip.").format(ref=found.ref),
                _("Look at it: dealtrack show {ref}").format(ref=found.ref),
            )
        agreements = from_trips(store, [found.record])
        since = since_heard(store, [found.record], run.as_of)
        card = card_of_trip(found.record, agreements, run.as_of, since)
        follow_ups = with_waits(store, card.follow_ups, run.as_of)
        slips = tuple(lines_of(store.slips, run.as_of, found.record.ref))
    run.show(replace(card, follow_ups=follow_ups, slips=slips))
