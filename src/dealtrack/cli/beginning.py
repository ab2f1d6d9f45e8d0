"""How a run begins: what surrounds the program and what was typed, read once."""

import os
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from dealtrack.cli.run import Run, read_day
from dealtrack.days import Lean
from dealtrack.errors import WrongUse
from dealtrack.render.formats import Format
from dealtrack.render.screen import Screen
from dealtrack.settings import Settings, ledger_path, load, refuse_password, settings_path
from dealtrack.text import _, listed

TOML = "toml"


def begin(options: Mapping[str, Any], environment: Mapping[str, str] = os.environ) -> Run:
    """Read the surroundings once, at the start of a command."""
    settings = load(settings_path(environment)) if "ledger" in options else Settings()
    settings.speak(settings_path(environment).parent)
    today = _today(options.get("today"), environment)
    as_of = options.get("as_of")
    output = options.get("output")
    screen = Screen.detect(sys.stdout, environment, no_color=bool(options.get("no_color")))
    if settings.box == "ascii":
        screen = screen._replace(boxes=False)
    return Run(
        settings=settings,
        ledger=_ledger(options.get("ledger"), settings, environment),
        today=today,
        as_of=today if as_of is None else read_day("--as-of", as_of, today, Lean.PAST),
        is_past=as_of is not None,
        reads="as_of" in options,
        screen=screen,
        format=_format(options.get("format"), bool(options.get("json"))),
        wants_toml=_wants_toml(options),
        output=Path(output) if output else None,
        force=bool(options.get("force")),
        limit=_limit(options, settings, screen),
        quiet=bool(options.get("quiet")),
        json=bool(options.get("json")),
        yes=bool(options.get("yes")),
        asks=sys.stdin.isatty() and not options.get("no_input"),
        words=" ".join(sys.argv[1:]),
    )


def _ledger(option: str | None, settings: Settings, environment: Mapping[str, str]) -> str:
    if option:
        refuse_password(option)
    return option or ledger_path(settings, environment)


def _today(text: str | None, environment: Mapping[str, str]) -> date:
    now = date.today()
    if text is not None:
        return read_day("--today", text, now, Lean.PAST)
    if fixed := environment.get("DEALTRACK_TODAY"):
        return read_day("DEALTRACK_TODAY", fixed, now, Lean.PAST)
    return now


def _format(name: str | None, json: bool) -> Format | None:
    if json:
        return Format.JSON
    if name is None or name.lower() == TOML:
        return None
    try:
        return Format(name.lower())
    except ValueError:
        known = listed(Format)
        raise WrongUse(
            _("--format {name}: there is no such format.").format(name=name),
            _("Known are: {names}.").format(names=known),
        ) from None


def _wants_toml(options: Mapping[str, Any]) -> bool:
    if name := options.get("format"):
        return str(name).lower() == TOML
    return str(options.get("output") or "").lower().endswith(f".{TOML}")


def _limit(options: Mapping[str, Any], settings: Settings, screen: Screen) -> int | None:
    if options.get("all"):
        return None
    if (text := options.get("limit")) is None:
        prints_table = (
            screen.is_terminal and not options.get("output") and not options.get("json")
        )
        return settings.rows if prints_table else None
    if not (text.isascii() and text.isdigit()) or int(text) < 1:
        raise WrongUse(_("--limit {text}: give a whole number, 1 or more.").format(text=text))
    return int(text)
