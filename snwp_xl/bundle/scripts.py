"""The install scripts of a bundle, and its page for ICT."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path

from snwp_xl.buttons.interpreter import FIXED_MAC, FIXED_WINDOWS
from snwp_xl.files import sha256
from snwp_xl.frozen import dataclass
from snwp_xl.resources import shipped

SCRIPTS = ("install.cmd", "install.sh")
TEMPLATES, PAGE = "templates", "for-ict.html"
VENV_ON_WINDOWS = FIXED_WINDOWS.rpartition(r"\Scripts")[0]
VENV_ON_MAC = FIXED_MAC.rpartition("/bin")[0]

WINDOWS_SCRIPT = r'''@echo off
rem Installs snwp_xl for this user only: no network, no administrator. Double-click it.
setlocal
set "HERE=%~dp0"
set "VENV={venv}"
set "RUN=%VENV%\Scripts\python.exe"
set "KNOWN={pythons}"
set "OFFLINE=--quiet --disable-pip-version-check --no-index --no-deps"
set "PY="
for %%V in ({pythons}) do (
  if not defined PY (py -%%V -c "" >nul 2>nul && set "PY=py -%%V")
)
if not defined PY (
  python -c "import sys; sys.exit('%%d.%%d' %% sys.version_info[:2] not in '%KNOWN%'.split())" >nul 2>nul && set "PY=python"
)
if not defined PY goto nopython
echo Installing into %VENV% ...
%PY% -m venv --clear "%VENV%" || goto failed
"%RUN%" -m pip install %OFFLINE% --find-links "%HERE%wheels" {packages} || goto failed
"%RUN%" -m snwp_xl doctor "%HERE%."
echo.
echo Installed. Make a round folder with:
echo   "%VENV%\Scripts\snwp-xl.exe" new "%USERPROFILE%\Documents\2027-28"
pause
exit /b 0
:nopython
echo There is no Python %KNOWN% on this computer. Ask ICT to install it from python.org, 64 bits, for this user.
pause
exit /b 1
:failed
echo It could not be installed. Send the lines above to ICT, with the page "For ICT.html".
pause
exit /b 1
'''

UNIX_SCRIPT = '''#!/bin/sh
# Installs snwp_xl for this user only: no network, no administrator. Run it with: sh install.sh
set -eu
here=$(cd "$(dirname "$0")" && pwd)
venv="{venv}"
python=""
if [ "$(uname)" != "{system}" ]; then
  echo "This folder was made for {kinds}. Make one on this kind of computer with: snwp-xl bundle FOLDER" >&2
  exit 1
fi
for version in {pythons}; do
  if [ -z "$python" ] && command -v "python$version" >/dev/null 2>&1; then python="python$version"; fi
done
if [ -z "$python" ]; then
  echo "There is no Python {pythons} on this computer. Ask ICT to install it from python.org." >&2
  exit 1
fi
echo "Installing into $venv ..."
"$python" -m venv --clear "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-index --no-deps --find-links "$here/wheels" {packages}
if [ "$(uname)" = Darwin ]; then "$venv/bin/xlwings" runpython install; fi
"$venv/bin/python" -m snwp_xl doctor "$here" || true
echo "Installed. Make a round folder with:"
echo "  $venv/bin/snwp-xl new $HOME/Documents/2027-28"
'''


@dataclass(frozen=True, slots=True)
class Wheel:
    """A wheel of the bundle."""

    name: str
    size: int  # bytes
    sha256: str

    @property
    def package(self) -> str:
        """The package's name."""
        return self.name.partition("-")[0]

    @property
    def version(self) -> str:
        """The package's version."""
        return self.name.split("-")[1]

    @property
    def for_windows(self) -> bool:
        """Whether Windows can use it; other systems cannot use what is for Windows only."""
        return self.name.endswith(("-any.whl", "-win_amd64.whl"))

    @property
    def for_others(self) -> bool:
        """Whether a system that is not Windows can use it."""
        return not self.name.endswith("-win_amd64.whl")


def wheels_in(folder: Path) -> tuple[Wheel, ...]:
    """The wheels of a folder, by name."""
    found = []
    for path in sorted(folder.glob("*.whl"), key=lambda path: path.name.lower()):
        data = path.read_bytes()
        found.append(Wheel(path.name, len(data), sha256(data)))
    return tuple(found)


def windows_script(wheels: Sequence[Wheel], pythons: Sequence[str]) -> str:
    """The script that an officer double-clicks, with the line ends that Windows wants."""
    packages = _packages(one for one in wheels if one.for_windows)
    text = WINDOWS_SCRIPT.format(venv=VENV_ON_WINDOWS, pythons=_newest_first(pythons), packages=packages)
    return text.replace("\n", "\r\n")


def unix_script(wheels: Sequence[Wheel]) -> str:
    """The script for a Mac, or for the system that the bundle was made on."""
    packages = _packages(one for one in wheels if one.for_others)
    here = f"{sys.version_info[0]}.{sys.version_info[1]}"  # the wheels for this system are for this Python only
    system = platform.system()
    kinds = {"Windows": "Windows", "Darwin": "Windows and macOS"}.get(system, f"Windows and {system}")
    return UNIX_SCRIPT.format(venv=VENV_ON_MAC, pythons=here, packages=packages, system=system, kinds=kinds)


def _packages(wheels: Iterable[Wheel]) -> str:
    """Their names, each once. All are named and none is looked for: what the program asks for beside them is left out."""
    return " ".join(dict.fromkeys(one.package for one in wheels))


def scripts(wheels: Sequence[Wheel], pythons: Sequence[str]) -> dict[str, str]:
    """Both scripts, by file name."""
    return dict(zip(SCRIPTS, (windows_script(wheels, pythons), unix_script(wheels)), strict=True))


def ict_page(wheels: Sequence[Wheel], pythons: Sequence[str]) -> str:
    """What ICT wants to know before it says yes: what runs, where, what it touches, and every file's hash."""
    import jinja2

    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(shipped(TEMPLATES, PAGE).read_text(encoding="utf-8"))
    return template.render(
        version=version("snwp_xl"), wheels=wheels, pythons=_newest_first(pythons).split(), windows=FIXED_WINDOWS, mac=FIXED_MAC,
        megabytes=sum(one.size for one in wheels) // 1_000_000)


def _newest_first(pythons: Sequence[str]) -> str:
    return " ".join(sorted(pythons, key=lambda one: [int(part) for part in one.split(".")], reverse=True))
