"""Agreements: the papers that were signed, with everything that belongs to them."""

from datetime import date
from typing import Literal

from msgspec import structs

from dealtrack.days import PartialDay
from dealtrack.model.plan import FINISHES, Planned, in_force
from dealtrack.model.record import Record
from dealtrack.model.stages import BEFORE_SIGNING, implied_by, rank, track_of
from dealtrack.model.values import Amount, Party, Person, Value, last_by
from dealtrack.model.vocabulary import BINDING_OF

Status = Literal["ongoing", "suspended", "terminated", "fulfilled"]

GOING_ON = ("ongoing", "delayed")
"""The statuses of what is neither paused nor over."""

_UNFINISHED = (*GOING_ON, "expired")


class Reached(Value, frozen=True, kw_only=True):
    """A stage was reached on a day; no day: it was, but the day is not known."""

    stage: str
    on: PartialDay | None = None
    note: str = ""


class StatusChange(Value, frozen=True, kw_only=True):
    """The agreement was suspended, resumed, terminated or fulfilled on a day."""

    status: Status
    on: date
    reason: str = ""


class Funds(Value, frozen=True, kw_only=True):
    """Money that really arrived."""

    amount: Amount
    on: date
    note: str = ""


class Link(Value, frozen=True, kw_only=True):
    """How this agreement relates to an earlier one, named by its id."""

    relation: Literal["implements", "supplements", "renews", "supersedes"]
    to: int


