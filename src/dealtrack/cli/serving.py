"""Commands about a ledger on a server: ``ledger upgrade``, ``ledger roles``, and its proofs."""

from importlib.resources import files

from dealtrack.cli.command import Commands
from dealtrack.cli.run import Run
from dealtrack.cli.working import progress
from dealtrack.errors import CannotRead, WrongUse
from dealtrack.report.verified import Part, Verified
from dealtrack.store.base import Store
from dealtrack.store.safety.proving import Proof
from dealtrack.store.server.ledger import ServerLedger
from dealtrack.store.server.store import SqlStore
from dealtrack.text import _

commands = Commands()


@commands.add(
    "ledger upgrade",
    _("Make the tables of a ledger on a server, or bring them up to date."),
    shared="common",
    examples=("ledger upgrade", "ledger upgrade --ledger postgresql://db.example.org/office"),
)
def upgrade(run: Run) -> None:
    if not run.is_on_server:
        raise WrongUse(
            _("A ledger in a file needs no upgrade: the next change brings it up to date."),
            _("See: dealtrack doctor"),
        )
    with run.store() as store, progress(run, _("Bringing the tables up to date")) as done:
        ledger = _ledger(store)
        was_there = ledger.standing() is not None
        for share in ledger.upgrade():
            done(share)
    if was_there:
        run.tell(_("The tables are up to date: {place}").format(place=run.ledger))
    else:
        run.tell(_("The tables are made: {place}").format(place=run.ledger))
        run.say(_("Who may do what: dealtrack ledger roles"))


@commands.add(
    "ledger roles",
    _("Print the script that makes roles on a server: who may read, change, close months."),
    shared="settings",
    examples=("ledger roles", "ledger roles | psql office"),
)
def roles(run: Run) -> None:
    run.tell((files("dealtrack.store.server") / "roles.sql").read_text("utf-8").rstrip("\n"))


def verified(run: Run) -> int:
    """Prove a ledger on a server, and show what came out; return the exit code."""
    with run.store() as store, progress(run, _("Verifying")) as done:
        from dealtrack.store.server.proving import prove

        ledger = _ledger(store)
        if not ledger.is_there:
            raise CannotRead(run.ledger, _("there is no ledger"))
        proofs = []
        for share, proof in prove(ledger):
            proofs.append(proof)
            done(share)
    report = Verified(path=run.ledger, parts=tuple(map(_part, proofs)))
    run.show(report)
    return 5 if report.damaged else 0


def _ledger(store: Store) -> ServerLedger:
    assert isinstance(store, SqlStore)
    return store.ledger


def _part(proof: Proof) -> Part:
    return Part(
        part=proof.part,
        file=proof.file.name,
        condition=proof.condition,
        counts=dict(proof.counts),
        cases=tuple(f"{case} ({more})" if more else case for case, more in proof.cases),
    )
