"""What keeps a ledger from being lost: backups, rescue, restoring, verification, copies."""
