"""What spreadsheet programs nearly always write in the same few words, taken out of a part before expat hears the rest.

expat calls Python at each tag, which is most of what reading costs. Nine cells of ten are written in one form, so a pattern
finds them, a mark stands where a run of them stood, and the reader meets the mark there: same order, same place.

Why nothing is read otherwise than by expat alone (tests/test_usual.py compares the two, damaged parts and all):
- a part is shortened only if it is UTF-8 and has no comment, CDATA section, document type or instruction, so that each "<"
  begins a tag, and nothing that looks like a cell is anything else; a "<" inside a tag is an error with the mark as before;
- what is taken out is whole elements of plain characters, so what is left is XML exactly if the part was. A run of cells
  goes on over the end of a row and the beginning of the next, which is whole where the reader says that it is inside a row;
- the mark is an instruction, of which the part had none; expat itself tells between which elements it stands. Where the
  reader does not expect such a run there, it raises Unexpected, and expat hears the whole part.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

MARK = "<?run?>"
_BEGINNING = re.compile(  # UTF-8, as it says or as XML is without saying; expat tells UTF-16 from the first two bytes
    rb"""(?:<\?xml version=(?:"1\.0"|'1\.0')(?: encoding=(?:"(?i:utf-8)"|'(?i:utf-8)'))?"""
    rb"""(?: standalone=(?:"yes"|'yes'|"no"|'no'))? ?\?>)?\s*<[A-Za-z]""")
_PLAIN = r"[^\x00-\x1f<>&]"  # what XML may hold, without line ends; ranges beyond ASCII would take 10 ms to compile, so NEVER stands apart
NEVER = ("\ufffe", "\uffff")  # no XML holds them
_WORDS = rf"{_PLAIN}*+(?:&(?:amp|lt|gt|quot|apos);{_PLAIN}*+)*+"  # tried in each place once: there is no way back into it


class Form(NamedTuple):
    """How elements are usually written, and what may stand between them inside a run."""

    element: re.Pattern[str]
    between: re.Pattern[str] | None


_YES_OR_NO = "(?:0|1|false|true)"
CELLS = Form(
    re.compile(  # the letters and the number of its address, style, kind, formula, value
        r'<c r="([A-Z]{1,3}+)([1-9][0-9]{0,6}+)"(?: s="([0-9]{1,5}+)")?+(?: t="([a-z]{1,3}+)")?+'
        rf'(?:/>|>(?:<f(?: aca="false")?+>((?=[^<]){_WORDS})</f>)?+<v>({_WORDS})</v></c>)'),
    re.compile(  # the next row: its number, whether it is hidden
        r'</row><row r="([1-9][0-9]{0,6}+)"(?: spans="[0-9: ]*+")?+(?: s="[0-9]++")?+'
        rf'(?: customFormat="{_YES_OR_NO}")?+(?: ht="[0-9.]++")?+(?: hidden="({_YES_OR_NO})")?+(?: customHeight="{_YES_OR_NO}")?+'
        rf'(?: outlineLevel="[0-9]")?+(?: collapsed="{_YES_OR_NO}")?+(?: x14ac:dyDescent="[0-9.]++")?+>'))
TEXTS = Form(re.compile(rf'<si><t(?: xml:space="preserve")?+>({_WORDS})</t></si>'), None)

Found = tuple[str | Any, ...]  # the groups of an element, None where it lacks one; and what follows it
Run = list[tuple[re.Match[str] | None, list[Found]]]  # elements side by side, each time after what stood between: at first nothing


class Unexpected(Exception):
    """A run stands where its reader does not expect it."""


class Shortened(NamedTuple):
    """A part without what is written in the usual form, and the runs of that in their order."""

    data: bytes
    runs: list[Run]


def shortened(data: bytes, form: Form) -> Shortened | None:
    """The part with a mark for each run of that form; None where it must be heard whole."""
    beginning = _BEGINNING.match(data)
    if not beginning:
        return None
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    if any(character in text for character in NEVER):
        return None
    pieces = iter(form.element.split(text))
    kept = [next(pieces)]
    if len(kept[0]) < beginning.end():  # such an element is the whole part
        return None
    side_by_side: list[Found] = []
    runs: list[Run] = [[(None, side_by_side)]]
    for found in zip(*[pieces] * (form.element.groups + 1), strict=True):
        side_by_side.append(found)
        if found[-1]:
            side_by_side = []
            goes_on = form.between and form.between.fullmatch(found[-1])
            if goes_on:
                runs[-1].append((goes_on, side_by_side))
            else:
                kept.append(found[-1])
                runs.append([(None, side_by_side)])
    if side_by_side or len(runs[-1]) > 1:
        return None  # the part ends with such an element, so it is cut off
    rest = MARK.join(kept)
    if "<!" in rest or rest.count("<?") != len(kept) - 1 + data.startswith(b"<?"):
        return None
    return Shortened(rest.encode(), runs)


def written(text: str) -> str:
    """What such characters say: the five entities undone."""
    if "&" not in text:
        return text
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, character)
    return text
