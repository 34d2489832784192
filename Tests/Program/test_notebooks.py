"""Notebooks: pages of queries, results, charts and sentences, which --verify plays again; and folders of them."""

import os
import re
import subprocess
import time
from html.parser import HTMLParser

import pytest

from hostile import HOSTILE, commands
from program import content_hash, DATASETS

LINES = [
    '"How many people were removed, by region?"',
    "deportations | total removals by state.region | share",
    '"Nearly half in the <b>South</b> & the West.',
    "deportations | total removals by state.region | share | chart",
    'states | where nam = "MA"',
    "let big = states | where population > 10_000_000",
    "big | keep code, name",
    "| count",
    "explain states | count",
    ".sources",
]


@pytest.fixture
def keep(scomm, tmp_path):
    """Keeps a notebook of lines in a file, and gives the run and the page."""

    def keep(name, *lines, flags=(), **variables):
        script = "\n".join([f".notebook {name}", *lines]) + "\n"
        run = scomm("--keep-going", *flags, text=script, cwd=tmp_path, **variables)
        return run, (tmp_path / name).read_text() if (tmp_path / name).exists() else None

    return keep


class Page(HTMLParser):
    """The elements of a page, and the texts of some of them."""

    VOID = {"meta", "rect", "line", "path", "circle", "polyline"}

    def __init__(self, text):
        super().__init__()
        self.tags, self.ids, self.attributes, self.open, self.texts = [], [], [], [], {}
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += attributes
        self.ids += [value for name, value in attributes if name == "id"]
        if tag not in self.VOID:
            self.open.append((tag, dict(attributes).get("class")))
            self.texts.setdefault(self.open[-1], []).append("")

    def handle_startendtag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += attributes
        self.ids += [value for name, value in attributes if name == "id"]

    def handle_endtag(self, tag):
        assert self.open and self.open[-1][0] == tag, (tag, self.open)
        self.open.pop()

    def handle_data(self, data):
        if self.open:
            self.texts[self.open[-1]][-1] += data


@pytest.mark.parametrize("name", ["page.html", "page.md"])
def test_a_notebook_plays_again(keep, scomm, tmp_path, name):
    _, page = keep(name, *LINES)
    run = scomm("--verify", name, cwd=tmp_path)
    assert (run.code, run.out, run.err) == (0, "", "")
    changed = page.replace("184,773", "184,774", 1)
    assert changed != page
    (tmp_path / name).write_text(changed)
    run = scomm("--verify", name, cwd=tmp_path)
    line = next(number for number, text in enumerate(changed.splitlines(), 1) if "184,774" in text)
    assert run.code == 3 and run.err.startswith(f"{name}:{line}:1: The page says:\n")
    assert "184,774" in run.err and "184,773" in run.err


def test_a_page_is_whole_and_closed(keep):
    _, text = keep("page.html", *LINES, SOURCE_DATE_EPOCH="1000000000")
    page = Page(text)
    assert page.open == [] and text.startswith("<!DOCTYPE html>\n") and text.endswith("</html>\n")
    assert len(page.ids) == len(set(page.ids))
    assert "script" not in page.tags and "img" not in page.tags and "svg" in page.tags
    assert not [name for name, _ in page.attributes if name in ("src", "onclick", "onload") or name == "style"]
    named = [value.split() for name, value in page.attributes if name == "aria-labelledby"]
    assert named and all(word in page.ids for words in named for word in words)
    facts = page.texts["li", None]
    assert "Date: 2001-09-09" in facts and any(content_hash(DATASETS) in fact for fact in facts)
    assert page.texts["p", "words"] == [
        "How many people were removed, by region?",
        "Nearly half in the <b>South</b> & the West.",
    ]
    inputs = "\n".join(line for line in LINES if not line.startswith('"'))
    assert "\n".join(page.texts["pre", "query"]) == inputs and len(page.texts["pre", "query"]) == 7
    assert page.texts["p", "announced"] == ["# error: told in the session"]
    assert any("There is no column nam. Did you mean name?" in said for said in page.texts["pre", "said"])
    assert "region " in page.texts["th", None] and "category" in page.texts["span", "type"]
    assert "184,773" in page.texts["td", "number"]
    cited = page.texts["cite", None]
    assert "State Immigration Policy Resource, updated enforcement policies data" in cited


