"""Texts that people may change: Jinja templates, the round folder's own before the standard ones, file by file.

What an officer writes is read as data: it runs in a sandbox, sees only the values it is given, and whatever is wrong with it
becomes a finding with the file and the line.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from snwp_xl.findings import Finding, Place, finding
from snwp_xl.resources import shipped

if TYPE_CHECKING:
    from jinja2 import BaseLoader, BytecodeCache
    from jinja2.bccache import Bucket
    from jinja2.sandbox import SandboxedEnvironment

FOLDER = "templates"
SUFFIXES = (".txt", ".html", ".css")
MOST_BYTES = 200_000  # of a template: the longest standard one has some 14,000


class Texts:
    """The templates of a round."""

    def __init__(self, round_folder: Path) -> None:
        self.own = round_folder / FOLDER
        self._environment: SandboxedEnvironment | None = None

    def render(self, name: str, values: Mapping[str, object]) -> str | Finding:
        """The text of a template with its values, or what is wrong with it."""
        environment = self._environment = self._environment or _environment(self.own)
        try:
            return environment.get_template(name).render(values)
        except Exception as problem:  # an officer's template may raise anything; none of it may reach the officer as a traceback
            return _wrong(problem, name)


def template_place(file: str, line: int = 0) -> Place:
    """Where a template stands, as findings say it."""
    return Place(f"{FOLDER}/{file}", cell=f"line {line}" if line else "")


def _environment(own: Path) -> SandboxedEnvironment:
    """Where templates are found and what they may do."""
    from jinja2 import ChoiceLoader, StrictUndefined, select_autoescape
    from jinja2.sandbox import SandboxedEnvironment

    return SandboxedEnvironment(
        loader=ChoiceLoader([_loader(own), _loader(shipped(FOLDER))]), undefined=StrictUndefined,
        autoescape=select_autoescape(["html"], default_for_string=False), bytecode_cache=None if own.is_dir() else _compiled())


def _compiled() -> BytecodeCache:
    """The standard templates as compiled before, beside Python's own compiled modules; Jinja compiles what was altered since.

    To compile those of the briefing takes a tenth of a click. What an officer wrote is never kept.
    """
    from jinja2 import FileSystemBytecodeCache

    class Compiled(FileSystemBytecodeCache):  # in here, because most verbs do without Jinja
        def load_bytecode(self, bucket: Bucket) -> None:
            with suppress(Exception):  # cut short or no longer readable: compiled again
                super().load_bytecode(bucket)

        def dump_bytecode(self, bucket: Bucket) -> None:
            if not sys.dont_write_bytecode:
                with suppress(OSError):  # a folder that this user may not write in
                    super().dump_bytecode(bucket)

    return Compiled(str(Path(__spec__.cached or __file__).parent))


def _loader(folder: Path) -> BaseLoader:
    """Templates of one folder, whatever program saved them."""
    from jinja2 import FunctionLoader

    def load(name: str) -> tuple[str, str, None] | None:
        path = folder / name
        if ".." in Path(name).parts or not path.is_file():
            return None
        if path.stat().st_size > MOST_BYTES:
            raise ValueError(f"it is larger than {MOST_BYTES:,} bytes")
        return path.read_text(encoding="utf-8-sig"), name, None

    return FunctionLoader(load)


def _wrong(problem: Exception, name: str) -> Finding:
    """What is wrong with a template, in the file and line where it is."""
    from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError

    file, line = _where(problem.__traceback__, name)
    match problem:
        case TemplateSyntaxError():
            file, line, what = problem.name or file, problem.lineno, problem.message or "the syntax is wrong"
        case TemplateNotFound():
            what = f"there is no template {problem.message}"
        case UndefinedError():
            what = problem.message or "a name is not known"
        case UnicodeDecodeError():
            what = "it is not saved as UTF-8"
        case RecursionError() | MemoryError():
            what = "it uses itself again and again"
        case _:
            what = " ".join(str(problem).split()) or type(problem).__name__
    return finding("template-wrong", template_place(file, line), what=what.rstrip("."))


def _where(trace: TracebackType | None, name: str) -> tuple[str, int]:
    """The innermost template, and its line, in a traceback; line 0 where there is none."""
    found = (name, 0)
    while trace:
        file = trace.tb_frame.f_code.co_filename
        if file.endswith(SUFFIXES):
            found = (file, trace.tb_lineno)
        trace = trace.tb_next
    return found
