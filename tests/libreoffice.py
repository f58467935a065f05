"""The one harness for a real LibreOffice in tests: a private soffice, driven over UNO as a person would use it.

Every file is opened as a fresh copy, so that a stale lock file never hangs a load and no test changes another's file.
Everything has a time limit: past it soffice is ended, the call raises `OfficeTimeout`, and the next call starts another.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from calc_document import (
    DEBIAN_PACKAGES,
    ERROR_TEXTS,
    FILTERS,
    CellValue,
    Document,
    Entry,
    LockedCell,
    OfficeMissing,
    Place,
    letters,
    load_uno,
    property_values,
)

__all__ = [
    "DEBIAN_PACKAGES", "ERROR_TEXTS", "FILTERS", "CellValue", "Document", "Entry", "LockedCell", "Office", "OfficeError", "OfficeMissing",
    "OfficeTimeout", "Place", "Soffice", "letters", "load_uno", "property_values",
]  # fmt: skip

START_LIMIT = 90  # seconds until soffice answers
CALL_LIMIT = 60  # seconds for one document, from loading to saving
END_LIMIT = 10  # seconds that soffice gets to close by itself
ALL_MACROS, NO_MACROS = 4, 0  # com.sun.star.document.MacroExecMode: always, without a warning; never

# Values are worked out again on loading (0 = always); nothing asks, locks or reports on the way.
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="UseLocking" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="FirstRun" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="ShowTipOfTheDay" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Setup/Product"><prop oor:name="ooSetupLastVersion" oor:op="fuse"><value>99.0</value></prop></item>
</oor:items>
"""


class OfficeTimeout(Exception):
    """LibreOffice did not finish in time and was ended."""


class OfficeError(Exception):
    """LibreOffice refused something; the text is its own."""


