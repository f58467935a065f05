"""Counting street-level police files against pandas, printed as Markdown tables.

    python -m tests.benchmarks.police_files [FOLDER] [pairs]

FOLDER holds street-level files (default: ../shared/data/police-uk beside the checkout; made-up files where that is
absent). Two pandas scripts do the smaller job of counting the area by month and category, without any of the checks:
one reads all files at once, which is quicker, the other one after another, which needs less memory. Both read only the
three columns they need. Times are of the work alone, both sides in one process with everything imported, in pairs that
take turns; and of a whole process, from its start. Memory is the highest resident size of a process of its own.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

REAL = Path(__file__).parents[3] / "shared" / "data" / "police-uk"
AREA = "North West Leicestershire"
COLUMNS = ["Month", "LSOA name", "Crime type"]
PAIRS = 21
PROCESS_PAIRS = 7
BIG_FORCE = 100_000  # rows a month, as the Metropolitan Police Service
MANY_MONTHS = 36
SEED = 2017

Counted = dict[tuple[str, str], int]


def ours(folder: Path) -> Counted:
    """The library's counts, with all its checks."""
    from snwp_xl.police import Area, read_street_files

    counts = read_street_files([folder], Area.named(AREA))
    return {(str(month), category): n for category in counts.categories for month, n in counts.counts[category].items() if n}


def pandas_at_once(folder: Path) -> Counted:
    """A good short script: every file into one frame, then a groupby."""
    import pandas as pd

    rows = pd.concat([pd.read_csv(path, usecols=COLUMNS) for path in sorted(folder.glob("*-street.csv"))])
    inside = rows[rows["LSOA name"].str.startswith(f"{AREA} ", na=False)]
    return {(str(month), str(category)): int(n) for (month, category), n in inside.groupby(["Month", "Crime type"]).size().items()}


def pandas_one_by_one(folder: Path) -> Counted:
    """The same with one file in memory at a time."""
    import pandas as pd

    counted: Counted = {}
    for path in sorted(folder.glob("*-street.csv")):
        rows = pd.read_csv(path, usecols=COLUMNS)
        inside = rows[rows["LSOA name"].str.startswith(f"{AREA} ", na=False)]
        for (month, category), n in inside.groupby(["Month", "Crime type"]).size().items():
            counted[str(month), str(category)] = int(n)
    return counted


CONTENDERS: dict[str, Callable[[Path], Counted]] = {
    "snwp_xl": ours, "pandas, all at once": pandas_at_once, "pandas, file by file": pandas_one_by_one,
}  # fmt: skip


def main(arguments: list[str]) -> None:
    """Measure and print; or, called by itself as a child, do one job and print its peak memory."""
    if arguments[:1] == ["--child"]:
        CONTENDERS[arguments[1]](Path(arguments[2]))
        print(peak_mib())
        return
    with tempfile.TemporaryDirectory() as scratch:
        given = Path(arguments[0]) if arguments else REAL
        folder = given if given.is_dir() else made_up(Path(scratch) / "force", 12, 9_000)
        pairs = int(arguments[1]) if len(arguments) > 1 else PAIRS
        agree(folder)
        files = len(list(folder.glob("*-street.csv")))
        print(f"{files} files, {rows_in(folder):,} rows, {sys.platform}, Python {sys.version.split()[0]}\n")
        time_table(folder, pairs)
        memory_table(folder, Path(scratch))


def agree(folder: Path) -> None:
    """Stop if the contenders do not count the same."""
    first, *others = (job(folder) for job in CONTENDERS.values())
    if not first or any(other != first for other in others):
        raise SystemExit("the contenders do not count the same")


def time_table(folder: Path, pairs: int) -> None:
    """Median times and the median ratio of pairs."""
    print("| | work alone | ours / theirs | whole process | ours / theirs |\n|---|---|---|---|---|")
    work = in_turns({name: (lambda job=job: job(folder)) for name, job in CONTENDERS.items()}, pairs)  # type: ignore[misc]
    whole = in_turns({name: (lambda name=name: child(name, folder)) for name in CONTENDERS}, PROCESS_PAIRS)  # type: ignore[misc]
    for name in CONTENDERS:
        print(f"| {name} | {milliseconds(work[name])} | {ratio(work, name)} | {milliseconds(whole[name])} | {ratio(whole, name)} |")


def memory_table(folder: Path, scratch: Path) -> None:
    """Peak memory on the same files, and on one and many months of a big force."""
    one, many = made_up(scratch / "one", 1, BIG_FORCE), made_up(scratch / "many", MANY_MONTHS, BIG_FORCE)
    print(f"\n| peak memory, MiB | these files | 1 month of {BIG_FORCE:,} rows | {MANY_MONTHS} such months |\n|---|---|---|---|")
    for name in CONTENDERS:
        print(f"| {name} | {child(name, folder):.0f} | {child(name, one):.0f} | {child(name, many):.0f} |")


def in_turns(jobs: dict[str, Callable[[], object]], times: int) -> dict[str, list[float]]:
    """Seconds of each job, run in turns."""
    taken: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(times):
        for name, job in jobs.items():
            start = time.perf_counter()
            job()
            taken[name].append(time.perf_counter() - start)
    return taken


def ratio(taken: dict[str, list[float]], name: str) -> str:
    """The median over the pairs of our time over theirs."""
    pairs = zip(taken["snwp_xl"], taken[name], strict=True)
    return "" if name == "snwp_xl" else f"{statistics.median(us / them for us, them in pairs):.2f}"


def milliseconds(seconds: list[float]) -> str:
    """A median time."""
    return f"{statistics.median(seconds) * 1000:.0f} ms"


def child(name: str, folder: Path) -> float:
    """Run one contender in a process of its own; its peak memory in MiB."""
    command = [sys.executable, "-m", "tests.benchmarks.police_files", "--child", name, str(folder)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True, cwd=Path(__file__).parents[2]).stdout)


def peak_mib() -> float:
    """The highest resident size of this process so far."""
    status = Path("/proc/self/status")
    if status.exists():  # getrusage would report the parent's size before the child became another program
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) / 1024
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def rows_in(folder: Path) -> int:
    """Lines that are not column names."""
    return sum(path.read_bytes().count(b"\n") - 1 for path in folder.glob("*-street.csv"))


def made_up(folder: Path, months: int, rows: int) -> Path:
    """Made-up files of the published form: 5,000 LSOAs, 14 categories, 3% without a location."""
    from snwp_xl.model import Month
    from snwp_xl.police import CATEGORIES

    header = (
        "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context\n"
    )
    chance = random.Random(SEED)
    folder.mkdir()
    for month in Month(2023, 1).until(Month(2023, 1).shift(months - 1)):
        with (folder / f"{month}-big-street.csv").open("w", encoding="utf-8", newline="") as file:
            file.write(header)
            for _ in range(rows):
                number = chance.randrange(5_150)
                district = AREA if number < 100 else f"District {number // 200}"
                where = f"-1.3,52.7,On or near Street {number},E010{number:05},{district} {number % 200:03}A"
                if number >= 5_000:
                    where = ",,No Location,,"
                crime_id = f"{chance.getrandbits(256):064x}"
                file.write(f"{crime_id},{month},Big Police,Big Police,{where},{chance.choice(CATEGORIES)},Under investigation,\n")
    return folder


if __name__ == "__main__":
    main(sys.argv[1:])
