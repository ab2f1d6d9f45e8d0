"""Playbooks: sets of follow-ups that an agreement of some kind, or a trip, calls for."""

from collections import Counter
from typing import Literal, NamedTuple

import msgspec

from dealtrack.model.vocabulary import BINDINGS, KINDS
from dealtrack.model.words import folded
from dealtrack.text import language, later

TRIPS = ("trip", "trips", "外出活动", "活动")
SIGNED = ("signed", "签约", "已签约")


def _in_own_language(en: str, zh: str, any_: str) -> str:
    own, other = (zh, en) if language() == "zh" else (en, zh)
    return own or any_ or other


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A follow-up that a playbook sets: in one language, or in each.

    *due* and *every* are in the words that people type; *after* are the places, from 1, of
    the steps that have to be closed first.  *key* is how the ledger knows the step again
    when its words are changed.
    """

    key: str = ""
    task: str = ""
    task_en: str = ""
    task_zh: str = ""
    due: str = ""
    every: str = ""
    owner: str = ""
    unit: str = ""
    priority: Literal["high", "normal", "low"] = "normal"
    after: tuple[int, ...] = ()
    promise: Literal["", "ours", "theirs"] = ""
    condition: str = ""

    @property
    def name(self) -> str:
        """The task in the language spoken now, or in the one it is given in."""
        return _in_own_language(self.task_en, self.task_zh, self.task)

    @property
    def texts(self) -> tuple[str, ...]:
        """The task in each language that it is given in."""
        return tuple(filter(None, (self.task, self.task_en, self.task_zh)))


class Playbook(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Steps for what is one of *for_*: kinds, binding classes, ``signed`` or ``trip``.

    One without steps switches off the one of its name that comes with the program.
    """

    title: str = ""
    title_en: str = ""
    title_zh: str = ""
    for_: tuple[str, ...] = msgspec.field(default=(), name="for")
    steps: tuple[Step, ...] = ()

    @property
    def name(self) -> str:
        """What it is for, in the language spoken now, or in the one it is given in."""
        return _in_own_language(self.title_en, self.title_zh, self.title)

    @property
    def keys(self) -> tuple[str, ...]:
        """The key of each step: its own, else a digest of its task.

        No place is in it, so that a step put in between changes none of the others; only
        those of the same task are numbered.
        """
        digests = [one.key or _digest("".join(one.texts[:1])) for one in self.steps]
        seen: Counter[str] = Counter()
        keys = []
        for digest in digests:
            seen[digest] += 1
            keys.append(digest if seen[digest] == 1 else f"{digest}-{seen[digest]}")
        return tuple(keys)


def _digest(task: str) -> str:
    """Return six letters that stand for *task*: no digits, as a place would have."""
    from hashlib import sha256  # noqa: PLC0415 -- 2 ms, where steps without a key are known again

    found = sha256(folded(task).encode("utf-8", "replace")).hexdigest()[:6]
    return "".join(chr(ord("a") + int(digit, 16)) for digit in found)


class Audience(NamedTuple):
    """Whom a word under ``for`` means: a kind, a binding class, what is signed, trips."""

    is_trip: bool = False
    is_signed: bool = False
    kind: str = ""
    binding: str = ""

    @classmethod
    def of(cls, word: str) -> "Audience":
        """Return whom *word* means."""
        name = folded(word)
        return cls(
            name in TRIPS, name in SIGNED, KINDS.find(word) or "", BINDINGS.find(word) or ""
        )


ABOUT = later("Sets of follow-ups of your own: for whom, and their steps.")
