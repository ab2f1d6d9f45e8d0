"""The query language in SQL: a table of entries, questions as conditions on it."""
