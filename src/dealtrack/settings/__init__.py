"""What an office may choose: one TOML file and the environment, read into one frozen value.

A table of settings that belong together is a module of its own; its fields are named
with a dot: ``table.field``.
"""

from dealtrack.settings.addresses import is_on_server, refuse_password
from dealtrack.settings.file import convert, load, parse
from dealtrack.settings.mail import PASSWORD, Correspondent, Mail, Remind, is_address, password
from dealtrack.settings.places import beside, ledger_path, settings_path, usual_folder
from dealtrack.settings.sectors import SectorSetting, parse_sectors
from dealtrack.settings.values import ABOUT, EXAMPLES, Settings, setting
from dealtrack.settings.words import WordSetting
from dealtrack.settings.wrong import WrongFile, WrongSettings

__all__ = [
    "ABOUT",
    "EXAMPLES",
    "PASSWORD",
    "Correspondent",
    "Mail",
    "Remind",
    "SectorSetting",
    "Settings",
    "WordSetting",
    "WrongFile",
    "WrongSettings",
    "beside",
    "convert",
    "is_address",
    "is_on_server",
    "ledger_path",
    "load",
    "parse",
    "parse_sectors",
    "password",
    "refuse_password",
    "setting",
    "settings_path",
    "usual_folder",
]