class Draft(Record, frozen=True, kw_only=True):
    """An agreement as it is reported, before the ledger has it.

    *signed* may be partial or unknown.  *count* is ``"unknown"`` where the source
    speaks of several papers without saying how many.
    """

    title: str
    kind: str = ""
    signed: PartialDay | None = None
    expires: PartialDay | None = None
    place: str = ""
    count: int | Literal["unknown"] = 1
    parties: tuple[Party, ...] = ()
    witnesses: tuple[Person, ...] = ()
    sectors: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    amount: Amount | None = None
    follows: str = ""
    trip: int | None = None
    links: tuple[Link, ...] = ()
    tags: tuple[str, ...] = ()
    stages: tuple[Reached, ...] = ()
    plan: tuple[Planned, ...] = ()
    statuses: tuple[StatusChange, ...] = ()
    funds: tuple[Funds, ...] = ()

    @property
    def binding(self) -> str:
        """How binding the paper is, a key of `BINDINGS`; "" where the kind is unknown."""
        return BINDING_OF.get(self.kind, "")

    @property
    def is_signed(self) -> bool:
        """Whether it is signed at all, on whatever day, known or not.

        What is logged without a stage is a signed paper; only a log that ends
        before signing says otherwise.
        """
        return any(stage not in BEFORE_SIGNING for stage, _ in self._log())

    def was_signed(self, day: date) -> bool:
        """Whether it was signed by *day*; an unknown day of signing counts as before it."""
        return self.has_reached("signed", day)

    def reached_on(self, stage: str) -> PartialDay | None:
        """Return the earliest known day on which *stage*, or a later one, was reached."""
        days = [d for name, d in self._log() if d and stage in implied_by(name)]
        return min(days, key=lambda d: d.earliest, default=None)

    def reached_by(self, stage: str, day: date) -> PartialDay | None:
        """Return the earliest known day by *day* of *stage* or a later one."""
        days = [on for name, on in self._reached(day) if on and stage in implied_by(name)]
        return min(days, key=lambda on: on.earliest, default=None)

    def has_reached(self, stage: str, day: date) -> bool:
        """Whether *stage* or a later one was reached by *day*."""
        return any(stage in implied_by(name) for name, _ in self._reached(day))

    def all_reached(self, day: date) -> frozenset[str]:
        """Return the stages reached by *day*, and those that they imply."""
        return frozenset(s for name, _ in self._reached(day) for s in implied_by(name))

    def stage(self, day: date) -> str:
        """Return the furthest stage reached by *day*, "" if none was.

        Of two that are equally far, the one that its kind usually passes.
        """
        track = track_of(self.kind)
        names = (name for name, _ in self._reached(day))
        return max(names, key=lambda name: (rank(name), name in track), default="")

    def status(self, day: date) -> str:
        """Return the status on *day*, a key of `STATUSES`.

        What is ongoing is fulfilled once that stage is reached, unless it was resumed
        after that, expired once its last possible day is over, and delayed once that of
        a planned stage is over which has not been reached.
        """
        last = last_by(self.statuses, day)
        if last and last.status != "ongoing":
            return last.status
        resumed = last.on if last else date.min
        for stage, on in self._reached(day):
            if stage == "fulfilled" and (on is None or on.latest >= resumed):
                return "fulfilled"
        if self.expires and self.expires.latest < day:
            return "expired"
        return "delayed" if self._days_missed(day) else "ongoing"

    def planned(self, day: date) -> dict[str, PartialDay]:
        """Return by when each stage was to be reached, as it was planned on *day*."""
        return in_force(self.plan, day)

    def next_planned(self, day: date) -> tuple[str, PartialDay] | None:
        """Return which stage was planned next and by when: of those not reached, the first."""
        planned = self.planned(day) if self.plan else {}
        reached = self.all_reached(day) if planned else frozenset()
        to_come = ((stage, by) for stage, by in planned.items() if stage not in reached)
        return min(to_come, key=lambda one: one[1].latest, default=None)

    def planned_end(self, day: date) -> PartialDay | None:
        """Return by when the work was to be finished; None once it is, or without a plan."""
        planned = self.planned(day) if self.plan else {}
        end = next((stage for stage in FINISHES if stage in planned), None)
        return None if end is None or self.has_reached(end, day) else planned[end]

    def days_behind(self, day: date) -> int:
        """Return for how many days a planned stage has been missed; 0 if none is.

        A plan known in part is missed once its last possible day is over.  What is paused,
        terminated or fulfilled is behind nothing.
        """
        return self._days_missed(day) if self.status(day) in _UNFINISHED else 0

    def _days_missed(self, day: date) -> int:
        planned = self.next_planned(day) if self.plan else None
        return max((day - planned[1].latest).days, 0) if planned else 0

    def terminated_on(self, day: date) -> date | None:
        """Return the day it was terminated, if it stood terminated on *day*."""
        last = last_by(self.statuses, day)
        return last.on if last and last.status == "terminated" else None

    def begins(self) -> date | None:
        """Return the first day of anything in its logs; None: nobody knows since when."""
        log = self._log()
        if any(
            on is None and (self.signed is None or name in BEFORE_SIGNING) for name, on in log
        ):
            return None
        days = [on.earliest for _, on in log if on]
        days += [one.since for one in self.plan if one.since]
        return min([*days, *(c.on for c in self.statuses), *(f.on for f in self.funds)])

    def last_progress(self, day: date) -> date | None:
        """Return the last day by *day* on which something moved forward.

        Signing, a stage, funds, being resumed, a note on it or on a follow-up, and
        every change of a follow-up's state count; postponing and noting a problem do not.
        """
        moved = [on.earliest for _, on in self._log() if on]
        moved += [f.on for f in self.funds] + self.work_days()
        moved += [c.on for c in self.statuses if c.status == "ongoing"]
        return max((d for d in moved if d <= day), default=None)

    def _reached(self, day: date) -> list[tuple[str, PartialDay | None]]:
        """Return the stages of the log that count on *day*.

        A stage without a day counts from the start; one that comes after a known
        signing, from the signing.
        """
        signed = self.signed.earliest if self.signed else None
        found = []
        for name, on in self._log():
            after = None if name in BEFORE_SIGNING else signed
            first = on.earliest if on else after
            if first is None or first <= day:
                found.append((name, on))
        return found

    def _log(self) -> list[tuple[str, PartialDay | None]]:
        """Return the stages with their days, the signing among them if it took place.

        What is logged without a word about talks is a signed paper, on an unknown
        day where none is given.  The day in *signed* goes before one in *stages*.
        """
        own = self.signed is not None
        log = [(r.stage, r.on) for r in self.stages if not (own and r.stage == "signed")]
        told = any(name in BEFORE_SIGNING or name == "signed" for name, _ in log)
        if own or not told:
            log.append(("signed", self.signed))
        return log


class Agreement(Draft, frozen=True, kw_only=True):
    """An agreement in the ledger."""

    id: int
    uid: str
    version: int = 1

    @property
    def ref(self) -> str:
        """How people call it: ``17``."""
        return str(self.id)


def as_if_kept(draft: Draft, id_: int = 0) -> Agreement:
    """Return *draft* as it would look in the ledger, to be shown before it is saved."""
    return Agreement(id=id_, uid="", **structs.asdict(draft.numbered()))
