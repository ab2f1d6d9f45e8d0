"""Write what the program can tell about itself: docs/reference and docs/pictures.

Run by ``make docs``.  With a folder as its argument it writes there instead of into
``docs``; a test holds the one against the other.
"""

import json
import sys
from collections.abc import Iterator
from itertools import dropwhile
from pathlib import Path

from faults import errors
from pages import as_markdown, cell, pairs
from pictures import pictures
from shapes import Schema, anchor, description, keys_of, table

from dealtrack.cli import schemas
from dealtrack.cli.catalogue import MODULES, find
from dealtrack.cli.command import SHARED, Command
from dealtrack.cli.help import GROUPS, parameters_of, spelled
from dealtrack.days.grammar import DAYS, SERIES
from dealtrack.exchange import trip
from dealtrack.model.vocabulary import COLOURS, MEASURES, PRIORITIES, RELATIONS, SIDES
from dealtrack.model.words import Vocabulary
from dealtrack.report import topics
from dealtrack.settings import ABOUT, Settings, setting
from dealtrack.text import speak

ROOT = Path(__file__).resolve().parent.parent
NOTE = "<!-- Made by tools/reference.py from the program itself; run `make docs`. -->"

SHARED_TITLES = {
    "reading": "Options of every command that reads",
    "listing": "Further options of commands that print a list",
    "writing": "Options of every command that writes",
    "common": "Options of commands that only talk",
    "examining": "Options of the command that examines everything",
    "telling": "Options of the command that reminds",
    "exporting": "Options of the command that hands over",
    "settings": "Options of the commands about the program itself",
}
_OWN_WORDS = """\
```toml
[sectors.low-altitude]
en = "low-altitude economy"
zh = "低空经济"
synonyms = ["drones", "无人机"]

[stages.started]
meaning_en = "The first pile is driven."
meaning_zh = "首根桩基施工。"
```
"""
PRINTED_BY = {
    "agreement": "show 17",
    "light": "light explain 17",
    "lights": "light",
    "trip": "trip show T3",
    "party": "party show NAME",
    "parties": "party list",
    "brief": "brief NAME",
    "find": "find WORDS",
    "timeline": "timeline 17",
}


