"""How the tables of entries in SQLite are declared, and by what their rows are found."""

from collections.abc import Iterator

from dealtrack.store.sql.columns import Table, names_of_entries, names_of_records

# All that `overdue` and `agenda` ask of what is open, so that they need not look elsewhere
_OF_OPEN_ONES = (
    '"due", "id", "number", "conditional", "open", "priority", "promise", "state", '
    '"waits", "postponed", "since", "problem", "problem_typed"'
)
# And all that the rates of commitments ask of those
_OF_PROMISES = '"promise", "id", "number", "promised", "due", "partly", "pledged", "kept"'
_INDEXES = (
    ("records", '"settled"', ""),
    ("records", '"steady"', ""),
    ("records", '"title"', ""),
    ("records", '"signed"', ""),
    ("records", '"begins"', ""),
    ("records", '"trip"', "trip"),
    ("records", '"link"', "link"),
    ("records", '"problem"', "problem"),
    ("entries", '"problem"', "problem"),
    ("entries", '"original"', "original"),
    ("entries", _OF_PROMISES, "promise"),
    ("entries", '"waits"', "waits"),
    ("entries", '"uid"', "uid"),
    ("entries", _OF_OPEN_ONES, "open"),
)
_ONLY = {
    "": "",
    **{
        name: f'WHERE "{name}" IS NOT NULL'
        for name in ("trip", "link", "waits", "uid", "problem", "original", "promise")
    },
    "open": 'WHERE "open" = 1',
}


def tables(register: Table) -> Iterator[str]:
    """Yield what makes the tables of a register."""
    for part, names in _parts(register):
        yield _table(f"{register}_{part}", names)
    yield (
        f'CREATE TABLE "{register}_names" ("field" BLOB, "name" BLOB, "uses" INTEGER, '
        'PRIMARY KEY ("field", "name")) WITHOUT ROWID'
    )


def indexes(register: Table) -> Iterator[str]:
    """Yield what makes their indexes, which is done faster once they are full."""
    for number, (part, cells, only) in enumerate(_INDEXES):
        name, on = f"{register}_index_{number}", f"{register}_{part}"
        if set(cells.replace('"', "").split(", ")) <= set(dict(_parts(register))[part]):
            yield f'CREATE INDEX "{name}" ON "{on}" ({cells}) {_ONLY[only]}'


def _parts(register: Table) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return ("records", names_of_records(register)), ("entries", names_of_entries(register))


def _table(name: str, columns: tuple[str, ...]) -> str:
    id_, *others = (f'"{column}"' for column in columns)
    cells = ", ".join((f"{id_} INTEGER", *others))
    if "number" in columns:
        return f'CREATE TABLE "{name}" ({cells}, PRIMARY KEY ("id", "number")) WITHOUT ROWID'
    return f'CREATE TABLE "{name}" ({cells}, PRIMARY KEY ("id"))'
