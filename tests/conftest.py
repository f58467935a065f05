"""Fixtures for every test: `office` is a real LibreOffice (libreoffice.py), `excel` the same as xlwings' Excel (excel_engine.py)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from libreoffice import Office, OfficeMissing

if TYPE_CHECKING:
    from clicking import Screen
    from excel_engine import App

OFFICE_FIXTURES = {"office", "excel", "screen"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that asks for LibreOffice carries the marker `office` without saying so."""
    for item in items:
        if OFFICE_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.office)


def without_office(reason: str) -> None:
    """Skip with the reason, or fail where the machine is meant to have LibreOffice."""
    if os.environ.get("SNWP_XL_REQUIRE_OFFICE") == "1":
        pytest.fail(f"SNWP_XL_REQUIRE_OFFICE is 1, but {reason}")
    pytest.skip(reason)


@pytest.fixture
def in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters of the tests' rounds are written before their returns are due."""
    from post_office import InTime

    from snwp_xl.operations import mailing

    monkeypatch.setattr(mailing, "datetime", InTime)


@pytest.fixture(scope="session")
def office() -> Iterator[Office]:
    """One LibreOffice for the session (one a worker under xdist), ended at the end."""
    try:
        running = Office()
    except OfficeMissing as missing:
        without_office(str(missing))
    else:
        yield running
        running.end()


@pytest.fixture
def excel(office: Office) -> Iterator[App]:
    """LibreOffice as what xlwings takes for Excel, with no workbook open."""
    import excel_engine

    with excel_engine.excel(office.soffice) as app:
        yield app


@pytest.fixture(scope="session")
def screen() -> Iterator[Screen]:
    """A virtual screen for the session, on which workbooks are clicked (clicking.py)."""
    import clicking
    from libreoffice import load_uno

    try:
        load_uno()
        running = clicking.Screen()
    except OfficeMissing as missing:
        without_office(str(missing))
    else:
        yield running
        running.end()
