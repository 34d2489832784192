import Catalog
import Columns
import Testing

@testable import IO

@Suite("Formats for screens and print")
struct ScreenFormatTests {
  private let wide = Table(
    schema: Schema([
      Field("name", .text), Field("n", .integer), Field("note", .text), Field("more", .real),
    ]),
    columns: [
      Column([.text("A name that is rather long"), .text("B")], as: .text),
      Column([.integer(1), .integer(2)], as: .integer),
      Column([.text("漢字漢字漢字漢字漢字漢字漢字漢字"), .missing], as: .text),
      Column([.real(1.5), .real(100)], as: .real),
    ],
    rowCount: 2
  )

  private let marked = Table(
    schema: Schema([Field("the_key", .text, role: .key), Field("n", .real)]),
    columns: [
      Column([.text("a|b*<&>\n{$%#_^~\\}"), .text("[x]"), .missing], as: .text),
      Column([.real(0.1), .missing, .real(-2)], as: .real),
    ],
    rowCount: 3
  )

  @Test("a box")
  func box() {
    #expect(
      written(hardTable(), as: "box", FormatOptions(markedPeriods: ["FY2015"])) == """
        ┌─────────┬────────────┬──────────────────┬───────────────────────────┬───────────┬───────────┬────────────┬─────────────┬─────────────┐
        │     key │ text       │ 漢字             │                         n │      real │     share │ day        │ fy          │ is          │
        │ integer │ text       │ ordered category │                   integer │      real │   percent │ date       │ fiscal year │ truth value │
        ├─────────┼────────────┼──────────────────┼───────────────────────────┼───────────┼───────────┼────────────┼─────────────┼─────────────┤
        │    1000 │ a, "b"␉|   │ high             │                -1,234,567 │     29.00 │     23.5% │ 2011-06-17 │ FY2012      │ true        │
        │       2 │ 漢e\u{301}👩‍👩‍👧␛[31m │ (missing)        │                 (missing) │ -1,234.57 │    100.0% │ (missing)  │ FY2015*     │ false       │
        │       3 │ x␊y_z<&>%  │ low              │ 9,223,372,036,854,775,807 │ (missing) │ (missing) │ 1970-01-01 │ (missing)   │ (missing)   │
        └─────────┴────────────┴──────────────────┴───────────────────────────┴───────────┴───────────┴────────────┴─────────────┴─────────────┘

        """
    )
  }

  @Test("on a narrow screen long texts take several lines")
  func narrow() {
    #expect(
      written(wide, as: "box", FormatOptions(width: 60)) == """
        ┌──────────────────────┬───┬───────────────────────┬───────┐
        │ name                 │ n │ note                  │  more │
        │ text                 │   │ text                  │  real │
        ├──────────────────────┼───┼───────────────────────┼───────┤
        │ A name that is       │ 1 │ 漢字漢字漢字漢字漢字… │   1.5 │
        │ rather long          │   │                       │       │
        │ B                    │ 2 │ (missing)             │ 100.0 │
        └──────────────────────┴───┴───────────────────────┴───────┘

        """
    )
  }

  @Test("a box of ASCII characters")
  func ascii() {
    #expect(
      written(wide, as: "box", FormatOptions(width: 40, ascii: true)) == """
        +--------+---+-----------------+-------+
        | name   | n | note            |  more |
        | text   |   | text            |  real |
        +--------+---+-----------------+-------+
        | A name | 1 | \\u{6F22}\\u{5... |   1.5 |
        | that   |   |                 |       |
        | is     |   |                 |       |
        | rat... |   |                 |       |
        | B      | 2 | (missing)       | 100.0 |
        +--------+---+-----------------+-------+

        """
    )
  }

  @Test("one row that does not fit stands upright")
  func upright() {
    let table = Table(
      schema: Schema([Field("name", .text), Field("n", .integer), Field("none", .date)]),
      columns: [
        Column([.text("a few words that need more than one line here")], as: .text),
        Column([.integer(12345)], as: .integer), Column([.missing], as: .date),
      ],
      rowCount: 1
    )
    #expect(
      written(table, as: "box", FormatOptions(width: 30, color: true)) == """
        name  a few words that need
              more than one line here
        n     12,345
        none  \u{1B}[2m(missing)\u{1B}[0m

        """
    )
    #expect(
      written(table, as: "plain")
        == "name: a few words that need more than one line here\nn: 12345\nnone: (missing)\n"
    )
  }

  @Test("rows in the middle are left out, and the lines say so")
  func elision() {
    let table = Table(
      schema: Schema([Field("n", .integer)]),
      columns: [Column((0..<2000).map { .integer($0) }, as: .integer)],
      rowCount: 2000
    )
    #expect(
      written(table, as: "box", FormatOptions(ascii: true, maximumRows: 3)) == """
        +---------+
        |       n |
        | integer |
        +---------+
        |       0 |
        |       1 |
        |     ... |
        |   1,999 |
        +---------+
        rows 3 to 1,999 of 2,000 are not shown; .last all shows them

        """
    )
  }

  @Test("plain and vertical")
  func plain() {
    let columns = Array(hardTable().columns[0...4])
    let table = Table(
      schema: Schema(Array(hardTable().schema.fields[0...4])),
      columns: columns,
      rowCount: 3
    )
    #expect(
      written(table, as: "plain") == """
         key  text        漢字                         n        real
        1000  a, "b"␉|    high                  -1234567          29
           2  漢e\u{301}👩‍👩‍👧␛[31m  (missing)            (missing)  -1234.5678
           3  x␊y_z<&>%   low        9223372036854775807   (missing)

        """
    )
    #expect(
      written(table, as: "vertical").hasPrefix(
        """
        ── row 1 of 3 ──
        key   1000
        text  a, "b"␉|
        漢字  high
        n     -1234567
        real  29
        ── row 2 of 3 ──
        """
      )
    )
  }

  @Test("Markdown")
  func markdown() {
    #expect(
      written(marked, as: "markdown") == #"""
        | the\_key | n |
        | --- | ---: |
        | a\|b\*&lt;&amp;><br>{\$%#\_^\~\\} | 0.1 |
        | \[x\] | (missing) |
        | (missing) | -2 |

        """#
    )
  }

  @Test("LaTeX")
  func latex() {
    #expect(
      written(marked, as: "latex", FormatOptions(title: "T")) == ##"""
        % T
        \begin{tabular}{lr}
        \toprule
        the\_key & n \\
        \midrule
        a|b*\textless{}\&\textgreater{} \{\$\%\#\_\textasciicircum{}\textasciitilde{}\textbackslash{}\} & 0.1 \\
        {}[x] & (missing) \\
        (missing) & -2 \\
        \bottomrule
        \end{tabular}

        """##
    )
  }

  @Test("HTML")
  func html() {
    #expect(
      written(marked, as: "html", FormatOptions(title: "A & B")) == """
        <table>
        <caption>A &amp; B</caption>
        <thead>
        <tr><th scope="col">the_key</th><th scope="col" style="text-align:right">n</th></tr>
        </thead>
        <tbody>
        <tr><th scope="row">a|b*&lt;&amp;&gt;
        {$%#_^~\\}</th><td style="text-align:right">0.1</td></tr>
        <tr><th scope="row">[x]</th><td style="text-align:right"><em>(missing)</em></td></tr>
        <tr><th scope="row"><em>(missing)</em></th><td style="text-align:right">-2</td></tr>
        </tbody>
        </table>

        """
    )
  }
}
