"""All benchmarks of speed in one run, printed as the Markdown tables of README.

    python -m tests.benchmarks [--quick] [--readme]

About 10 minutes on two cores; `--quick` takes 3 pairs instead of 11 and 80 returns instead of 2,400. `--readme` puts the
tables into README. Ours and the rival take turns, so that a busy machine slows both; the ratios are what to look at. The
other two benchmarks run by themselves: `python -m tests.benchmarks.police_files` and `python -m tests.benchmarks.false_alarms`.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from snwp_xl.example import write_example
from tests.benchmarks.county import AGENCIES, county, part_of, wide
from tests.benchmarks.floors import compared
from tests.benchmarks.measure import FASTER, HEADINGS, OVER_FLOOR, ROOT, Pairs, Run, in_turns, middle, python, seconds, snwp
from tests.benchmarks.rest import contents

PAIRS, CROWD_PAIRS, QUICK = 11, 3, 3
PARTNERSHIPS, QUICK_PARTNERSHIPS = 300, 10
GROWTH = (1, 10, 100, 300)
WIDTHS = (17, 50, 100, 200)
RETURNS_HEADINGS = ("returns", "time", "processor time of all processes", "of that for each return", "memory, all processes")
WIDTHS_HEADINGS = ("crime types", "`calculate`, processor time", "for each crime type", "the plain script, processor time")
HERE = Path(__file__).parent
PLAIN = HERE / "plain.py"
MEMORY_OF_ROUNDUP = ".snwp_xl-roundup.jsonl"
README, MARK = ROOT / "README.md", "<!-- measured: python -m tests.benchmarks --readme -->"
PRINTED: list[str] = []


def say(*lines: str) -> None:
    """Print lines, and keep them for README."""
    PRINTED.extend(lines)
    print("\n".join(lines), flush=True)


def table(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A Markdown table with its title."""
    rule = ["---"] * len(headings)
    say("", f"**{title}**", "", *(f"| {' | '.join(row)} |" for row in (headings, rule, *rows)))


def into_readme(lines: Sequence[str]) -> None:
    """Put what was printed between the two marks in README."""
    before, _, rest = README.read_text(encoding="utf-8").partition(f"{MARK}\n")
    _, _, after = rest.partition(MARK)
    README.write_text("\n".join((before + MARK, *lines, MARK + after)), encoding="utf-8")


def roundup(folder: Path, *, memory: bool = False) -> Run:
    """A roundup that reads every round."""
    (folder / MEMORY_OF_ROUNDUP).unlink(missing_ok=True)
    return snwp("roundup", folder, memory=memory)


# --- against the plain script ----------------------------------------------------------------------------------------------


def against_plain(this: Path, room: Path, pairs: int) -> list[Pairs]:
    """The click and the check."""
    snwp("calculate", this)
    rest, out = room / "rest.pickle", room / "plain" / "out.xlsx"
    out.parent.mkdir()
    contents(this, rest)
    click = partial(snwp, "calculate", this)
    return [
        in_turns("`calculate`", "the plain script: half of the sheets", click, partial(python, PLAIN, "calculate", this, out), pairs),
        in_turns("`calculate`", "the same, which also writes the other sheets and pages, given what stands in them", click,
                 partial(python, PLAIN, "calculate", this, out, "--rest", rest), pairs),
        in_turns("`check`", "the plain script", partial(snwp, "check", this), partial(python, PLAIN, "check", this), pairs)]


def against_bare_python(this: Path, pairs: int) -> list[Pairs]:
    """Starting up."""
    return [
        in_turns(f"`{verb[0]}`", "`python -c pass`", partial(snwp, *verb), partial(python, "-c", "pass"), pairs, floor=True)
        for verb in (("--help",), ("check", this), ("calculate", this))]


def crowd(every: Path, room: Path, partnerships: int, pairs: int) -> Pairs:
    """A roundup of all rounds."""
    return in_turns(
        f"`roundup` of {partnerships * AGENCIES:,} returns of {partnerships} partnerships", "the plain script, one process",
        partial(roundup, every, memory=True), partial(python, PLAIN, "roundup", every, room / "plain.xlsx", memory=True), pairs, warm=False)


def memory_rows(pair: Pairs) -> Iterable[tuple[str, str, str, str]]:
    """The highest resident size of each process."""
    for name, runs in (("`roundup`", pair.ours), ("the plain script", pair.rival)):
        peaks = max((run.peaks for run in runs), key=sum)
        yield name, f"{peaks[0]:.0f} MB", ", ".join(f"{peak:.0f} MB" for peak in peaks[1:]) or "none", f"{sum(peaks):.0f} MB"


# --- growth ----------------------------------------------------------------------------------------------------------------


