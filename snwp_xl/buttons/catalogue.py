"""The five buttons, said once: the sheet Start, the macros, the ribbon and the tests read them here."""

from __future__ import annotations

from snwp_xl.frozen import dataclass

ADDIN_MODULE = "snwp_xl.addin"


@dataclass(frozen=True, slots=True)
class Button:
    """A button, in the order of the round."""

    macro: str  # the public macro in Module1
    caption: str
    function: str  # its function in snwp_xl.addin
    does: str  # one sentence for the officer
    picture: str  # one of Office's own icons, for the ribbon

    @property
    def command(self) -> str:
        """What xlwings' RunPython is given; it must hold no double quote and no vertical bar."""
        return f"import {ADDIN_MODULE}; {ADDIN_MODULE}.{self.function}()"


BUTTONS = (
    Button(
        "CreateBlanks", "Create blanks", "create_blanks",
        "Writes a scoring form for each agency into the folder blanks.", "FileNew",
    ),
    Button(
        "CheckReturns", "Check returns", "check_returns",
        "Reads what has come back into the folder returns, and lists what is missing or odd.", "ReviewTrackChanges",
    ),
    Button(
        "CalculateMatrix", "Calculate", "calculate",
        "Combines the returns and the incident counts into the harm matrix, and writes the results workbook.", "CalculateNow",
    ),
    Button(
        "DraftEmails", "Draft e-mails", "draft_emails",
        "Writes e-mail drafts with the right attachments into the folder emails. Nothing is sent.", "FileSendAsAttachment",
    ),
    Button(
        "CheckComputer", "Check this computer", "check_computer",
        "Says whether this computer can run the buttons and, if not, what to tell ICT.", "HappyFace",
    ),
)  # fmt: skip
