"""The verb of the analyst: incidents."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from snwp_xl.cli.terminal import Progress, bold, code, findings_text, say, table, wrapped
from snwp_xl.cli.verbs import Verbs, verb
from snwp_xl.findings import Severity

if TYPE_CHECKING:
    from snwp_xl.gathering import Gathered
    from snwp_xl.operations import Added


def add(verbs: Verbs) -> None:
    """Add this verb to the command."""
    parser = verb(verbs, "incidents", _incidents, "make the monthly incident counts from police.uk street-level files",
                  'snwp-xl incidents 2027-28 downloads/police-uk --area "North West Leicestershire"')
    parser.add_argument("paths", nargs="+", metavar="PATH", help="street-level CSV files, folders of them, or the zip as downloaded")
    parser.add_argument("--area", default="", metavar="NAME", help="the district, as in LSOA names (default: the assessment's area)")
    parser.add_argument("--lsoa", default="", metavar="FILE", help="a file with LSOA codes, to count these instead of a district")


def _incidents(args: argparse.Namespace) -> int:
    from snwp_xl.operations import add_incidents
    from snwp_xl.police import Area

    area = Area.in_file(Path(args.lsoa), args.area) if args.lsoa else args.area
    added = add_incidents(args.folder, args.paths, area, progress=Progress())
    if added.gathered is None:
        findings_text(added.findings)
        say("Nothing was counted, so the incident counts are unchanged.")
    else:
        _added(added, added.gathered)
    return code(added.findings)


def _added(added: Added, gathered: Gathered) -> None:
    say(wrapped(gathered.police_source, ""))
    say()
    rows = [(row.name, sum(row.given.values()), "every category" if row.every else ", ".join(gathered.categories(row)))
            for row in gathered.rows if row.given]
    table(("Crime type", "Incidents read", "Police categories"), rows)
    say()
    findings_text([one for one in added.findings if one.severity is not Severity.NOTE])
    notes = [one for one in added.findings if one.severity is Severity.NOTE]
    if notes:
        say(bold("Good to know"))
        for one in notes:
            say(wrapped(f"  {one.message} {one.fix}", "    "))
        say()
    say(f"Incident counts: {added.path}")
    if added.before:
        say(f"The earlier ones: {added.before}")
    say(f"Next: look at the sheets Mapping and Incident counts, then: snwp-xl calculate {added.folder}")
