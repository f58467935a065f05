"""watch: calculates now and after each save, never reads a file in the middle of being written, says a problem once."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import openpyxl
import pytest

from snwp_xl.example import write_example
from snwp_xl.findings import RoundError
from snwp_xl.watching import Seen, snapshot, watch


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The example round."""
    write_example(tmp_path / "2017-18")
    return tmp_path / "2017-18"


class Clock:
    """Time that passes only when the watch sleeps, and in which things happen."""

    def __init__(self) -> None:
        self.slept = 0
        self.then: dict[int, Callable[[], object]] = {}

    def sleep(self, seconds: float) -> None:
        """A pause; whatever is planned for it happens."""
        self.slept += 1
        assert self.slept < 200, "the watch sees nothing"
        self.then.pop(self.slept, lambda: None)()

    def after(self, pauses: int, happens: Callable[[], object]) -> None:
        """Plan something, so many pauses from now."""
        self.then[self.slept + pauses] = happens


@pytest.fixture
def clock() -> Clock:
    return Clock()


def watching(folder: Path, clock: Clock) -> Iterator[Seen]:
    return watch(folder, pause=0, sleep=clock.sleep)


def touched(path: Path) -> None:
    """Saved again, later."""
    stamp = path.stat().st_mtime_ns + 10**9
    os.utime(path, ns=(stamp, stamp))


def test_it_calculates_now_and_after_each_change(example: Path, clock: Clock) -> None:
    seen = watching(example, clock)
    first = next(seen)
    assert (first.changed, first.problem) == ((), "")
    assert first.calculated is not None
    assert first.calculated.matrix.status.words == "FINAL"
    kept = (example / "returns" / "Fire.xlsx").read_bytes()
    clock.after(3, (example / "returns" / "Fire.xlsx").unlink)
    second = next(seen)
    assert second.changed == ("returns/Fire.xlsx",)
    assert second.calculated is not None
    assert second.calculated.matrix.status.words == "PROVISIONAL"
    clock.after(2, lambda: (example / "returns" / "fire again.xlsx").write_bytes(kept))
    third = next(seen)
    assert third.changed == ("returns/fire again.xlsx",)
    assert third.calculated is not None
    assert third.calculated.matrix.status.words == "FINAL"


def test_a_saved_setting_counts(example: Path, clock: Clock) -> None:
    def save() -> None:
        book = openpyxl.load_workbook(example / "assessment.xlsx")
        ((sheet, cell),) = book.defined_names["snwp_places"].destinations
        book[sheet][cell] = 2
        book.save(example / "assessment.xlsx")

    seen = watching(example, clock)
    next(seen)
    clock.after(1, save)
    again = next(seen)
    assert again.changed == ("assessment.xlsx",)
    assert again.calculated is not None
    assert again.calculated.matrix.assessment.settings.places == 2


def test_a_file_that_is_still_being_written_is_not_read(example: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Excel saves: the old file goes, a part of the new one comes, then all of it."""
    path = example / "assessment.xlsx"
    whole = path.read_bytes()
    seen = watching(example, clock)
    next(seen)
    clock.after(1, lambda: path.write_bytes(whole[:100]))
    clock.after(2, lambda: path.write_bytes(whole[:20_000]))
    clock.after(3, path.unlink)
    clock.after(4, lambda: path.write_bytes(whole))
    again = next(seen)
    assert again.changed == ("assessment.xlsx",)
    assert again.problem == ""
    assert again.calculated is not None


def test_lock_files_results_and_superseded_returns_are_not_looked_at(example: Path) -> None:
    before = snapshot(example)
    assert set(before) == {"assessment.xlsx", "incidents.xlsx", *(f"returns/{path.name}" for path in (example / "returns").iterdir())}
    (example / "~$assessment.xlsx").write_bytes(b"")
    (example / "returns" / "superseded").mkdir()
    shutil.copy(example / "returns" / "Fire.xlsx", example / "returns" / "superseded" / "old.xlsx")
    (example / "results" / "x.xlsx").write_bytes(b"")
    (example / "notes.txt").write_text("", encoding="utf-8")
    assert snapshot(example) == before


def test_a_problem_is_said_once_and_looked_at_again(example: Path, clock: Clock) -> None:
    path = example / "assessment.xlsx"
    whole = path.read_bytes()
    seen = watching(example, clock)
    next(seen)
    clock.after(1, lambda: path.write_bytes(b"nothing of the kind"))
    bad = next(seen)
    assert bad.calculated is None
    assert bad.problem.startswith("There is no set-up workbook in")
    assert "\n" not in bad.problem
    clock.after(12, lambda: path.write_bytes(whole))
    good = next(seen)
    assert good.problem == ""
    assert good.calculated is not None


def test_no_such_folder_is_a_bad_call(tmp_path: Path) -> None:
    with pytest.raises(RoundError, match="There is no folder"):
        next(watch(tmp_path / "nowhere"))


def test_the_command_goes_on_until_it_is_stopped(example: Path, tmp_path: Path) -> None:
    """As in a terminal: a line when something changed, and Ctrl+C ends it without a traceback."""
    said = tmp_path / "said.txt"
    with said.open("w", encoding="utf-8") as out, hearing_ctrl_c():
        running = subprocess.Popen([sys.executable, "-u", "-m", "snwp_xl", "watch", str(example)], stdout=out, stderr=subprocess.STDOUT)
    try:
        wait(lambda: "FINAL, edition 1" in said.read_text(encoding="utf-8"))
        (example / "returns" / "Fire.xlsx").unlink()
        wait(lambda: "PROVISIONAL, edition 2" in said.read_text(encoding="utf-8"))
        running.send_signal(signal.SIGINT)
        assert running.wait(30) == 0
    finally:
        running.kill()
        running.wait()
    text = said.read_text(encoding="utf-8")
    assert "returns/Fire.xlsx changed" in text
    assert "Fire has not returned its scores" in text
    assert text.endswith("Stopped.\n")


@contextmanager
def hearing_ctrl_c() -> Iterator[None]:
    """A shell starts what runs in its background deaf to Ctrl+C, and so would be all that the tests start: as in a terminal instead."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def wait(until: Callable[[], bool]) -> None:
    give_up = time.monotonic() + 60
    while not until():
        assert time.monotonic() < give_up
        time.sleep(0.1)
