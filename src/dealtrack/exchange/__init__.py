"""Records in and out as other people's files.

An adapter is imported by the command that wants it, never at start-up.
"""
