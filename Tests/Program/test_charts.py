"""Charts as their users meet them: on a screen, in a pipe, in a file, in words."""

import re
import sqlite3
import unicodedata
import xml.etree.ElementTree

import gallery
import pytest

YEARS = "deportations | total removals by fiscal_year"
REGIONS = "deportations | total removals by state.region, fiscal_year"
QUERIES = [
    "deportations | lump state to 10 by removals | total removals by state | share | sort removals desc | chart bar",
    f"{YEARS} | chart line",
    f"{REGIONS} | chart line color region",
    f"{REGIONS} | chart bar x fiscal_year y removals facet region",
    f"{REGIONS} | chart line facet region free",
    f"{REGIONS} | chart stack x fiscal_year color region",
    "detention | where state = 'MA' | around 2014-11-20 by 9 months | chart line y average_daily_population",
    "jurisdictions | chart hist x foreign_born_pct",
    "jurisdictions | chart dots x foreign_born_pct y poverty_pct",
    "claims | where measure = 'share_removals_noncriminal' | chart dots x value y place mark qualifier ref 50",
    "events | count by month(date) | chart",
    "deportations | total removals by state | add minus = -removals | chart bar y minus",
    "deportations | total removals by state | add rate = 100_000 * removals / state.foreign_born | map rate by state",
    "deportations | where state.region = 'South' | total removals by state | map steps 100, 1_000",
    "jurisdictions | map foreign_born_pct",
    f"{REGIONS} | chart heat",
    f"{REGIONS} | chart spark free",
    "jurisdictions | where active_not_before != active_by | chart bar x label y active_not_before..active_by",
    "deportations | where false | total removals by state | map",
    "deportations | where false | total removals by state.region, fiscal_year | chart heat",
    "deportations | where false | total removals by state | chart",
    "deportations | where false | total removals by state.region, fiscal_year | chart bar x fiscal_year facet region",
]
SVG = "{http://www.w3.org/2000/svg}"


def width(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line if not unicodedata.combining(c))


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("columns", [40, 80, 200])
def test_charts_fit_the_screen(scomm, query, columns):
    run = scomm("--quiet", "-c", query, COLUMNS=str(columns), LINES="24")
    assert run.code == 0 and run.out
    assert [line for line in run.out.splitlines() if width(line) > columns] == []
    assert "\x1b" not in run.out


@pytest.mark.parametrize("query", QUERIES)
def test_ascii_is_ascii(scomm, query):
    run = scomm("--quiet", "--ascii", "-c", query)
    assert run.code == 0
    assert run.out.isascii()


@pytest.mark.parametrize("query", QUERIES)
def test_svg_is_a_page_of_its_own(scomm, query):
    run = scomm("--format", "svg", "-c", query)
    page = xml.etree.ElementTree.fromstring(run.out)
    assert page.attrib["role"] == "img"
    assert page.find(f"{SVG}title").text and page.find(f"{SVG}desc").text
    assert page.find(f"{SVG}script") is None
    texts = " ".join(text.text for text in page.iter(f"{SVG}text") if text.text)
    assert query.split()[0] in texts
    _, _, right, bottom = map(float, page.attrib["viewBox"].split())
    for shape in page.iter():
        for name, most in [("x", right), ("x1", right), ("x2", right), ("cx", right), ("y", bottom), ("cy", bottom)]:
            assert -0.1 <= float(shape.attrib.get(name, 0)) <= most + 0.1, shape.attrib


@pytest.mark.parametrize("query", QUERIES)
def test_words_say_it_in_four_sentences(scomm, query):
    run = scomm("--quiet", "-c", query + " | as plain")
    assert run.code == 0
    assert not re.search("[─│█⠀-⣿]", run.out)
    body = " ".join(run.out.splitlines()[1:])
    # What the query chose stands before them, in a sentence of its own.
    body = re.sub(r"^Shown: .*?\.(?= [A-Z0-9])", "", body)
    assert body.strip()
    assert len(re.findall(r"\.(?= [A-Z(]|$)", body)) <= 4, body


