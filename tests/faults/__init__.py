"""Faults that are done for real: to processes, to the disk, and to the bytes of the files."""
