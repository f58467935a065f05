"""bundle: installs with no network into an empty environment, for the system that it was made on, and is whole for Windows."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from email.parser import HeaderParser
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename
from packaging.version import Version

from snwp_xl import cli
from snwp_xl.bundle import Bundle, Wheel, make_bundle
from snwp_xl.bundle.own_wheel import write_own_wheel
from snwp_xl.bundle.scripts import ict_page, unix_script, windows_script
from snwp_xl.buttons.interpreter import FIXED_MAC, FIXED_WINDOWS
from snwp_xl.findings import RoundError

PYTHON = f"{sys.version_info[0]}.{sys.version_info[1]}"
NO_INDEX = "http://127.0.0.1:9/"  # nobody answers there
LEFT_OUT = {"pandas", "openpyxl"}
ON_WINDOWS = {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64", "extra": "formats"}
UNREACHABLE = ("No matching distribution", "Could not find a version", "Connection", "Temporary failure", "timed out")


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """A bundle, made from the package index."""
    try:
        return make_bundle(tmp_path_factory.mktemp("made") / "snwp_xl install (1)")
    except RoundError as problem:
        if any(words in str(problem) for words in UNREACHABLE):
            pytest.skip(f"the package index cannot be reached: {problem}")
        raise


@pytest.fixture(scope="module")
def installed(bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of somebody who ran install.sh on a computer that reaches no index."""
    home = tmp_path_factory.mktemp("home")
    done = subprocess.run(["sh", str(bundle.folder / "install.sh")], env=offline(home), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "OK         Packages:" in done.stdout
    return home


def offline(home: Path) -> dict[str, str]:
    """An environment with this Python, another home, and no index."""
    path = os.pathsep.join((str(Path(sys.executable).parent), str(Path(sys.base_prefix) / "bin"), "/usr/bin", "/bin"))
    return {"HOME": str(home), "PATH": path, "PIP_INDEX_URL": NO_INDEX, "PIP_NO_CACHE_DIR": "1", "PIP_CONFIG_FILE": os.devnull}


def test_it_installs_with_no_network_and_runs_the_example(installed: Path, tmp_path: Path) -> None:
    program = installed / ".snwp_xl" / "venv" / "bin" / "snwp-xl"
    assert str(program.parent / "python") == FIXED_MAC.replace("$HOME", str(installed)), "where the buttons look for it"
    done = subprocess.run([str(program), "demo"], cwd=tmp_path, env=offline(installed), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "2017-18" / "results" / "Harm matrix 2017-18.xlsx").is_file()
    assert (tmp_path / "2017-18" / "assessment.xlsm").is_file()


def test_a_click_from_a_bundle_imports_neither_pandas_nor_numpy(installed: Path, tmp_path: Path) -> None:
    """Which xlwings would do wherever they are installed."""
    python = installed / ".snwp_xl" / "venv" / "bin" / "python"
    code = "import sys, xlwings.utils, snwp_xl.addin; print({'pandas', 'numpy', 'openpyxl'} & set(sys.modules))"
    done = subprocess.run([str(python), "-c", code], cwd=tmp_path, env=offline(installed), capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_an_installed_program_packs_its_own_wheel_again(installed: Path, bundle: Bundle, tmp_path: Path) -> None:
    """So that a bundle can be made where there is no checkout; its content is the first wheel's."""
    python = installed / ".snwp_xl" / "venv" / "bin" / "python"
    code = "import sys; from pathlib import Path; from snwp_xl.bundle.own_wheel import write_own_wheel as w; print(w(Path(sys.argv[1])))"
    done = subprocess.run([str(python), "-c", code, str(tmp_path)], cwd=tmp_path, capture_output=True, text=True, check=True)
    again = zipfile.ZipFile(done.stdout.strip())
    first = zipfile.ZipFile(next((bundle.folder / "wheels").glob("snwp_xl-*.whl")))
    contents = [{name: wheel.read(name) for name in wheel.namelist() if not name.endswith("/RECORD")} for wheel in (again, first)]
    assert contents[0] == contents[1]
    subprocess.run([str(python), "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--force-reinstall", again.filename or ""],
                   env=offline(installed), check=True, capture_output=True)


def test_it_is_whole_for_windows(bundle: Bundle) -> None:
    """Everything that the wheels ask for on Windows, directly or not, is there and fits."""
    there: dict[str, tuple[Version, Path]] = {}
    for path in (bundle.folder / "wheels").glob("*.whl"):
        name, version, _, tags = parse_wheel_filename(path.name)
        if any(tag.platform in ("any", "win_amd64") for tag in tags):
            there[name] = (version, path)
    lacking = [f"{path.name} wants {one}" for _, path in there.values() for one in wanted(path) if not fits(one, there)]
    assert lacking == []
    assert {"pywin32", "xlwings", "python-calamine", "snwp-xl"} <= set(there)
    assert not LEFT_OUT & set(there), "most of the megabytes, and half of the time of a click"


def wanted(wheel: Path) -> list[Requirement]:
    """What a wheel asks for on Windows."""
    with zipfile.ZipFile(wheel) as parts:
        metadata = parts.read(next(name for name in parts.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", name))).decode()
    asked = [Requirement(line) for line in HeaderParser().parsestr(metadata).get_all("Requires-Dist", [])]
    extra = ON_WINDOWS if wheel.name.startswith("snwp_xl-") else {**ON_WINDOWS, "extra": ""}
    return [one for one in asked if canonicalize_name(one.name) not in LEFT_OUT
            and (one.marker is None or one.marker.evaluate({**extra, "python_version": PYTHON}))]


def fits(requirement: Requirement, there: dict[str, tuple[Version, Path]]) -> bool:
    found = there.get(canonicalize_name(requirement.name))
    return found is not None and requirement.specifier.contains(found[0], prereleases=True)


def test_the_page_for_ict_names_every_file_with_its_hash(bundle: Bundle) -> None:
    page = (bundle.folder / "For ICT.html").read_text(encoding="utf-8")
    for wheel in bundle.wheels:
        assert wheel.name in page
        assert wheel.sha256 in page
    assert FIXED_WINDOWS in page
    assert "http" not in page


def test_the_command_makes_one_and_does_not_write_among_other_things(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.txt").write_text("", encoding="utf-8")
    assert cli.main(["bundle", str(tmp_path)]) == cli.BAD_CALL
    assert "There is something else in" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_no_index_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("PIP_INDEX_URL", NO_INDEX), ("PIP_RETRIES", "0"), ("PIP_NO_CACHE_DIR", "1"), ("PIP_CONFIG_FILE", os.devnull)):
        monkeypatch.setenv(name, value)
    with pytest.raises(RoundError, match=r"^The wheels could not be fetched\. pip says: [^\n]+$"):
        make_bundle(tmp_path / "bundle")


# --- the scripts ------------------------------------------------------------------------------------------------------------

WHEELS = tuple(Wheel(name, 5, "0" * 64) for name in (
    "snwp_xl-0.1.0-py3-none-any.whl", "psutil-7.0-cp311-cp311-macosx_11_0_arm64.whl", "pywin32-311-cp311-cp311-win_amd64.whl",
    "pywin32-311-cp313-cp313-win_amd64.whl"))


def test_the_other_script_installs_what_is_for_this_system() -> None:
    assert '--find-links "$here/wheels" snwp_xl psutil\n' in unix_script(WHEELS)


def test_the_windows_script_installs_where_the_buttons_look() -> None:
    script = windows_script(WHEELS, ["3.11", "3.13", "3.9"])
    assert script.count("\r\n") == script.count("\n")
    assert script.isascii()
    lines = script.split("\r\n")
    assert f'set "VENV={FIXED_WINDOWS.removesuffix(chr(92) + "Scripts" + chr(92) + "python.exe")}"' in lines
    assert r'set "RUN=%VENV%\Scripts\python.exe"' in lines
    assert "for %%V in (3.13 3.11 3.9) do (" in lines
    install = next(line for line in lines if "pip install" in line)
    assert install == '"%RUN%" -m pip install %OFFLINE% --find-links "%HERE%wheels" snwp_xl pywin32 || goto failed'
    assert 'set "OFFLINE=--quiet --disable-pip-version-check --no-index --no-deps"' in lines
    assert {line[1:] for line in lines if line.startswith(":")} == {word for line in lines for word in re.findall(r"goto (\w+)", line)}


def test_the_other_script_says_which_python_is_missing(tmp_path: Path) -> None:
    script, tools = tmp_path / "install.sh", tmp_path / "tools"
    script.write_text(unix_script(WHEELS), encoding="utf-8")
    tools.mkdir()
    for name in ("sh", "dirname", "uname"):
        (tools / name).symlink_to(shutil.which(name) or "")
    done = subprocess.run([str(tools / "sh"), str(script)], env={"PATH": str(tools), "HOME": str(tmp_path)}, capture_output=True, text=True,
                          check=False)
    assert done.returncode == 1
    assert done.stderr == f"There is no Python {PYTHON} on this computer. Ask ICT to install it from python.org.\n"


def test_the_other_script_says_that_it_is_for_another_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.system", lambda: "Darwin")
    script = tmp_path / "install.sh"
    script.write_text(unix_script(WHEELS), encoding="utf-8")
    done = subprocess.run(["sh", str(script)], env={**os.environ, "HOME": str(tmp_path)}, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == (
        "This folder was made for Windows and macOS. Make one on this kind of computer with: snwp-xl bundle FOLDER\n")
    assert [path.name for path in tmp_path.iterdir()] == ["install.sh"]


def test_the_page_escapes_what_it_is_given() -> None:
    page = ict_page([Wheel("a<b>-1.0-py3-none-any.whl", 5, "0" * 64)], ["3.12"])
    assert "a&lt;b&gt;-1.0-py3-none-any.whl" in page


def test_a_program_that_is_not_installed_cannot_be_bundled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("snwp_xl.bundle.own_wheel.NAME", "snwp_xl_that_is_not_there")
    with pytest.raises(RoundError, match="not installed"):
        write_own_wheel(tmp_path)
