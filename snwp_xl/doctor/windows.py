"""Excel on Windows, and the policies that stop macros or the program that a macro starts.

Keys and values as Microsoft's policy templates for Office 2016 and later (16.0) and Defender's rules have them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath, PureWindowsPath

from snwp_xl.doctor.lines import Line, Verdict, ok, wrong
from snwp_xl.doctor.machine import Machine
from snwp_xl.doctor.python import expanded

EXCEL = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
POLICIES = (  # where a policy may stand, before the user's own settings
    r"HKCU\Software\Policies\Microsoft\Office\16.0",
    r"HKCU\Software\Policies\Microsoft\Cloud\Office\16.0",
    r"HKLM\SOFTWARE\Policies\Microsoft\Office\16.0",
)
OWN = r"HKCU\Software\Microsoft\Office\16.0"
SECURITY, COMMON, LOCATIONS = r"Excel\Security", "Common", r"Excel\Security\Trusted Locations"
WARNINGS, VBA_OFF, NO_LOCATIONS, ON_NETWORK = "vbawarnings", "vbaoff", "alllocationsdisabled", "allownetworklocations"
SHARE = r"\\"  # how a folder on the network begins
SIGNED_ONLY, NEVER = 3, 4  # of vbawarnings; 1 is always, 2 asks
FROM_OUTSIDE = ("ZoneId=3", "ZoneId=4")  # the internet, and restricted sites

RULE_KEYS = (
    r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules",
    r"HKLM\SOFTWARE\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules",
)
RULES_IN_ONE = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Policy Manager", "asrrules"  # guid=1|guid=2
CHILD_PROCESSES = "d4f940ab-401b-4efc-aadc-ad5f3c50688a", "Block all Office applications from creating child processes"
WIN32_CALLS = "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b", "Block Win32 API calls from Office macros"
BLOCK, WARN = "1", "6"
TWIN = "Until then use the commands, or snwp-xl watch FOLDER, which need no macro."


def lines(machine: Machine, workbook: PurePath | None) -> Iterator[Line]:
    """Excel, macros, the mark of the web, trusted locations, Defender's rules."""
    trusted = workbook is not None and _trusted(machine, str(workbook.parent))
    yield _excel(machine)
    yield _macros(machine, trusted)
    if workbook is not None:
        yield _marked(machine, str(workbook), trusted)
        yield _location(str(workbook.parent), trusted)
    for guid, name in (CHILD_PROCESSES, WIN32_CALLS):
        yield _rule(machine, guid, name)


def _excel(machine: Machine) -> Line:
    values = machine.registry(EXCEL)
    if values is None:
        return wrong("Excel", "Excel was not found on this computer.", "The buttons need Excel for Windows; the commands do not.")
    return ok("Excel", f"Excel is {values.get('', 'installed')}.")


def _setting(machine: Machine, part: str, name: str) -> tuple[int | None, bool]:
    """A setting's number, and whether a policy gives it."""
    for root in (*POLICIES, OWN):
        for key, value in (machine.registry(rf"{root}\{part}") or {}).items():
            if key.lower() == name and isinstance(value, int):
                return value, root != OWN
    return None, False


def _macros(machine: Machine, trusted: bool) -> Line:
    off, _ = _setting(machine, COMMON, VBA_OFF)
    if off:
        return wrong("Macros", "VBA is turned off for Office on this computer.", f"Send to ICT: please allow VBA for this user. {TWIN}")
    level, policy = _setting(machine, SECURITY, WARNINGS)
    if trusted:
        return ok("Macros", "Macros run in this folder, which is a trusted location.")
    if level not in (SIGNED_ONLY, NEVER):
        return ok("Macros", "Excel asks before it runs macros: choose Enable Content." if level != 1 else "Excel runs macros.")
    what = "only signed macros" if level == SIGNED_ONLY else "no macros"
    who = "A policy lets Excel run" if policy else "Excel is set to run"
    fix = "Send to ICT: please make the round's folder a trusted location for Excel." if policy else (
        "In Excel: File, Options, Trust Center, Trust Center Settings, Macro Settings: Disable VBA macros with notification.")
    return wrong("Macros", f"{who} {what}; those of this workbook are not signed.", f"{fix} {TWIN}")


def _marked(machine: Machine, workbook: str, trusted: bool) -> Line:
    mark = machine.mark(workbook)
    if any(zone in mark for zone in FROM_OUTSIDE) and not trusted:
        return wrong("Mark of the Web", "This file is marked as coming from the internet, so Excel blocks its macros.",
                     "In File Explorer: right-click the file, Properties, Unblock. Or make it here, with snwp-xl new --buttons FOLDER.")
    return ok("Mark of the Web", "Its mark does not block macros." if mark else "The file is not marked as coming from the internet.")


def _location(folder: str, trusted: bool) -> Line:
    if trusted:
        return ok("Trusted location", f"{folder} is in a trusted location.")
    return Line("Trusted location", Verdict.OK, f"{folder} is in no trusted location, so Excel asks once to enable macros. That is enough.")


def _trusted(machine: Machine, folder: str) -> bool:
    """Whether Excel trusts the folder."""
    disabled, _ = _setting(machine, LOCATIONS, NO_LOCATIONS)
    on_network, _ = _setting(machine, LOCATIONS, ON_NETWORK)
    if disabled or (folder.startswith(SHARE) and not on_network):
        return False
    for root in (*POLICIES, OWN):
        for key in machine.keys(rf"{root}\{LOCATIONS}"):
            values = {name.lower(): value for name, value in (machine.registry(rf"{root}\{LOCATIONS}\{key}") or {}).items()}
            place = PureWindowsPath(expanded(str(values.get("path", "")), machine))
            if place.parts and _within(PureWindowsPath(folder), place, bool(values.get("allowsubfolders"))):
                return True
    return False


def _within(folder: PureWindowsPath, place: PureWindowsPath, below: bool) -> bool:
    return folder == place or (below and folder.is_relative_to(place))


def _rule(machine: Machine, guid: str, name: str) -> Line:
    """One of Defender's attack surface reduction rules."""
    state = _rule_state(machine, guid)
    if state not in (BLOCK, WARN):
        return ok("Defender", f"The rule {name} does not block here." if state else f"The rule {name} is not set.")
    verb = "blocks" if state == BLOCK else "warns"
    return wrong("Defender", f"The rule {name} {verb} on this computer.",
                 f"Send to ICT: please exclude the round's folder or the buttons' Python from Defender's rule {guid}. {TWIN}")


def _rule_state(machine: Machine, guid: str) -> str:
    key, value_name = RULES_IN_ONE
    for name, value in (machine.registry(key) or {}).items():
        if name.lower() == value_name:
            rules = dict(one.partition("=")[::2] for one in str(value).lower().split("|"))
            if guid in rules:
                return rules[guid].strip()
    for key in RULE_KEYS:
        for name, value in (machine.registry(key) or {}).items():
            if name.lower() == guid:
                return str(value)
    return ""
