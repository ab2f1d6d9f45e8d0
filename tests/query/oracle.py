"""A second reading of what questions mean, slow and plain, to hold the matcher against.

It looks at a record as the JSON that the ledger keeps, and shares nothing with
the program but the tables of words.
"""

import operator
import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec

from dealtrack.model import Amount, Entry
from dealtrack.model.codec import encode
from dealtrack.model.vocabulary import BINDING_OF
from dealtrack.query.expr import And, Expr, Not, Or, Term

LONG = "planned negotiating signed registered started completed in-production full-capacity"
SHORT = "planned negotiating signed in-progress fulfilled"
WORDS_OF_KEYS = {"record", "kind", "binding", "sector", "currency", "stage", "reached"} | {
    *("status", "relation", "state", "priority", "promise", "promised", "ref", "trip", "link"),
    "waits",
}
COMPARED = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}

Json = dict[str, Any]


def answers(expr: Expr, entry: Entry) -> bool:
    """Whether *entry* answers *expr*, by the words of the documentation."""
    if isinstance(expr, And):
        return False not in [answers(part, entry) for part in expr.parts]
    if isinstance(expr, Or):
        return True in [answers(part, entry) for part in expr.parts]
    if isinstance(expr, Not):
        return not answers(expr.part, entry)
    return _term(expr, [v for v in Facts(entry).of(expr.field) if v not in ("", None)])


def _term(term: Term, found: list[Any]) -> bool:
    if term.op == "known":
        return found != []
    wanted: Any = term.value
    if isinstance(wanted, Amount):
        found = [f["value"] for f in found if f["currency"] == wanted.currency]
        found, wanted = [Decimal(value) for value in found], wanted.value
    elif isinstance(wanted, str) and term.field not in WORDS_OF_KEYS:
        found, wanted = [_plain(text) for text in found], _plain(wanted)
        if term.op == ":":
            return any(text.find(wanted) >= 0 for text in found)
    if term.op == "=":
        return wanted in found
    return any(COMPARED[term.op](value, wanted) for value in found)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _first_day(edtf: str | None) -> date | None:
    """Return the earliest day of ``2026``, ``2026-02``, ``2026-02-01`` or an interval."""
    if not edtf:
        return None
    return date.fromisoformat((edtf.split("/")[0] + "-01-01")[:10])


