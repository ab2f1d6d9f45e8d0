"""What an office may choose: one TOML file and the environment, read into one frozen value."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import msgspec

from dealtrack.errors import BrokenRule, DealtrackError
from dealtrack.model.stages import STAGES
from dealtrack.model.vocabulary import SECTORS, Vocabulary, Word
from dealtrack.text import _, later


class WrongSettings(DealtrackError):  # noqa: N818 -- it is what it says
    """The settings file cannot be read, or a setting has a value it cannot have."""

    exit_code = 2

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(path, why)
        self.path = path
        self.why = why

    def __str__(self) -> str:
        return _(
            "The settings in {path} cannot be used: {why}\nMend it with: dealtrack config edit"
        ).format(path=self.path, why=self.why)


class WordSetting(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A word that an office adds or renames: its names, synonyms and definition."""

    en: str = ""
    zh: str = ""
    synonyms: tuple[str, ...] = ()
    code: str = ""
    meaning_en: str = ""
    meaning_zh: str = ""


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All settings with their defaults.

    *soon* counts days ahead, *rows* lines of a list on a terminal, *decimals* the
    decimals of a percentage.
    """

    ledger: str = ""
    language: Literal["", "en", "zh"] = ""
    author: str = ""
    office: str = ""
    soon: int = msgspec.field(default=7)
    rows: int = msgspec.field(default=50)
    decimals: int = 1
    rounding: Literal["half-up", "truncate"] = "half-up"
    box: Literal["unicode", "ascii"] = "unicode"
    sectors: dict[str, WordSetting] = {}
    stages: dict[str, WordSetting] = {}

    def speak(self) -> None:
        """Take the office's own sectors, and its names and definitions of the stages, into use.

        Raises:
            BrokenRule: if a stage is named that does not exist.
        """
        for key in self.stages:
            if key not in STAGES:
                raise BrokenRule(f"stages.{key}", _("{name} is not a stage").format(name=key))
        for words, changes in ((SECTORS, self.sectors), (STAGES, self.stages)):
            if changes:
                words.adopt(_merged(words, changes))


ABOUT = {
    "ledger": later("Where the ledger is: a path. Empty: the usual place of this system."),
    "language": later(
        "The language of everything printed: en or zh. Empty: as the environment says."
    ),
    "author": later("Your name in the journal. Empty: your login name."),
    "office": later("The name of the office, printed at the head of the monthly summary."),
    "soon": later("How many days ahead counts as due soon."),
    "rows": later("How many rows a list shows on a terminal unless --all is given."),
    "decimals": later("Decimals of a printed percentage."),
    "rounding": later("How percentages are rounded: half-up or truncate."),
    "box": later("The lines of tables on a terminal: unicode or ascii."),
    "sectors": later("Sectors of your own: a table for each, with en, zh, synonyms, code."),
    "stages": later("Names and definitions of the stages as your office uses them."),
}
"""What each setting is for, as translatable sentences."""


def settings_path(environment: Mapping[str, str] = os.environ) -> Path:
    """Return where the settings file is, whether or not it exists."""
    if named := environment.get("DEALTRACK_CONFIG"):
        return Path(named).expanduser()
    from platformdirs import user_config_path  # noqa: PLC0415 -- 4 ms that tests and scripts need not pay

    return user_config_path("dealtrack", appauthor=False) / "config.toml"


def load(path: Path) -> Settings:
    """Read the settings file at *path*; a missing one means the defaults.

    Raises:
        WrongSettings: if it is no TOML or holds a key or value that is not known.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise WrongSettings(path, str(error)) from None
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
    for key in values:
        if key not in ABOUT:
            raise WrongSettings(path, _unknown(key))
    try:
        made = msgspec.convert(values, Settings)
    except msgspec.ValidationError as error:
        raise WrongSettings(path, str(error)) from None
    for name, least in (("soon", 0), ("rows", 1), ("decimals", 0)):
        if getattr(made, name) < least:
            raise WrongSettings(
                path, _("{key} must be {least} or more").format(key=name, least=least)
            )
    return made


def ledger_path(settings: Settings, environment: Mapping[str, str] = os.environ) -> str:
    """Return where the ledger is: ``DEALTRACK_LEDGER``, the setting, or the usual place."""
    if chosen := environment.get("DEALTRACK_LEDGER") or settings.ledger:
        return str(Path(chosen).expanduser())
    from platformdirs import user_data_path  # noqa: PLC0415 -- 4 ms that a chosen ledger need not pay

    return str(user_data_path("dealtrack", appauthor=False) / "ledger.json")


def _unknown(key: str) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 -- 6 ms, wanted only after a slip

    close = get_close_matches(key, ABOUT, n=1)
    if not close:
        return _("{key} is not a setting.").format(key=key)
    words = _("{key} is not a setting; did you mean {name}?")
    return words.format(key=key, name=close[0])


def _merged(words: Vocabulary, changes: Mapping[str, WordSetting]) -> list[Word]:
    known = {word.key: word for word in words}
    for key, change in changes.items():
        known[key] = _changed(known.get(key, Word(key, key, key)), change)
    return list(known.values())


def _changed(word: Word, change: WordSetting) -> Word:
    return Word(
        word.key,
        change.en or word.en,
        change.zh or word.zh,
        (*word.synonyms, *change.synonyms),
        change.code or word.code,
        change.meaning_en or word.meaning_en,
        change.meaning_zh or word.meaning_zh,
    )
