"""Where the settings file and the ledger are."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from dealtrack.settings.addresses import folder_name, is_address, is_on_server, refuse_password
from dealtrack.settings.values import Settings

_XDG = {"config": ("XDG_CONFIG_HOME", ".config"), "data": ("XDG_DATA_HOME", ".local/share")}


def settings_path(environment: Mapping[str, str] = os.environ) -> Path:
    """Return where the settings file is, whether or not it exists."""
    if named := environment.get("DEALTRACK_CONFIG"):
        return Path(named).expanduser()
    return usual_folder("config") / "config.toml"


def ledger_path(settings: Settings, environment: Mapping[str, str] = os.environ) -> str:
    """Return where the ledger is: ``DEALTRACK_LEDGER``, the setting, or the usual place.

    A path in the settings counts from the folder that they are in; what holds ``://``
    is no path.

    Raises: `WrongUse` if there is a password in it.
    """
    named = environment.get("DEALTRACK_LEDGER", "")
    if is_address(chosen := named or settings.ledger):
        refuse_password(chosen)
        return chosen
    if named:
        return str(Path(named).expanduser())
    if settings.ledger:
        return str(settings_path(environment).parent / Path(settings.ledger).expanduser())
    return str(usual_folder("data") / "ledger.json")


def beside(ledger: str) -> Path:
    """Return the file beside which lies what is no part of *ledger*, but one person's own.

    A ledger on a server has a folder for it among the user's own data; the file is not there.
    """
    if not is_on_server(ledger):
        return Path(ledger)
    return usual_folder("data") / "servers" / folder_name(ledger) / "ledger.json"


def usual_folder(sort: Literal["config", "data"]) -> Path:
    """Return the user's own folder for settings or for data.

    Where Linux follows the XDG Base Directory Specification to the letter, its two
    sentences are the answer; everything else is asked of platformdirs.
    """
    if sys.platform == "linux" and "ANDROID_ROOT" not in os.environ:
        variable, usual = _XDG[sort]
        if (chosen := Path(named := os.environ.get(variable, ""))).is_absolute():
            return chosen / "dealtrack"
        if not named and (home := Path(os.environ.get("HOME", ""))).is_absolute():
            return home / usual / "dealtrack"
    import platformdirs  # noqa: PLC0415 -- 4 ms, for nothing on most machines

    ask = platformdirs.user_config_dir if sort == "config" else platformdirs.user_data_dir
    return Path(ask("dealtrack", appauthor=False))