def main(folder: Path) -> None:
    """Write all pages and pictures into *folder*."""
    for name, text in [*references(), *((f"pictures/{n}", p) for n, p in pictures())]:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def references() -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each page of the reference."""
    speak("en")
    pages: dict[str, Iterator[str]] = {
        "commands": commands(),
        "query": as_markdown(topics.query(), typed=True),
        "dates": dates(),
        "settings": settings(),
        "exit-codes": exit_codes(),
        "errors": errors(ROOT / "tests" / "golden" / "errors" / "en.txt"),
        "vocabulary": vocabulary(),
        "trip-file": trip_file(),
        "schemas": schema_pages(),
    }
    for name, lines in pages.items():
        text = "\n".join(lines).strip("\n")
        yield f"reference/{name}.md", f"{NOTE}\n\n{text}\n"


def dates() -> Iterator[str]:
    """Yield how days are written, and the grammars that they are read by."""
    yield from as_markdown(topics.dates())
    yield "\n## The grammar of days\n"
    yield (
        "In EBNF: `|` parts what can stand in one place, `[ ]` may be left out, `1..12` is "
        "any of these numbers; of names and small words some stand for all. Capitals, "
        "full-width signs, Chinese numerals (十五天后) and traditional characters are "
        "read as what they stand for. A sentence that could be two days is refused with both; "
        "a test makes sentences by this grammar and has them read.\n"
    )
    yield f"```text\n{DAYS.strip()}\n```"
    yield "\n## The grammar of what comes again\n"
    yield f"```text\n{SERIES.strip()}\n```"


def commands() -> Iterator[str]:
    """Yield every command: what it does, what it takes, examples."""
    yield "# Commands\n"
    yield (
        "An agreement is `17`, its second follow-up `17.2`, the first problem on that "
        "`17.2.1`; a trip is `T3`. A unique piece of text does wherever a ref is asked for. "
        "`dealtrack help COMMAND` prints the same in the terminal.\n"
    )
    for title, names in GROUPS:
        links = (f"[{name}](#{anchor(name)})" for name in names)
        yield f"* {title}: {' · '.join(links)}"
    for _title, names in GROUPS:
        for name in names:
            yield from _command(find(name))
    yield from _shared_options()


def _command(command: Command) -> Iterator[str]:
    shared = {option.name for option in command.shared}
    parameters = parameters_of(command)
    arguments = [p for p in parameters if p.param_type_name == "argument"]
    own = [p for p in parameters if p.param_type_name == "option" and p.name not in shared]
    yield f"\n## {command.name}\n\n{command.help}\n"
    usage = " ".join(["dealtrack", command.name, *map(spelled, arguments), "[OPTIONS]"])
    yield f"```text\n{usage}\n```\n"
    rows = [(spelled(p), p.help or "") for p in (*arguments, *own)]
    yield from pairs("Argument or option", "What it is", rows)
    yield from _example_block(command.examples)
    title = SHARED_TITLES[_sort_of(command)]
    yield f"And the [{title[0].lower()}{title[1:]}](#{anchor(title)})."


def _example_block(examples: tuple[str, ...]) -> Iterator[str]:
    if examples:
        lines = (e if e.startswith("EDITOR=") else f"dealtrack {e}" for e in examples)
        yield "\n".join(("```bash", *lines, "```\n"))


def _sort_of(command: Command) -> str:
    names = {option.name for option in command.shared}
    return next(sort for sort, made in SHARED.items() if {o.name for o in made()} == names)


def _shared_options() -> Iterator[str]:
    reading = {option.name for option in SHARED["reading"]()}
    for sort, made in SHARED.items():
        title, options = SHARED_TITLES[sort], made()
        if sort == "listing":
            options = tuple(o for o in options if o.name not in reading)
        yield f"\n## {title}\n"
        rows = [
            (" ".join((", ".join(sorted(o.flags, key=len)), o.metavar)).strip(), o.help)
            for o in options
        ]
        yield from pairs("Option", "What it does", rows)


def settings() -> Iterator[str]:
    """Yield the settings, with their defaults, and the environment."""
    yield "# Settings\n"
    yield (
        "One TOML file; `dealtrack config path` tells where, `dealtrack config edit` opens it, "
        "and `dealtrack config set KEY VALUE` changes one line of it.\n"
    )
    usual = Settings()
    rows = ((key, setting(usual, key), about) for key, about in ABOUT.items())
    yield "| Setting | Usual value | What it is for |\n| --- | --- | --- |"
    for key, value, about in rows:
        yield f"| `{key}` | {f'`{value}`' if value or value == 0 else '–'} | {cell(about)} |"
    yield "\n## Sectors and stages of your own\n"
    yield (
        "A new key makes a sector; a known one is renamed. Of the stages only names and "
        "meanings can be changed. A file that `sectors_file` names holds such tables for the "
        "whole office, `[low-altitude]` instead of `[sectors.low-altitude]`; with "
        "`usual = false` at its head its list is all there is. `into` names the sector that "
        "one was merged into.\n"
    )
    yield _OWN_WORDS
    page = as_markdown(topics.settings(), typed=True)
    yield from dropwhile(lambda line: not line.startswith("## "), page)


def exit_codes() -> Iterator[str]:
    """Yield the exit codes."""
    yield from as_markdown(topics.exit_codes())
    yield "An example of every error, by its code: [errors](errors.md).\n"
    yield "A reader that closes the pipe early (`| head -1`) is no error: 0."


def vocabulary() -> Iterator[str]:
    """Yield the words that a record is described with."""
    yield "# Vocabulary\n"
    yield (
        "Wherever one of these words is asked for, its key, its English or Chinese name and "
        "any synonym will do. The key is what `--json` prints."
    )
    for page in (topics.kinds(), topics.stages(), topics.states(), topics.sectors()):
        yield ""
        yield from as_markdown(page, lower=1)
    yield "\n## Other words"
    for title, words in (
        ("Priority of a follow-up", PRIORITIES),
        ("Sides", SIDES),
        ("How an agreement refers to an earlier one", RELATIONS),
        ("What targets are set for", MEASURES),
        ("Colours of supervision slips", COLOURS),
    ):
        yield f"\n### {title}\n"
        yield from _words(words)


def _words(words: Vocabulary) -> Iterator[str]:
    rows = [(w.key, ", ".join(dict.fromkeys((w.en, w.zh, *w.synonyms)))) for w in words]
    yield from pairs("Key", "Also", rows)


def trip_file() -> Iterator[str]:
    """Yield the template of a trip file, and its tables."""
    yield "# The trip file\n"
    yield (
        "A trip with its visits, agreements and follow-ups in one text file (TOML, UTF-8), "
        "read by `dealtrack log FILE.toml`. How to write one: "
        "[record a trip](../how-to/record-a-trip.md). Everything but the keys in bold may be "
        "left out; what is not known is left out. A key that does not exist is an error. "
        "Words are listed in [vocabulary](vocabulary.md), the ways to write a day in "
        "[dates](dates.md); a whole day may also stand without quotation marks. A Chinese key "
        'stands in quotation marks: `"标题" = "…"`, `[["协议"]]`. '
        "The JSON Schema: `dealtrack log --schema`.\n"
    )
    yield "## Template\n\n`dealtrack log --template` prints it:\n"
    yield f"```toml\n{trip.template()}```"
    schema = trip.schema()
    for name, definition in schema["$defs"].items():
        yield f"\n## {name}\n"
        yield from table(keys_of(definition), chinese=True)


def schema_pages() -> Iterator[str]:
    """Yield what --json prints: every report, then what they are made of."""
    yield "# What --json prints\n"
    yield (
        "One JSON document in UTF-8. Its `schema` names its shape; within a number keys are "
        "only added. Days are ISO 8601, a day known in part is ISO 8601-2 (`2021-07`, "
        "`2021-07-29/2021-07-30`), amounts are decimal numbers in a text. Keys and words are "
        "never translated. The JSON Schema itself: `dealtrack help schemas NAME`."
    )
    parts: dict[str, Schema] = {}
    for name in schemas.SCHEMAS:
        made = json.loads(schemas.schema(name))
        top = made["$ref"].rpartition("/")[2]
        yield f"\n## dealtrack/{name}/1\n"
        yield f"`dealtrack {PRINTED_BY.get(name, name)} --json`\n"
        yield from _object(made["$defs"].pop(top))
        parts |= {n: d for n, d in made["$defs"].items() if n not in parts}
    yield "\n## Parts"
    for name in sorted(parts):
        yield f"\n### {name}\n"
        yield from _object(parts[name])


def _object(definition: Schema) -> Iterator[str]:
    if text := description(definition):
        yield f"{text}\n"
    yield from table(keys_of(definition), chinese=False)


if __name__ == "__main__":
    assert set(MODULES) == {name for _title_, names in GROUPS for name in names}
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs")