def contrast(one, other):
    """The contrast of two colors as WCAG 2 computes it."""

    def luminance(color):
        parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def test_texts_of_a_page_have_contrast_on_light_and_dark_screens_and_paper(keep):
    _, text = keep("page.html")
    schemes = [dict(re.findall(r"--(\w+):(#[0-9a-f]{6})", rules)) for rules in re.findall(r":root{([^}]*)}", text)]
    assert len(schemes) == 3
    for colors in schemes:
        for ink in ("ink", "soft", "link", "bad"):
            assert contrast(colors[ink], colors["back"]) >= 4.5, (ink, colors)
        assert contrast(colors["ink"], colors["box"]) >= 4.5


def test_markdown_has_tables_blocks_and_sources(keep):
    _, page = keep("page.md", *LINES)
    assert "\n```scomm\ndeportations | total removals by state.region | share\n```\n" in page
    assert "\n| region<br>*category* | removals<br>*integer* | share<br>*percent* |\n| --- | ---: | ---: |\n" in page
    assert '```scomm\n# error: told in the session\nstates | where nam = "MA"\n```\n' in page
    assert "\nNearly half in the &lt;b>South&lt;/b> &amp; the West.\n" in page
    assert "\n```text\nRemovals by region\n" in page
    assert "\n## Sources\n" in page and "(urban-2022)" in page.split("## Sources")[1]


@pytest.mark.parametrize("name", ["page.html", "page.md"])
def test_texts_of_others_mean_nothing_in_a_page(keep, scomm, tmp_path, name):
    evil = '</pre></td><script>alert(1)</script>|`b*\n```\n<!-- end -->\n</main>'
    (tmp_path / "evil.csv").write_text('"a<i>b",n\n"' + evil.replace('"', '""') + '",1\n"' + HOSTILE + '",2\n,3\n')
    query = f'evil | where n = 1 | add t = "</pre><script>{HOSTILE}" | keep t, n'
    _, page = keep(name, ".open evil.csv", "evil", "evil | chart bar y n", query, '"</p><script>x</script>', "| nothing <i>")
    blocks = re.compile(r"^(`{3,})\w+\n.*?\n\1$", re.DOTALL | re.MULTILINE)
    assert "<script" not in (blocks.sub("", page) if name.endswith("md") else page).lower()
    assert not commands().search(page), commands().search(page)
    if name.endswith("html"):
        assert Page(page).open == []
    run = scomm("--verify", name, cwd=tmp_path)
    assert (run.code, run.err) == (0, "")


def test_hidden_characters_of_a_query_are_kept(keep, scomm, tmp_path):
    query = 'states | first 1 | add t = length("a\u200b\u202eb") | keep t'
    for name in ["page.html", "page.md"]:
        _, page = keep(name, query)
        assert "\u202e" not in page and "&#x202e;" in page
        assert scomm("--verify", name, cwd=tmp_path).code == 0
        (tmp_path / name).write_text(page.replace("&#x202e;", ""))
        assert scomm("--verify", name, cwd=tmp_path).code == 3


def test_a_notebook_writes_over_no_file_and_not_at_all_under_safe(keep, scomm, tmp_path):
    (tmp_path / "mine.html").write_text("mine")
    run, page = keep("mine.html", ".notebook off", ".notebook", ".notebook x.txt")
    assert page == "mine" and run.err.splitlines() == [
        "stdin:1:1: mine.html: is there already; name a new file.",
        "stdin:2:1: No notebook is being kept.",
        "stdin:3:1: Write .notebook FILE.html, .notebook FILE.md or .notebook off.",
        "stdin:4:1: x.txt: a notebook is a page; write .notebook FILE.html or FILE.md.",
    ]
    run, page = keep("safe.html", flags=["--safe"])
    assert run.code == 4 and page is None and "--safe opens no files" in run.err


