"""Street-level files of data.police.uk: what is counted, what is missing, and what is said about it."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from snwp_xl.findings import RoundError, Severity
from snwp_xl.layout.police import LICENCE
from snwp_xl.model import Month
from snwp_xl.police import (
    CANNOT_BE_SPLIT,
    CATEGORIES,
    ERAS,
    SUGGESTED_MAPPING,
    Area,
    StreetCounts,
    downloads,
    read_street_files,
    streetfile,
)

DATA = Path(__file__).parent / "data"
SHARED = Path(__file__).parents[2] / "shared" / "data" / "police-uk"
NWL = Area.named("North West Leicestershire")
LEICESTERSHIRE, DERBYSHIRE, TRANSPORT = "Leicestershire Police", "Derbyshire Constabulary", "British Transport Police"
COLUMNS = (
    "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code", "LSOA name", "Crime type",
    "Last outcome category", "Context",
)  # fmt: skip
HEADER = ",".join(COLUMNS)
JANUARY, FEBRUARY, MARCH = Month(2025, 1), Month(2025, 2), Month(2025, 3)


def row(
    category: str = "Drugs",
    month: str = "2025-01",
    lsoa: str = "North West Leicestershire 001A",
    code: str = "E01025938",
    by: str = LEICESTERSHIRE,
    within: str = "",
) -> str:
    """A row as data.police.uk writes it."""
    where = "-1.3,52.7,On or near High Street" if lsoa else ",,No Location"
    return f"abc,{month},{by},{within or by},{where},{code if lsoa else ''},{lsoa},{category},Under investigation,"


def write(path: Path, rows: Iterable[str], *, header: str = HEADER, end: str = "\n", start: bytes = b"") -> Path:
    """A file with these rows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(start + "".join(line + end for line in [header, *rows]).encode())
    return path


def read(*paths: Path, area: Area = NWL) -> StreetCounts:
    return read_street_files(paths, area)


def codes(counts: StreetCounts) -> list[str]:
    return [finding.code for finding in counts.findings]


def said(counts: StreetCounts, code: str) -> str:
    """The one finding with that code, in words."""
    (only,) = [finding for finding in counts.findings if finding.code == code]
    return str(only)


def january(folder: Path, rows: Iterable[str], **how: str | bytes) -> Path:
    return write(folder / "2025-01-leicestershire-street.csv", rows, **how)  # type: ignore[arg-type]


# --- the district's real figures ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real() -> StreetCounts:
    if not SHARED.is_dir():
        pytest.skip(f"the real street-level files are not at {SHARED}")
    return read(SHARED)


