"""Where numbers come from, asked at the prompt."""

from harness import ENTER, TAB


def test_sources_are_told_with_the_way_to_cite_them(shell):
    shell.enter("deportations | total removals by fiscal_year")
    shell.wait_for_prompt()
    assert "sources: urban-2022 (.cite)" in shell.text()
    assert ".about deportations tells 4 more" in shell.text()
    shell.enter(".rows 2")
    shell.wait_for_prompt()
    assert "51 rows of deportations behind line 2 of _1" in shell.text()
    shell.enter("| count")
    shell.wait_for_prompt()
    assert "51" in shell.text()
    shell.enter(".cite")
    shell.wait_for_prompt()
    assert "Urban Institute" in shell.text()


def test_a_caveat_is_told_once(shell):
    for query in ("figures | count", "figures | count by level"):
        shell.enter(query)
        shell.wait_for_prompt()
    assert shell.text().count("most counts are cumulative") == 1
    assert shell.text().count(".about figures tells 2 more") == 1


def test_tab_completes_what_a_package_is_made_of(shell):
    shell.send(".package " + TAB)
    shell.wait_for(".package init")


def test_tab_completes_styles_and_things(shell):
    shell.send(".cite bib" + TAB)
    shell.wait_for("bibtex")
    shell.send(ENTER)
    shell.wait_for("There is no result yet.")
    shell.send(".about deportations.rem" + TAB)
    shell.wait_for("deportations.removals")