def test_one_record_is_kept_at_a_time(keep):
    run, _ = keep("a.html", ".notebook b.html", ".transcript on t", ".notebook off", ".transcript on t", ".notebook c.html")
    assert "A notebook is being kept in a.html; end it by .notebook off." in run.err
    assert run.err.count("A notebook is being kept") == 2
    assert "The notebook is in a.html." in run.err and "A transcript is being written to t" in run.err


def test_a_process_that_is_killed_leaves_a_whole_page(binary, environment, scomm, tmp_path):
    os.mkfifo(tmp_path / "waits")
    (tmp_path / "q.scq").write_text(".notebook page.html\nstates | count\n.read waits\n")
    process = subprocess.Popen([binary, "q.scq"], stdout=subprocess.PIPE, cwd=tmp_path, env=environment)
    page = tmp_path / "page.html"
    ends = time.monotonic() + 20
    while not (page.exists() and "states | count" in page.read_text()) and time.monotonic() < ends:
        time.sleep(0.01)
    process.kill()
    process.communicate()
    assert page.read_text().endswith("</html>\n") and "states | count" in page.read_text()
    assert scomm("--verify", "page.html", cwd=tmp_path).code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["page.html", "q.scq", "waits"]


def test_a_file_that_was_exchanged_is_left_alone(keep, tmp_path):
    run, page = keep("page.html", "states | count", 'states | count | save "page.html"', "states | count by region")
    assert "page.html: is no longer the file that the notebook began; the notebook ends." in run.err
    assert page.startswith("<table>") and "Midwest" in run.out and "Midwest" not in page


def test_what_is_verified_writes_nothing(keep, scomm, tmp_path):
    keep("page.html", 'states | count | save "out.csv"', ".save all.scq", ".notebook off")
    (tmp_path / "out.csv").unlink()
    (tmp_path / "all.scq").unlink()
    assert scomm("--verify", "page.html", cwd=tmp_path).code == 0
    (tmp_path / "t.transcript").write_text('> states | count | save "out.csv"\n\n> .transcript on u\n\n> .notebook v.html\n')
    run = scomm("--verify", ".", cwd=tmp_path)
    assert run.out.splitlines()[0] == "page.html: fine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["page.html", "t.transcript"]


def test_a_folder_has_a_line_each(keep, scomm, tmp_path):
    _, page = keep("ana.html", "states | count", '"There are 56."')
    keep("ben.md", "let big = states | where population > 10_000_000", "big | count", ".notebook off")
    (tmp_path / "cleo.html").write_text(page.replace(">56<", ">57<"))
    (tmp_path / "dan.transcript").write_text(scomm("--record", "/dev/stdin", text="states | count\n").out)
    (tmp_path / "eve.md").write_text("# Not a notebook\n")
    (tmp_path / "flo.transcript").write_text("> big | count\n")
    (tmp_path / "notes.csv").write_text("n\n1\n")
    run = scomm("--verify", ".", cwd=tmp_path)
    line = page.splitlines().index('<tr><td class="number">56</td></tr>') + 1
    assert run.code == 3 and run.out.splitlines() == [
        "ana.html: fine",
        "ben.md: fine",
        f"cleo.html: differs at line {line}",
        "dan.transcript: fine",
        "eve.md: cannot be read: is neither a transcript nor a notebook",
        "flo.transcript: differs at line 2",
    ]
    for name in ["cleo.html", "flo.transcript"]:
        (tmp_path / name).unlink()
    assert scomm("--verify", ".", cwd=tmp_path).code == 4
    (tmp_path / "eve.md").unlink()
    assert scomm("--verify", ".", cwd=tmp_path).code == 0


