"""The verb on a table that somebody published: reconcile."""

from __future__ import annotations

import argparse

from snwp_xl.cli.terminal import DONE, bold, say, wrapped
from snwp_xl.cli.verbs import Verbs, verb


def add(verbs: Verbs) -> None:
    """Add this verb to the command."""
    verb(verbs, "reconcile", _reconcile, "find the combining rule that made a published table", "snwp-xl reconcile table-2017-18.csv",
         takes="TABLE", help="a csv or workbook: crime types down, agencies across, then a column Total")


def _reconcile(args: argparse.Namespace) -> int:
    from snwp_xl.operations import reconcile

    found = reconcile(args.folder)
    table = found.table
    say(bold(f"{len(table.rows)} crime types, {len(table.agencies)} agencies, totals under {table.total_heading}"))
    for line in found.sentences:
        say(wrapped(line, "  "))
    return DONE
