"""Templates: the officer's own before the standard ones, and whatever is wrong with them as a finding with file and line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from post_office import a_round, an_assessment, bodies, codes, drafts

from snwp_xl.findings import Finding, Severity
from snwp_xl.operations import draft_emails
from snwp_xl.post.kinds import LETTERS
from snwp_xl.post.templates import Templates, Words
from snwp_xl.post.words import values
from snwp_xl.resources import shipped

pytestmark = pytest.mark.usefixtures("in_time")
VALUES = {"agency": "Fire", "assessment": "2017/18", "officer": {"name": "Jo"}, "questions": []}

WRONG = {  # the template's text -> the line, and what the finding says
    "Subject: x\n\nDear {{ agancy }}": (3, "'agancy' is undefined"),
    "Subject: x\n{{ officer.nam }}": (2, "has no attribute 'nam'"),
    "Subject: {{ agency }": (1, "unexpected '}'"),
    "Subject: x\n\n{% if agency %}\nno end": (3, "Unexpected end of template"),
    "Subject: x\n{{ agency|shout }}": (2, "No filter named 'shout'"),
    "Subject: x\n\n\n{{ 1 / 0 }}": (4, "division by zero"),
    "Subject: x\n{{ agency + 1 }}": (2, "can only concatenate str"),
    "Subject: x\n{% include 'missing.txt' %}": (2, "there is no template missing.txt"),
    "Subject: x\n{% include '../assessment.xlsx' %}": (2, "there is no template ../assessment.xlsx"),
    "Subject: x\n{% include 'invitation.txt' %}": (2, "it uses itself again and again"),
    "Subject: x\n{{ ''.__class__.__mro__ }}": (2, "unsafe"),
    "Subject: x\n{{ agency.__init__.__globals__ }}": (2, "unsafe"),
    "Subject: x\n{% for i in range(10**9) %}a{% endfor %}": (2, "Range too big"),
}


def own(folder: Path, name: str, text: str | bytes) -> None:
    """Put a template into the round folder."""
    path = folder / "templates" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def written(folder: Path) -> Words | tuple[Finding, ...]:
    """The invitation, written."""
    return Templates(folder).write("invitation", VALUES)


@pytest.mark.parametrize(("text", "where"), WRONG.items(), ids=lambda one: repr(one)[:50])
def test_a_wrong_template_is_a_finding_with_its_file_and_line(tmp_path: Path, text: str, where: tuple[int, str]) -> None:
    own(tmp_path, "invitation.txt", text)
    own(tmp_path, "invitation.html", "fine")
    found = written(tmp_path)
    assert isinstance(found, tuple)
    (wrong,) = found
    assert (wrong.code, wrong.severity) == ("template-wrong", Severity.ERROR)
    assert (wrong.place.file, wrong.place.cell) == ("templates/invitation.txt", f"line {where[0]}")
    assert where[1] in wrong.message


def test_the_line_is_that_of_the_file_that_is_wrong(tmp_path: Path) -> None:
    own(tmp_path, "invitation.txt", "Subject: x\n{% include 'greeting.txt' %}")
    own(tmp_path, "greeting.txt", "\nDear {{ nobody }}")
    own(tmp_path, "invitation.html", "{% extends 'frame.html' %}{% block body %}x{% endblock %}")
    own(tmp_path, "frame.html", "<p>\n\n{% block body %}{% endblock %}{{ officer.rank }}</p>")
    found = written(tmp_path)
    assert isinstance(found, tuple)
    assert [str(one.place) for one in found] == ["greeting.txt, line 2", "frame.html, line 3"]


@pytest.mark.parametrize(("data", "code", "what"), [
    (b"Dear all", "template-no-subject", ""), (b"", "template-no-subject", ""), (b"Subject:   \nDear all", "template-no-subject", ""),
    (b"Subject: \xe4\n", "template-wrong", "not saved as UTF-8"), (b"Subject: x\n" + b"a" * 300_000, "template-wrong", "larger than"),
    (b"Subject: a\x00b\n", "mail-line-break", ""),
])  # fmt: skip
def test_other_things_that_are_wrong_with_a_file(tmp_path: Path, data: bytes, code: str, what: str) -> None:
    own(tmp_path, "invitation.txt", data)
    own(tmp_path, "invitation.html", "fine")
    found = written(tmp_path)
    assert isinstance(found, tuple)
    assert codes(found) == [code]
    assert what in found[0].message


@pytest.mark.parametrize("data", [
    "Subject: Hello {{ agency }}\n\nWords", "\ufeffSubject: Hello {{ agency }}\r\n\r\n\r\n\r\nWords\r\n",
    "\nsubject:Hello {{ agency }}\nWords",
])  # fmt: skip
def test_templates_as_editors_save_them(tmp_path: Path, data: str) -> None:
    own(tmp_path, "invitation.txt", data)
    own(tmp_path, "invitation.html", "<p>{{ agency }}</p>")
    found = written(tmp_path)
    assert isinstance(found, Words)
    assert (found.subject, found.text, found.html) == ("Hello Fire", "Words\n", "<p>Fire</p>")


def test_html_is_escaped_and_text_is_not(tmp_path: Path) -> None:
    own(tmp_path, "invitation.txt", "Subject: x\n{{ agency }}")
    own(tmp_path, "invitation.html", "{{ agency }}")
    found = Templates(tmp_path).write("invitation", {"agency": "<b>Fire & Rescue</b>"})
    assert isinstance(found, Words)
    assert found.text == "<b>Fire & Rescue</b>\n"
    assert found.html == "&lt;b&gt;Fire &amp; Rescue&lt;/b&gt;"


def test_the_folders_own_template_wins_file_by_file(tmp_path: Path) -> None:
    folder = a_round(tmp_path / "2017-18")
    own(folder, "invitation.txt", "Subject: Scores, {{ agency }}\n\nPlease.\n{% include 'signature.txt' %}")
    drafted = draft_emails(folder, "invitation")
    assert codes(drafted.findings) == ["template-one-part"]
    assert drafted.findings[0].severity is Severity.WARNING
    message = drafts(folder)["Invitation 2017-18 - Fire"]
    assert message["Subject"] == "[OFFICIAL] Scores, Fire", "the marking is not the template's business"
    plain, html = bodies(message)
    assert plain.startswith("Please.\r\nJo Marsh\r\n")
    assert "Please score the harm" in html
    own(folder, "invitation.html", "<p>{{ greeting }}</p>")
    assert draft_emails(folder, "invitation").findings == ()
    assert bodies(drafts(folder)["Invitation 2017-18 - Fire"])[1].strip() == "<p>Dear ContactFire</p>"
    own(folder, "signature.txt", "Yours")
    draft_emails(folder, "invitation")
    assert bodies(drafts(folder)["Invitation 2017-18 - Fire"])[0].strip() == "Please.\r\nYours"


def test_one_wrong_template_is_one_finding_and_no_draft(tmp_path: Path) -> None:
    folder = a_round(tmp_path / "2017-18")
    draft_emails(folder, "reminder")
    own(folder, "invitation.txt", "Subject: x\n{{ agancy }}")
    own(folder, "invitation.html", "fine")
    drafted = draft_emails(folder, "invitation")
    assert codes(drafted.findings) == ["template-wrong"]
    assert {title.partition(" ")[0] for title in drafts(folder)} == {"Reminder"}


def test_every_letter_has_both_its_standard_templates() -> None:
    for letters in LETTERS.values():
        for letter in letters:
            text = shipped("templates", f"{letter.template}.txt").read_text(encoding="utf-8")
            assert text.startswith("Subject: ")
            assert shipped("templates", f"{letter.template}.html").is_file()


def test_every_word_that_a_text_may_use_is_explained() -> None:
    told = set(re.findall(r"{{ ([a-z_]+)(?:\.[a-z]+)? }}", shipped("templates", "README.md").read_text(encoding="utf-8")))
    known = set(values(an_assessment(), "x.xlsx"))
    assert told == known
