"""Tests of the packed columns."""
