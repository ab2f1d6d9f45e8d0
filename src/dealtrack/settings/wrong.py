"""The faults that settings can have, or a file that they name."""

from pathlib import Path

from dealtrack.errors import DealtrackError
from dealtrack.text import _


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


class WrongFile(WrongSettings):
    """A file that the settings name cannot be read, or holds what cannot be used."""

    def __str__(self) -> str:
        return _("The file {path}, which the settings name, cannot be used: {why}").format(
            path=self.path, why=self.why
        )
