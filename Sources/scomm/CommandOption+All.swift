import Charts
import IO
import Remote
import SQL
import Shell

extension CommandOption {
  /// All options, in the order of the help.
  static let all: [CommandOption] = [
    .input("-c", { .query($0) }, "A query to run; may be repeated, in order with files."),
    .input(
      "-f --file",
      { .file($0) },
      "A file of queries to run; may be repeated; - is standard input."
    )
    .completing(.file),
    .list("--data", \.data, "A file or folder to open as tables: FILE or NAME=FILE.")
      .completing(.file),
    .list("--set", \.set, "A parameter's value: NAME=VALUE."),
    .text(
      "--format",
      \.format,
      "How results are written: \(Format.all.names.joined(separator: ", ")); charts also as "
        + "\(chartFormat)."
    )
    .completing(.words(Format.all.names + [chartFormat])),
    .choice("--color", \.color, "When to color."),
    .choice("--errors", \.errors, "How errors are written."),
    .choice("--ledger", \.ledger, "How the ledger is written."),
    .text("--datasets", \.datasets, "The folder of a data package, in place of the record.")
      .completing(.folder),
    .text(
      "--require-data",
      \.requireData,
      "The hash that the data must have, as --version prints it; others are refused."
    ),
    .text(
      "--engine",
      \.engine,
      "Another engine that runs the queries over its own tables: "
        + "\(RemoteEngine.all.entries.map(\.usage).joined(separator: ", "))."
    )
    .completing(.words(RemoteEngine.all.names.map { $0 + ":" })),
    .text(
      "--data-package",
      \.dataPackage,
      "The folder of a data package that declares the tables of the engine."
    )
    .completing(.folder),
    .choice("--bad-rows", \.badRows, "What is done with malformed rows of one's own files."),
    .value(
      "--missing",
      \.missing,
      "Words that are missing values in every column of one's own files, such as \"NA,999\", besides "
        + "the usual ones beside numbers and dates; none takes those as text, too.",
      read: MissingWords.init
    ),
    .flag(
      "--no-cache",
      \.noCache,
      "Do not keep the columns of large files for the next time, nor use those kept."
    ),
    .flag(
      "--verify-cache",
      \.verifyCache,
      "Compare a whole file with what was kept of it, and not samples alone."
    ),
    .value(
      "--threads",
      \.session.threads,
      "How many threads work; as many as the process may use, unless given.",
      read: SessionOptions.threadCount
    ),
    .value(
      "--memory",
      \.session.memoryLimit,
      "What a query may hold, such as 512M or 2G; three quarters of what the process may use, "
        + "unless given.",
      read: SessionOptions.byteCount
    ),
    .value(
      "--timeout",
      \.session.timeout,
      "How long a query may take, such as 500ms, 30s or 5m; as long as it takes, unless given.",
      read: SessionOptions.timeout
    ),
    .flag(
      "--check",
      \.check,
      "Parse and bind the queries without running them; play the queries of a course (.lesson)."
    ),
    .flag("--params", \.params, "List the parameters of the query files."),
    .input(
      "--verify",
      { .job(.verify, $0) },
      "A transcript or notebook to run again, or a folder of them, of which each gets a line; may be "
        + "repeated; differences end with exit code 3, and an error that no comment announces "
        + "(# error:) with its own."
    )
    .completing(.file),
    .input(
      "--record",
      { .job(.record, $0) },
      "A query file to write down as a transcript, on standard output; may be repeated; an error "
        + "that no comment announces is reported."
    )
    .completing(.file),
    .input(
      "--fmt",
      { .job(.layOut, $0) },
      "A query file or course to print in the canonical layout; may be repeated."
    )
    .completing(.file),
    .text(
      "--results",
      \.session.lessons.results,
      "The file into which attempts at exercises of lessons are written, a line of JSON each."
    )
    .completing(.file),
    .text(
      "--class",
      \.session.lessons.classFolder,
      "A folder in which each student of a class gets a file of results, under a made-up word or "
        + "that of SCOMM_STUDENT."
    )
    .completing(.folder),
    .flag(
      "--lesson-lock",
      \.session.lessons.isLocked,
      "Let no core exercise of a lesson be left out."
    ),
    .flag(
      "--exam",
      \.session.lessons.isExam,
      "Give no hints and answers in lessons, and take nothing that is right by luck."
    ),
    .input(
      "--handout",
      { .job(.handOut, $0) },
      "A course (.lesson) to print for paper, as Markdown or after --format html; may be repeated."
    )
    .completing(.file),
    .flag("--teacher", \.teacher, "Print answers and notes into a handout, too."),
    .flag(
      "--self-test",
      \.selfTest,
      "Try whether the data can be read, the lessons be answered, and results be kept."
    ),
    .text(
      "--emit-ddl",
      \.emitDDL,
      "A dialect of SQL in which to write the tables as statements that make them."
    )
    .completing(.words(Dialect.all.names)),
    .flag("--quiet", \.session.isQuiet, "Leave out ledgers and notes; errors are still written."),
    .flag(
      "--keep-going",
      \.session.keepsGoing,
      "Go on after an error; the exit code is still the first error's."
    ),
    .flag(
      "--allow-unknown-values",
      \.session.allowsUnknownValues,
      "Only note a text that no row has, instead of stopping."
    ),
    .flag(
      "--totals",
      \.session.exportsTotals,
      "Write the totals of a pivot into data formats, too."
    ),
    .flag(
      "--in-place",
      \.session.savesInPlace,
      "Let save write a file where it lies, which keeps its links, owner and group, but leaves a part "
        + "of it if the program ends meanwhile."
    ),
    .flag(
      "--no-backup",
      \.session.savesWithoutBackup,
      "Let save write over a file without keeping what it held as FILE~."
    ),
    .flag(
      "--csv-safe",
      \.csvSafe,
      "Write an apostrophe before texts and names of columns in CSV and TSV that a spreadsheet would "
        + "run as formulas."
    ),
    .flag(
      "--safe",
      \.safe,
      "Open no file and start no program that a query or an option names, such as for a class."
    ),
    .flag(
      "--plain",
      \.plain,
      "Answer in sentences for a screen reader: a line a row, errors by the word at which they are, "
        + "nothing drawn; SCOMM_PLAIN=1 does the same at a terminal."
    ),
    .flag("--ascii", \.ascii, "Write ASCII characters only to terminals, in tables and messages."),
    .flag(
      "--no-rc",
      \.noRC,
      "Open the shell without the commands in $XDG_CONFIG_HOME/scomm/rc."
    ),
    .value(
      "--completions",
      \.completions,
      "Print the script by which a shell completes options, values and files: bash, zsh or fish.",
      read: CompletionScript.named
    )
    .completing(.words(CompletionScript.allCases.map(\.rawValue))),
    .flag(
      "--help-all",
      \.helpAll,
      "Print the whole manual, as Markdown after --format markdown."
    ),
    .flag(
      "--version",
      \.version,
      "Print the version of the program, and version and hash of the data."
    ),
  ]
}
