"""What somebody had to do with the records: the lines of a brief and a party's card."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from dealtrack.days import PartialDay
from dealtrack.model import Amount, Problem
from dealtrack.report.figures import say_amounts
from dealtrack.report.lights import Light, say_colour
from dealtrack.report.page import Cell, Column, Row, Table
from dealtrack.report.papers import Paper, say_signed, say_witnesses
from dealtrack.report.people import Role, Sort, say_role
from dealtrack.report.words import money, quiet, say_name, say_overdue, say_standing, short_day
from dealtrack.text import _, listed


class Match(Struct, frozen=True, kw_only=True):
    """A name that matches what was asked for, and the records that hold it."""

    name: str
    sort: Sort
    refs: tuple[str, ...]


class Involved(Struct, frozen=True, kw_only=True):
    """As what somebody is named in a record."""

    name: str
    role: Role


class Dealing(Struct, frozen=True, kw_only=True):
    """An agreement that names them, and as what; *light* is None where it has none.

    *funds* are in place, *expires* is its last possible day.
    """

    paper: Paper
    roles: tuple[Involved, ...]
    light: Light | None = None
    funds: tuple[Amount, ...] = ()
    expires: date | None = None


class Journey(Struct, frozen=True, kw_only=True):
    """A trip that names them, and as what."""

    ref: str
    title: str
    days: PartialDay | None
    roles: tuple[Involved, ...]


class Elsewhere(Struct, frozen=True, kw_only=True):
    """A paper signed on a trip of a person who is *not* named as its witness."""

    name: str
    paper: Paper


class Blocker(Struct, frozen=True, kw_only=True):
    """An open problem and its ref: ``17.2.1`` on a follow-up, ``17.0.1`` on a record."""

    ref: str
    problem: Problem


def dealing_table(
    dealings: Iterable[Dealing], title: str, empty: str = "", *, with_names: bool = True
) -> Table:
    """Lay agreements out with the roles in them; without the names where it is but one."""
    columns = (
        Column("ref", _("Ref"), "ref"),
        Column("role", _("As")),
        Column("signed", _("Signed"), "day"),
        Column("title", _("Agreement"), grow=True),
        Column("parties", _("Parties"), grow=True),
        Column("standing", _("Stands")),
        Column("light", _("Light")),
        Column("open", _("Open"), "number"),
        Column("overdue", _("Late"), "number"),
    )
    rows = tuple(_dealing_row(d, with_names=with_names) for d in dealings)
    return Table(columns, rows, title=title, empty=empty)


def money_table(dealings: Iterable[Dealing], title: str) -> Table:
    """Lay out the money of those that name any: contracted, and in place."""
    columns = (
        Column("ref", _("Ref"), "ref"),
        Column("title", _("Agreement"), grow=True),
        Column("contracted", _("Contracted")),
        Column("in_place", _("In place")),
    )
    rows = tuple(
        (
            d.paper.ref,
            d.paper.title,
            money(d.paper.amount) if d.paper.amount else quiet(_("no amount given")),
            say_amounts(d.funds),
        )
        for d in dealings
        if d.paper.amount or d.funds
    )
    return Table(columns, rows, title=title)


def journey_table(journeys: Iterable[Journey], title: str, *, with_names: bool = True) -> Table:
    """Lay trips out with the roles on them; without the names where it is but one."""
    columns = (
        Column("ref", _("Ref"), "ref"),
        Column("days", _("Date"), "day"),
        Column("title", _("Trip"), grow=True),
        Column("role", _("As")),
    )
    rows = tuple(
        (j.ref, short_day(j.days), j.title, say_roles(j.roles, with_names=with_names))
        for j in journeys
    )
    return Table(columns, rows, title=title)


def elsewhere_table(papers: Iterable[Elsewhere], title: str) -> Table:
    """Lay out what was signed on somebody's trips without them as a witness."""
    columns = (
        Column("ref", _("Ref"), "ref"),
        Column("signed", _("Signed"), "day"),
        Column("title", _("Agreement"), grow=True),
        Column("parties", _("Parties"), grow=True),
        Column("trip", _("Trip"), "ref"),
        Column("not_witnessed_by", _("Not named as witness")),
        Column("witnesses", _("Witnesses named")),
    )
    rows = tuple(
        (*_signing(e.paper), e.paper.trip, e.name, say_witnesses(e.paper)) for e in papers
    )
    return Table(columns, rows, title=title)


def unnamed_table(papers: Iterable[Paper], title: str) -> Table:
    """Lay out agreements with a party that the source does not name."""
    columns = (
        Column("ref", _("Ref"), "ref"),
        Column("signed", _("Signed"), "day"),
        Column("title", _("Agreement"), grow=True),
        Column("parties", _("Parties"), grow=True),
        Column("trip", _("Trip"), "ref"),
    )
    rows = tuple((*_signing(p), p.trip) for p in papers)
    return Table(columns, rows, title=title)


def blocker_table(blockers: Iterable[Blocker], title: str) -> Table:
    """Lay open problems out."""
    columns = (
        Column("ref", _("Ref"), "ref"),
        Column("noted", _("Noted"), "day"),
        Column("problem", _("Problem"), grow=True),
        Column("solver", _("To be solved by")),
        Column("by", _("Until"), "day"),
    )
    rows = tuple(
        (
            b.ref,
            b.problem.noted,
            b.problem.text,
            b.problem.solver,
            b.problem.by,
        )
        for b in blockers
    )
    return Table(columns, rows, title=title)


def say_roles(roles: Iterable[Involved], *, with_names: bool = True) -> str:
    """Say roles in one line, each with the names that stand in it if these are wanted."""
    by_role: dict[Role, list[str]] = {}
    for one in roles:
        by_role.setdefault(one.role, []).append(one.name)
    if not with_names:
        return listed(say_role(role) for role in by_role)
    return "; ".join(
        _("{role}: {names}").format(role=say_role(role), names=listed(dict.fromkeys(names)))
        for role, names in by_role.items()
    )


def _dealing_row(dealing: Dealing, *, with_names: bool) -> Row:
    paper = dealing.paper
    signed = _signing(paper)
    return (
        signed[0],
        say_roles(dealing.roles, with_names=with_names),
        *signed[1:],
        say_standing(paper.stage, paper.status),
        say_colour(dealing.light) if dealing.light else None,
        paper.open,
        say_overdue(paper.overdue),
    )


def _signing(paper: Paper) -> tuple[Cell, ...]:
    parties = listed(say_name(p.name) for p in paper.parties)
    return paper.ref, say_signed(paper), paper.title, parties
