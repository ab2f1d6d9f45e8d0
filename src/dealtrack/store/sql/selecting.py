"""Selecting from rows that hold on the day asked about, and from no others."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple, Protocol

from dealtrack.query.expr import Expr
from dealtrack.store.sql.dialect import Sql
from dealtrack.store.sql.where import Scope, condition, value

Run = Callable[[Sql], Iterator[tuple[Any, ...]]]
"""Puts a query to the database."""

NO_MORE = Sql("")


class Selection(Protocol):
    """Entries that answer a question, to select from."""

    @property
    def run(self) -> Run:
        """What puts a query to the database."""

    @property
    def scope(self) -> Scope:
        """What is asked, as of when."""

    @property
    def where(self) -> Expr:
        """The question."""

    def select(self, cells: Iterable[Sql], then: Sql) -> Sql:
        """Return what selects *cells* of these entries."""

    def select_records(self, cells: Iterable[Sql], then: Sql) -> Sql:
        """Return what selects *cells* of these records, where nothing else is asked."""


class Held(NamedTuple):
    """The entries that answer *where*, as they were on the day of *scope*."""

    run: Run
    scope: Scope
    where: Expr

    def select(self, cells: Iterable[Sql], then: Sql = NO_MORE, joined: Sql = NO_MORE) -> Sql:
        """Return what selects *cells* of these entries, with what is *joined* to each.

        They have no need of their records if nothing of those is asked.
        """
        listed, answers = Sql.joined(cells, ", "), condition(self.where, self.scope)
        tables = Sql(f'"{self.scope.table}_entries" AS e')
        if any('r."' in part.text for part in (listed, answers, then, joined)):
            record = f'{{}} JOIN "{self.scope.table}_records" AS r ON r."id" = e."id" AND {{}}'
            tables = Sql.of(record, tables, self._holds("r"))
        query = "SELECT {} FROM {} {} WHERE {} AND {} {}"
        return Sql.of(query, listed, tables, joined, self._holds("e"), answers, then)

    def select_records(
        self, cells: Iterable[Sql], then: Sql = NO_MORE, joined: Sql = NO_MORE
    ) -> Sql:
        """Return what selects *cells* of these records, where nothing else is asked."""
        listed, answers = Sql.joined(cells, ", "), condition(self.where, self.scope)
        query = (
            f'SELECT {{}} FROM "{self.scope.table}_records" AS r {{}} WHERE {{}} AND {{}} {{}}'
        )
        return Sql.of(query, listed, joined, self._holds("r"), answers, then)

    def asks_of_entries(self, *more: Sql) -> bool:
        """Whether records alone do not tell what is asked, and what *more* is."""
        return any('e."' in part.text for part in (*more, condition(self.where, self.scope)))

    def _holds(self, letter: str) -> Sql:
        today = value(self.scope.as_of)
        return Sql.of(f'{letter}."from" <= {{}} AND {letter}."until" > {{}}', today, today)
