"""Keep signed cooperation agreements, their follow-ups, and their months."""

__version__ = "0.1.0"
