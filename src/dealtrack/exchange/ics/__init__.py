"""Calendars of others: follow-ups as tasks and events of RFC 5545, out and in.

Only this package knows the library ``icalendar`` (53 ms), and nobody imports it before a
calendar is written or read.
"""
