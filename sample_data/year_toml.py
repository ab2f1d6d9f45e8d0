"""Tables of the sample year as TOML, in one language."""

from datetime import date

from year_words import Both

Value = str | int | date | Both | list["Value"] | dict[str, "Value"]
Table = dict[str, Value]

INNER = ("follow_up", "commitment", "intention")
"""Lists of which each item gets a heading of its own."""

WIDTH = 96


def written(heading: str, table: Table, lang: str) -> list[str]:
    """Return the lines of *table* under its *heading*, and of the tables inside it."""
    own = [line(key, value, lang) for key, value in table.items() if key not in INNER]
    name = heading.strip("[]")
    return ["", heading, *own, *_inside(name, table, lang)]


def _inside(name: str, table: Table, lang: str) -> list[str]:
    lines: list[str] = []
    for key in INNER:
        items = table.get(key, [])
        for one in items if isinstance(items, list) else []:
            lines += written(f"[[{name}.{key}]]", one, lang) if isinstance(one, dict) else []
    return lines


def line(key: str, value: Value, lang: str) -> str:
    """Return ``key = value``; a list that is too long gets a line for each item."""
    short = f"{key} = {inline(value, lang)}"
    if len(short) <= WIDTH or not isinstance(value, list):
        return short
    items = "".join(f"  {inline(item, lang)},\n" for item in value)
    return f"{key} = [\n{items}]"


def inline(value: Value, lang: str) -> str:
    """Return *value* on one line."""
    match value:
        case Both():
            return inline(value.zh if lang == "zh" else value.en, lang)
        case str():
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        case list():
            return f"[{', '.join(inline(item, lang) for item in value)}]"
        case dict():
            pairs = (f"{key} = {inline(part, lang)}" for key, part in value.items())
            return f"{{ {', '.join(pairs)} }}"
        case _:
            return str(value)
