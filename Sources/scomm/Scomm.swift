import ArgumentParser
import CStart
import Glibc
import IO
import Parallel
import Shell

/// The command of the program, as ArgumentParser knows it: its options are those of the table
/// `CommandOption.all`, which stand in for declared properties.
@main
struct Scomm: ParsableCommand, CustomReflectable {
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

  /// The version of the program; CHANGELOG.md and the editors' files name the same.
  static let version = "0.2.0"
  private static let paths = "paths"
  private var arguments = Arguments()

  init() {}

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CommandOption.Key.self)
    for option in CommandOption.all { try option.decode(&arguments, values) }
    let key = CommandOption.Key(stringValue: Scomm.paths)
    let paths = try values.decode(Argument<[String]>.self, forKey: key).wrappedValue
    arguments.inputs += paths.map { .path($0) }
  }

  /// The properties in which ArgumentParser looks for declarations.
  var customMirror: Mirror {
    let options = CommandOption.all.map { option -> Mirror.Child in
      (label: option.key.stringValue, value: option.declaration())
    }
    let help: ArgumentHelp = "Query files (.scq), and files or folders to open as tables."
    let paths = Argument<[String]>(wrappedValue: [], help: help)
    return Mirror(self, children: options + [(label: Scomm.paths, value: paths)])
  }

  func run() throws {
    throw ExitCode(try Invocation(arguments).run().rawValue)
  }

  /// Runs, with exit code 2 for what is wrong with the command line.
  static func main() { CallStack.deepened(start) }

  /// The words of the command line behind the program's name.
  private static var words: [String] {
    let words = sequence(state: CInt(1)) { place in
      defer { place += 1 }
      return argument(place).map { String(cString: $0) }
    }
    return Array(words)
  }

  private static func start() {
    do {
      // ArgumentParser takes more time than most queries.
      if let arguments = Arguments(reading: words) {
        Glibc.exit(try Invocation(arguments).run().rawValue)
      }
      var command = try parseAsRoot(words)
      try command.run()
    } catch let code as ExitCode {
      exit(withError: code)
    } catch {
      let code = exitCode(for: error)
      if code == .success { exit(withError: error) }
      report(error)
      exit(withError: ExitCode(Exit.usage.rawValue))
    }
  }
}

extension Scomm {
  /// Reports what is wrong with the command line, which could not be read, in the form that it asks
  /// for.
  private static func report(_ error: any Error) {
    let words = words
    let console = Console.standard()
    let form = words.lastIndex(of: "--errors").map { words.dropFirst($0 + 1).first ?? "" }
    console.errorsAsJSON = form == "json" || words.contains("--errors=json")
    let text = console.errorsAsJSON ? message(for: error) : fullMessage(for: error)
    console.error(text + "\n", code: "usage")
  }
}

/// Text for people, or JSON for programs.
enum ErrorForm: String, CaseIterable, ExpressibleByArgument {
  case text, json
}

extension ColorChoice: ExpressibleByArgument {}
extension MalformedRowPolicy: ExpressibleByArgument {}
