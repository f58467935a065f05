"""A round folder as it stands -> one calculation, numbered: what the results workbook and everything after it rest on."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace

from snwp_xl.analysis import analyse, decision_findings, last_year_findings
from snwp_xl.editions import Edition, differences, inputs_hash, number_for
from snwp_xl.findings import in_order
from snwp_xl.folders import RESULTS
from snwp_xl.installed import version_of
from snwp_xl.intake import Refusal
from snwp_xl.matrix import combine
from snwp_xl.results import Adopted, InputFile, Report, results_workbook
from snwp_xl.returns import IGNORED, ReturnFile, Returns
from snwp_xl.rounds import Round

PACKAGES = ("snwp_xl", "XlsxWriter", "Jinja2")  # what writes the results: with another version, another edition


def report_of(this: Round, returns: Returns, editions: Sequence[Edition]) -> Report:
    """The calculation of a round, with the number of its edition. RoundError if the set-up cannot be used."""
    assessment = this.ready()
    found = (*this.findings, *returns.findings)
    matrix = combine(assessment, returns.in_force, this.counts, states=returns.states, open_findings=found)
    found = (*found, *matrix.findings, *decision_findings(matrix, this.setup.name), *last_year_findings(matrix, this.setup.name))
    report = Report(
        matrix, returns.in_force, in_order(found), _inputs(this, returns), versions=versions(), analysed=analyse(matrix, returns.in_force))
    listed = {one.file for one in returns.files if one.became == IGNORED}  # such as Excel's lock files: no inputs
    read = [one for one in report.inputs[1:] if one.file not in listed]
    inputs = inputs_hash([assessment.sha256, *(f"{one.file}\t{one.sha256}\t{one.state}" for one in read),
                          *(f"{name} {number}" for name, number in report.versions)])
    return replace(report, edition=number_for(editions, inputs), inputs_hash=inputs)


def adopted_beside(this: Round, editions: Sequence[Edition], report: Report) -> Adopted | None:
    """What differs from the edition that the set-up names as adopted, if that is an earlier one."""
    number = report.assessment.settings.adopted_edition
    if number is None or number == report.edition:
        return None
    numbered = [one for one in editions if one.number == number]
    if not numbered:
        return Adopted(number, "", problem=f"Edition {number} is not in {RESULTS} or {RESULTS}/earlier, so nothing could be compared.")
    path = numbered[-1].path  # the copy in earlier/ comes last, and stays
    file = path.relative_to(this.folder).as_posix()
    found = differences(path, results_workbook(report))
    if isinstance(found, Refusal):
        return Adopted(number, file, problem=f"Edition {number} cannot be read: {found.what}.")
    return Adopted(number, file, found)


def versions() -> tuple[tuple[str, str], ...]:
    """The versions of Python, this package and those it writes with."""
    found = [(name, version_of(name)) for name in PACKAGES]
    return (("Python", sys.version.split()[0]), *((name, version) for name, version in found if version))


def _inputs(this: Round, returns: Returns) -> tuple[InputFile, ...]:
    files = [InputFile(this.setup.name, "Set-up", "", "used", this.setup.sha256)]
    if this.counts_file:
        files.append(InputFile(this.counts_file.name, "Incident counts", "", "used", this.counts_file.sha256))
    if this.last_year:
        files.append(InputFile(this.last_year.name, "Last year's results", "", "used", this.last_year.sha256))
    files += [InputFile(one.file, "Return", one.agency, _became(one), one.sha256) for one in returns.files]
    return tuple(files)


def _became(file: ReturnFile) -> str:
    return f"{file.became}: {file.reason}" if file.reason else file.became
