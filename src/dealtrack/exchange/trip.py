"""The trip file: a whole trip in one text file, in and out.

The format is TOML; `shape` is its description.  What a file does not say stays
unknown.  Every problem is told with its path and line, never the first only.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from difflib import get_close_matches
from typing import NamedTuple, TypeVar

from msgspec.structs import replace

from dealtrack.errors import FileProblem
from dealtrack.exchange.check import check
from dealtrack.exchange.forms import Schema
from dealtrack.exchange.keys import digest_of, keyed
from dealtrack.exchange.lines import Steps, spell
from dealtrack.exchange.made import in_file_order
from dealtrack.exchange.place import Context, KeyLink, Place, Reading, and_suggest
from dealtrack.exchange.shape import Contents, contents
from dealtrack.exchange.syntax import parse
from dealtrack.exchange.toml import comment
from dealtrack.model import (
    Agreement,
    Draft,
    FollowUp,
    Intention,
    Promise,
    Trip,
    TripDraft,
    Visit,
)
from dealtrack.model.vocabulary import SECTORS
from dealtrack.model.words import Vocabulary
from dealtrack.text import _

R = TypeVar("R", Trip, Agreement)


class Harvest(NamedTuple):
    """What a file brought in; with problems, it is not to be used.

    Drafts have their keys, but neither a trip nor, where the file names a
    key instead of a ref, their links: those wait in *links* for the ids.  *playbooks*
    are the names that the file gives, each with the key of its record.
    """

    trip: TripDraft | None = None
    agreements: tuple[Draft, ...] = ()
    problems: tuple[FileProblem, ...] = ()
    links: tuple[KeyLink, ...] = ()
    playbooks: tuple[tuple[str, str], ...] = ()


def read(text: str, today: date, sectors: Vocabulary = SECTORS) -> Harvest:
    """Read a trip file."""
    text = text.removeprefix("\ufeff")
    values = parse(text)
    if isinstance(values, FileProblem):
        return Harvest(problems=(values,))
    reading = Reading(text, today, sectors)
    found: Contents = contents().read(Place(values, (), reading))
    names = dict(contents().names_in(values))
    _check_whole(names, reading)
    trip = _trip(found, reading)
    agreements = tuple(_agreement(draft, trip, reading) for draft in found.agreement)
    if "trip" in names:
        _check_own_trip(agreements, reading)
    links = _links(agreements, reading)
    places = {reading.place_of(draft) or (): draft.key for draft in agreements}
    if found.trip and trip:
        places[reading.place_of(found.trip) or ()] = trip.key
    names_of = tuple((places.get(steps, ""), name) for steps, name in _of_records(reading))
    return Harvest(trip, agreements, reading.problems(), links, names_of)


def _of_records(reading: Reading) -> Iterator[tuple[Steps, str]]:
    """Yield the playbooks that were named, each with the place of its record."""
    for steps, name in reading.playbooks:
        yield steps[: -2 if isinstance(steps[-1], int) else -1], name


def _check_whole(names: dict[str, str], reading: Reading) -> None:
    """Refuse a file of nothing, and what was heard on no trip; *names* are as written."""
    if not names.keys() & {"trip", "agreement"} and not reading.problems():
        reading.refuse((), _("it holds neither a [trip] nor an [[agreement]]"))
    for name in names.keys() & {"visit", "intention"}:
        if "trip" not in names:
            reading.refuse((names[name],), _("belongs to a [trip], and there is none"))


def _trip(found: Contents, reading: Reading) -> TripDraft | None:
    if found.trip is None:
        return None
    steps: Steps = reading.place_of(found.trip) or ()
    whole = replace(found.trip, visits=found.visit, intentions=found.intention)
    check(whole, reading, steps)
    return keyed(whole)


def _agreement(draft: Draft, trip: TripDraft | None, reading: Reading) -> Draft:
    steps: Steps = reading.place_of(draft) or ()
    check(draft, reading, steps)
    return reading.keep(keyed(draft, trip), steps)


def _check_own_trip(agreements: tuple[Draft, ...], reading: Reading) -> None:
    for draft in agreements:
        if draft.trip:
            steps = reading.place_of(draft) or ()
            reading.refuse((*steps, "trip"), _("was signed on the [trip] of this file already"))


def _links(agreements: tuple[Draft, ...], reading: Reading) -> tuple[KeyLink, ...]:
    """Return the links by key, and refuse keys that stand for none or for two."""
    places: dict[str, Steps] = {}
    for draft in agreements:
        steps = reading.place_of(draft) or ()
        if draft.key in places:
            reading.refuse(steps, _same(places[draft.key]))
        places.setdefault(draft.key, steps)
    links = []
    for steps, relation, key in reading.links:
        of = next((own for own, place in places.items() if steps[: len(place)] == place), "")
        if key not in places or key == of:
            reading.refuse(steps, _no_such(key, [k for k in places if k != of]))
        links.append(KeyLink(of, relation, key))
    return tuple(links)


def _same(place: Steps) -> str:
    return _("is the same as {place}; give each a “key” of its own").format(place=spell(place))


def _no_such(key: str, keys: list[str]) -> str:
    why = _("{name} is neither a ref nor the “key” of another agreement in this file")
    near = get_close_matches(key, keys, n=2)
    return and_suggest(why.format(name=key), near)


def write(trip: Trip | None, agreements: Iterable[Agreement]) -> str:
    """Write a trip and its agreements as the file that `read` reads the same from."""
    context = Context()
    papers = tuple(agreements)
    linked = {link.to for paper in papers for link in paper.links}
    context.keys = {
        paper.id: paper.key or digest_of(paper, trip) for paper in papers if paper.id in linked
    }
    whole = Contents(
        trip and in_file_order(_without_own_key(trip, None)),
        trip.visits if trip else (),
        trip.intentions if trip else (),
        tuple(_written(paper, trip, context) for paper in papers),
    )
    return _joined(contents().lines(whole, context))


def _written(paper: Agreement, trip: Trip | None, context: Context) -> Draft:
    """Return *paper* as it stands in a file: on its trip, with a key where one is needed."""
    alone = in_file_order(replace(paper, trip=None) if trip else paper)
    if paper.id in context.keys:
        return replace(alone, key=context.keys[paper.id])
    return _without_own_key(alone, trip)


def _without_own_key(record: R, trip: Trip | None) -> R:
    """Return *record* without a key that its reader will find by itself."""
    return replace(record, key="") if record.key == digest_of(record, trip) else record


def template() -> str:
    """Return an empty trip file that explains itself."""
    paper = Draft(
        title="",
        follow_ups=(FollowUp(task=""), FollowUp(task="", promise=Promise(side="ours"))),
    )
    visit = Visit(organisation="", intentions=(Intention(text=""),))
    whole = Contents(TripDraft(title=""), (visit,), (), (paper,))
    head = _(
        "A trip and what was signed on it, for: dealtrack log FILE.toml\n"
        "What is not known is left out. A line begins to count when its # is taken away."
    )
    lines: list[str] = []
    is_spare = False
    for line in contents().lines(whole, Context(), hints=True):
        if line.startswith("["):
            is_spare = line not in {"[trip]", "[[agreement]]"}
        lines.append(_spare(line) if is_spare else line)
    return _joined([comment(head), *lines])


def _spare(line: str) -> str:
    """Return a line as a comment, its own comment where it was."""
    return line if line[:1] in {"", "#"} else f"# {line}".replace('""  ', '""', 1)


def schema() -> Schema:
    """Return the JSON Schema (draft 2020-12) of a trip file, its days as texts."""
    defs: Schema = {}
    whole = contents().schema(defs)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": _("A trip file of dealtrack"),
        **whole,
        "anyOf": [{"required": [name]} for name in ("trip", "活动", "agreement", "协议")],
        "$defs": defs,
    }


def _joined(lines: list[str]) -> str:
    return "\n".join(lines).strip("\n") + "\n"
