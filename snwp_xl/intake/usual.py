"""What spreadsheet programs nearly always write in the same few words, taken out of a part before expat hears the rest.

expat calls Python at each tag, which is most of what reading costs. Nine cells of ten are written in one form, so a pattern
finds them, a mark stands where a run of them stood, and the reader meets the mark there: same order, same place.

Why nothing is read otherwise than by expat alone (tests/test_usual.py compares the two, damaged parts and all):
- a part is shortened only if it is UTF-8 and has no comment, CDATA section, document type or instruction, so that each "<"
  begins a tag, and nothing that looks like a cell is anything else; a "<" inside a tag is an error with the mark as before;
- what is taken out is whole elements of plain characters, so what is left is XML exactly if the part was. The end of a row
  and the beginning of the next are taken with the cell before them, and are whole where the reader says that it is in a row;
- the mark is an instruction, of which the part had none; expat itself tells between which elements it stands. Where the
  reader does not expect such a run there, it raises Unexpected, and expat hears the whole part.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

MARK = "<?run?>"
_BEGINNING = re.compile(  # UTF-8, as it says or as XML is without saying; expat tells UTF-16 from the first two bytes
    rb"""(?:<\?xml version=(?:"1\.0"|'1\.0')(?: encoding=(?:"(?i:utf-8)"|'(?i:utf-8)'))?"""
    rb"""(?: standalone=(?:"yes"|'yes'|"no"|'no'))? ?\?>)?\s*<[A-Za-z]""")
_PLAIN = r"[^\x00-\x1f<>&]"  # what XML may hold, without line ends; ranges beyond ASCII would take 10 ms to compile, so NEVER stands apart
NEVER = ("\ufffe", "\uffff")  # no XML holds them
_WORDS = rf"{_PLAIN}*+(?:&(?:amp|lt|gt|quot|apos);{_PLAIN}*+)*+"  # tried in each place once: there is no way back into it
_YES_OR_NO = "(?:0|1|false|true)"
CELLS = re.compile(
    # a cell: the letters and the number of its address, style, kind, formula, value
    r'<c r="([A-Z]{1,3}+)([1-9][0-9]{0,6}+)"(?: s="([0-9]{1,5}+)")?+(?: t="([a-z]{1,3}+)")?+'
    rf'(?:/>|>(?:<f(?: aca="false")?+>((?=[^<]){_WORDS})</f>)?+<v>({_WORDS})</v></c>)'
    # where it is its row's last one, the beginning of the next row: its number, whether it is hidden
    r'(?:</row><row r="([1-9][0-9]{0,6}+)"(?: spans="[0-9: ]*+")?+(?: s="[0-9]++")?+'
    rf'(?: customFormat="{_YES_OR_NO}")?+(?: ht="[0-9.]++")?+(?: hidden="({_YES_OR_NO})")?+(?: customHeight="{_YES_OR_NO}")?+'
    rf'(?: outlineLevel="[0-9]")?+(?: collapsed="{_YES_OR_NO}")?+(?: x14ac:dyDescent="[0-9.]++")?+>)?+')
TEXTS = re.compile(rf'<si><t(?: xml:space="preserve")?+>({_WORDS})</t></si>')

Run = Sequence[tuple[str | Any, ...]]  # elements side by side: of each the groups, None where it lacks one; and what follows it


class Unexpected(Exception):
    """A run stands where its reader does not expect it."""


class Shortened(NamedTuple):
    """A part without what is written in the usual form, and the runs of that in their order."""

    data: bytes
    runs: list[Run]


def shortened(data: bytes, usual: re.Pattern[str]) -> Shortened | None:
    """The part with a mark for each run of elements in their usual form; None where it must be heard whole."""
    beginning = _BEGINNING.match(data)
    if not beginning:
        return None
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    if any(character in text for character in NEVER):
        return None
    pieces = usual.split(text)
    groups = usual.groups + 1
    rest_of = iter(pieces)
    before = next(rest_of)
    found = list(zip(*[rest_of] * groups, strict=True))
    behind = pieces[groups::groups]
    if len(before) < beginning.end() or (behind and not behind[-1]):
        return None  # such an element is the whole part, or its end: it is cut off
    ends = [i for i, after in enumerate(behind, start=1) if after]
    rest = MARK.join([before, *filter(None, behind)])
    if "<!" in rest or rest.count("<?") != len(ends) + data.startswith(b"<?"):
        return None
    return Shortened(rest.encode(), [found[start:end] for start, end in pairwise([0, *ends])])


def written(text: str) -> str:
    """What such characters say: the five entities undone."""
    if "&" not in text:
        return text
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, character)
    return text
