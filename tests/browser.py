"""A real browser for tests of pages: headless Chromium, driven over a pipe by its DevTools protocol, without any package.

`Browser.page(path, ...)` opens a page as a person would see it: at a width, in light or dark, on screen or in print.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OPTIONS = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)
AXE_VARIABLE = "SNWP_XL_AXE"  # where axe.min.js is, or the folder that npm installed it in
FIRST_SPARE_HANDLE = 10
PATIENCE = 120  # seconds without an answer, after which the browser counts as hung
A4_INCHES = (8.27, 11.69)
PHONE, DESKTOP = 375, 1280  # CSS pixels


class BrowserMissing(Exception):
    """There is no Chromium, or no axe-core; the text says which."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is looked at."""

    width: int = DESKTOP
    height: int = 900
    dark: bool = False
    printed: bool = False


class Browser:
    """One running Chromium."""

    def __init__(self) -> None:
        found = next(filter(None, map(shutil.which, NAMES)), None)
        if found is None:
            raise BrowserMissing("there is no Chromium on this machine")
        self._profile = tempfile.TemporaryDirectory(prefix="snwp_xl-browser-", ignore_cleanup_errors=True)
        root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        there, self._write = _pipe()
        self._read, back = _pipe()
        arguments = [found, *OPTIONS, *root, f"--user-data-dir={self._profile.name}", "about:blank"]
        self._process = subprocess.Popen(
            ["bash", "-c", f'exec "$@" 3<&{there} 4>&{back}', "bash", *arguments],
            pass_fds=(there, back),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for handle in (there, back):
            os.close(handle)
        self._calls, self._rest = 0, b""
        self.events: list[dict[str, Any]] = []  # what the page on show told without being asked

    def end(self) -> None:
        """Close the browser and its profile."""
        with suppress(EOFError, BrokenPipeError, TimeoutError):
            self.call("Browser.close")
        try:
            self._process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for handle in (self._write, self._read):
            os.close(handle)
        self._profile.cleanup()

    def call(self, method: str, session: str = "", **parameters: object) -> Any:
        """A command of the protocol and its result; AssertionError where the browser refuses it."""
        self._calls += 1
        message = {"id": self._calls, "method": method, "params": parameters} | ({"sessionId": session} if session else {})
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            heard = self._hear()
            if "method" in heard:
                self.events.append(heard)
            if heard.get("id") == self._calls:
                assert "error" not in heard, f"{method}: {heard['error']}"
                return heard["result"]

    def _hear(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._read], [], [], PATIENCE)
            if not ready:
                raise TimeoutError(f"the browser has not answered for {PATIENCE} seconds")
            more = os.read(self._read, 1 << 20)
            if not more:
                raise EOFError("the browser is gone")
            self._rest += more
        message, _, self._rest = self._rest.partition(b"\0")
        found: dict[str, Any] = json.loads(message)
        return found

    @contextmanager
    def page(self, path: Path, look: Look = Look()) -> Iterator[Page]:
        """A page of its own, loaded; closed afterwards."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.events.clear()
        page = Page(self, session)
        page.look(look)
        page.open(path)
        yield page
        self.call("Target.closeTarget", targetId=target)


@dataclass(frozen=True, slots=True)
class Page:
    """A page in the browser."""

    browser: Browser
    session: str

    def _call(self, method: str, **parameters: object) -> Any:
        return self.browser.call(method, self.session, **parameters)

    def look(self, look: Look) -> None:
        """Change how the page is looked at."""
        self._call("Emulation.setDeviceMetricsOverride", width=look.width, height=look.height, deviceScaleFactor=2, mobile=look.width < 500)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if look.dark else "light"}
        self._call("Emulation.setEmulatedMedia", media="print" if look.printed else "", features=[scheme])

    def open(self, path: Path) -> None:
        """Load a file, and wait until it is drawn."""
        self._call("Page.enable")
        self._call("Log.enable")
        self._call("Page.setBypassCSP", enabled=True)  # the page forbids scripts; only tests put one in
        self._call("Page.navigate", url=path.resolve().as_uri())
        self.run(
            "new Promise(done => { const ready = () => document.readyState === 'complete' && location.href !== 'about:blank'"
            " ? requestAnimationFrame(() => done(true)) : setTimeout(ready, 10); ready(); })"
        )

    def run(self, script: str) -> Any:
        """The value of a script, awaited; AssertionError where it throws."""
        result = self._call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in result, result["exceptionDetails"]
        return result["result"].get("value")

    def pdf(self) -> bytes:
        """The page as it is printed on A4."""
        width, height = A4_INCHES
        printed = self._call("Page.printToPDF", paperWidth=width, paperHeight=height, preferCSSPageSize=True, printBackground=True)
        return base64.b64decode(printed["data"])

    def picture(self) -> bytes:
        """The whole page as a PNG."""
        return base64.b64decode(self._call("Page.captureScreenshot", captureBeyondViewport=True)["data"])

    def accessibility(self) -> list[dict[str, Any]]:
        """What the browser tells a screen reader: every node with its role and name."""
        self._call("Accessibility.enable")
        return list(self._call("Accessibility.getFullAXTree")["nodes"])

    def faults(self) -> list[str]:
        """What the browser has to complain of: markup, style sheet, policy."""
        told = [event["params"]["entry"] for event in self.browser.events if event["method"] == "Log.entryAdded"]
        return [entry["text"] for entry in told if entry["level"] in ("warning", "error")]

    def axe(self) -> list[dict[str, Any]]:
        """What axe-core finds wrong: its rule, and the elements."""
        self.run(axe_script().read_text(encoding="utf-8") + ";0")
        found = self.run(
            "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map("
            "v => ({rule: v.id, help: v.help, where: v.nodes.map(n => n.target.join(' ') + ': ' + n.failureSummary)})))"
        )
        return list(found)


def axe_script() -> Path:
    """axe-core, as `npm install --prefix FOLDER axe-core` leaves it; BrowserMissing where the variable names none."""
    named = os.environ.get(AXE_VARIABLE, "")
    for path in (Path(named), Path(named, "node_modules/axe-core/axe.min.js"), Path(named, "axe.min.js")) if named else ():
        if path.is_file():
            return path
    raise BrowserMissing(f"{AXE_VARIABLE} does not say where axe-core is")


def _pipe() -> tuple[int, int]:
    """A pipe whose ends are not among the handles that the browser is told to use."""
    ends = os.pipe()
    moved = tuple(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, FIRST_SPARE_HANDLE) for end in ends)
    for end in ends:
        os.close(end)
    return moved[0], moved[1]