def test_every_bar_has_its_value(scomm):
    table = scomm("--quiet", "-c", "deportations | total removals by state.region")
    chart = scomm("--quiet", "-c", "deportations | total removals by state.region | chart")
    for line in table.out.splitlines()[1:]:
        region, removals = line.split("\t")
        assert re.search(rf"{region} │.* {int(removals):,}", chart.out)


def test_the_last_result_is_the_table(scomm):
    run = scomm("--quiet", "--format", "csv", "-c", f"{YEARS} | chart", "-c", "| count")
    assert run.out.endswith("n\n7\n")


def test_a_chart_is_saved_and_kept(scomm, tmp_path):
    for name in ("a.svg", "b.txt"):
        run = scomm("-c", f'{YEARS} | chart | save "{tmp_path / name}" with sources')
        assert run.code == 0 and run.out == ""
        assert f"chart written to {tmp_path / name}" in run.err
        assert (tmp_path / f"{name}.sources.md").read_text()
    xml.etree.ElementTree.parse(tmp_path / "a.svg")
    assert "FY2015*" in (tmp_path / "b.txt").read_text()
    run = scomm("--quiet", "-c", f'{YEARS} | chart bar | save "{tmp_path / "a.svg"}"')
    assert "what it held before" in run.err
    assert (tmp_path / "a.svg~").exists()


FAKE = """#!/bin/sh
# Takes a page, and gives the beginning of a PNG with the page behind it.
printf '\\211PNG\\r\\n\\032\\n'; cat
"""


def test_png_is_made_by_a_program_that_is_there(scomm, tmp_path):
    query = f'{YEARS} | chart | save "{tmp_path / "a.png"}"'
    run = scomm("-c", query, PATH=str(tmp_path))
    assert run.code != 0 and "rsvg-convert" in run.err and "SVG" in run.err
    assert not (tmp_path / "a.png").exists()
    program = tmp_path / "rsvg-convert"
    program.write_text(FAKE)
    program.chmod(0o755)
    assert scomm("-c", query, PATH=f"{tmp_path}:/usr/bin:/bin").code == 0
    made = (tmp_path / "a.png").read_bytes()
    assert made.startswith(b"\x89PNG\r\n\x1a\n<svg") and made.rstrip().endswith(b"</svg>")
    program.write_text("#!/bin/sh\necho it failed >&2; exit 1\n")
    run = scomm("-c", query.replace("a.png", "b.png"), PATH=f"{tmp_path}:/usr/bin:/bin")
    assert run.code != 0 and "it failed" in run.err and not (tmp_path / "b.png").exists()
    run = scomm("--safe", "-c", query, PATH=f"{tmp_path}:/usr/bin:/bin")
    assert run.code != 0 and "--safe" in run.err


def test_colors_repeat_what_signs_say(scomm):
    query = f"{REGIONS} | chart line color region"
    plain = scomm("--quiet", "-c", query).out
    assert "\x1b" not in plain
    assert scomm("--quiet", "--color", "always", "-c", query, NO_COLOR="1").out == plain
    colored = scomm("--quiet", "--color", "always", "-c", query).out
    assert "\x1b[38;5;32m" in colored and "\x1b[38;5;166m" in colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == plain


def test_every_place_of_a_map_is_on_it_or_named(scomm):
    run = scomm("--quiet", "-c", "jurisdictions | count by state | map")
    tiles = set(re.findall(r"\b([A-Z]{2}) [1-5?]", run.out))
    assert len(tiles) == 51
    left = re.search(r"not on the map: (.*)", run.out.replace("\n", " "))[1]
    assert "Puerto Rico 78" in left and "Guam 1" in left
    counts = [int(count.replace(",", "")) for count in re.findall(r"\(([\d,]+)\)", run.out)]
    assert sum(counts) == 51


