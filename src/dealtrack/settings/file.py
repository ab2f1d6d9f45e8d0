"""The settings file: read, and refused with the key that is wrong."""

from pathlib import Path
from typing import Any

import msgspec

from dealtrack.model.sectors import USUAL
from dealtrack.model.stages import STAGES
from dealtrack.settings.addresses import says_password
from dealtrack.settings.faults import faults
from dealtrack.settings.lights import rule_faults
from dealtrack.settings.mail import address_faults, secret_fault
from dealtrack.settings.sectors import merge_faults
from dealtrack.settings.values import LIMITS, Settings, setting
from dealtrack.settings.wrong import WrongSettings
from dealtrack.text import _


def load(path: Path) -> Settings:
    """Read the settings file at *path*; a missing one means the defaults.

    Raises:
        WrongSettings: if it is no TOML or holds a key or value that is not known.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")  # editors of Windows put a mark before it
    except (FileNotFoundError, NotADirectoryError):
        return Settings()
    except OSError as error:
        raise WrongSettings(path, error.strerror or str(error)) from None
    except UnicodeDecodeError:
        raise WrongSettings(path, _("it is not UTF-8")) from None
    return parse(text, path)


def parse(text: str, path: Path) -> Settings:
    """Read settings from the TOML *text* of the file at *path*; see `load`."""
    import tomllib  # noqa: PLC0415 -- 4 ms, and most people have no settings file

    try:
        return convert(tomllib.loads(text), path)
    except tomllib.TOMLDecodeError as error:
        raise WrongSettings(path, str(error)) from None


def convert(values: dict[str, Any], path: Path) -> Settings:
    """Make settings of plain values; raise `WrongSettings` naming the key."""
    if secret := secret_fault(values):
        raise WrongSettings(path, secret)
    try:
        made = msgspec.convert(values, Settings)
    except msgspec.ValidationError:
        raise WrongSettings(path, next(faults(values, Settings))) from None
    for key, (least, most) in LIMITS.items():
        if (value := setting(made, key)) < least:
            words = _("{key} must be {least} or more.")
            raise WrongSettings(path, words.format(key=key, least=f"{least:g}"))
        if value > most:
            words = _("{key} must be {most} or less.")
            raise WrongSettings(path, words.format(key=key, most=f"{most:g}"))
    if says_password(made.ledger):
        why = _("a password must not stand in an address")
        raise WrongSettings(path, _("{field}: {why}.").format(field="ledger", why=why))
    known = None if made.sectors_file else [word.key for word in USUAL]
    for fault in (
        *address_faults(made.mail, made.people),
        *rule_faults(made.lights),
        *merge_faults(made.sectors, known),
    ):
        raise WrongSettings(path, fault)
    for stage in made.stages:
        if stage not in STAGES:
            why = _("{name} is not a stage").format(name=stage)
            raise WrongSettings(path, _("{field}: {why}.").format(field="stages", why=why))
    return made
