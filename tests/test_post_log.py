"""emails/log.csv: lines are only added, no cell becomes a formula, and what somebody's Excel made of it is read all the same."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from post_office import codes

from snwp_xl.post.log import HEADINGS, Entry, Event, append, read_log

NOW = datetime(2017, 5, 3, 14, 5, 22)
LINE = Entry(Event.SENT, "reminder", "Fire", ("a@fire.example", "b@fire.example"), "Subject, with a comma", "Reminder.eml",
             "blanks/Harm scores.xlsx", "ab" * 32, "cd" * 20, "through relay:25", NOW)


def test_a_line_comes_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "emails" / "log.csv"
    assert append(path, [LINE], NOW) == ()
    assert append(path, [replace(LINE, event=Event.DRAFTED)], NOW) == ()
    log = read_log(path)
    assert log.entries == (LINE, replace(LINE, event=Event.DRAFTED))
    assert log.reached("cd" * 20) == {"a@fire.example", "b@fire.example"}
    assert path.read_bytes().startswith(b"\xef\xbb\xbfWhen,What,"), "Excel knows UTF-8 by its first bytes"
    assert path.read_bytes().count(b"When,What") == 1


def test_a_log_that_is_not_there_is_empty(tmp_path: Path) -> None:
    log = read_log(tmp_path / "log.csv")
    assert log.entries == ()
    assert log.readable


@pytest.mark.parametrize("text", ["=1+1", "+44 1530", "-cmd", "@SUM(A1)", "\t=1", " =1", "=HYPERLINK(\"http://evil\")", "\r=1"])
def test_no_cell_is_a_formula(tmp_path: Path, text: str) -> None:
    path = tmp_path / "log.csv"
    append(path, [replace(LINE, recipient=text, subject=text, remark=text)], NOW)
    with path.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not [cell for cell in cells if cell.lstrip()[:1] in tuple("=+-@\t\r") and cell]


@given(st.text(max_size=40), st.text(max_size=40))
def test_whatever_the_texts_a_line_stays_a_line(tmp_path_factory: pytest.TempPathFactory, recipient: str, subject: str) -> None:
    path = tmp_path_factory.mktemp("log") / "log.csv"
    append(path, [replace(LINE, recipient=recipient, subject=subject), LINE], NOW)
    log = read_log(path)
    assert len(log.entries) == 2
    assert log.entries[1] == LINE
    if recipient.isprintable() and not recipient.startswith("'"):
        assert log.entries[0].recipient == recipient


def test_a_last_line_cut_short_is_closed_first(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    append(path, [LINE], NOW)
    path.write_bytes(path.read_bytes() + b"2017-05-03 14:05:22,sent,remin")
    append(path, [LINE], NOW)
    assert read_log(path).entries[0] == read_log(path).entries[-1] == LINE


def test_what_excel_makes_of_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    append(path, [LINE], NOW)
    text = path.read_text(encoding="utf-8-sig").replace("2017-05-03 14:05:22", "03/05/2017 14:05")
    path.write_text(text.replace("\r\n", "\n") + ",,,,,,,,,,\nmy own note\n", encoding="utf-8")
    (entry,) = read_log(path).entries
    assert entry == replace(LINE, when=datetime(2017, 5, 3, 14, 5))
    path.write_text(path.read_text(encoding="utf-8").replace("03/05/2017 14:05", "yesterday"), encoding="utf-8")
    assert read_log(path).entries == (replace(LINE, when=None),)


@pytest.mark.parametrize("data", [
    b"one,two\r\n1,2\r\n", b"\xff\xfe\x00", b"PK\x03\x04 a workbook", ";".join(HEADINGS).encode() + b"\r\n", b'"' + b"x" * 200_000,
])  # fmt: skip
def test_a_log_that_cannot_be_read_is_said_and_left_alone(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "emails" / "log.csv"
    path.parent.mkdir()
    path.write_bytes(data)
    log = read_log(path)
    assert codes(log.findings) == ["log-unreadable"]
    assert log.findings[0].place.file == "emails/log.csv"
    assert not log.readable
    assert path.read_bytes() == data


def test_a_log_that_cannot_be_written_is_a_finding(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.mkdir()
    assert codes(append(path, [LINE], NOW)) == ["log-not-written"]
