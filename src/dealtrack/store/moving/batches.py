"""Cutting a stream into batches that are small enough to be held and worth a commit."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

MOST = 1000
LARGEST = 4 * 1024 * 1024
"""Bytes; a batch that has as many is full, however few they are in."""


def batches(stream: Iterable[T], size: Callable[[T], int]) -> Iterator[list[T]]:
    """Yield what comes in *stream*, some at a time; *size* tells the bytes of one."""
    batch: list[T] = []
    total = 0
    for one in stream:
        batch.append(one)
        total += size(one)
        if len(batch) == MOST or total >= LARGEST:
            yield batch
            batch, total = [], 0
    if batch:
        yield batch
