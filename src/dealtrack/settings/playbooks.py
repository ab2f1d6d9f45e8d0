"""Playbooks: sets of follow-ups that an agreement of some kind, or a trip, calls for."""

from typing import Literal

import msgspec

from dealtrack.text import language, later


def _in_own_language(en: str, zh: str, any_: str) -> str:
    own, other = (zh, en) if language() == "zh" else (en, zh)
    return own or any_ or other


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A follow-up that a playbook sets: in one language, or in each.

    *due* and *every* are in the words that people type; *after* are the places, from 1, of
    the steps that have to be closed first.
    """

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


ABOUT = later("Sets of follow-ups of your own: for whom, and their steps.")
