"""Where sectors are written to: the settings, or the file of sectors that these name."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from dealtrack.errors import CannotWrite, WrongUse
from dealtrack.settings import (
    Settings,
    WrongSettings,
    parse,
    parse_sectors,
    settings_path,
)
from dealtrack.store.disk.files import make_folder

_SECTORS = "sectors"

Entry = Any
"""The table of one sector in TOML, with its comments."""


class SectorPlace(NamedTuple):
    """The file at *path* that sectors are written to; *shared*, it holds nothing else."""

    path: Path
    shared: bool

    @classmethod
    def of(cls, settings: Settings) -> "SectorPlace":
        """Return where an office with these *settings* keeps its sectors."""
        own = settings_path()
        if settings.sectors_file:
            return cls(own.parent / Path(settings.sectors_file).expanduser(), shared=True)
        return cls(own, shared=False)

    def change(self, key: str, change: Callable[[Entry], None]) -> None:
        """Change the entry of the sector *key*; comments and order stay, an empty one goes.

        Raises:
            WrongUse: if it could not be used so; then it stays as it was.
            CannotWrite: if the file cannot be written.
        """
        self._write(self._changed(key, change))

    @contextmanager
    def changing(self, key: str, change: Callable[[Entry], None]) -> Iterator[None]:
        """Do the same before what is done inside is over; an error later takes it back."""
        before = self._text()
        self.change(key, change)
        try:
            yield
        except BaseException:
            self._write(before)
            raise

    def _changed(self, key: str, change: Callable[[Entry], None]) -> str:
        import tomlkit  # 25 ms, wanted where a sector changes

        document = tomlkit.parse(self._text())
        root: Any = document
        if not self.shared:
            root = document.setdefault(_SECTORS, tomlkit.table(is_super_table=True))
        entry = root.setdefault(key, tomlkit.table())
        change(entry)
        if not entry:
            del root[key]
        if not root and not self.shared:
            del document[_SECTORS]
        return self._sound(tomlkit.dumps(document))

    def _sound(self, text: str) -> str:
        try:
            if self.shared:
                parse_sectors(text, self.path)
            else:
                parse(text, self.path)
        except WrongSettings as wrong:
            raise WrongUse(wrong.why) from None
        return text

    def _text(self) -> str:
        return self.path.read_text(encoding="utf-8-sig") if self.path.exists() else ""

    def _write(self, text: str) -> None:
        from dealtrack.render.file import save  # tempfile: 8 ms

        try:
            make_folder(self.path.parent)
        except OSError as error:
            raise CannotWrite(self.path.parent, error.strerror or str(error)) from error
        save(self.path, [text], force=True)
