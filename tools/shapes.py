"""JSON Schemas as tables of Markdown: what a key is called, what it holds, what it is for."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

Schema = Mapping[str, Any]

_WORDS = {"string": "text", "integer": "whole number", "boolean": "true or false"}
_FORMATS = {"date": "day", "decimal": "decimal number, as a text"}


class Key(NamedTuple):
    """A key of an object, with its Chinese name if it has one."""

    name: str
    chinese: str
    holds: str
    about: str
    required: bool


def keys_of(definition: Schema) -> list[Key]:
    """Return the keys of an object; a Chinese one belongs to the English one before it."""
    properties: Schema = definition.get("properties", {})
    needed = _needed(definition)
    names = list(properties)
    found = []
    for number, name in enumerate(names):
        if not name.isascii():
            continue
        then = names[number + 1] if number + 1 < len(names) else ""
        found.append(
            Key(
                name,
                "" if then.isascii() else then,
                said(properties[name]),
                _about(properties[name]),
                name in needed,
            )
        )
    return found


def said(schema: Schema) -> str:
    """Say what *schema* accepts, with links to the objects it names."""
    match schema:
        case {"$ref": str(ref)}:
            name = ref.rpartition("/")[2]
            words = f"[{name}](#{anchor(name)})"
        case {"anyOf": list(ways)}:
            words = " or ".join(dict.fromkeys(map(said, ways)))
        case {"enum": list(values)}:
            words = ", ".join(f"`{value}`" for value in values)
        case {"type": "array"}:
            words = f"list of {said(schema.get('items', {}))}"
        case {"type": list(types)}:
            words = " or ".join(_WORDS.get(one, str(one)) for one in types)
        case {"type": str(one)}:
            words = _simple(one, schema)
        case _:
            words = "anything"
    return words


def _simple(kind: str, schema: Schema) -> str:
    """Say what a text, a number or an object holds."""
    if _is_partial_day(schema):
        return "day known in part"
    if form := schema.get("format"):
        return _FORMATS.get(form, str(form))
    if items := schema.get("additionalProperties"):
        return f"object of {said(items)} by name"
    return _WORDS.get(kind, kind)


def _is_partial_day(schema: Schema) -> bool:
    about: str = schema.get("description", "")
    return about.startswith("a day known in part")


def table(keys: list[Key], *, chinese: bool) -> Iterator[str]:
    """Yield *keys* as the lines of a table, with their Chinese names if wanted."""
    heads = ["Key", *(["In Chinese"] if chinese else []), "Holds"]
    has_words = any(key.about for key in keys)
    heads += ["What it is"] if has_words else []
    yield _row(heads)
    yield _row(["---"] * len(heads))
    for key in keys:
        name = f"**`{key.name}`**" if chinese and key.required else f"`{key.name}`"
        cells = [name, *([key.chinese] if chinese else []), key.holds]
        yield _row([*cells, *([key.about] if has_words else [])])


def description(definition: Schema) -> str:
    """Return what is said about an object, as Markdown."""
    paragraphs = re.split(r"\n\s*\n", definition.get("description", ""))
    text = "\n\n".join(" ".join(part.split()) for part in paragraphs)
    return re.sub(r"(?<!\*)\*(\w+)\*(?!\*)", r"`\1`", text).replace("``", "`")


def anchor(name: str) -> str:
    """Return the anchor of a heading as it is made on the web."""
    return re.sub(r"[^\w -]", "", name.lower()).replace(" ", "-")


def _needed(definition: Schema) -> set[str]:
    """Return the names that must be there; of alternatives each."""
    names = set(definition.get("required", ()))
    for rule in definition.get("allOf", ()):
        for way in rule.get("anyOf", ()):
            names |= set(way.get("required", ()))
    return names


def _about(schema: Schema) -> str:
    text: str = "" if _is_partial_day(schema) else schema.get("description", "")
    words = ", ".join(f"`{word}`" for word in schema.get("examples", ()))
    plain = ", ".join(schema.get("examples", ()))
    if words and text.replace(" or ", ", ") != plain:
        return f"{text}: {words}" if text and not text.startswith("see: ") else words
    return text


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
