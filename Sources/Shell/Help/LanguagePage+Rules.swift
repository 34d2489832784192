import Syntax

// The language in brief: order, additivity, names; and how errors read.

extension Page {
  static let order = Page(
    "Order",
    "A table with a key comes in the order of its key, others as in their file. `count`, "
      + "`total`, `summarize` and `distinct` give the order of the groups: categories as "
      + "declared, periods by time, numbers by size, text by its bytes, missing last. `top` and "
      + "`bottom` put the largest or smallest first; `sort` keeps equal rows in the order found; "
      + "all other verbs keep the order. A value that depends on an order (`running`, "
      + "`previous`, `change` and their kin) takes it from `along`, the only period or date of "
      + "the key, or a `sort` before, and is an error without one. A column of the key that `where` "
      + "sets to one value does not count."
  )

  static let additivity = Page(
    "What may be added up",
    "Counts, sums and most numbers of the data can be added up; averages, medians, shares, "
      + "quotients and running values cannot, nor can what is computed from these. A stock, such as "
      + "a population, adds up over some keys only: over places, not over years. Which keys these "
      + "are the data package says; a condition that leaves one year will do, too. `total`, `share` "
      + "and `with totals` refuse what cannot be added up and say what to do instead."
  )

  static let screens = Page(
    "On the screen, and in files",
    "A box that is too wide for the screen first breaks long texts over up to four lines, where the "
      + "rows are few, then shortens them. Then it leaves out columns that the query does not name "
      + "and did not make, and only at last others; a line below names them. Under a last `describe` "
      + "the box and `vertical` have a column `values` more, which shows how the values are spread: "
      + "a bar for each of up to ten equal stretches between the least and the most, blank where "
      + "there are none, or the most frequent texts with their rows. Files, pipes, `plain` and later "
      + "stages do not have it.",
    "`save` writes a file whole or not at all. If the file is there with other contents, these are "
      + "kept beside it as `name~`, then `name~2`, and a line says so; the same contents are left as "
      + "they are. `~/` at the beginning of its name is the home folder. A file that was there keeps "
      + "its mode, owner and group, and a symbolic link still leads to it; one with other names (hard "
      + "links), or of another owner, is written only with `--in-place`. With `--csv-safe` a text or "
      + "a name that begins with `=`, `+`, `-`, `@`, a tab or a carriage return has an apostrophe "
      + "before it in CSV and TSV, so that a spreadsheet does not run it; numbers are not changed.",
    "`explain` before a query says each stage back in words, with the rows in and out and the first "
      + "three rows that it gives, at most as wide as the screen."
  )

  static let names = Page(
    "Names",
    "A column keeps its name through all verbs; `state.region` follows the link from a state to "
      + "its row in the table `states`, and is then called `region`. `count` makes `n`, and an "
      + "aggregate such as `sum(removals)` makes `sum_removals` unless a name stands before it: "
      + "`people = sum(removals)`. Words of the language and names with other characters stand "
      + "in back-quotes: `` `by` ``. A function is one only before a bracket, so that columns "
      + "may be called `count` or `rank`."
  )

  /// How errors read, and what the commonest ones mean.
  static let errors = Page(
    "Errors",
    [
      .paragraph(
        "An error shows the query with a mark under every place that is wrong, then a sentence for "
          + "each, then the repaired query where one repair is clearly meant; at the prompt ↑ "
          + "brings it. In a file an error begins with the file, the line and the column."
      ),
      .code(
        """
           deportations | where stat = "MA" | totl removals
                                ^^^^          ^^^^
        1. There is no column stat. Did you mean state?
        2. There is no verb totl. Did you mean total?
        """
      ),
      .expressions([
        ("There is no column …", "the name is not one of the table's at this step"),
        ("… has no value …", "the text stands in no row; the nearest ones are offered"),
        ("… must not be summed", "the numbers are averages or shares: see What may be added up"),
        ("… needs an order", "say in which order values follow: `along`"),
        ("Several rows … match", "a join found several partners; `many` allows that"),
      ]),
      .paragraph(
        "A script stops at its first error unless `--keep-going` is given. `--errors json` writes "
          + "errors for programs."
      ),
    ]
  )
}
