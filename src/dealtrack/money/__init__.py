"""Money: a decimal amount with an ISO 4217 currency; 万, 亿 and millions on paper only."""

from dealtrack.money.amount import format_amount, format_part, parse_amount
from dealtrack.money.currencies import CURRENCIES, Currency

__all__ = ["CURRENCIES", "Currency", "format_amount", "format_part", "parse_amount"]
