"""What an office may choose: one TOML file and the environment, read into one frozen value."""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec

from dealtrack.days.owndays import read_own_days
from dealtrack.days.working import Exceptions, adopt, of_country, weekends_only
from dealtrack.errors import DealtrackError
from dealtrack.model.stages import STAGES
from dealtrack.model.vocabulary import SECTORS
from dealtrack.model.words import Word
from dealtrack.text import _, later, listed


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
    holidays: str = "CN"
    own_days: str = ""
    sectors: dict[str, WordSetting] = {}
    stages: dict[str, WordSetting] = {}

    def speak(self, folder: Path = Path()) -> None:
        """Take the office's own sectors, names of stages and working days into use.

        What other settings had changed is as before: the defaults bring the usual back.
        The file of the office's own days counts from *folder*; it is read when it is needed.
        """
        adopt(partial(_exceptions, self, folder))
        for words, changes in ((SECTORS, self.sectors), (STAGES, self.stages)):
            if changes or words.words is not words.usual:
                words.adopt(_merged(words.usual, changes))


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
    "holidays": later(
        "Whose public holidays are days off: CN, another country such as DE, a part of it "
        "such as DE-BY. Empty: only weekends are off."
    ),
    "own_days": later("A file of the office's own days off and days worked, one a line."),
    "sectors": later("Sectors of your own: a table for each, with en, zh, synonyms, code."),
    "stages": later("Names and definitions of the stages as your office uses them."),
}
"""What each setting is for, as translatable sentences."""


_LIMITS = {"soon": (0, 3650), "rows": (1, 1_000_000), "decimals": (0, 6)}
_WORDS = ("sectors", "stages")
_XDG = {"config": ("XDG_CONFIG_HOME", ".config"), "data": ("XDG_DATA_HOME", ".local/share")}


def settings_path(environment: Mapping[str, str] = os.environ) -> Path:
    """Return where the settings file is, whether or not it exists."""
    if named := environment.get("DEALTRACK_CONFIG"):
        return Path(named).expanduser()
    return usual_folder("config") / "config.toml"


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
    try:
        made = msgspec.convert(values, Settings)
    except msgspec.ValidationError:
        raise WrongSettings(path, next(_faults(values, Settings))) from None
    for key, (least, most) in _LIMITS.items():
        if (value := getattr(made, key)) < least:
            words = _("{key} must be {least} or more.")
            raise WrongSettings(path, words.format(key=key, least=least))
        if value > most:
            words = _("{key} must be {most} or less.")
            raise WrongSettings(path, words.format(key=key, most=most))
    for stage in made.stages:
        if stage not in STAGES:
            why = _("{name} is not a stage").format(name=stage)
            raise WrongSettings(path, _("{field}: {why}.").format(field="stages", why=why))
    return made


def _exceptions(settings: Settings, folder: Path, year: int) -> Exceptions:
    """Return the days of *year* that are unlike their weekday.

    Raises:
        NoAlmanac: if nobody knows the days off of that country.
        WrongSettings: if the file of own days cannot be read.
    """
    code = settings.holidays
    usual = of_country(code)(year) if code else weekends_only(year)
    if not settings.own_days:
        return usual
    path = folder / Path(settings.own_days).expanduser()
    try:
        own, faults = read_own_days(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise WrongSettings(path, str(error)) from None
    if faults:
        why = _("line {line}: {why}.").format(line=faults[0].line, why=faults[0].why)
        raise WrongSettings(path, why)
    return usual.under(own)


def ledger_path(settings: Settings, environment: Mapping[str, str] = os.environ) -> str:
    """Return where the ledger is: ``DEALTRACK_LEDGER``, the setting, or the usual place.

    A path in the settings counts from the folder that they are in; what holds ``://``
    is no path.
    """
    named = environment.get("DEALTRACK_LEDGER", "")
    if "://" in (chosen := named or settings.ledger):
        return chosen
    if named:
        return str(Path(named).expanduser())
    if settings.ledger:
        return str(settings_path(environment).parent / Path(settings.ledger).expanduser())
    return str(usual_folder("data") / "ledger.json")


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


def _faults(values: object, kind: Any, at: str = "") -> Iterator[str]:
    """Yield what is wrong with *values*, a sentence for each key that cannot be used."""
    if not isinstance(values, dict):
        yield _("{key} must be a table: [{example}]").format(key=at, example=at)
        return
    kinds = kind.__annotations__
    for key, value in values.items():
        path = f"{at}.{key}" if at else key
        if key not in kinds:
            yield _unknown(path, key, kinds)
        elif key in _WORDS and isinstance(value, dict):
            for name, one in value.items():
                yield from _faults(one, WordSetting, f"{path}.{name}")
        elif not _fits(value, kinds[key]):
            yield _wanted(path, kinds[key])


def _fits(value: object, kind: Any) -> bool:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return False
    return True


def _wanted(path: str, kind: Any) -> str:
    """Say what the setting at *path* must be: a value of *kind*."""
    if kind is int:
        return _("{key} must be a whole number.").format(key=path)
    if kind is str:
        return _("{key} must be a text in quotation marks.").format(key=path)
    if kind == tuple[str, ...]:
        return _("{key} must be a list of texts.").format(key=path)
    if path in _WORDS:
        return _("{key} must be a table: [{example}]").format(key=path, example=f"{path}.…")
    names = listed(name for name in get_args(kind) if name)
    return _("{key} must be one of: {names}.").format(key=path, names=names)


def _unknown(path: str, key: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 -- 6 ms, wanted only after a slip

    close = get_close_matches(key, known, n=1)
    if not close:
        return _("{key} is not a setting.").format(key=path)
    words = _("{key} is not a setting; did you mean {name}?")
    return words.format(key=path, name=close[0])


def _merged(words: Iterable[Word], changes: Mapping[str, WordSetting]) -> list[Word]:
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
