"""Commands about people: ``person list``, ``person merge`` and ``person duplicates``."""

from typing import Annotated, Literal

import msgspec
import typer

from dealtrack.cli.ask import confirm
from dealtrack.cli.command import Commands
from dealtrack.cli.concerning import everything, known_to
from dealtrack.cli.options import Query
from dealtrack.cli.refs import the_one
from dealtrack.cli.run import Run
from dealtrack.cli.talk import joined, telling
from dealtrack.model import Kept
from dealtrack.model.registered import Individual
from dealtrack.query.questions import EVER
from dealtrack.text import _, listed
from dealtrack.text.hidden import visible

commands = Commands()


class Renamed(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of a command that changes what somebody is known by, as JSON."""

    schema: Literal["dealtrack/people-saved/1"] = "dealtrack/people-saved/1"
    saved: bool = True
    refs: tuple[str, ...]
    people: tuple[Individual, ...]


@commands.add(
    "person list",
    _("List every person in the ledger, under the name that is printed."),
    shared="listing",
)
def person_list(run: Run, query: Query = None) -> None:
    from dealtrack.report.persons import find_persons

    with run.store() as store:
        where, known = run.question(query, store), known_to(store)
        records: list[Kept] = [
            *store.agreements.search(where, as_of=run.as_of),
            *store.trips.search(where, as_of=run.as_of),
        ]
    run.show(find_persons(records, run.as_of, known, run.limit))


@commands.add(
    "person merge",
    _("Say that several names are one person; records stay as they were written."),
    shared="writing",
    examples=('person merge 张三 "Zhang San"', 'person merge 张三 "Zhang San" --dry-run'),
)
def person_merge(
    run: Run,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help=_("The one whose name is printed."))
    ],
    others: Annotated[
        list[str], typer.Argument(metavar="OTHER...", help=_("The names that are the same."))
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show what would be saved, and save nothing."))
    ] = False,
) -> None:
    from dealtrack.actions.people import merge, united
    from dealtrack.report.namesakes import people_seen
    from dealtrack.report.steps import say_refs

    with run.store() as store:
        agreements, trips = everything(store)
        known = known_to(store)
        seen = people_seen((*agreements, *trips), EVER, known)
        names = dict.fromkeys((*seen, *(n for e in known.people.entries for n in e.names)))
        found, *same = (the_one(one, names) for one in (name, *others))
        if dry_run:
            would = united(known.people, found, same, seen)
            for one in would.after.names if not run.json else ():
                refs = say_refs(seen[one].refs) if one in seen else _("in no record")
                run.tell(visible(joined((f"  {one}" if one != found else one, refs))))
            if run.json:
                people = (would.after,)
                run.answer(Renamed(saved=False, refs=(), people=people))
            run.say(_("Nothing saved: this was a dry run."))
            return
        if not run.yes and run.asks:
            for one in same:
                run.say(
                    visible(
                        joined((f"  {one}", say_refs(seen[one].refs if one in seen else ())))
                    )
                )
        question = _("Merge {others} into {name}?").format(others=listed(same), name=found)
        if not confirm(run, visible(question)):
            run.say(_("Nothing was changed."))
            return
        done = merge(store, found, same, seen)
    with telling(done.ref):
        if run.json:
            run.answer(Renamed(refs=(done.ref,), people=(done,)))
        elif run.quiet:
            run.tell(done.ref)
        else:
            said = _("{name} is also called {names} now.")
            run.tell(visible(said.format(name=done.name, names=listed(done.aliases))))


@commands.add(
    "person duplicates",
    _("List names that look like one person of an organisation."),
    shared="listing",
)
def person_duplicates(run: Run, query: Query = None) -> None:
    from dealtrack.report.namesakes import find_namesakes

    with run.store() as store:
        where, known = run.question(query, store), known_to(store)
        records: list[Kept] = [
            *store.agreements.search(where, as_of=run.as_of),
            *store.trips.search(where, as_of=run.as_of),
        ]
    run.show(find_namesakes(records, run.as_of, known, run.limit))
