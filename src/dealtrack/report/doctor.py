"""What the doctor found: every check, whether all is well there, and what to do if not."""

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct, structs

from dealtrack.report.homely import shortened
from dealtrack.report.page import Cell, Column, Page, Row, Table, Tone, Toned
from dealtrack.report.served import SERVER_NAMES, SERVER_SYMPTOMS
from dealtrack.report.symptoms import NAMES, SYMPTOMS
from dealtrack.text import _, plural

Status = Literal["yes", "no", "fixable", "unknown", "none"]
"""All is well · it is not · not, but ``--fix`` helps · nobody can tell · no such thing."""

FIX = "dealtrack doctor --fix"
"""The command that puts right what is fixable."""

FEW = 5
"""How many findings of one check a terminal shows unless all are asked for."""

ALL_NAMES = {
    "place": NAMES["place"],
    "ledger": NAMES["ledger"],
    **SERVER_NAMES,
    **NAMES,
}
"""Every check by its key, of files and of servers, in the order in which they are told."""

_SYMPTOMS = {**SYMPTOMS, **SERVER_SYMPTOMS}

_TONES = {
    "yes": Tone.GOOD,
    "no": Tone.BAD,
    "fixable": Tone.WARN,
    "unknown": Tone.QUIET,
    "none": Tone.QUIET,
}


class Finding(Struct, frozen=True, kw_only=True):
    """One fact: what it *says*, a key of the check's symptoms, and the *facts* of it.

    *command* can be pasted into a shell, to look closer or to put it right.
    """

    says: str
    facts: dict[str, str] = {}
    command: str = ""


class Check(Struct, frozen=True, kw_only=True):
    """One check with what it found: at least one thing, several where several are wrong.

    *left* counts findings that were left out to keep the list short.
    """

    key: str
    status: Status
    findings: tuple[Finding, ...]
    left: int = 0

    def shortened(self) -> "Check":
        """Return the check with a few of its findings."""
        left = max(0, len(self.findings) - FEW)
        return structs.replace(self, findings=self.findings[:FEW], left=left)

    @property
    def is_wrong(self) -> bool:
        """Whether something has to be done."""
        return self.status in {"no", "fixable"}


def judged(
    key: str, found: Sequence[Finding], well: Finding | None = None, *, fixable: bool = False
) -> Check:
    """Make the check *key* of what is wrong; with nothing *found* all is *well*."""
    if not found:
        well = well or Finding(says="sound")
        return Check(key=key, status="yes", findings=(well,))
    return Check(key=key, status="fixable" if fixable else "no", findings=tuple(found))


def yes(key: str, says: str, /, **facts: str) -> Check:
    """Make the check *key* that found all well."""
    return Check(key=key, status="yes", findings=(Finding(says=says, facts=facts),))


def none(key: str, says: str, command: str = "", /, **facts: str) -> Check:
    """Make the check *key* of what is not there, and need not be."""
    finding = Finding(says=says, facts=facts, command=command)
    return Check(key=key, status="none", findings=(finding,))


def unknown(key: str, says: str, /, **facts: str) -> Check:
    """Make the check *key* that nobody could make."""
    return Check(key=key, status="unknown", findings=(Finding(says=says, facts=facts),))


def no(key: str, says: str, command: str, /, **facts: str) -> Check:
    """Make the check *key* that found one thing wrong."""
    return judged(key, [Finding(says=says, facts=facts, command=command)])


def fixable(key: str, says: str, /, **facts: str) -> Check:
    """Make the check *key* that found one thing which ``--fix`` puts right."""
    return judged(key, [Finding(says=says, facts=facts, command=FIX)], fixable=True)


class Doctor(Struct, frozen=True, kw_only=True):
    """All checks.  Paths below *home* are printed with a ``~``."""

    schema: Literal["dealtrack/doctor/1"] = "dealtrack/doctor/1"
    home: str = ""
    checks: tuple[Check, ...]

    @property
    def wrong(self) -> tuple[Check, ...]:
        """The checks that found something."""
        return tuple(check for check in self.checks if check.is_wrong)

    def page(self) -> Page:
        """Lay the checks out, each finding on a line."""
        columns = (
            Column("check", _("Check"), "ref"),
            Column("well", _("Well?")),
            Column("reason", _("Why"), grow=True),
            Column("command", _("What to type"), "ref"),
        )
        rows = tuple(row for check in self.checks for row in self._rows(check))
        return Page(
            _("Health of the ledger"),
            (Table(columns, rows),),
            subtitle=self._summary(),
            is_list=True,
            hint=self._hint(),
        )

    def _rows(self, check: Check) -> list[Row]:
        name, well = _(ALL_NAMES[check.key]), say_status(check.status)
        rows: list[Row] = [
            (name, well, say(check.key, f, self.home), shortened(f.command, self.home))
            for f in check.findings
        ]
        if check.left:
            more = plural("{n} more like this", "{n} more like these", check.left)
            rows.append((name, well, more, "dealtrack doctor --all"))
        return rows

    def _summary(self) -> str:
        if not self.wrong:
            return _("all is well")
        found = len(self.wrong)
        return plural("{n} check found something", "{n} checks found something", found)

    def _hint(self) -> str:
        if any(check.status == "fixable" for check in self.checks):
            return _("What is fixable is put right by: dealtrack doctor --fix")
        return ""


def say_status(status: Status) -> Cell:
    """Say whether all is well."""
    words = {
        "yes": _("yes"),
        "no": _("no"),
        "fixable": _("fixable"),
        "unknown": _("unknown"),
        "none": _("none"),
    }
    return Toned(words[status], _TONES[status])


def say(key: str, finding: Finding, home: str = "") -> str:
    """Say what was found, as a sentence."""
    sentence = _(_SYMPTOMS[key][finding.says])
    return sentence.format(**{k: shortened(fact, home) for k, fact in finding.facts.items()})