def expected() -> list[dict[str, str]]:
    with (DATA / "nwl-police-uk-monthly-2025.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_districts_real_figures_are_equal_in_every_cell(real: StreetCounts) -> None:
    wanted = expected()
    assert [str(month) for month in real.months] == [line["Month"] for line in wanted]
    assert list(real.categories) == list(wanted[0])[4:] == list(CATEGORIES)
    for line in wanted:
        month = Month.parse(line.pop("Month"))
        assert real.force_rows[month] == int(line.pop("Force rows"))
        assert real.rows_without_location[month] == int(line.pop("Force rows with no location"))
        assert real.all_incidents[month] == int(line.pop("NWL rows"))
        assert {category: real.counts[category][month] for category in real.categories} == {
            category: int(number) for category, number in line.items()
        }


def test_the_real_files_leave_only_one_thing_to_say(real: StreetCounts) -> None:
    assert codes(real) == ["police-no-location"]
    assert "3063 of the 106149 rows of Leicestershire Police (2.9%) have no location" in said(real, "police-no-location")
    assert real.force == LEICESTERSHIRE
    assert real.missing_months == ()
    assert real.rows_of_other_forces == {}


def test_every_row_of_the_force_is_in_the_area_elsewhere_or_without_location(real: StreetCounts) -> None:
    for month in real.months:
        parts = (real.all_incidents[month], real.rows_elsewhere[month], real.rows_without_location[month])
        assert sum(part or 0 for part in parts) == real.force_rows[month]


def test_the_real_files_in_one_zip_give_the_same_counts(real: StreetCounts, tmp_path: Path) -> None:
    archive = tmp_path / "download.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for path in sorted(SHARED.glob("*.csv")):
            packed.write(path, f"{path.name[:7]}/{path.name}")
    zipped = read(archive)
    assert zipped.counts == real.counts
    assert zipped.files[0] == "download.zip/2025-01/2025-01-leicestershire-street.csv"


# --- counting -------------------------------------------------------------------------------------------------------------


def test_counts_by_category_and_month(tmp_path: Path) -> None:
    january(tmp_path, [row("Drugs"), row("Drugs"), row("Robbery"), row("Drugs", lsoa="Leicester 003A"), row("Drugs", lsoa="")])
    write(tmp_path / "2025-02-leicestershire-street.csv", [row("Robbery", "2025-02")])
    counts = read(tmp_path)
    assert counts.months == (JANUARY, FEBRUARY)
    assert counts.counts["Drugs"] == {JANUARY: 2, FEBRUARY: 0}
    assert counts.counts["Robbery"] == {JANUARY: 1, FEBRUARY: 1}
    assert counts.all_incidents == {JANUARY: 3, FEBRUARY: 1}
    assert counts.force_rows == {JANUARY: 5, FEBRUARY: 1}
    assert counts.rows_elsewhere == {JANUARY: 1, FEBRUARY: 0}
    assert counts.rows_without_location == {JANUARY: 1, FEBRUARY: 0}
    assert codes(counts) == ["police-no-location"]


def test_a_category_without_rows_in_a_month_that_is_there_is_a_true_0(tmp_path: Path) -> None:
    counts = read(january(tmp_path, [row("Drugs")]))
    assert counts.categories == CATEGORIES
    assert {category: counts.counts[category][JANUARY] for category in CATEGORIES if category != "Drugs"} == dict.fromkeys(
        set(CATEGORIES) - {"Drugs"}, 0
    )


def test_a_month_missing_in_the_middle_is_missing_and_not_0(tmp_path: Path) -> None:
    january(tmp_path, [row()])
    write(tmp_path / "2025-03-leicestershire-street.csv", [row(month="2025-03")])
    counts = read(tmp_path)
    assert counts.months == (JANUARY, FEBRUARY, MARCH)
    assert counts.counts["Drugs"] == {JANUARY: 1, FEBRUARY: None, MARCH: 1}
    assert counts.all_incidents[FEBRUARY] is None
    assert counts.force_rows[FEBRUARY] is None
    assert counts.missing_months == (FEBRUARY,)
    assert codes(counts) == ["police-months-missing"]
    assert "no usable rows from Leicestershire Police for February 2025" in said(counts, "police-months-missing")


def test_the_source_line_says_what_was_read_and_under_which_licence(tmp_path: Path) -> None:
    counts = read(january(tmp_path, [row()]))
    assert counts.source == (
        "data.police.uk street-level crime files, Leicestershire Police, January 2025, 1 file; area: North West Leicestershire. " + LICENCE
    )
    assert LICENCE.startswith("Contains public sector information licensed under the Open Government Licence v3.0")


def test_the_result_cannot_be_changed(tmp_path: Path) -> None:
    counts = read(january(tmp_path, [row()]))
    with pytest.raises(TypeError):
        counts.counts["Drugs"][JANUARY] = 99  # type: ignore[index]
    with pytest.raises(AttributeError):
        counts.force = "another"  # type: ignore[misc]


def test_progress_is_told_for_each_file(tmp_path: Path) -> None:
    for month in ("2025-01", "2025-02"):
        write(tmp_path / f"{month}-leicestershire-street.csv", [row(month=month)])
    told: list[tuple[int, int]] = []
    read_street_files([tmp_path], NWL, lambda done, every: told.append((done, every)))
    assert told == [(1, 2), (2, 2)]


# --- the area -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "lsoa", "inside"),
    [
        ("North West Leicestershire", "North West Leicestershire 003A", True),
        ("north west  leicestershire ", "North West Leicestershire 003A", True),
        ("Leicester", "Leicester 003A", True),
        ("Leicester", "Leicestershire 003A", False),
        ("Leicester", "Leicester Forest 003A", False),
        ("Leicestershire", "North West Leicestershire 003A", False),
        ("North West Leicestershire", "North West Leicestershire", True),
        ("North West Leicestershire 003A", "North West Leicestershire 003A", True),
        ("North West Leicestershire 003A", "North West Leicestershire 003B", False),
        ("King’s Lynn and West Norfolk", "King's Lynn and West Norfolk 010C", True),
        ("Bristol, City of", "Bristol, City of 001A", True),
    ],
)
def test_a_district_is_its_whole_name_and_not_a_beginning(name: str, lsoa: str, inside: bool) -> None:
    assert Area.named(name).holds(lsoa) is inside


def test_an_area_by_codes(tmp_path: Path) -> None:
    file = january(tmp_path, [row(code="E01025938"), row(code="E01025939"), row(code="E01000001"), row(lsoa="")])
    counts = read(file, area=Area.of_codes([" e01025938", "E01025939", "E09999999"], "Ashby"))
    assert counts.all_incidents == {JANUARY: 2}
    assert counts.rows_without_location == {JANUARY: 1}
    assert codes(counts) == ["police-no-location", "police-codes-unseen"]
    assert "E09999999" in said(counts, "police-codes-unseen")
    assert "area: Ashby." in counts.source


def test_only_some_of_many_unseen_codes_are_listed(tmp_path: Path) -> None:
    unseen = [f"E0900{i:04}" for i in range(30)]
    counts = read(january(tmp_path, [row()]), area=Area.of_codes(["E01025938", *unseen]))
    assert "E09000009 and 20 more" in said(counts, "police-codes-unseen")
    assert counts.area.name == "the 31 LSOAs given"


@pytest.mark.parametrize("make", [lambda: Area.named("  "), lambda: Area.of_codes([" "])])
def test_an_area_of_nothing_is_a_wrong_call(make: object) -> None:
    with pytest.raises(ValueError, match="an area needs"):
        make()  # type: ignore[operator]


def test_an_area_that_is_in_no_row_gives_no_numbers_and_names_the_like(tmp_path: Path) -> None:
    counts = read(january(tmp_path, [row(), row(lsoa="Leicester 001A")]), area=Area.named("Leicestershire"))
    assert counts.all_incidents == {JANUARY: None}
    assert codes(counts) == ["police-no-area"]
    assert "Districts with such a name in the files: Leicester, North West Leicestershire." in said(counts, "police-no-area")


def test_codes_that_are_in_no_row_give_no_numbers(tmp_path: Path) -> None:
    counts = read(january(tmp_path, [row()]), area=Area.of_codes(["E09999999"]))
    assert counts.all_incidents == {JANUARY: None}
    assert codes(counts) == ["police-no-area"]