def _last_day(edtf: str) -> date:
    text = edtf.rsplit("/", maxsplit=1)[-1]
    if len(text) == 10:
        return date.fromisoformat(text)
    year, month = int(text[:4]), int(text[5:] or "12")
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _some_months_after(day: date, n: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(
        date(year, month + 1, 1) + timedelta(days=day.day - 1), following - timedelta(days=1)
    )


class Facts:
    """What an entry says about a field: a list, empty where it says nothing."""

    def __init__(self, entry: Entry) -> None:
        self.record: Json = msgspec.json.decode(encode(entry.record))
        self.is_trip = "Trip" in type(entry.record).__name__
        number = entry.follow_up.number if entry.follow_up else None
        tasks = self.record.get("follow_ups", [])
        self.task: Json | None = next((t for t in tasks if t.get("number") == number), None)
        self.day = entry.as_of.isoformat()

    def of(self, field: str) -> list[Any]:
        if found := getattr(self, f"_{field}", None):
            return list(found())
        place = self._places_of_plain_fields().get(field)
        assert place is not None, field
        return place

    def _places_of_plain_fields(self) -> dict[str, list[Any]]:
        r, t = self.record, self.task or {}
        a, out = ({}, r) if self.is_trip else (r, {})
        promise = t.get("promise", {})
        return {
            "record": ["trip" if self.is_trip else "agreement"],
            "id": [r["id"]],
            "title": [r["title"]],
            "tag": r.get("tags", []),
            "kind": [a.get("kind")],
            "binding": [BINDING_OF.get(a.get("kind", ""))],
            "sector": a.get("sectors", []),
            "area": a.get("areas", []),
            "follows": [a.get("follows")],
            "keeper": self._last_in_charge("owner"),
            "office": self._last_in_charge("unit"),
            "third": [p["name"] for p in a.get("parties", []) if p.get("side") == "third"],
            "expires": [_first_day(a.get("expires"))],
            "amount": [self._with_currency(a.get("amount"))],
            "link": [str(link["to"]) for link in a.get("links", [])],
            "relation": [link["relation"] for link in a.get("links", [])],
            "party": [p["name"] for p in a.get("parties", [])],
            "task": [t.get("task")],
            "original": [_day(t.get("due"))],
            "since": [_day(t.get("since"))],
            "priority": [t.get("priority", "normal")] if t else [],
            "partner": t.get("partners", []),
            "waits": self._waits(),
            "uid": [t.get("uid")],
            "promise": [promise.get("side")],
            "condition": [promise.get("condition")],
            "pledged": [self._with_currency(promise.get("amount"))],
            "start": [_first_day(out.get("start"))],
            "end": [_first_day(out.get("end"))],
        }

    # records

    def _ref(self) -> list[Any]:
        own = f"{'T' if self.is_trip else ''}{self.record['id']}"
        return [own, f"{own}.{self.task['number']}"] if self.task else [own]

    def _trip(self) -> list[Any]:
        number = self.record["id"] if self.is_trip else self.record.get("trip")
        return [f"T{number}"] if number is not None else []

    def _place(self) -> list[Any]:
        if not self.is_trip:
            return [self.record.get("place")]
        return [*self.record.get("places", []), *(v.get("place") for v in self._calls())]

    def _person(self) -> list[Any]:
        found = self._signatory() + self._witness() + self._lead() + self._met()
        members = self.record.get("members", [])
        return found + [text for one in members for text in self._called(one)]

    def _called(self, person: Json | None) -> list[str]:
        if not person:
            return []
        parts = [person.get(part, "") for part in ("name", "post", "organisation")]
        return [person["name"], ", ".join(part for part in parts if part)]

    def _waits(self) -> list[Any]:
        own = f"{'T' if self.is_trip else ''}{self.record['id']}"
        log = (self.task or {}).get("waits", [])
        still = [w for w in log if w.get("since", "") <= self.day < w.get("until", "9999-99")]
        return [f"{own}{w['on']}" if w["on"].startswith(".") else w["on"] for w in still]

    def _owner(self) -> list[Any]:
        return self._responsible("owner")

    def _unit(self) -> list[Any]:
        return self._responsible("unit")

    def _responsible(self, what: str) -> list[Any]:
        for holder in (self.task or {}, self.record):
            log = [a for a in holder.get("assignments", []) if a.get("since", "") <= self.day]
            if log and log[-1].get(what):
                return [log[-1][what]]
        return []

    def _last_in_charge(self, what: str) -> list[Any]:
        log = [a for a in self.record.get("assignments", []) if a.get("since", "") <= self.day]
        return [log[-1].get(what)] if log else []

    def _name(self) -> list[Any]:
        r, calls = self.record, self._calls()
        people = [p.get("signatory") for p in r.get("parties", [])] + r.get("witnesses", [])
        people += [
            r.get("lead"),
            *r.get("members", []),
            *(p for v in calls for p in v.get("met", [])),
        ]
        found = [p.get(key) for p in people if p for key in ("name", "organisation")]
        found += [p["name"] for p in r.get("parties", [])] + [v["organisation"] for v in calls]
        heard = [*r.get("intentions", []), *(i for v in calls for i in v.get("intentions", []))]
        found += [i.get("by") for i in heard]
        for part in (r, *r.get("follow_ups", [])):
            found += [
                a.get(key) for a in part.get("assignments", []) for key in ("owner", "unit")
            ]
            found += part.get("partners", [])
        bare = [re.sub(r"[\s_-]", "", _plain(name)) for name in found if name]
        return [*found, *bare]

    def _source(self) -> list[Any]:
        keys = ("title", "url", "file")
        return [s.get(key) for s in self.record.get("sources", []) for key in keys]

    def _note(self) -> list[Any]:
        return [n["text"] for n in self._both("notes") if n["on"] <= self.day]

    def _problem(self) -> list[Any]:
        return [p["text"] for p in self._unsolved()]

    def _solver(self) -> list[Any]:
        return [p.get("solver") for p in self._unsolved()]

    def _unsolved(self) -> list[Json]:
        return [
            p
            for p in self._both("problems")
            if p["noted"] <= self.day and p.get("solved", "9") > self.day
        ]

    def _both(self, what: str) -> list[Json]:
        return [*self.record.get(what, []), *(self.task or {}).get(what, [])]

    def _text(self) -> list[Any]:
        fields = (
            "title place person owner unit tag source note problem solver party ours theirs"
        )
        more = "signatory witness area follows task partner condition lead met visit intention"
        return [text for field in f"{fields} {more}".split() for text in self.of(field)]

    # agreements

    def _of_side(self, side: str) -> list[Any]:
        return [p["name"] for p in self._papers("parties") if p.get("side") == side]

    def _papers(self, what: str) -> list[Json]:
        return [] if self.is_trip else self.record.get(what, [])

    def _ours(self) -> list[Any]:
        return self._of_side("ours")

    def _theirs(self) -> list[Any]:
        return self._of_side("theirs")

    def _signatory(self) -> list[Any]:
        named = (p.get("signatory") for p in self._papers("parties"))
        return [text for one in named for text in self._called(one)]

    def _witness(self) -> list[Any]:
        return [text for one in self._papers("witnesses") for text in self._called(one)]

    def _count(self) -> list[Any]:
        count = self.record.get("count", 1)
        return [] if self.is_trip or count == "unknown" else [count]

    def _signed(self) -> list[Any]:
        if self.is_trip:
            return []
        log = [s.get("on") for s in self._papers("stages") if s["stage"] == "signed"]
        return [_first_day(self.record.get("signed") or (log[0] if log else None))]

    def _year(self) -> list[Any]:
        return [day.year for day in self._signed() if day]

    def _currency(self) -> list[Any]:
        amount = None if self.is_trip else self.record.get("amount")
        return [amount.get("currency", "CNY")] if amount else []

    def _with_currency(self, amount: Json | None) -> Json | None:
        return {"currency": "CNY", **amount} if amount else None

    def _funds(self) -> list[Any]:
        sums: dict[str, Decimal] = {}
        for one in self._papers("funds"):
            if one["on"] <= self.day:
                code = one["amount"].get("currency", "CNY")
                sums[code] = sums.get(code, Decimal(0)) + Decimal(one["amount"]["value"])
        return [{"currency": code, "value": value} for code, value in sums.items()]

    def _log(self) -> list[tuple[str, date | None]]:
        if self.is_trip:
            return []
        signed = self.record.get("signed")
        log = [(s["stage"], _first_day(s.get("on"))) for s in self._papers("stages")]
        if signed:
            log = [(stage, on) for stage, on in log if stage != "signed"]
        if signed or not {"planned", "negotiating", "signed"} & {stage for stage, _on in log}:
            log.append(("signed", _first_day(signed)))
        return log

    def _passed(self, stage: str) -> list[str]:
        track = LONG.split() if stage in LONG.split() else SHORT.split()
        return track[: track.index(stage) + 1]

    def _reached_by_then(self) -> list[str]:
        today, signed = date.fromisoformat(self.day), _first_day(self.record.get("signed"))
        by_then = []
        for stage, on in self._log():
            since = on or (None if stage in {"planned", "negotiating"} else signed)
            by_then += [stage] if since is None or since <= today else []
        return by_then

    def _reached(self) -> list[Any]:
        return [s for stage in self._reached_by_then() for s in self._passed(stage)]

    def _came_to(self, stage: str) -> list[date]:
        today = date.fromisoformat(self.day)
        days = (on for name, on in self._log() if on and stage in self._passed(name))
        return sorted(on for on in days if on <= today)[:1]

    def _months_to(self, stage: str) -> list[Any]:
        begin, came = [d for d in self._signed() if d], self._came_to(stage)
        if not begin or not came:
            return []
        n = 0
        while _some_months_after(begin[0], n) < came[0]:
            n += 1
        return [n]

    def _registered(self) -> list[Any]:
        return self._came_to("registered")

    def _registered_in(self) -> list[Any]:
        return self._months_to("registered")

    def _started(self) -> list[Any]:
        return self._came_to("started")

    def _started_in(self) -> list[Any]:
        return self._months_to("started")

    def _completed(self) -> list[Any]:
        return self._came_to("completed")

    def _completed_in(self) -> list[Any]:
        return self._months_to("completed")

    def _produced(self) -> list[Any]:
        return self._came_to("in-production")

    def _produced_in(self) -> list[Any]:
        return self._months_to("in-production")

    def _stage(self) -> list[Any]:
        kinds = ("strategic", "friendship", "memorandum", "intent", "framework")
        own = SHORT if self.record.get("kind") in kinds else LONG
        furthest = (0, False)
        stage = ""
        for one in self._reached_by_then():
            way = 8 if one == "fulfilled" else len(self._passed(one))
            if (way, one in own.split()) > furthest:
                furthest, stage = (way, one in own.split()), one
        return [stage]

    def _changes(self) -> list[Json]:
        return [c for c in self._papers("statuses") if c["on"] <= self.day]

    def _status(self) -> list[Any]:
        if self.is_trip:
            return []
        last = self._changes()[-1]["status"] if self._changes() else "ongoing"
        expires = self.record.get("expires")
        if last != "ongoing":
            return [last]
        if "fulfilled" in self._reached() and not self._was_resumed_since():
            return ["fulfilled"]
        if expires and _last_day(expires).isoformat() < self.day:
            return ["expired"]
        return ["delayed" if self._missed_for() > 0 else "ongoing"]

    def _plan(self) -> list[Any]:
        return list(self._in_force())

    def _in_force(self) -> dict[str, str]:
        known = [p for p in self._papers("plan") if p.get("since", "") <= self.day]
        found = {}
        for one in sorted(known, key=lambda p: p.get("since", "")):
            found[one["stage"]] = str(one.get("by", ""))
        every = list(dict.fromkeys([*LONG.split(), *SHORT.split()]))
        return {stage: found[stage] for stage in every if found.get(stage)}

    def _ahead(self) -> list[tuple[date, str]]:
        plan, reached = self._in_force(), self._reached()
        days = [(_last_day(by), stage) for stage, by in plan.items() if stage not in reached]
        return sorted(days, key=lambda one: one[0])[:1]

    def _next(self) -> list[Any]:
        return [stage for _by, stage in self._ahead()]

    def _planned(self) -> list[Any]:
        return [by for by, _stage in self._ahead()]

    def _missed_for(self) -> int:
        today = date.fromisoformat(self.day)
        return max([0, *((today - by).days for by, _stage in self._ahead())])

    def _behind(self) -> list[Any]:
        is_over = self._status() and self._status()[0] not in {"ongoing", "delayed", "expired"}
        return [] if is_over or not self._missed_for() else [self._missed_for()]

    def _finish(self) -> list[Any]:
        plan = self._in_force()
        ends = ("completed", "in-production", "full-capacity", "fulfilled")
        end = next((stage for stage in ends if stage in plan), None)
        return [] if end is None or end in self._reached() else [_last_day(plan[end])]

    def _was_resumed_since(self) -> bool:
        """Whether the last word is that it goes on, after every day of being fulfilled."""
        fulfilled = [s.get("on") for s in self._papers("stages") if s["stage"] == "fulfilled"]
        days = [d for d in fulfilled if not d or str(_first_day(d)) <= self.day]
        last = self._changes()[-1]["on"] if self._changes() else ""
        return all(d and _last_day(d).isoformat() < last for d in days)

    def _terminated(self) -> list[Any]:
        last = self._changes()[-1] if self._changes() else {"status": ""}
        return [_day(last["on"])] if last["status"] == "terminated" else []

    def _begins(self) -> list[Any]:
        first = self._first()
        if first is None:
            return []
        days = [first.isoformat(), *self._work()]
        days += [p["noted"] for p in self.record.get("problems", [])]
        for task in self.record.get("follow_ups", []):
            days += [task["since"]] if task.get("since") else []
        return [_day(min(days))]

    def _first(self) -> Any:
        if self.is_trip:
            return _first_day(self.record.get("start"))
        early = ("planned", "negotiating") if self.record.get("signed") else LONG + SHORT
        if any(on is None and stage in early for stage, on in self._log()):
            return None
        others = [*self.record.get("statuses", []), *self.record.get("funds", [])]
        days: list[Any] = [on for _stage, on in self._log() if on]
        days += [_day(p["since"]) for p in self._papers("plan") if "since" in p]
        return min([*days, *(_day(one["on"]) for one in others)])

    def _work(self) -> list[str]:
        moved = [n["on"] for n in self.record.get("notes", [])]
        for task in self.record.get("follow_ups", []):
            for log in (
                task.get("notes"),
                task.get("states"),
                task.get("promise", {}).get("steps"),
            ):
                moved += [one["on"] for one in log or []]
        return moved

    def _progress(self) -> list[Any]:
        moved = self._work()
        moved += [c["on"] for c in self._papers("statuses") if c["status"] == "ongoing"]
        moved += [f["on"] for f in self._papers("funds")]
        moved += [on.isoformat() for _stage, on in self._log() if on]
        if self.is_trip and (last := self.record.get("end") or self.record.get("start")):
            moved.append(_last_day(last).isoformat())
        if self.is_trip and (first := _first_day(self.record.get("start"))):
            moved.append(first.isoformat())
        return [_day(max((on for on in moved if on <= self.day), default=None))]

    # follow-ups

    def _last_change(self) -> Json:
        log = [c for c in (self.task or {}).get("states", []) if c["on"] <= self.day]
        return log[-1] if log else {"state": "open", "on": None}

    def _state(self) -> list[Any]:
        return [self._last_change()["state"]] if self.task else []

    def _due(self) -> list[Any]:
        if not self.task:
            return []
        moves = [p["to"] for p in self.task.get("postponements", []) if p["on"] <= self.day]
        return [_day(moves[-1] if moves else self.task.get("due"))]

    def _postponed(self) -> list[Any]:
        if not self.task:
            return []
        return [len([p for p in self.task.get("postponements", []) if p["on"] <= self.day])]

    def _done(self) -> list[Any]:
        return [_day(self._last_change()["on"])] if self._state() == ["done"] else []

    def _steps(self, step: str) -> list[str]:
        steps = (self.task or {}).get("promise", {}).get("steps", [])
        return [s["on"] for s in steps if s["step"] == step and s["on"] <= self.day]

    def _closed(self) -> list[Any]:
        if self._state() in (["done"], ["cancelled"]):
            return [_day(self._last_change()["on"])]
        return [_day(on) for on in self._steps("waived")[:1]]

    def _open(self) -> list[Any]:
        return [not self._closed()] if self.task else []

    def _conditional(self) -> list[Any]:
        if not self.task:
            return []
        return [bool(self.of("condition")[0]) and not self._steps("met")]

    def _late(self) -> list[Any]:
        due = [d for d in self._due() if d]
        if not due or self._open() == [False] or self._conditional() == [True]:
            return []
        late = (date.fromisoformat(self.day) - due[0]).days
        return [late] if late > 0 else []

    def _kept(self) -> list[Any]:
        promise = (self.task or {}).get("promise", {})
        if promise.get("amount") and self._state() == ["done"]:
            return [self._with_currency(promise["amount"])]
        sums: dict[str, Decimal] = {}
        for step in promise.get("steps", []):
            amount = step.get("amount")
            if amount and step["step"] == "partly" and step["on"] <= self.day:
                code = amount.get("currency", "CNY")
                sums[code] = sums.get(code, Decimal(0)) + Decimal(amount["value"])
        return [{"currency": code, "value": value} for code, value in sums.items()]

    def _promised(self) -> list[Any]:
        if not (self.task and "promise" in self.task):
            return []
        due, is_late = self._due()[0], bool(self._late())
        stands = {
            "honoured": self._state() == ["done"],
            "waived": bool(self._closed()),
            "partly": bool(self._steps("partly")) and not (is_late or self._falls_due(due)),
            "unmet": self._conditional() == [True],
            "overdue": is_late,
            "due": self._falls_due(due),
            "not-due": True,
        }
        return [next(state for state, holds in stands.items() if holds)]

    def _falls_due(self, due: date | None) -> bool:
        """Whether it is to be honoured on this very day, or now that its condition is met."""
        if self._conditional() == [True]:
            return False
        return bool(self._steps("met")) if due is None else due.isoformat() == self.day

    # trips

    def _calls(self) -> list[Json]:
        return self.record.get("visits", []) if self.is_trip else []

    def _precise(self) -> list[Any]:
        logged = [s.get("on") for s in self._papers("stages") if s["stage"] == "signed"]
        text = None if self.is_trip else self.record.get("signed") or next(iter(logged), None)
        return [_first_day(text) == _last_day(text)] if text else []

    def _days(self) -> list[Any]:
        ends = (self.record.get("start"), self.record.get("end")) if self.is_trip else ("", "")
        if not all(end and _first_day(end) == _last_day(end) for end in ends):
            return []
        first, last = (_last_day(str(end)) for end in ends)
        return [last.toordinal() - first.toordinal() + 1]

    def _lead(self) -> list[Any]:
        return self._called(self.record.get("lead")) if self.is_trip else []

    def _met(self) -> list[Any]:
        return [t for v in self._calls() for one in v.get("met", []) for t in self._called(one)]

    def _visit(self) -> list[Any]:
        return [v.get(key) for v in self._calls() for key in ("organisation", "saw")]

    def _intention(self) -> list[Any]:
        heard = [one for v in self._calls() for one in v.get("intentions", [])]
        heard += self.record.get("intentions", []) if self.is_trip else []
        return [one.get(key) for one in heard for key in ("text", "by")]

    def _became(self) -> list[Any]:
        heard = [one for v in self._calls() for one in v.get("intentions", [])]
        heard += self.record.get("intentions", []) if self.is_trip else []
        return [str(number) for one in heard for number in one.get("became", [])]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