def test_a_page_that_runs_away_stops_no_other(keep, scomm, tmp_path):
    every = "n | join (n | rename m = k) every | where k + m = 17 | count"
    (tmp_path / "n.csv").write_text("k\n" + "".join(f"{number}\n" for number in range(30_000)))
    lines = [".open n.csv", every, "states | count"]
    run, page = keep("long.md", *lines, flags=["--timeout", "1s"])
    assert run.code == 4 and "stopped after 1s" in page and page.count("```scomm\n") == 3
    keep("short.md", "states | count")
    run = scomm("--timeout", "1s", "--verify", ".", cwd=tmp_path, timeout=60)
    assert (run.code, run.out) == (0, "long.md: fine\nshort.md: fine\n")


def test_safe_looks_into_no_folder(scomm, tmp_path):
    (tmp_path / "secret.md").write_text("> states | count\n")
    run = scomm("--safe", "--verify", tmp_path)
    assert run.code == 4 and "secret" not in run.out + run.err and "--safe opens no files" in run.err


def test_a_folder_without_any_is_an_error(scomm, tmp_path):
    run = scomm("--verify", tmp_path)
    assert run.code == 4 and "has no transcripts or notebooks; they end in .transcript .txt .html" in run.err


def test_other_data_are_told(keep, scomm, tmp_path):
    _, page = keep("page.html", "states | count")
    digest = content_hash(DATASETS)
    (tmp_path / "page.html").write_text(page.replace(digest, "0123456789abcdef").replace(">56<", ">57<"))
    run = scomm("--verify", "page.html", cwd=tmp_path)
    assert run.code == 3 and "It was made over data with the hash 0123456789abcdef; these are others." in run.err


def test_anyone_may_write_between_the_blocks_of_markdown(keep, scomm, tmp_path):
    _, page = keep("page.md", "states | count", "states | count by region")
    mine = page.replace("```scomm\nstates | count by", "### What I think\n\nIt is *so*,\nand so.\n\n```scomm\nstates | count by")
    assert mine != page
    (tmp_path / "page.md").write_text(mine)
    assert scomm("--verify", "page.md", cwd=tmp_path).code == 0
    (tmp_path / "page.md").write_bytes(mine.replace("\n", "\r\n").encode())
    assert scomm("--verify", "page.md", cwd=tmp_path).code == 0
    (tmp_path / "page.md").write_text(mine.replace("and so.\n", "and so.\n\n| n |\n| --- |\n| 99 |\n"))
    assert scomm("--verify", "page.md", cwd=tmp_path).code == 3


def test_sentences_are_comments_of_scripts(scomm, tmp_path):
    script = 'states | where code in (\n"MA",\n"TX")\n| count\n"There are two."\nstates\n| count\n'
    run = scomm("--quiet", text=script)
    assert (run.code, run.out) == (0, "n\n2\n\nn\n56\n")
    (tmp_path / "q.scq").write_text(script)
    assert scomm("--check", tmp_path / "q.scq").code == 0
    assert '"There are two."\n' in scomm("--fmt", tmp_path / "q.scq").out
    recorded = scomm("--record", tmp_path / "q.scq")
    assert recorded.code == 0 and '\n> "There are two."\n' in recorded.out
    (tmp_path / "q.transcript").write_text(recorded.out)
    assert scomm("--verify", tmp_path / "q.transcript").code == 0


def test_a_sentence_that_no_notebook_takes_is_an_error(scomm):
    run = scomm("--quiet", "-c", '"MA"')
    assert run.code == 1 and "-c:1:1: A line that begins with \" is for a notebook" in run.err
    for text in ('"', '""', '" "', '"' * 5000):
        assert scomm("--quiet", text=text).code == 1


def test_statements_of_a_line_are_entries_of_their_own(keep, scomm, tmp_path):
    _, page = keep("page.html", "states | count; states | where nam = 1; states | count by region", ".notebook off")
    assert page.count('<pre class="query">') == 3 and page.count('class="entry failed"') == 1
    assert scomm("--verify", "page.html", cwd=tmp_path).code == 0