class Soffice:
    """A running soffice with its own profile, pipe and process group; `desktop` is its UNO desktop."""

    def __init__(self, *, visible: bool = False, environment: Mapping[str, str] | None = None) -> None:
        """Start it and wait until it answers; raises OfficeMissing or OfficeTimeout."""
        program = shutil.which("soffice")
        if program is None:
            raise OfficeMissing("soffice is not installed")
        self.uno = load_uno()
        self.pipe = f"snwp{uuid.uuid4().hex[:12]}"
        self.folder = Path(tempfile.mkdtemp(prefix="snwp-office-"))
        settings = self.folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(PROFILE, encoding="utf-8")
        command = [program, f"-env:UserInstallation={(self.folder / 'profile').as_uri()}", "--norestore", "--nologo", "--nodefault"]
        command += [f"--accept=pipe,name={self.pipe};urp;"] + ([] if visible else ["--headless", "--invisible"])
        own = {**os.environ, **(environment or {})}
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen(command, env=own, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
        try:
            self.context = self._connect()
            self.desktop = self.context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", self.context)
        except BaseException:
            self.end()
            raise

    def _connect(self) -> Any:
        own = self.uno.getComponentContext()
        resolver = own.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", own)
        give_up = time.monotonic() + START_LIMIT
        while time.monotonic() < give_up and self.running:
            with suppress(self.uno.getClass("com.sun.star.connection.NoConnectException")):
                return resolver.resolve(f"uno:pipe,name={self.pipe};urp;StarOffice.ComponentContext")
            time.sleep(0.1)
        raise OfficeTimeout(f"soffice did not answer (exit code {self.process.poll()})")

    @property
    def running(self) -> bool:
        """Whether the process is still there."""
        return self.process.poll() is None

    def end(self) -> None:
        """Ask it to close, and end the process group if it does not."""
        with suppress(Exception):  # it may be dead already, and answers a terminate by hanging up
            self.desktop.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(END_LIMIT if hasattr(self, "desktop") else 0)
        self.kill()

    def kill(self) -> None:
        """End the process group at once, and remove its folder."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(END_LIMIT)
        shutil.rmtree(self.folder, ignore_errors=True)
        for left in Path("/tmp").glob(f"OSL_PIPE_*_{self.pipe}"):
            left.unlink(missing_ok=True)

    def load(self, path: Path, *, hidden: bool = True, macros: int = NO_MACROS) -> Document:
        """Open a workbook in place; raises ValueError if LibreOffice will not read it."""
        arguments = property_values(Hidden=hidden, MacroExecutionMode=macros, Silent=True)
        model = self.desktop.loadComponentFromURL(path.absolute().as_uri(), "_blank", 0, arguments)
        if model is None:
            raise ValueError(f"LibreOffice could not open {path.name}")
        return Document(self.uno, model)


class Office:
    """LibreOffice for a whole test session: one hidden soffice, started when first needed."""

    def __init__(self) -> None:
        """Start it; raises OfficeMissing where this machine has none."""
        self._soffice: Soffice | None = Soffice()
        self.folder = Path(tempfile.mkdtemp(prefix="snwp-tests-"))

    def end(self) -> None:
        """End soffice and remove the copies."""
        if self._soffice:
            self._soffice.end()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def soffice(self) -> Soffice:
        """The running soffice; another one if it was ended."""
        if self._soffice is None or not self._soffice.running:
            self._soffice = Soffice()
        return self._soffice

    @contextmanager
    def opened(self, path: Path, *, limit: float = CALL_LIMIT) -> Iterator[Document]:
        """A fresh copy of a workbook, open for as long as the with block, at most `limit` seconds."""
        soffice, late, copy = self.soffice, threading.Event(), self._copy(path)

        def give_up() -> None:
            late.set()
            soffice.kill()

        timer = threading.Timer(limit, give_up)
        timer.start()
        document = None
        try:
            document = soffice.load(copy)
            yield document
        except Exception as error:
            if late.is_set():
                raise OfficeTimeout(f"{path.name}: LibreOffice took longer than {limit} seconds") from error
            if isinstance(error, soffice.uno.getClass("com.sun.star.uno.Exception")):  # it cannot pass through a with block itself
                raise OfficeError(f"{type(error).__name__}: {error}") from None
            raise
        finally:
            self._close(soffice, document)
            timer.cancel()
            shutil.rmtree(copy.parent, ignore_errors=True)

    def _close(self, soffice: Soffice, document: Document | None) -> None:
        """Close a document; a soffice that cannot is ended, and the next caller gets a fresh one."""
        try:
            if document:
                document.close()
        except Exception:
            soffice.kill()
        if not soffice.running:
            self._soffice = None

    def _copy(self, path: Path) -> Path:
        folder = self.folder / uuid.uuid4().hex[:8]
        folder.mkdir()
        return Path(shutil.copy(path, folder / path.name))

    def recalculate(
        self, path: Path, changes: Mapping[Place, Entry] | None = None
    ) -> dict[tuple[str, str], tuple[str, CellValue]]:
        """Every formula cell with its value worked out afresh, after typing `changes`; see `Document.formulas`."""
        with self.opened(path) as document:
            for place, value in (changes or {}).items():
                document.enter(place, value)
            return document.formulas()

    def fill(
        self,
        path: Path,
        entries: Mapping[Place, Entry | Sequence[Sequence[Entry]]],
        save_as: Path,
        edits: Callable[[Document], object] = lambda document: None,
    ) -> Path:
        """Fill a workbook in as a person would, then do `edits` to it, and save it; the ending says the format."""
        with self.opened(path) as document:
            for place, value in entries.items():
                document.enter(place, value)
            edits(document)
            return document.save(save_as)

    def pdf(self, path: Path, save_as: Path | None = None) -> Path:
        """What printing the workbook gives."""
        target = save_as or self.folder / f"{path.stem}-{uuid.uuid4().hex[:8]}.pdf"
        with self.opened(path) as document:
            return document.save(target)
