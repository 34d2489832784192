import ArgumentParser
import Datasets
import Engines
import Formats
import Glibc
import Shell
import Tables

/// The front door: arguments, then a session.
@main
struct Scomm: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scomm",
    abstract: "Ask the Secure Communities record.",
    discussion: """
      Without arguments on a terminal, opens the shell. Query files end in .scq; other files and \
      folders are opened as tables.

        scomm -c 'deportations | total removals by state.region'
        echo 'stories | count by kind' | scomm
        scomm removals.csv -c 'removals | count'
      """
  )

  @Option(name: .customShort("c"), parsing: .singleValue, help: "A query to run; may be repeated.")
  var query: [String] = []

  @Option(
    name: [.customShort("f"), .customLong("file")],
    parsing: .singleValue,
    help: "A file of queries to run; may be repeated; - is standard input."
  )
  var files: [String] = []

  @Option(parsing: .singleValue, help: "A file or folder to open as tables: FILE or NAME=FILE.")
  var data: [String] = []

  @Option(parsing: .singleValue, help: "A parameter's value: NAME=VALUE.")
  var set: [String] = []

  @Option(help: "How results are written: \(Format.all.names.joined(separator: ", ")).")
  var format: String?

  @Option(help: "When to color: auto, always or never.")
  var color: ColorChoice = .automatic

  @Option(help: "How errors are written: text or json.")
  var errors: ErrorForm = .text

  @Option(help: "How the ledger is written: text or json.")
  var ledger: ErrorForm = .text

  @Option(help: "The folder of the data package.")
  var datasets: String?

  @Option(
    help: ArgumentHelp(
      "Another engine that runs the queries over its own tables: "
        + "\(RemoteEngine.all.entries.map(\.usage).joined(separator: ", ")).",
      valueName: "engine"
    )
  )
  var engine: String?

  @Option(
    help: "The folder of a data package that declares the tables of the engine."
  )
  var dataPackage: String?

  @Option(help: "What is done with malformed rows of one's own files.")
  var badRows: BadRows = .error

  @Flag(help: "Do not keep the columns of large files for the next time, nor use those kept.")
  var noCache = false

  @Flag(help: "Compare a whole file with what was kept of it, and not samples alone.")
  var verifyCache = false

  @Flag(help: "Parse and bind the queries without running them.")
  var check = false

  @Flag(help: "List the parameters of the query files.")
  var params = false

  @Option(help: "A transcript to run again; differences from what it says end with exit code 3.")
  var verify: String?

  @Option(help: "A query file to write down as a transcript, on standard output.")
  var record: String?

  @Option(help: "A query file to print in the canonical layout.")
  var fmt: String?

  @Option(
    name: .customLong("emit-ddl"),
    help: "A dialect of SQL in which to write the tables as statements that make them."
  )
  var emitDDL: String?

  @Flag(help: "Leave out ledgers and notes; errors are still written.")
  var quiet = false

  @Flag(help: "Go on after an error; the exit code is still the first error's.")
  var keepGoing = false

  @Flag(help: "Only note a text that no row has, instead of stopping.")
  var allowUnknownValues = false

  @Flag(help: "Write the totals of a pivot into data formats, too.")
  var totals = false

  @Flag(name: .customLong("no-rc"), help: "Do not read the rc file; batch runs never do.")
  var noRC = false

  @Flag(help: "Draw tables with ASCII characters only.")
  var ascii = false

  @Flag(help: "Print the whole manual, as Markdown after --format markdown.")
  var helpAll = false

  @Flag(help: "Print the version of the program and of the data.")
  var version = false

  @Argument(help: "Query files (.scq), and files or folders to open as tables.")
  var paths: [String] = []

  func run() throws {
    let exit = try Invocation(arguments).run()
    throw ExitCode(exit.rawValue)
  }

  /// What was asked for.
  private var arguments: Arguments {
    var plain = Arguments()
    (plain.query, plain.files, plain.data, plain.set) = (query, files, data, set)
    (plain.format, plain.color, plain.errors, plain.ledger) = (format, color, errors, ledger)
    (plain.datasets, plain.badRows, plain.emitDDL) = (datasets, badRows, emitDDL)
    (plain.engine, plain.dataPackage) = (engine, dataPackage)
    (plain.noCache, plain.verifyCache) = (noCache, verifyCache)
    (plain.check, plain.params, plain.verify, plain.record) = (check, params, verify, record)
    (plain.fmt, plain.quiet, plain.keepGoing, plain.totals) = (fmt, quiet, keepGoing, totals)
    (plain.allowUnknownValues, plain.ascii) = (allowUnknownValues, ascii)
    (plain.helpAll, plain.version, plain.paths) = (helpAll, version, paths)
    return plain
  }

  /// Runs, with exit code 2 for what is wrong with the command line.
  static func main() {
    do {
      // ArgumentParser takes two fifths of a short run; most command lines do without it.
      if let arguments = Arguments(quick: CommandLine.arguments.dropFirst()) {
        Glibc.exit(try Invocation(arguments).run().rawValue)
      }
      var command = try parseAsRoot()
      try command.run()
    } catch let code as ExitCode {
      exit(withError: code)
    } catch {
      let code = exitCode(for: error)
      if code == .success { exit(withError: error) }
      Console.standard().error(fullMessage(for: error) + "\n")
      exit(withError: ExitCode(Exit.usage.rawValue))
    }
  }
}

/// Text for people, or JSON for programs.
enum ErrorForm: String, ExpressibleByArgument {
  case text, json
}

extension ColorChoice: ExpressibleByArgument {}
extension BadRows: ExpressibleByArgument {}
