"""Gather the sentences of the program, bring the catalogues up to date, and compile them.

``make words`` does all three.  A build only compiles: hatchling calls the hook at the end.

A catalogue is written the same way on every machine and on every day: it holds no line
numbers, no dates and no versions.  A sentence that has changed is a new one, with no
translation: nothing is guessed from a similar one.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCE = Path(__file__).resolve().parent.parent / "src" / "dealtrack"
KEYWORDS = {"_": None, "plural": (1, 2), "later": None}

HEADER = r"""# The Chinese of dealtrack, in the terms of an investment-promotion office.
# `make words` writes this file anew and keeps what is translated; edit the msgstr only.
msgid ""
msgstr ""
"Project-Id-Version: dealtrack\n"
"Language: {language}\n"
"Plural-Forms: {plural_forms}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""

Sentence = str | tuple[str, ...]


def main() -> None:
    """Bring every catalogue up to date, compile it, and say what is still to be translated."""
    for path in catalogues():
        path.write_bytes(updated(path))
        left = untranslated(read(path))
        print(f"{path.parts[-3]}: {len(left)} sentences to be translated")
    compile_all()


def compile_all() -> None:
    """Write the ``.mo`` beside every ``.po``."""
    for path in catalogues():
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, read(path))


def catalogues() -> list[Path]:
    """Return every catalogue there is."""
    return sorted(SOURCE.rglob("*.po"))


def read(path: Path) -> Catalog:
    """Return the catalogue in the file at *path*; its dates are those of no day."""
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.parts[-3])
    catalogue.creation_date = catalogue.revision_date = datetime(1980, 1, 1, tzinfo=UTC)
    return catalogue


def sentences() -> Iterator[tuple[str, Sentence]]:
    """Yield every sentence in the source with the module it is said in, in their order."""
    found = extract_from_dir(SOURCE, [("**.py", "python")], keywords=KEYWORDS)
    for name, line, sentence, _comments, _context in sorted(found, key=lambda f: f[:2]):
        del line
        yield Path(name).as_posix(), sentence


def updated(path: Path) -> bytes:
    """Return what *path* should hold: the sentences of today, as far as they are translated."""
    old = read(path)
    new = Catalog(locale=old.locale)
    for name, sentence in sentences():
        known = old.get(sentence)
        translation = known.string if known and known.id == sentence else ""
        new.add(sentence, translation, locations=[(name, 0)])
    body = BytesIO()
    write_po(body, new, width=0, omit_header=True, include_lineno=False)
    header = HEADER.format(language=path.parts[-3], plural_forms=new.plural_forms)
    return header.encode() + body.getvalue().rstrip(b"\n") + b"\n"


def untranslated(catalogue: Catalog) -> list[str]:
    """Return the sentences of *catalogue* that have no translation yet."""
    return [str(m.id) for m in catalogue if m.id and not (m.string and all(m.string))]


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Let hatchling compile the catalogues before it packs anything."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile them."""
        compile_all()


if __name__ == "__main__":
    main()