def test_a_map_of_other_places_is_drawn_by_what_is_declared(scomm, tmp_path):
    (tmp_path / "datapackage.json").write_text(
        """{"resources": [
        {"name": "towns", "path": "towns.csv", "schema": {"fields": [{"name": "town"}, {"name": "down", "type":
        "integer"}, {"name": "right", "type": "integer"}], "primaryKey": "town"},
        "scomm": {"tiles": {"row": "down", "column": "right"}}},
        {"name": "visits", "path": "visits.csv", "schema": {"fields": [{"name": "seen_in"}, {"name": "n", "type":
        "integer"}], "foreignKeys": [{"fields": "seen_in", "reference": {"resource": "towns", "fields": "town"}}]}}]}"""
    )
    (tmp_path / "towns.csv").write_text("town,down,right\nab,0,0\ncd,0,1\nef,1,1\n")
    (tmp_path / "visits.csv").write_text("seen_in,n\nab,1\nab,2\nef,9\n")
    run = scomm("--quiet", "--datasets", tmp_path, "-c", "visits | total n by seen_in | map")
    assert run.code == 0, run.err
    lines = [line.split() for line in run.out.splitlines()]
    assert ["ab", "1", "cd"] in lines and ["ef", "2"] in lines
    assert "no row (1)" in run.out


def test_a_chart_names_its_sources(scomm):
    run = scomm("--format", "svg", "-c", f"{YEARS} | chart")
    assert "sources: urban-2022" in run.out
    assert "FY2015 is covered only in part" in run.out


def test_periods_are_marked_also_where_nothing_else_is_told(scomm):
    run = scomm("--quiet", "-c", f"{YEARS} | chart")
    assert "FY2009†" in run.out and "FY2015*" in run.out


def test_heat_maps_and_sparklines_mark_periods_too(scomm):
    for kind in ("heat", "spark"):
        out = scomm("--quiet", "-c", f"{REGIONS} | chart {kind}").out
        assert "FY2009†" in out and "FY2015*" in out
        assert "† FY2009: sums of 10 known values" in out and "* FY2015: covered only in part" in out


def test_explain_says_what_is_drawn(scomm):
    run = scomm("-c", f"explain {YEARS} | chart")
    assert "draws a line of removals by fiscal_year" in run.out


def test_svg_of_a_table_is_refused(scomm):
    run = scomm("--format", "svg", "-c", YEARS)
    assert run.code == 2 and run.out == ""
    assert "write | chart behind it" in run.err


def test_data_of_ones_own_are_drawn(scomm, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("name,n\n<b>&\"x\"</b>,5\n世界,3\n\x1b[31mred,1\n" + "long" * 40 + ",2\n,4\n")
    run = scomm("--quiet", path, "-c", "t | chart bar", COLUMNS="60", LINES="24")
    assert run.code == 0
    assert "\x1b" not in run.out and "(missing)" in run.out
    assert max(map(width, run.out.splitlines())) <= 60
    run = scomm("--quiet", "--format", "svg", path, "-c", "t | chart bar")
    texts = [text.text for text in xml.etree.ElementTree.fromstring(run.out).iter(f"{SVG}text")]
    assert '<b>&"x"</b>' in texts and "世界" in texts


def test_another_engine_is_asked_and_the_chart_drawn_here(scomm, tmp_path):
    ddl = scomm("--emit-ddl", "sqlite")
    with sqlite3.connect(tmp_path / "record.sqlite") as database:
        database.executescript(ddl.out)
    here = scomm("--quiet", "-c", "states | count by region | chart")
    there = scomm("--quiet", "--engine", f"sqlite:{tmp_path / 'record.sqlite'}", "-c", "states | count by region | chart")
    assert there.out == here.out


def test_the_gallery_is_of_today(binary):
    page, files = gallery.drawn(binary)
    assert page == gallery.PAGE.read_text()
    assert files
    changed = {name: svg for name, svg in files.items() if svg != (gallery.PAGE.parent / name).read_text()}
    assert not changed, f"{', '.join(changed)}: what changed is drawn in {gallery.difference(changed)}"


def test_what_changed_in_a_picture_is_drawn():
    name = "gallery/bars.svg"
    old = (gallery.PAGE.parent / name).read_text()
    page = gallery.difference({name: old.replace("123,045", "123,046")})
    text = page.read_text()
    assert "mix-blend-mode: difference" in text and text.count("data:image/svg+xml;base64,") == 4
    assert name in text


def test_distances_from_a_moment_are_a_line_for_each_phase(scomm):
    run = scomm("--format", "box", "-c", "stories | around 2011-06-06 by 6 months | count by offset, phase | chart")
    assert run.code == 0 and "● before" in run.out and "▲ after" in run.out
