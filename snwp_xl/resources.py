"""Files that ship with the package: templates and the example round's data.

In a checkout they stand beside the package, in a wheel inside it; this is the one place that knows.
"""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent


def shipped(*parts: str) -> Path:
    """A shipped file or folder, such as shipped("templates", "invitation.txt"); FileNotFoundError if it is in neither place."""
    for root in (HERE, HERE.parent):
        found = root.joinpath(*parts)
        if found.exists():
            return found
    raise FileNotFoundError(f"{'/'.join(parts)} did not come with this installation of snwp_xl")