def test_an_area_that_vanishes_for_a_month_is_missing_there_and_not_0(tmp_path: Path) -> None:
    january(tmp_path, [row()] * 20)
    write(tmp_path / "2025-02-leicestershire-street.csv", [row(month="2025-02", lsoa="Mid Leicestershire 001A")] * 20)
    counts = read(tmp_path)
    assert counts.all_incidents == {JANUARY: 20, FEBRUARY: None}
    assert counts.counts["Drugs"][FEBRUARY] is None
    assert counts.force_rows[FEBRUARY] == 20
    assert codes(counts) == ["police-area-vanishes"]
    assert "No rows for February 2025 are in North West Leicestershire, although the other months have 20 on average" in said(
        counts, "police-area-vanishes"
    )


def test_a_small_area_can_have_a_month_without_incidents(tmp_path: Path) -> None:
    january(tmp_path, [row()] * 19)
    write(tmp_path / "2025-02-leicestershire-street.csv", [row(month="2025-02", lsoa="Leicester 001A")])
    counts = read(tmp_path)
    assert counts.all_incidents == {JANUARY: 19, FEBRUARY: 0}
    assert codes(counts) == []


# --- the three sets of categories -----------------------------------------------------------------------------------------


def test_the_three_eras_have_6_11_and_14_categories() -> None:
    assert [len(era.categories) for era in ERAS] == [6, 11, 14]
    assert ERAS[0].categories == ("Anti-social behaviour", "Burglary", "Other crime", "Robbery", "Vehicle crime", "Violent crime")
    assert set(ERAS[1].categories) - set(ERAS[0].categories) == {
        "Shoplifting", "Criminal damage and arson", "Other theft", "Drugs", "Public disorder and weapons",
    }  # fmt: skip
    assert set(ERAS[2].categories) - set(ERAS[1].categories) == {
        "Bicycle theft", "Possession of weapons", "Public order", "Theft from the person", "Violence and sexual offences",
    }  # fmt: skip


