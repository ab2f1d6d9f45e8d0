"""The yardstick: the least that an app of typer and rich can do."""

from typing import Annotated

import typer

app = typer.Typer(add_completion=False)

_COLUMNS = ("Ref", "Late", "Due", "Task", "Owner", "Agreement or trip")
_ROW = ("3 days late", "2026-10-30", "落实项目用地指标", "张三", "战略合作协议 · 示例公司")


@app.command()
def main(
    rows: Annotated[int, typer.Option(help="Rows of the table; 0 prints a line.")] = 20,
) -> None:
    """Print a table, or a single line."""
    if not rows:
        print("bare 1.0")
        return
    from rich.console import Console  # noqa: PLC0415 -- a line needs no rich
    from rich.table import Table  # noqa: PLC0415

    table = Table(*_COLUMNS)
    for number in range(1, rows + 1):
        table.add_row(f"{number}.1", *_ROW)
    Console().print(table)
