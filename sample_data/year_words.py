"""Words of the sample year in both languages, and where they are looked up."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

SOURCE = Path(__file__).with_name("year-source")

Row = dict[str, Any]
"""A table of the source, as it was written by hand."""


class Both(NamedTuple):
    """A text in Chinese and in English."""

    zh: str
    en: str


def same(text: str) -> Both:
    """Return a text that both languages share."""
    return Both(text, text)


def joined(parts: list[Both]) -> Both:
    """Return *parts* with commas between them, as people write a name and a post."""
    return Both("，".join(p.zh for p in parts), ", ".join(p.en for p in parts))


class Words:
    """The people, offices and companies of the year, found by their keys."""

    def __init__(self) -> None:
        self._tables = load("words")

    def word(self, table: str, key: str) -> Both:
        """Return the word that *key* stands for in *table*."""
        return Both(*self._tables[table][key])

    def unit(self, key: str) -> Both:
        """Return the name of an office."""
        return Both(*self._tables["unit"][key]["name"])

    def staff(self, unit: str) -> list[Both]:
        """Return who works in *unit*."""
        return [Both(*name) for name in self._tables["unit"][unit]["staff"]]

    def person(self, key: str) -> list[Both]:
        """Return the name, post and organisation of a leader."""
        return [Both(*part) for part in self._tables["person"][key]]

    def organisation(self, key: str) -> Both:
        """Return the name of an office or company that signs."""
        if key == "?":
            return same("?")
        if key in self._tables["ours"]:
            return Both(*self._tables["ours"][key]["name"])
        return Both(*self._tables["company"][key][0])

    def speaker(self, key: str) -> list[Both]:
        """Return the name and post of whoever signs or speaks for an organisation."""
        if key in self._tables["company"]:
            return [Both(*part) for part in self._tables["company"][key][1:]]
        signs = self._tables["ours"].get(key, {}).get("signs")
        return self.person(signs)[:2] if signs else []


def load(name: str) -> Row:
    """Return the tables of one file of the source."""
    with (SOURCE / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


_CURRENCIES = {"CNY": "元", "USD": "美元", "EUR": "欧元"}


def money(text: str) -> Both:
    """Return an amount such as ``150000000 USD`` as people of either language write it."""
    value, _, currency = text.partition(" ")
    currency = currency or "CNY"
    amount = Decimal(value)
    return Both(_chinese(amount) + _CURRENCIES[currency], f"{_english(amount)} {currency}")


def _chinese(amount: Decimal) -> str:
    if amount >= 10**8:
        return f"{_plain(amount / 10**8)}亿"
    return f"{_plain(amount / 10**4)}万"


def _english(amount: Decimal) -> str:
    return f"{_plain(amount / 10**6)} million" if amount >= 10**6 else f"{amount:,}"


def _plain(figure: Decimal) -> str:
    return f"{figure.normalize():f}"