def growth_rows(every: Path, room: Path, partnerships: int) -> Iterable[tuple[str, ...]]:
    """Time and memory of a roundup by the number of returns."""
    for number in (number for number in GROWTH if number <= partnerships):
        folder = part_of(every, room / f"part {number}", number)
        runs = [roundup(folder, memory=True) for _ in range(QUICK)]
        returns = number * AGENCIES
        peak = max(sum(run.peaks) for run in runs)
        worked = statistics.median(run.processor for run in runs)
        yield f"{returns:,}", seconds(middle(runs)), seconds(worked), f"{worked / returns * 1000:.1f} ms", f"{peak:.0f} MB"


def width_rows(room: Path) -> Iterable[tuple[str, ...]]:
    """Processor time of a click by the number of crime types."""
    for number in WIDTHS:
        folder = wide(room / f"{number} crime types", number)
        both = in_turns(
            "", "", partial(snwp, "calculate", folder), partial(python, PLAIN, "calculate", folder, room / "wide.xlsx"), QUICK)
        ours, rival = (statistics.median(run.processor for run in runs) for runs in (both.ours, both.rival))
        yield str(number), seconds(ours), f"{ours / number * 1000:.1f} ms", seconds(rival)


# --- where the time goes -----------------------------------------------------------------------------------------------------


def stages(this: Path, times: int, *options: str) -> dict[str, float]:
    """The median processor time of each part of a click, and of starting Python before it."""
    start = statistics.median(python("-c", "pass").processor for _ in range(times))
    runs = [python("-m", "tests.benchmarks.stages", this, *options) for _ in range(times + 1)][1:]
    found: list[dict[str, float]] = [json.loads(run.said) for run in runs]
    return {"starting Python": start, **{part: statistics.median(one[part] for one in found) for part in found[0]}}


def side_by_side(first: dict[str, float], second: dict[str, float]) -> Iterable[tuple[str, ...]]:
    """Two such clicks, part by part."""
    for part, spent in first.items():
        yield part, seconds(spent), seconds(second[part])
    yield "together", seconds(sum(first.values())), seconds(sum(second.values()))


def import_rows(this: Path) -> Iterable[tuple[str, str, str]]:
    """What `-X importtime` says of a click, by package: its own time in each module, summed."""
    code = f"import sys; sys.argv = ['snwp-xl', 'calculate', {str(this)!r}]; from snwp_xl.cli import command; command()"
    done = subprocess.run([sys.executable, "-X", "importtime", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    spent: dict[str, list[int]] = {}
    for line in done.stderr.splitlines():
        first, _, name = line.removeprefix("import time:").rpartition("|")
        own = first.partition("|")[0].strip()
        if own.isdigit():
            package = name.strip().split(".")[0]
            spent.setdefault(package if package in ("snwp_xl", "jinja2", "xlsxwriter") else "the standard library", []).append(int(own))
    for package, own in sorted(spent.items(), key=lambda one: -sum(one[1])):
        yield package, str(len(own)), f"{sum(own) / 1000:.0f} ms"


def main(*, quick: bool) -> None:
    """Everything, table by table."""
    pairs, partnerships = (QUICK, QUICK_PARTNERSHIPS) if quick else (PAIRS, PARTNERSHIPS)
    say(f"Measured on {platform.system()}, {os.cpu_count()} cores, Python {platform.python_version()}.")
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        this = room / "2017-18"
        write_example(this, macros=True)
        rows = against_plain(this, room, pairs)
        every = county(room / "county", partnerships)
        many = crowd(every, room, partnerships, 1 if quick else CROWD_PAIRS)
        table("Against a plain script", HEADINGS, (pair.row() for pair in [*rows, many]))
        floors = compared(this, pairs) + against_bare_python(this, pairs)
        table("Over the floor", [OVER_FLOOR if one == FASTER else one for one in HEADINGS], (pair.row() for pair in floors))
        table("Where a click's processor time goes", ("part", "now", "with XlsxWriter as it comes"),
            side_by_side(stages(this, pairs), stages(this, pairs, "--xlsxwriter")))
        table("A click in Excel, but for Excel: processor time", ("part", "installed with pip, so with pandas and numpy", "installed from a bundle, without them"),
            side_by_side(stages(this, pairs, "--button"), stages(this, pairs, "--button-without-pandas")))
        table("Imports of a click, as -X importtime tells", ("package", "modules", "time"), import_rows(this))
        table("Memory of the roundup, at its highest", ("", "first process", "each process it started", "sum"), memory_rows(many))
        table("Growth with returns", RETURNS_HEADINGS, growth_rows(every, room, partnerships))
        table("Growth with crime types", WIDTHS_HEADINGS, width_rows(room))


if __name__ == "__main__":
    main(quick="--quick" in sys.argv)
    if "--readme" in sys.argv:
        into_readme(PRINTED)
