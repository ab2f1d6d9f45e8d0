"""What the tests of ``doctor`` share: a healthy ledger, and what is found in it."""

import json

from tests.cli.home import Answer, Home
from tests.cli.writing import begun


def found(home: Home, *words: str) -> dict[str, tuple[str, list[str]]]:
    """Return the status of each check, and what its findings say."""
    answer = home.run("doctor", "--json", *words)
    assert answer.code == 0, answer.err
    return {
        check["key"]: (check["status"], [finding["says"] for finding in check["findings"]])
        for check in json.loads(answer.out)["checks"]
    }


def facts(home: Home, key: str) -> dict[str, str]:
    """Return the facts of the first finding of the check *key*."""
    checks = json.loads(home.run("doctor", "--json").out)["checks"]
    first: dict[str, str] = next(c for c in checks if c["key"] == key)["findings"][0]["facts"]
    return first


def fixed(home: Home) -> Answer:
    answer = home.run("doctor", "--fix", "--yes")
    assert answer.code == 0, answer.err
    return answer


def backed_up(home: Home) -> Home:
    """Return a home with a ledger, and a backup of it: a doctor has nothing to say there."""
    begun(home)
    fixed(home)
    return home
