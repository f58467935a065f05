"""The command line that xlwings' own VBA would run on Windows, captured in LibreOffice.

LibreOffice Basic has no conditional compilation and not all of Excel's objects, so xlwings' module is made ready for it:
`#If` decided for 64-bit Windows, default values of arguments said in the body, and a handful of expressions exchanged,
each of which must stand in the module exactly once or the test says that xlwings has changed. What the module asks
Windows for is answered in windows_objects.py; nothing is run.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping

CONSTANTS = {"VBA7": True, "Win64": True, "Win32": True, "Mac": False, "MAC_OFFICE_VERSION": 0}
EXCHANGED = {  # what LibreOffice 7.4 cannot do, and what stands for it
    "Randomize Timer() + Application.Hwnd": "Randomize",
    'Chr(34) & Application.Hwnd & Chr(34)': 'Chr(34) & "12345" & Chr(34)',
    'Application.Path & "\\" & Application.Name': '"C:\\Office\\" & Application.Name',
    "Attr = GetAttr(FileSpec)": 'Attr = IIf(LCase(Right(FileSpec, 4)) = ".exe", 32, 16)',
    "For Each cell In Range(sht.Range": "For Each cell In sht.Range(sht.Range",
    'Set lastCell = sht.Range("A1").End(xlDown)': 'Set lastCell = sht.Range("A{last}")',
}
LEFT_OUT = re.compile(r"\s*(Public |Private )?Declare |(Rem )?Attribute |Option VBASupport")
SIGNATURE = re.compile(r"\s*(Public |Private )?(Sub|Function) ")
OPTIONAL = re.compile(r'(Optional\s+(?:ByVal\s+|ByRef\s+)?(\w+))\s+As\s+\w+\s*=\s*("[^"]*"|\w+)')


def for_windows(source: str, settings: int) -> str:
    """xlwings' module for LibreOffice, as it would be compiled on Windows; `settings` is the number of rows of xlwings.conf."""
    decided = with_defaults(decide(source))
    for shipped, own in EXCHANGED.items():
        assert decided.count(shipped) == 1, f"xlwings' module has changed: {shipped}"
        decided = decided.replace(shipped, own.replace("{last}", str(settings)))
    kept = [line for line in decided.splitlines() if not LEFT_OUT.match(line)]
    return "\n".join(["Option VBASupport 1", *kept])


def decide(source: str) -> str:
    """The lines that #If, #ElseIf and #Else leave on 64-bit Windows."""
    known: dict[str, object] = dict(CONSTANTS)
    open_parts: list[list[bool]] = []  # for each #If: whether this part holds, whether an earlier one has held
    kept = []
    for line in source.splitlines():
        text = line.strip()
        if text.startswith("#Const "):
            name, value = re.match(r'(\w+) = ("[^"]*"|\w+)', text.removeprefix("#Const ")).groups()
            known[name] = value.strip('"') if value.startswith('"') else known.get(value, value)
        elif text.startswith("#If "):
            holds = condition(text.removeprefix("#If "), known)
            open_parts.append([holds, holds])
        elif text.startswith("#ElseIf "):
            holds = not open_parts[-1][1] and condition(text.removeprefix("#ElseIf "), known)
            open_parts[-1] = [holds, open_parts[-1][1] or holds]
        elif text.startswith("#Else"):
            open_parts[-1] = [not open_parts[-1][1], True]
        elif text.startswith("#End If"):
            open_parts.pop()
        elif all(holds for holds, _ in open_parts):
            kept.append(line)
    assert not open_parts, "xlwings' module has an #If without its end"
    return "\n".join(kept)


def condition(text: str, known: Mapping[str, object]) -> bool:
    """Whether a condition of these few kinds holds: a name, Not a name, or a name compared with a value; joined by And or Or."""
    for word in (" Or ", " And "):
        if word in text:
            parts = [condition(part, known) for part in text.split(word)]
            return any(parts) if word == " Or " else all(parts)
    words = shlex.split(text.split("Then")[0])
    if words[0] == "Not":
        return not known.get(words[1], False)
    if len(words) == 1:
        return bool(known.get(words[0], False))
    name, operator, value = words
    return known[name] == value if operator == "=" else int(str(known[name])) >= int(value)


def with_defaults(source: str) -> str:
    """Arguments with a default value said in the signature get it in the body instead."""
    lines: list[str] = []
    signature = ""
    for line in source.splitlines():
        if signature or SIGNATURE.match(line):
            signature += " " + line
            line = OPTIONAL.sub(r"\1 As Variant", line)
        lines.append(line)
        if signature and not line.rstrip().endswith("_"):
            lines += [f"    If IsMissing({name}) Then {name} = {value}" for _, name, value in OPTIONAL.findall(signature)]
            signature = ""
    return "\n".join(lines)


class Windows:
    """What xlwings' module finds on an officer's computer, and what it asked to be run there."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment
        self.run: list[tuple[str, int, bool]] = []  # command line, window style, whether to wait

    def expand(self, text: str) -> str:
        """The text with %NAME% filled in."""
        return re.sub(r"%(\w+)%", lambda match: self.environment.get(match[1].upper(), match[0]), text)


def split_as_windows_does(command: str) -> list[str]:
    """A command line's arguments, by the rules that Windows programs share: quotes group, a backslash guards a quote."""
    arguments, current, quoted, started = [], "", False, False
    at = 0
    while at < len(command):
        slashes = len(command[at:]) - len(command[at:].lstrip("\\"))
        after = command[at + slashes : at + slashes + 1]
        if slashes and after == '"':
            current += "\\" * (slashes // 2) + ('"' if slashes % 2 else "")
            at += slashes + slashes % 2
            started = True
        elif slashes:
            current += "\\" * slashes
            at += slashes
            started = True
        elif after == '"':
            quoted, started = not quoted, True
            at += 1
        elif after == " " and not quoted:
            arguments += [current] if started else []
            current, started = "", False
            at += 1
        else:
            current += after
            started = True
            at += 1
    return [*arguments, current] if started else arguments
