"""The public edition: a workbook that anybody may have, and a CSV of each of its tables.

Names are imported when they are first asked for: most calculations publish nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from snwp_xl.late import late

if TYPE_CHECKING:
    from snwp_xl.public.edition import PublicEdition, public_edition
    from snwp_xl.public.standing import older_edition, public_name
    from snwp_xl.public.told import Public, Told, public_of
    from snwp_xl.public.workbook import public_workbook
    from snwp_xl.public.writing import FOLDER, Published, write_public

__all__ = [
    "FOLDER", "Public", "PublicEdition", "Published", "Told", "older_edition", "public_edition", "public_name", "public_of",
    "public_workbook", "write_public",
]

__getattr__ = late(__name__, {
    "snwp_xl.public.edition": ("PublicEdition", "public_edition"),
    "snwp_xl.public.standing": ("older_edition", "public_name"),
    "snwp_xl.public.told": ("Public", "Told", "public_of"),
    "snwp_xl.public.workbook": ("public_workbook",),
    "snwp_xl.public.writing": ("FOLDER", "Published", "write_public"),
})
