import Charts

// The topics about charts.

extension Topic {
  static let charts = [
    Topic(
      "pictures",
      "charts",
      "line",
      "hist",
      "dots",
      "stack",
      "heat",
      "spark",
      chartFormat,
      summary: "What can be drawn? The kinds of charts, their parts, and where they are written",
      [
        .expressions(ChartKind.all.entries.map { ("chart " + $0.name, $0.summary) }),
        .paragraph(
          "Without a kind, `chart` takes the one that fits the columns: a line over time, bars over "
            + "names, a histogram of one number, dots of two, a stack where `whole` says what the "
            + "parts are shares of. `sort` before it orders the bars, `lump` draws the rest in one."
        ),
        .expressions([
          ("x y", "the columns of the axes; several after y make a line each, LOW..HIGH bounds"),
          ("color", "the column of the lines, or of the parts of a bar; the number of a heat map"),
          ("mark", "the column of the signs of dots"),
          ("facet", "a panel for each value, on one scale; free gives each its own"),
          ("by", "the width of the bins of a histogram; in map the column of the places"),
          ("steps", "the classes of a map or heat map: how many, or their limits"),
          ("whole", "what the parts are shares of: a column, or the value in quotes of its row"),
          ("ref", "a line at a number, date or period; that of around comes by itself"),
          ("title note", "texts over and under the chart"),
        ]),
        .paragraph(
          "Under the title stands what the query chose: its conditions with the names of what keys "
            + "stand for, cuts such as top 10, what percentages are of, how drawn columns are "
            + "computed, and the days that the table covers where no axis or condition says when. "
            + "A screen has two lines for it and counts what has no room; SVG and `--plain` say all."
        ),
        .paragraph(
          "What is covered only in part (`*`) or rests on less than half as many known values as the "
            + "fullest period (`†`) is hollow or hatched, and the line to it dotted. Missing periods "
            + "and values are gaps, `(missing)` has a bar, bars begin at zero. Refused are lines over "
            + "names without order, more parts than can be told apart, stacks of what must not be "
            + "added up, and pies."
        ),
        .paragraph(
          "`map` draws places: those whose data package declares tiles or outlines, and columns that "
            + "link to such a table. Each class has a number, a texture, and in its line how many "
            + "places it holds; equally many are in each, unless `steps` gives the limits. `?` is not "
            + "known, a blank has no row, and what is not on the map is named."
        ),
        .paragraph(
          "`chart | as svg` and `save \"name.svg\"` make a page with title, query and sources, "
            + "`save \"name.png\"` the same where rsvg-convert is on the PATH. `as plain` says the "
            + "chart in sentences, `--ascii` draws with ASCII alone. Colors repeat what signs say. "
            + "Lines need a font with braille: ⣀⡠⠔⠊⠉ should rise from the left to the right, without "
            + "boxes."
        ),
      ],
      examples: ChartKind.all.entries.compactMap(\.examples.first),
      related: ["chart", "map", "save", "as", "lump", "around"]
    )
  ]
}
