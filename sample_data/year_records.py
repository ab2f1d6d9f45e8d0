"""Trips and agreements of the sample year, as tables of a trip file."""

from datetime import date
from typing import Any, NamedTuple

from year_tasks import Desk, Home, note, tasks
from year_toml import Table, Value
from year_words import Both, Row, joined, money

ROLES = "ABCD"
RELATIONS = ("implements", "supplements", "renews", "supersedes")


class Outing(NamedTuple):
    """What an agreement needs to know of the trip it was signed on."""

    place: str
    end: date | None = None
    people: tuple[str, ...] = ()


AT_HOME = Outing("yunchuan")


def outing(row: Row) -> Outing:
    """Return what the agreements of a trip need to know of it."""
    return Outing(row["places"][0], row["end"], (row["lead"], *row["members"]))


def trip(desk: Desk, row: Row) -> Table:
    """Return the trip itself; its visits have headings of their own."""
    title, title_en, published = row["source"]
    return {
        "key": row["key"],
        "title": Both(*row["title"]),
        "start": row["start"],
        "end": row["end"],
        "places": [desk.words.word("place", key) for key in row["places"]],
        "lead": joined(desk.words.person(row["lead"])),
        "members": [joined(desk.words.person(key)) for key in row["members"]],
        "source": {
            "title": Both(title, title_en),
            "url": f"https://news.yunchuan.example/{published.replace('-', '/')}/",
            "published": date.fromisoformat(published),
        },
        **tasks(desk, row["tasks"], Home("", row["end"], "trip.end")),
    }


def visit(desk: Desk, row: Row, place: str) -> Table:
    """Return a call on an organisation, with what it wants to do."""
    name = desk.words.organisation(row["company"])
    table: Table = {
        "organisation": name,
        "on": date.fromisoformat(row["on"]),
        "place": desk.words.word("place", row.get("place", place)),
    }
    met = desk.words.speaker(row["company"])
    table |= {"met": [joined([*met, name])]} if met else {}
    table["saw"] = Both(*row["saw"])
    wants: list[Value] = [{"by": name, "text": Both(*text)} for text in row.get("wants", [])]
    return table | ({"intention": wants} if wants else {})


def agreement(desk: Desk, row: Row, trip: Outing) -> Table:
    """Return an agreement with everything that belongs to it."""
    owner = desk.rng.choice(desk.words.staff(row["unit"]))
    home = Home(row["unit"], _begun(row, trip))
    return {
        **_paper(desk, row, trip),
        **_content(desk, row),
        **_responsible(desk, row, owner),
        **_progress(desk, row),
        **_remarks(desk, row, owner),
        **tasks(desk, row["tasks"], home),
    }


def _begun(row: Row, trip: Outing) -> date:
    """Return the day from which its tasks are counted."""
    stages = row.get("stages", [])
    text = row.get("on") or (stages[0].split()[1] if stages else str(trip.end))
    last = text.rpartition("/")[2]
    return date.fromisoformat(last if len(last) == 10 else f"{last}-28")


def _paper(desk: Desk, row: Row, trip: Outing) -> Table:
    table: Table = {
        "key": row["key"],
        "title": Both(*row["title"]),
        "kind": desk.words.word("kind", row["kind"]),
    }
    for key in ("on", "expires"):
        if key in row:
            table["signed" if key == "on" else key] = _partial(row[key])
    if "on" in row or trip is not AT_HOME:
        table["place"] = desk.words.word("place", row.get("place", trip.place))
    table |= {"count": row["count"]} if "count" in row else {}
    table["parties"] = _parties(desk, row)
    if "witness" in row:
        table["witnesses"] = [_witness(desk, key, trip) for key in row["witness"]]
    return table


def _partial(text: str) -> Value:
    """Return a day, or the text of a day that is known in part."""
    return date.fromisoformat(text) if len(text) == 10 else text