def test_a_category_that_was_not_in_use_is_missing_and_not_0(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", [row("Violent crime", "2011-08"), row("Violent crime", "2011-09"), row("Public order", "2013-05")])
    counts = read(tmp_path)
    august, september, april, may = Month(2011, 8), Month(2011, 9), Month(2013, 4), Month(2013, 5)
    assert [counts.counts["Drugs"][month] for month in (august, september, april, may)] == [None, 0, None, 0]
    assert [counts.counts["Violent crime"][month] for month in (august, september, april, may)] == [1, 1, None, None]
    assert [counts.counts["Burglary"][month] for month in (august, september, april, may)] == [0, 0, None, 0]
    assert counts.counts["Violence and sexual offences"][august] is None
    assert counts.categories == (*CATEGORIES, "Public disorder and weapons", "Violent crime")


def test_which_months_have_which_categories_is_said(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", [row("Violent crime", "2011-07"), row("Violent crime", "2011-08"), row("Violent crime", "2011-09")])
    counts = read(tmp_path)
    assert [(str(era.first), str(era.last), len(era.categories)) for era in counts.eras] == [
        ("2011-07", "2011-08", 6), ("2011-09", "2011-09", 11),
    ]  # fmt: skip
    assert codes(counts) == ["police-eras"]
    assert "July 2011 to August 2011, 6 categories; September 2011, 11 categories" in said(counts, "police-eras")
    assert "enter a recording change for September 2011." in said(counts, "police-eras")


def test_public_disorder_and_weapons_is_never_split(tmp_path: Path) -> None:
    counts = read(write(tmp_path / "a.csv", [row("Public disorder and weapons", "2013-04")] * 3))
    assert counts.counts["Public disorder and weapons"] == {Month(2013, 4): 3}
    assert "Public order" not in counts.categories
    assert "Possession of weapons" not in counts.categories


def test_categories_of_another_time_are_said_and_make_no_zeros(tmp_path: Path) -> None:
    counts = read(write(tmp_path / "a.csv", [row("Violent crime", "2014-06"), row("Public order", "2014-06")]))
    june = Month(2014, 6)
    assert counts.counts == {"Public order": {june: 1}, "Violent crime": {june: 1}}
    assert counts.all_incidents == {june: 2}
    assert codes(counts) == ["police-era-differs"]
    assert "Not among the categories published for June 2014: Violent crime." in said(counts, "police-era-differs")


def test_categories_that_two_earlier_times_share_make_only_their_common_zeros(tmp_path: Path) -> None:
    counts = read(write(tmp_path / "a.csv", [row("Violent crime", "2014-06")]))
    assert set(counts.categories) == set(ERAS[0].categories)
    assert counts.counts["Robbery"] == {Month(2014, 6): 0}


def test_an_unknown_category_has_its_own_row_and_is_in_all_incidents(tmp_path: Path) -> None:
    january(tmp_path, [row("Online crime"), row("Online crime"), row("Drugs"), row("")])
    write(tmp_path / "2025-02-leicestershire-street.csv", [row("Drugs", "2025-02"), row("Online crime", "2025-02", lsoa="Leicester 001A")])
    write(tmp_path / "2025-03-leicestershire-street.csv", [row("Drugs", "2025-03")])
    counts = read(tmp_path)
    assert counts.categories == (*CATEGORIES, "(no category)", "Online crime")
    assert counts.counts["Online crime"] == {JANUARY: 2, FEBRUARY: 0, MARCH: None}
    assert counts.all_incidents == {JANUARY: 4, FEBRUARY: 1, MARCH: 1}
    assert codes(counts) == ["police-unknown-category", "police-unknown-category"]
    about = " ".join(str(one) for one in counts.findings)
    for words in ("its incidents in the area (2) are", "'(no category)' is not", "its incidents in the area (1) are"):
        assert words in about


def test_a_category_is_known_whatever_its_case_and_spaces(tmp_path: Path) -> None:
    counts = read(january(tmp_path, [row("anti-social  Behaviour "), row("Anti-social behaviour")]))
    assert counts.counts["Anti-social behaviour"] == {JANUARY: 2}
    assert codes(counts) == []


def test_the_suggested_mapping_is_made_of_known_names_and_never_of_what_cannot_be_split() -> None:
    with (DATA / "published-2017-18.csv").open(encoding="utf-8", newline="") as file:
        crime_types = {line["crime_type"] for line in csv.DictReader(file)}
    assert dict(SUGGESTED_MAPPING) == {
        "Anti-social behaviour": "Anti-Social Behaviour",
        "Criminal damage and arson": "Criminal Damage (including Arson)",
        "Robbery": "Robbery",
        "Shoplifting": "Theft - Shoplifting",
    }
    assert set(SUGGESTED_MAPPING.values()) <= crime_types
    assert set(SUGGESTED_MAPPING) <= set(CATEGORIES)
    assert not set(SUGGESTED_MAPPING) & set(CANNOT_BE_SPLIT)
    assert {"Burglary", "Vehicle crime", "Violence and sexual offences"} <= set(CANNOT_BE_SPLIT)


# --- forces ---------------------------------------------------------------------------------------------------------------


def test_rows_of_other_forces_in_the_area_are_counted_and_said(tmp_path: Path) -> None:
    january(tmp_path, [row(), row()])
    write(tmp_path / "2025-01-btp-street.csv", [row(by=TRANSPORT), row(by=TRANSPORT, lsoa="Leeds 001A"), row(by=TRANSPORT, lsoa="")])
    counts = read(tmp_path)
    assert counts.force == LEICESTERSHIRE
    assert counts.all_incidents == {JANUARY: 3}
    assert counts.force_rows == {JANUARY: 2}
    other = counts.rows_of_other_forces[TRANSPORT]
    assert (other.rows, other.in_area, other.no_location, other.missing_months) == (3, 1, 1, ())
    assert codes(counts) == ["police-other-force"]
    assert "Incidents in North West Leicestershire that were reported by British Transport Police: 1." in said(counts, "police-other-force")


def test_a_month_that_only_another_force_has_is_missing(tmp_path: Path) -> None:
    january(tmp_path, [row()])
    write(tmp_path / "2025-03-leicestershire-street.csv", [row(month="2025-03")])
    for month in ("2025-01", "2025-02", "2025-03"):
        write(tmp_path / f"{month}-btp-street.csv", [row(month=month, by=TRANSPORT)] * 5)
    counts = read(tmp_path)
    assert counts.force == LEICESTERSHIRE
    assert counts.all_incidents == {JANUARY: 6, FEBRUARY: None, MARCH: 6}
    assert codes(counts) == ["police-months-missing", "police-other-force"]


def test_another_force_that_lacks_a_month_is_said(tmp_path: Path) -> None:
    for month in ("2025-01", "2025-02"):
        write(tmp_path / f"{month}-leicestershire-street.csv", [row(month=month)] * 3)
    write(tmp_path / "2025-01-derbyshire-street.csv", [row(by=DERBYSHIRE)])
    counts = read(tmp_path)
    assert counts.rows_of_other_forces[DERBYSHIRE].missing_months == (FEBRUARY,)
    assert codes(counts) == ["police-other-force", "police-other-force-gap"]
    assert "for February 2025" in said(counts, "police-other-force-gap")


def test_stray_rows_of_another_force_inside_the_forces_own_file_are_no_gap(tmp_path: Path) -> None:
    january(tmp_path, [row(), row(), row(by=DERBYSHIRE)])
    write(tmp_path / "2025-02-leicestershire-street.csv", [row(month="2025-02")])
    counts = read(tmp_path)
    assert counts.all_incidents == {JANUARY: 3, FEBRUARY: 1}
    assert codes(counts) == ["police-other-force"]


def test_transport_police_alone_give_no_counts(tmp_path: Path) -> None:
    counts = read(write(tmp_path / "2025-01-btp-street.csv", [row(by=TRANSPORT)]))
    assert counts.all_incidents == {JANUARY: None}
    assert codes(counts) == ["police-only-transport"]


def test_rows_that_fall_within_another_force_count_for_the_one_that_reported_them(tmp_path: Path) -> None:
    counts = read(january(tmp_path, [row(), row(within=DERBYSHIRE)]))
    assert counts.all_incidents == {JANUARY: 2}
    assert counts.force_rows == {JANUARY: 2}
    assert codes(counts) == ["police-falls-within"]
    assert "Rows reported by Leicestershire Police that fall within another force (Derbyshire Constabulary): 1." in said(
        counts, "police-falls-within"
    )


def test_a_force_that_was_renamed_is_one_force(tmp_path: Path) -> None:
    january(tmp_path, [row(by="Leicestershire Constabulary")] * 3)
    write(tmp_path / "2025-02-leicestershire-street.csv", [row(month="2025-02")])
    counts = read(tmp_path)
    assert counts.force == LEICESTERSHIRE
    assert counts.all_incidents == {JANUARY: 3, FEBRUARY: 1}
    assert codes(counts) == ["police-force-renamed"]


def test_a_file_without_force_names_is_read(tmp_path: Path) -> None:
    counts = read(january(tmp_path, [row().replace(LEICESTERSHIRE, "")]))
    assert counts.force == "(force not named)"
    assert counts.all_incidents == {JANUARY: 1}


def test_a_month_with_many_rows_without_location_is_said(tmp_path: Path) -> None:
    counts = read(january(tmp_path, [row()] * 90 + [row(lsoa="")] * 10))
    assert codes(counts) == ["police-no-location", "police-no-location-high"]
    assert "(10.0%)" in said(counts, "police-no-location")
    assert codes(read(january(tmp_path, [row()] * 91 + [row(lsoa="")] * 9))) == ["police-no-location"]


# --- several files for a month --------------------------------------------------------------------------------------------


def test_the_same_month_twice_with_the_same_counts_is_counted_once(tmp_path: Path) -> None:
    january(tmp_path / "old", [row()])
    january(tmp_path / "new", [row().replace("Under investigation", "Unable to prosecute suspect")], end="\r\n")
    counts = read(tmp_path / "old", tmp_path / "new")
    assert counts.all_incidents == {JANUARY: 1}
    assert codes(counts) == ["police-duplicate"]
    assert "old/2025-01-leicestershire-street.csv and new/2025-01-leicestershire-street.csv have the same counts" in said(
        counts, "police-duplicate"
    )


def test_the_same_month_twice_with_different_counts_is_missing(tmp_path: Path) -> None:
    for folder, rows in (("old", 1), ("new", 2), ("third", 2)):
        january(tmp_path / folder, [row()] * rows)
    write(tmp_path / "new" / "2025-02-leicestershire-street.csv", [row(month="2025-02")])
    counts = read(tmp_path)
    assert counts.all_incidents == {JANUARY: None, FEBRUARY: 1}
    assert codes(counts) == ["police-duplicate-differs", "police-months-missing"]
    assert counts.findings[0].severity is Severity.ERROR
    top = tmp_path.name
    for folder in ("old", "new", "third"):
        assert f"{top}/{folder}/2025-01-leicestershire-street.csv" in counts.findings[0].message


def test_files_of_one_name_from_folders_of_one_name_are_told_apart(tmp_path: Path) -> None:
    one = january(tmp_path / "a" / "2025-01", [row()])
    two = january(tmp_path / "b" / "2025-01", [row()] * 2)
    for paths in ([one, two], [one.parent, two.parent]):
        counts = read(*paths)
        assert counts.all_incidents == {JANUARY: None}
        assert codes(counts) == ["police-duplicate-differs", "police-nothing"]
        assert len(set(counts.files)) == 2


def test_a_file_that_is_reached_twice_counts_once_without_a_word(tmp_path: Path) -> None:
    file = january(tmp_path, [row()])
    counts = read(tmp_path, file)
    assert counts.all_incidents == {JANUARY: 1}
    assert codes(counts) == []


def test_a_clash_over_another_force_leaves_the_areas_own_month(tmp_path: Path) -> None:
    january(tmp_path, [row(), row(), row(by=TRANSPORT)])
    write(tmp_path / "2025-01-btp-street.csv", [row(by=TRANSPORT)] * 2)
    counts = read(tmp_path)
    assert counts.all_incidents == {JANUARY: 2}
    assert codes(counts) == ["police-duplicate-differs"]


def test_the_rows_and_not_the_files_name_decide_the_month(tmp_path: Path) -> None:
    counts = read(january(tmp_path, [row(month="2025-02"), row(month="2025-03")]))
    assert counts.all_incidents == {FEBRUARY: 1, MARCH: 1}
    assert codes(counts) == ["police-month-differs"]
    assert "named for January 2025, but its rows are for February 2025 to March 2025" in said(counts, "police-month-differs")


def test_files_put_one_under_another_with_their_column_names(tmp_path: Path) -> None:
    counts = read(write(tmp_path / "all.csv", [row(), HEADER, row(month="2025-02")]))
    assert counts.all_incidents == {JANUARY: 1, FEBRUARY: 1}
    assert codes(counts) == []


# --- forms of a file ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf", b"\n"])
def test_line_ends_and_byte_order_marks_change_nothing(tmp_path: Path, end: str, start: bytes) -> None:
    counts = read(january(tmp_path, [row(), row("Robbery")], end=end, start=start))
    assert counts.all_incidents == {JANUARY: 2}
    assert codes(counts) == []


def test_blank_lines_and_rows_of_only_commas_are_no_rows(tmp_path: Path) -> None:
    counts = read(january(tmp_path, [row(), "", "," * 11, row(), "", ""]))
    assert counts.all_incidents == {JANUARY: 2}
    assert codes(counts) == []


def test_a_last_line_without_its_line_end_is_read(tmp_path: Path) -> None:
    file = january(tmp_path, [row(), row()])
    file.write_bytes(file.read_bytes().rstrip())
    assert read(file).all_incidents == {JANUARY: 2}


def test_commas_quotes_and_line_ends_inside_quotation_marks(tmp_path: Path) -> None:
    rows = [
        row().replace("On or near High Street", '"On or near High Street, Ashby"'),
        row().replace("On or near High Street", '"The ""Old"" Inn, Ashby"'),
        row().replace("On or near High Street", '"High Street\nAshby"'),
        row().replace("Drugs", '"Robbery"'),
        row().replace("Under investigation", '""'),
    ]
    for chosen in (rows, rows[:2] + rows[3:]):  # with the line end, the file is read in the careful way
        counts = read(january(tmp_path, chosen))
        assert counts.counts["Robbery"] == {JANUARY: 1}
        assert counts.all_incidents == {JANUARY: len(chosen)}
        assert codes(counts) == []


def test_a_district_with_a_comma_in_its_name(tmp_path: Path) -> None:
    file = write(tmp_path / "2025-01-avon-and-somerset-street.csv", [row(lsoa='"Bristol, City of 001A"')] * 3)
    assert read(file, area=Area.named("Bristol, City of")).all_incidents == {JANUARY: 3}


def test_columns_are_found_by_name_whatever_their_order(tmp_path: Path) -> None:
    header = "LSOA NAME,Month, crime type ,Falls within"
    counts = read(write(tmp_path / "old.csv", ["North West Leicestershire 001A,2011-01,Burglary,Leicestershire Police"], header=header))
    assert counts.counts["Burglary"] == {Month(2011, 1): 1}
    assert counts.force == LEICESTERSHIRE
    assert codes(counts) == []


def test_the_oldest_files_have_no_lsoa_and_cannot_be_used(tmp_path: Path) -> None:
    header = "Month,Reported by,Falls within,Easting,Northing,Location,Crime type,Context"
    line = "2011-01,Leicestershire Police,Leicestershire Police,1,2,On or near A Street,Burglary,"
    file = write(tmp_path / "2011-01-leicestershire-street.csv", [line], header=header)
    write(tmp_path / "2011-02-leicestershire-street.csv", [row("Burglary", "2011-02")])
    counts = read(tmp_path)
    assert counts.all_incidents == {Month(2011, 1): None, Month(2011, 2): 1}
    assert codes(counts) == ["police-no-lsoa", "police-months-missing"]
    assert codes(read(file, area=Area.of_codes(["E01025938"]))) == ["police-no-lsoa", "police-nothing"]
    assert "no column LSOA code" in read(file, area=Area.of_codes(["E01025938"])).findings[0].message


# --- files that cannot be used --------------------------------------------------------------------------------------------


def beside_a_good_february(folder: Path) -> StreetCounts:
    write(folder / "2025-02-leicestershire-street.csv", [row(month="2025-02")])
    return read(folder)


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"", "police-empty", "This file is empty"),
        (b"\n\n", "police-empty", "This file is empty"),
        (HEADER.encode() + b"\n", "police-no-rows", "missing, not 0"),
        (b"PK\x03\x04rubbish", "police-unreadable", "it is a zip or a workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "police-unreadable", "it is an old workbook"),
        (b"%PDF-1.7\n", "police-unreadable", "it is a PDF"),
        (b"<!DOCTYPE html><html>", "police-unreadable", "it is a web page"),
        (HEADER.encode("utf-16"), "police-unreadable", "it is not a CSV file"),
        (HEADER.encode() + b"\r" + row().encode(), "police-unreadable", "it is not a CSV file"),
        (b"x" * 200_000, "police-unreadable", "it is not a CSV file"),
        (HEADER.encode() + b"\n" + b"x" * 200_000, "police-unreadable", "a line is far too long"),
        (f"{HEADER}\n{row()}{'x' * 140_000}\n".encode(), "police-unreadable", "a line is far too long"),
        (b"name,value\na,1\n", "police-not-street", "no column Month"),
        (HEADER.replace("Crime type", "Outcome type").encode() + b"\n", "police-not-street", "no column Crime type"),
        (f"{HEADER}\n{row()}\n{row()[:90]}".encode(), "police-cut-short", "breaks off in the middle of line 3"),
        (f"{HEADER}\n{row()}\n{row().replace('High', chr(34) + 'High')[:60]}".encode(), "police-cut-short", "line 3"),
        (f'{HEADER}\n{row()}\n{row().replace("On or", chr(34) + "On or")[:90]}'.encode(), "police-cut-short", "line 3"),
        (f"{HEADER}\n{row()}\na,b\n{row()}\n".encode(), "police-rows-unreadable", "cannot be read: 1, the first in line 3 (2 fields where"),
        (f"{HEADER}\n{row(month='Jan-25')}\n{row(month='Jan-25')}\n".encode(), "police-rows-unreadable", "first in line 2 ('Jan-25'"),
        (f"{HEADER}\n{row(month='2025-13')}\n".encode(), "police-rows-unreadable", "'2025-13' is not a month"),
        (f"{HEADER}\n{row(month='2205-01')}\n".encode(), "police-rows-unreadable", "'2205-01' is not a month"),
        (f'{HEADER}\nabc,"2025-01"x,{row()[12:]}\n'.encode(), "police-rows-unreadable", "line 2 (its quotation marks do not pair)"),
        (f'{HEADER}\n"{row()}\n{row()}\n'.encode(), "police-rows-unreadable", "line 2 (its quotation marks do not pair)"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_makes_its_month_missing(tmp_path: Path, content: bytes, code: str, words: str) -> None:
    file = tmp_path / "2025-01-leicestershire-street.csv"
    file.write_bytes(content)
    counts = beside_a_good_february(tmp_path)
    assert counts.all_incidents == {JANUARY: None, FEBRUARY: 1}
    assert codes(counts) == [code, "police-months-missing"]
    assert words in str(counts.findings[0])
    assert counts.findings[0].place.file == f"{tmp_path.name}/{file.name}"
    assert counts.files == (f"{tmp_path.name}/2025-02-leicestershire-street.csv",)


def test_an_unusable_file_without_a_name_for_its_month_is_missing_by_its_rows(tmp_path: Path) -> None:
    write(tmp_path / "odd.csv", [row(), "a,b"])
    counts = beside_a_good_february(tmp_path)
    assert counts.all_incidents == {JANUARY: None, FEBRUARY: 1}
    assert codes(counts) == ["police-rows-unreadable", "police-months-missing"]


def test_an_unusable_file_of_another_force_takes_no_month_away(tmp_path: Path) -> None:
    (tmp_path / "2025-01-btp-street.csv").write_bytes(b"")
    counts = beside_a_good_february(tmp_path)
    assert counts.all_incidents == {FEBRUARY: 1}
    assert codes(counts) == ["police-empty"]


def test_an_unusable_file_of_the_own_force_does_not_make_a_guest_the_own_force(tmp_path: Path) -> None:
    january(tmp_path, [row(), row(), "a,b"])
    write(tmp_path / "2025-01-derbyshire-street.csv", [row(by=DERBYSHIRE)])
    counts = read(tmp_path)
    assert counts.force == LEICESTERSHIRE
    assert counts.all_incidents == {JANUARY: None}


def test_a_good_copy_stands_in_for_a_damaged_one(tmp_path: Path) -> None:
    january(tmp_path / "a", [row(), "a,b"])
    january(tmp_path / "b", [row(), row()])
    counts = read(tmp_path)
    assert counts.all_incidents == {JANUARY: 2}
    assert codes(counts) == ["police-rows-unreadable"]


def test_a_path_that_does_not_exist_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(RoundError, match=r"There is no file or folder .*nowhere"):
        read(tmp_path / "nowhere")


def test_no_file_at_all_is_said(tmp_path: Path) -> None:
    counts = read(tmp_path)
    assert (counts.months, counts.categories, counts.force) == ((), (), "")
    assert codes(counts) == ["police-nothing"]
    assert LICENCE in counts.source


def test_a_file_that_may_not_be_read_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    january(tmp_path, [row()])

    def refuse(self: Path, *args: object) -> io.BytesIO:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    counts = read(tmp_path)
    assert codes(counts) == ["police-unreadable", "police-nothing"]
    assert "Permission denied" in counts.findings[0].message


# --- what else is in a download -------------------------------------------------------------------------------------------


def test_outcomes_and_stop_and_search_are_not_read_and_counted_once(tmp_path: Path) -> None:
    january(tmp_path / "2025-01", [row()])
    for name in ("leicestershire-outcomes.csv", "leicestershire-stop-and-search.csv", "README.txt", "notes.xlsx", ".hidden.csv"):
        (tmp_path / "2025-01" / name).write_bytes(b"anything")
    counts = read(tmp_path)
    assert counts.all_incidents == {JANUARY: 1}
    assert codes(counts) == ["police-other-files"]
    assert "not read: 1 of outcomes, 1 of stop and search, 1 of spreadsheets, 1 of another kind." in said(counts, "police-other-files")


def test_home_office_tables_are_recognised_and_not_charted(tmp_path: Path) -> None:
    header = "Financial Year,Financial Quarter,Force Name,CSP Name,Offence Group,Offence Count"
    table = write(tmp_path / "prc-csp.csv", ["2024/25,1,Leicestershire,North West Leicestershire,Theft,5"], header=header)
    counts = read(table)
    assert codes(counts) == ["police-home-office", "police-nothing"]
    assert "too few for a control chart" in said(counts, "police-home-office")


@pytest.mark.parametrize(("name", "part"), [("prc-csp.ods", "content.xml"), ("prc-csp.xlsx", "xl/sharedStrings.xml")])
def test_home_office_workbooks_are_recognised_in_a_folder_and_by_name(tmp_path: Path, name: str, part: str) -> None:
    with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(part, "x" * ((1 << 20) - 5) + "<t>Financial Quarter</t><t>CSP Name</t>")
    assert codes(read(tmp_path)) == codes(read(tmp_path / name)) == ["police-home-office", "police-nothing"]


@pytest.mark.parametrize("damaged", [False, True])
def test_any_other_workbook_given_by_name_is_refused_in_words(tmp_path: Path, damaged: bool) -> None:
    path = tmp_path / "counts.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("xl/sharedStrings.xml", "Burglary")
    if damaged:
        path.write_bytes(b"rubbish")
    counts = read(path)
    assert codes(counts) == ["police-unreadable", "police-nothing"]
    assert "it is a workbook" in counts.findings[0].message


def test_a_file_of_another_name_that_is_given_by_name_is_read(tmp_path: Path) -> None:
    assert read(write(tmp_path / "january.txt", [row()])).all_incidents == {JANUARY: 1}


# --- the zip as published -------------------------------------------------------------------------------------------------


def zipped(path: Path, members: Sequence[tuple[str, str]], how: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", how) as packed:
        for name, text in members:
            packed.writestr(name, text)
    return path


def text(*rows: str) -> str:
    return "\n".join([HEADER, *rows, ""])


def test_the_published_zip_is_read_where_it_is(tmp_path: Path) -> None:
    archive = zipped(
        tmp_path / "latest.zip",
        [
            ("2025-02/2025-02-leicestershire-street.csv", text(row(month="2025-02"))),
            ("2025-01/2025-01-leicestershire-street.csv", text(row(), row())),
            ("2025-01/2025-01-leicestershire-outcomes.csv", "x"),
            ("__MACOSX/2025-01/._2025-01-leicestershire-street.csv", "x"),
            ("2025-01/", ""),
        ],
    )
    counts = read(archive)
    assert counts.all_incidents == {JANUARY: 2, FEBRUARY: 1}
    assert counts.files[0] == "latest.zip/2025-01/2025-01-leicestershire-street.csv"
    assert codes(counts) == ["police-other-files"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["latest.zip"]


def test_a_zip_in_a_folder_is_read_too(tmp_path: Path) -> None:
    zipped(tmp_path / "latest.zip", [("2025-01-leicestershire-street.csv", text(row()))])
    assert read(tmp_path).all_incidents == {JANUARY: 1}


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_two_files(tmp_path: Path) -> None:
    name = "2025-01-leicestershire-street.csv"
    counts = read(zipped(tmp_path / "a.zip", [(name, text(row())), (name, text(row(), row()))]))
    assert counts.all_incidents == {JANUARY: None}
    assert codes(counts) == ["police-duplicate-differs", "police-nothing"]


def test_a_file_that_is_no_zip_is_said(tmp_path: Path) -> None:
    (tmp_path / "latest.zip").write_bytes(b"not a zip")
    counts = read(tmp_path)
    assert codes(counts) == ["police-unreadable", "police-nothing"]
    assert "its zip directory is damaged" in counts.findings[0].message


def test_a_damaged_member_makes_only_its_month_missing(tmp_path: Path) -> None:
    archive = zipped(
        tmp_path / "a.zip",
        [("2025-01-leicestershire-street.csv", text(row(), row())), ("2025-02-leicestershire-street.csv", text(row(month="2025-02")))],
        zipfile.ZIP_STORED,
    )
    archive.write_bytes(archive.read_bytes().replace(b"Drugs", b"Arson", 1))
    counts = read(archive)
    assert counts.all_incidents == {JANUARY: None, FEBRUARY: 1}
    assert codes(counts) == ["police-unreadable", "police-months-missing"]


def test_a_member_with_a_password_is_said(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "a.zip", [("2025-01-leicestershire-street.csv", text(row()))])
    content = bytearray(archive.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    content[6] |= 1
    archive.write_bytes(bytes(content))
    counts = read(archive)
    assert codes(counts) == ["police-unreadable", "police-nothing"]
    assert "password" in counts.findings[0].message


def test_a_member_packed_in_a_strange_way_is_said(tmp_path: Path) -> None:
    counts = read(zipped(tmp_path / "a.zip", [("2025-01-leicestershire-street.csv", text(row()))], zipfile.ZIP_BZIP2))
    assert codes(counts) == ["police-unreadable", "police-nothing"]
    assert "compressed in a way that data.police.uk does not use" in counts.findings[0].message


@pytest.mark.parametrize(
    ("limit", "value", "words"),
    [
        ("MOST_MEMBERS", 1, "it contains 2 files; the limit is 1"),
        ("MOST_MEMBER_BYTES", 100, "far larger than any download"),
        ("MOST_ZIP_BYTES", 300, "far larger than any download"),
    ],
)
def test_a_zip_beyond_all_measure_is_refused_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, words: str
) -> None:
    monkeypatch.setattr(downloads, limit, value)
    counts = read(zipped(tmp_path / "a.zip", [("a-street.csv", text(row())), ("b-street.csv", text(row()))]))
    assert codes(counts) == ["police-unreadable", "police-nothing"]
    assert words in counts.findings[0].message


# --- the quick way and the plain way agree ---------------------------------------------------------------------------------

LSOAS = ("", "North West Leicestershire 001A", "North West Leicestershire 013B", "Leicester 001A", "Bristol, City of 001A")
FREE_TEXT = st.text(alphabet='ab ,"\n\x1f', max_size=6)
ROWS = st.lists(
    st.tuples(st.sampled_from(["2025-01", "2025-02"]), FREE_TEXT, st.sampled_from(LSOAS), st.sampled_from(CATEGORIES[:3]), FREE_TEXT),
    min_size=1, max_size=12,
)  # fmt: skip


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS, st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]), st.sampled_from(["\n", "\r\n"]), st.sampled_from([60, 200, 1 << 17]))
def test_whatever_is_quoted_the_counts_are_those_of_the_csv_module(
    tmp_path: Path, rows: list[tuple[str, str, str, str, str]], quoting: int, end: str, block: int
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, quoting=quoting, lineterminator=end)  # type: ignore[arg-type]
    writer.writerow(COLUMNS)
    for month, place, lsoa, category, context in rows:
        writer.writerow(["id", month, LEICESTERSHIRE, LEICESTERSHIRE, "", "", place, lsoa and "E01", lsoa, category, "", context])
    (tmp_path / "all.csv").write_bytes(out.getvalue().encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(streetfile, "BLOCK", block)
        counts = read(tmp_path / "all.csv", area=replace(NWL, name="North West Leicestershire"))
    wanted = Counter((category, month) for month, _, lsoa, category, _ in rows if lsoa.startswith("North"))
    nowhere = Counter(month for month, _, lsoa, _, _ in rows if not lsoa)
    if wanted:
        got = {(category, str(month)): n for category in counts.categories for month, n in counts.counts[category].items() if n}
        assert got == wanted
    assert {str(month): n for month, n in counts.rows_without_location.items() if n} == nowhere


GOOD_FILE = text(row(), row("Robbery", lsoa="Leicester 001A"), row(lsoa="")).encode()
SPOIL = st.lists(st.tuples(st.integers(0, len(GOOD_FILE)), st.integers(0, 30), st.binary(max_size=4)), max_size=3)


def spoilt(content: bytes, changes: Sequence[tuple[int, int, bytes]]) -> bytes:
    for start, length, instead in changes:
        content = content[:start] + instead + content[start + length :]
    return content


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SPOIL)
def test_a_damaged_file_is_used_whole_or_not_at_all_and_never_raises(tmp_path: Path, changes: list[tuple[int, int, bytes]]) -> None:
    (tmp_path / "2025-01-leicestershire-street.csv").write_bytes(spoilt(GOOD_FILE, changes))
    counts = read(tmp_path)
    assert counts.files or any(finding.severity in (Severity.ERROR, Severity.WARNING) for finding in counts.findings)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SPOIL)
def test_a_damaged_zip_never_raises(tmp_path: Path, changes: list[tuple[int, int, bytes]]) -> None:
    archive = zipped(tmp_path / "a.zip", [("2025-01-leicestershire-street.csv", GOOD_FILE.decode())])
    archive.write_bytes(spoilt(archive.read_bytes(), changes))
    counts = read(archive)
    assert counts.files or any(finding.severity in (Severity.ERROR, Severity.WARNING) for finding in counts.findings)
