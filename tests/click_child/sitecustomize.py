"""Imported by Python itself in a child that a click started: LibreOffice becomes what xlwings takes for Excel."""

import atexit
import os
import sys
from types import TracebackType


def end_without_taking_uno_apart() -> None:
    """Leave with the right exit code as soon as our code has run.

    Taken apart in the ordinary way, UNO's threads crash one child in 300, after Python has finished.
    """
    code = 0

    def failed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        nonlocal code
        code = 1
        sys.__excepthook__(kind, error, trace)

    def asked_to_leave(status: object = None) -> None:
        nonlocal code
        code = status if isinstance(status, int) else int(status is not None)
        raise SystemExit(status)

    def leave() -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)

    sys.excepthook, sys.exit = failed, asked_to_leave
    atexit.register(leave)


if "SNWP_OFFICE_PIPE" in os.environ:
    import excel_engine

    excel_engine.connect_child()
    end_without_taking_uno_apart()
