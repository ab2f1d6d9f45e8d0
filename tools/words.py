"""Compile the catalogues: run by hand, by ``make words``, and by every build."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = ROOT / "src" / "dealtrack" / "text"


def compile_all() -> None:
    """Write the ``.mo`` beside every ``.po``."""
    for source in CATALOGUES.rglob("*.po"):
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parts[-3])
        with source.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Let hatchling compile the catalogues before it packs anything."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile them."""
        compile_all()


if __name__ == "__main__":
    compile_all()
