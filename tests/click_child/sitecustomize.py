"""Imported by Python itself in a child that a click started: LibreOffice becomes what xlwings takes for Excel."""

import os

if "SNWP_OFFICE_PIPE" in os.environ:
    import excel_engine

    excel_engine.connect_child()
