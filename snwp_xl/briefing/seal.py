"""The last line of a page that we wrote: its edition and a hash of the rest, by which a person's changes are seen and kept."""

from __future__ import annotations

import hashlib
import re

LINE = "<!-- snwp_xl edition {edition} content {digest} -->\n"
SEALED = re.compile(rb"(?P<content>.*)<!-- snwp_xl edition (?P<edition>\d{1,9}) content (?P<digest>[0-9a-f]{64}) -->\n", re.DOTALL)


def sealed(page: str, edition: int) -> bytes:
    """The page with its last line: the same page gives the same bytes."""
    content = f"{page.rstrip()}\n".encode("utf-8", "replace")
    return content + LINE.format(edition=edition, digest=_digest(content, edition)).encode()


def ours(data: bytes) -> bool:
    """Whether a page is exactly as we wrote it."""
    found = SEALED.fullmatch(data)
    return found is not None and _digest(found["content"], int(found["edition"])).encode() == found["digest"]


def edition_of(data: bytes) -> int | None:
    """The number of the edition that a page of ours shows; None for any other file, or one that was changed."""
    found = SEALED.fullmatch(data) if ours(data) else None
    return int(found["edition"]) if found else None


def _digest(content: bytes, edition: int) -> str:
    return hashlib.sha256(f"{edition}\0".encode() + content).hexdigest()
