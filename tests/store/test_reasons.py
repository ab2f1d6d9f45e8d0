"""Why a server was not reached is told in few words, and never with a password."""

import pytest

from dealtrack.store.server.reasons import told

AT = 'connection failed: connection to server at "10.0.0.5", port 5432 failed: '

SAID = {
    f'{AT}FATAL:  password authentication failed for user "li"': "refuses the name or the pass",
    f"{AT}fe_sendauth: no password supplied": "refuses the name or the password",
    f'{AT}FATAL:  database "offise" does not exist': "no database of that name",
    f"{AT}Connection refused\n\tIs the server running on that host?": "nobody answers there",
    "connection timeout expired": "it does not answer in time",
    "failed to resolve host 'db.exmple.org': Name or service not known": "no computer of that",
    f"{AT}FATAL:  sorry, too many clients already": "too many others are connected",
    f"{AT}FATAL:  the database system is starting up": "it is starting or stopping",
    f'{AT}FATAL:  no pg_hba.conf entry for host "10.0.0.9", user "li"': "lets nobody in",
    f"{AT}session is read-only": "it is a standby",
}


@pytest.mark.parametrize(("said", "words"), SAID.items())
def test_what_is_known_is_told_in_words_of_ours(said: str, words: str) -> None:
    assert words in told(said)
    assert "10.0.0" not in told(said)


def test_of_several_hosts_one_reason_is_told() -> None:
    said = (
        "Multiple connection attempts failed. All failures were:\n"
        "- host: 'a', port: '1', hostaddr: '127.0.0.1': Connection refused\n"
        "- host: 'b', port: '2', hostaddr: '127.0.0.1': Connection refused"
    )

    assert told(said) == "nobody answers there"


def test_what_is_not_known_is_told_in_its_own_words_in_one_line_without_a_password() -> None:
    said = f"{AT}SSL error: certificate verify failed\npassword=hush"

    assert told(said) == "SSL error: certificate verify failed password=…"
