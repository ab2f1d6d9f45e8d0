"""The command line: words in, actions and reports out."""

COMPLETE = "_DEALTRACK_COMPLETE"
"""The variable in which a shell asks what could stand where the cursor is."""
