"""Every command, and which module holds it.

Only the module that is wanted gets imported; all of them for help and completion.
"""

from collections.abc import Iterator
from importlib import import_module

import typer

from dealtrack.cli.command import Command, Commands

MODULES = {
    "log": "log",
    "follow": "followups",
    "done": "moves",
    "start": "moves",
    "wait": "moves",
    "submit": "moves",
    "approve": "moves",
    "reject": "moves",
    "cancel": "moves",
    "reopen": "moves",
    "postpone": "followups",
    "evidence": "evidence",
    "promises": "promises",
    "met": "promises",
    "partly": "promises",
    "waive": "promises",
    "note": "progress",
    "problem": "progress",
    "solve": "progress",
    "advance": "stages",
    "plan": "stages",
    "fund": "stages",
    "suspend": "stages",
    "resume": "stages",
    "end": "stages",
    "set": "many",
    "tag": "many",
    "assign": "many",
    "edit": "editing",
    "remove": "editing",
    "undo": "changes",
    "redo": "changes",
    "history": "changes",
    "status": "morning",
    "overdue": "morning",
    "agenda": "morning",
    "light": "lights",
    "light explain": "lights",
    "remind": "remind",
    "list": "reading",
    "find": "reading",
    "show": "reading",
    "timeline": "reading",
    "brief": "reading",
    "month": "month",
    "rates": "rates",
    "sectors": "reports",
    "sector list": "sectors",
    "sector add": "sectors",
    "sector rename": "sectors",
    "sector merge": "sectormerge",
    "target set": "targets",
    "target list": "targets",
    "target remove": "targets",
    "target import": "targets",
    "slip issue": "slips",
    "slip list": "slips",
    "slip show": "slips",
    "slip close": "slips",
    "trips": "registers",
    "trip list": "registers",
    "trip show": "registers",
    "party list": "parties",
    "party show": "parties",
    "party set": "parties",
    "party alias": "parties",
    "party merge": "parties",
    "party duplicates": "parties",
    "person list": "persons",
    "person merge": "persons",
    "person duplicates": "persons",
    "export": "exporting",
    "import": "importing",
    "sync caldav": "syncing",
    "playbook list": "playbooks",
    "playbook show": "playbooks",
    "config list": "config",
    "config get": "config",
    "config set": "config",
    "config edit": "config",
    "config path": "config",
    "backup": "keeping",
    "restore": "restoring",
    "doctor": "doctor",
    "ledger path": "ledger",
    "ledger verify": "ledger",
    "ledger compact": "ledger",
    "ledger copy": "ledger",
    "ledger upgrade": "serving",
    "ledger roles": "serving",
    "demo": "demo",
    "completion": "completion",
    "help": "help",
}
"""Every command, and the module of `dealtrack.cli` that holds it."""


def find(name: str) -> Command:
    """Return the command called *name*, importing the one module that holds it."""
    commands: Commands = import_module(f"dealtrack.cli.{MODULES[name]}").commands
    return commands[name]


def every_command() -> Iterator[Command]:
    """Yield every command, in the order of `MODULES`; imports them all."""
    return map(find, MODULES)


def whole_app(typed: str = "") -> typer.Typer:
    """Return every command in one app: only completion has to know them all.

    An app has either ``light`` or ``light explain``: the second if that is being *typed*.
    """
    first_word, _space, second_word = typed.partition(" ")
    is_long = second_word and any(name.startswith(typed) for name in MODULES)
    group = first_word if is_long else ""
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    groups: dict[str, typer.Typer] = {}
    for command in every_command():
        first, _space, second = command.name.partition(" ")
        if first in MODULES and (first == group) != bool(second):
            continue
        if not second:
            command.join(app)
            continue
        if first not in groups:
            groups[first] = typer.Typer(rich_markup_mode=None)
            app.add_typer(groups[first], name=first)
        command.join(groups[first], second)
    return app