def _parties(desk: Desk, row: Row) -> list[Value]:
    given = row.get("parties")
    if given is None:
        names = [(row.get("ours", "zone"), "ours"), *((key, "theirs") for key in row["with"])]
        roles = ROLES if row.get("signers") else "-" * len(names)
        given = [f"{key} {roles[n]} {side}" for n, (key, side) in enumerate(names)]
    return [_party(desk, text, signs=row.get("signers", False)) for text in given]


def _party(desk: Desk, text: str, *, signs: bool) -> Value:
    """Return a party that the source names as ``key role side``."""
    key, role, side = text.split()
    name, on_side = desk.words.organisation(key), desk.words.word("side", side)
    if role == "-":
        return Both(f"{name.zh}（{on_side.zh}）", f"{name.en} ({on_side.en})")
    table: Table = {"name": name, "role": desk.words.word("role", role), "side": on_side}
    hand = desk.words.speaker(key) if signs else []
    if hand:
        table["signatory"] = {"name": hand[0], "post": hand[1]}
    return table


def _witness(desk: Desk, key: str, trip: Outing) -> Both:
    """Return a witness: the name alone, where the trip has given the post before."""
    parts = desk.words.person(key)
    return parts[0] if key in trip.people else joined(parts)


def _content(desk: Desk, row: Row) -> Table:
    table: Table = {"sectors": [desk.words.word("sector", key) for key in row["sectors"]]}
    if "areas" in row:
        table["areas"] = [Both(*area) for area in row["areas"]]
    table |= {"amount": money(row["amount"])} if "amount" in row else {}
    table |= {"follows": Both(*row["follows"])} if "follows" in row else {}
    table |= {relation: row[relation] for relation in RELATIONS if relation in row}
    return table | ({"tags": [Both(*row["tags"])]} if "tags" in row else {})


def _responsible(desk: Desk, row: Row, owner: Both) -> Table:
    first: Table = {"unit": desk.words.unit(row["unit"]), "owner": owner}
    if "handover" not in row:
        return first
    return {**first, "assignments": [_handover(desk, one) for one in row["handover"]]}


def _handover(desk: Desk, row: list[str]) -> Table:
    since, unit, chinese = row
    owner = next(name for name in desk.words.staff(unit) if name.zh == chinese)
    return {"unit": desk.words.unit(unit), "owner": owner, "since": date.fromisoformat(since)}


def _progress(desk: Desk, row: Row) -> Table:
    table: Table = {}
    if "plan" in row:
        planned = (item.split() for item in row["plan"])
        table["plan"] = {stage: _partial(by) for stage, by in planned}
    for key, column, one in (
        ("stages", "stages", _stage),
        ("status", "statuses", _status),
        ("funds", "funds", _funds),
    ):
        if key in row:
            table[column] = [one(desk, item) for item in row[key]]
    return table


def _stage(desk: Desk, row: str) -> Table:
    stage, on = row.split()
    return {"stage": desk.words.word("stage", stage), "on": _partial(on)}


def _status(desk: Desk, row: list[str]) -> Table:
    status, on, zh, en = row
    word = desk.words.word("status", status)
    return {"status": word, "on": date.fromisoformat(on), "reason": Both(zh, en)}


def _funds(desk: Desk, row: list[str]) -> Table:
    amount, on, zh, en = row
    table: Table = {"amount": money(amount), "on": date.fromisoformat(on)}
    return table | ({"note": Both(zh, en)} if zh else {})


def _remarks(desk: Desk, row: Row, owner: Both) -> Table:
    table: Table = {}
    if "notes" in row:
        table["notes"] = [note(one, owner) for one in row["notes"]]
    if "problems" in row:
        table["problems"] = [_problem(desk, one) for one in row["problems"]]
    return table


def _problem(desk: Desk, row: dict[str, Any]) -> Table:
    table: Table = {
        "text": Both(*row["text"]),
        "noted": date.fromisoformat(row["noted"]),
        "solver": desk.words.unit(row["solver"]),
        "by": date.fromisoformat(row["by"]),
    }
    if "solved" not in row:
        return table
    solved = date.fromisoformat(row["solved"])
    return {**table, "solved": solved, "solution": Both(*row["solution"])}
