import Catalog
import Functions
import IO
import Planner
import Remote

/// The whole reference manual: the language in brief, then a page for each entry of the registries.
///
/// It is the same on every screen. `usage` is the help on the command line.
public func manual(
  catalog: Catalog,
  usage: String,
  asMarkdown: Bool
) throws(TableFailure) -> String {
  let examples = Examples(
    catalog: catalog,
    options: SessionOptions(layout: FormatOptions()),
    width: 88
  )
  var tables: [Page] = []
  for table in catalog.tables { tables.append(try .table(table, examples)) }
  let manual = Page(
    "scomm: the reference manual",
    [
      .paragraph(
        "scomm asks the record of the Secure Communities program. This manual is what "
          + "`scomm --help-all --format markdown` prints; its examples run on the shipped data."
      ),
      .page(.language), verbs(examples), .page(.functions(examples)),
      chapter(
        "Words, signs and literals",
        "What stands between verbs, functions and names.",
        Topic.all.entries.map { Page.topic($0, examples) }
      ),
      chapter(
        "Formats",
        "A format stands after `as`, `--format` and `.format`.",
        Format.all.entries.map { Page.format($0, examples) }
      ),
      chapter(
        "Commands",
        "A command begins with a dot and stands on a line of its own.",
        Command.all.entries.map { Page.command($0, examples) }
      ),
      .page(.dialects),
      chapter("Tables", "Each table of the shipped data begins a query.", tables),
      chapter(
        "Other engines",
        "Where the data are large, another engine runs the same queries: `scomm --engine` names it. "
          + "Its tables are those of the shipped package where names, columns and types fit, or of "
          + "the one that `--data-package` names; else their keys, links and words come from the "
          + "engine. A query that reads none of its tables runs here. What an engine cannot say "
          + "is told, with the stage. Stages are not counted there.",
        RemoteEngine.all.entries.map { Page.engine($0) }
      ),
      .page(.errors), .page(.commandLine(usage)),
    ]
  )
  return asMarkdown ? manual.markdown() : manual.text(width: 88)
}

private func chapter(_ title: String, _ opening: String, _ pages: [Page]) -> Page.Block {
  .page(Page(title, [.paragraph(opening)] + pages.map { .page($0) }))
}

private func verbs(_ examples: Examples) -> Page.Block {
  chapter(
    "Verbs",
    "A verb stands after a bar. In its usage, what stands in square brackets may be left out; "
      + "options, each begun by its own word, come in any order and once each.",
    Verb.all.entries.map { Page.verb($0, examples) }
  )
}

extension Page {
  fileprivate static func functions(_ examples: Examples) -> Page {
    Page(
      "Functions",
      [.paragraph("A function stands before its arguments in brackets: `round(x, 1)`.")]
        + Function.families.map { family in
          .page(Page(family.title, family.functions.map { .page(.function($0, examples)) }))
        }
    )
  }

  fileprivate static func commandLine(_ usage: String) -> Page {
    Page(
      "The command line",
      [
        .code(usage),
        .paragraph("scomm ends with one of these codes:"),
        .expressions([
          ("0", "all is well"), ("1", "a query was wrong, or failed while it ran"),
          ("2", "the command line or a parameter was wrong"), ("3", "an `assert` did not hold"),
          ("4", "a file could not be read or written, an engine not be asked, or memory ran out"),
          ("130", "Ctrl-C"),
        ]),
        .paragraph(
          "`make install` installs the program, its manual page, the completion of the command "
            + "line for bash, zsh and fish, and colors for Vim. The completions also come from the "
            + "program itself:"
        ),
        .code(
          """
          scomm --completions bash > ~/.local/share/bash-completion/completions/scomm
          scomm --completions zsh > "${fpath[1]}/_scomm"
          scomm --completions fish > ~/.config/fish/completions/scomm.fish
          """
        ),
        .paragraph(
          "Without it, the manual page is read by `man -l docs/scomm.1`, and queries are colored in "
            + "Vim by the folder `grammar/vim`, copied into `~/.vim`, and in Visual Studio Code by "
            + "`grammar/vscode`, copied to `~/.vscode/extensions/scomm`."
        ),
      ]
    )
  }
}
