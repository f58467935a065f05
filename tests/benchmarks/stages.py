"""Where the time of a click goes: a child of the benchmarks, which prints the processor seconds of each part as JSON.

    python -m tests.benchmarks.stages ROUND [--xlsxwriter | --button | --button-without-pandas]

Everything is imported before the first part begins. With `--xlsxwriter` workbooks are written by XlsxWriter as it comes.
With `--button` it is a click in Excel as far as that can be had without Excel: what xlwings' macro has Python import, our
add-in, the calculation with its own imports.
"""

from __future__ import annotations

import contextlib
import functools
import io
import json
import sys
import time
from collections.abc import Callable
from typing import Any

BEGAN = time.process_time()

PARTS = {  # functions of the operation, and what README calls their part
    "open_round": "reading the set-up and the counts", "read_returns": "reading five returns", "standing": "reading what the results hold so far",
    "report_of": "computing", "results_workbook": "the results workbook: 23 sheets, 35 charts", "write_briefing": "the briefing",
    "write_pages": "the five agencies' pages"}


def timed(work: Callable[..., Any], part: str, spent: dict[str, float]) -> Callable[..., Any]:
    """The same function, which adds its time to its part."""

    @functools.wraps(work)
    def measured(*given: Any, **named: Any) -> Any:
        start = time.process_time()
        try:
            return work(*given, **named)
        finally:
            spent[part] = spent.get(part, 0) + time.process_time() - start

    return measured


def button(round_folder: str, *, pandas: bool) -> dict[str, float]:
    """A click in Excel, in parts; without `pandas` as where neither it nor numpy is installed."""
    if not pandas:
        sys.modules.update(dict.fromkeys(("pandas", "numpy")))  # type: ignore[arg-type]
    spent = {}
    start = time.process_time()
    import xlwings.utils  # noqa: F401 - the macro's own first step

    spent["xlwings"], start = time.process_time() - start, time.process_time()
    import snwp_xl.addin  # noqa: F401 - the second step

    spent["our add-in"], start = time.process_time() - start, time.process_time()
    from snwp_xl.operations import calculate

    calculate(round_folder)
    spent["the calculation with its imports"] = time.process_time() - start
    return spent


def main(round_folder: str, *options: str) -> None:
    """One click, in parts."""
    if options and options[0].startswith("--button"):
        print(json.dumps(button(round_folder, pandas=options[0] == "--button")))
        return
    import jinja2.sandbox  # noqa: F401 - counted as an import, not as a part of the briefing
    import xlsxwriter

    from snwp_xl import cli, writer
    from snwp_xl.operations import calculating
    from snwp_xl.results import charts  # noqa: F401

    if "--xlsxwriter" in options:
        writer.Book = xlsxwriter.Workbook
    spent = {"importing": time.process_time() - BEGAN}
    for name, part in PARTS.items():
        setattr(calculating, name, timed(getattr(calculating, name), part, spent))
    start = time.process_time()
    sys.argv = ["snwp-xl", "calculate", round_folder]
    with contextlib.redirect_stdout(io.StringIO()):
        cli.command()
    whole = time.process_time() - start
    spent["the rest: arguments, moving files into place, what is printed"] = whole - sum(spent[part] for part in PARTS.values())
    print(json.dumps(spent))


if __name__ == "__main__":
    main(*sys.argv[1:])