def test_long_results_are_cut_in_the_middle(keep, scomm, tmp_path):
    _, page = keep("page.html", "detention")
    assert "are left out</td>" in page and page.count("<tr>") == 502
    assert scomm("--verify", "page.html", cwd=tmp_path).code == 0


def test_a_notebook_for_ears_plays_again(keep, scomm, tmp_path):
    _, page = keep("page.html", "states | count by region", "states | where nam = 1", ".tables", flags=["--plain"])
    assert " plain -->" in page and "at word 4, nam: There is no column nam." in page and "│" not in page
    assert scomm("--verify", "page.html", cwd=tmp_path).code == 0


ANSWERS = ['deportations | total removals by fiscal_year', 'states | where nam = "MA"', "deportations | count by state", ".tables"]


@pytest.mark.parametrize("name", ["page.html", "page.md", "x.transcript"])
@pytest.mark.parametrize(
    "flags",
    [["--format", "csv"], ["--errors", "json"], ["--ascii"], ["--quiet"], ["--ledger", "json"], ["--plain"], ["--format", "json"]],
)
def test_what_is_written_down_changes_nothing_of_what_is_answered(scomm, tmp_path, name, flags):
    begin = f".transcript on {name}" if name.endswith("transcript") else f".notebook {name}"
    answers = [scomm("--keep-going", *flags, text="\n".join([line, *ANSWERS]), cwd=tmp_path) for line in ("#" * len(begin), begin)]
    assert answers[0] == answers[1]
    assert answers[0].out.count("\n") > 50
    run = scomm("--verify", name, cwd=tmp_path)
    assert (run.code, run.err) == (0, "")


def test_a_file_that_is_read_is_named_in_errors_also_when_played_again(keep, scomm, tmp_path):
    (tmp_path / "a.scq").write_text("states | count\n\nstates | cuont\n")
    for name in ["page.html", "page.md"]:
        run, page = keep(name, ".read a.scq")
        assert "a.scq:3:10: " in run.err and "a.scq:3:10: " in page
        assert scomm("--verify", name, cwd=tmp_path).code == 0


def test_a_page_without_queries_is_none(scomm, tmp_path):
    for name in ["empty.md", "empty.html"]:
        (tmp_path / name).write_text("")
        assert scomm("--verify", tmp_path / name).code == 4


@pytest.mark.parametrize("name", ["page.html", "page.md"])
def test_a_page_that_was_cut_anywhere_is_read_or_refused(keep, scomm, tmp_path, name):
    _, page = keep(name, *LINES)
    for part in range(1, 10, 2):
        (tmp_path / name).write_text(page[: len(page) * part // 10])
        assert scomm("--verify", name, cwd=tmp_path).code in (3, 4)


def test_a_lesson_plays_again_with_its_replies(keep, scomm, tmp_path):
    lines = [".lesson 4.2", "deportations | total removals", ".lesson 1.3", '"MA"', "a state in", ".lesson off"]
    for name in ["page.html", "page.md"]:
        _, page = keep(name, *lines, XDG_STATE_HOME=str(tmp_path), SCOMM_STUDENT="ana")
        assert "a state in" in page
        assert scomm("--verify", name, cwd=tmp_path, SCOMM_STUDENT="bo").code == 0


@pytest.mark.parametrize(
    "name,sentence,title",
    [
        ("removals-2012.html", None, "Removals 2012"),
        ("n.html", None, "Notebook n"),
        ("n.html", "How many were removed? A first look.", "How many were removed?"),
        ("n.html", "Removals from the states.", "Removals from the states"),
        ("my_states.html", "A sentence " * 9, "My states"),
    ],
)
def test_a_page_has_a_title(keep, name, sentence, title):
    _, page = keep(name, *([f'"{sentence}'] if sentence else []), "states | count")
    assert f"<h1>{title}</h1>" in page and f"<title>{title}</title>" in page


def test_a_page_points_to_no_commands(keep):
    _, page = keep("p.md", "figures | count")
    assert "most counts are cumulative" in page
    assert ".about" not in page and "(.cite)" not in page
