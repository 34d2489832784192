import Catalog
import Charts
import Columns
import Datasets
import Diagnostics
import Functions
@preconcurrency import Glibc
import IO
import Remote
import Shell

/// One run of the program, by its arguments.
struct Invocation {
  private let command: Arguments
  private let terminal: Terminal
  private let console = Console.standard()
  private let progress = LoadProgress()
  /// Whether answers are for a screen reader.
  private let isPlain: Bool

  init(_ command: Arguments) {
    self.command = command
    isPlain = command.plain || Terminal.wantsPlain
    terminal = Terminal(color: isPlain ? .never : command.color)
    console.isASCII = command.ascii || !terminal.usesUTF8
    console.isSpoken = isPlain
    console.errorsAsJSON = command.errors == .json
  }

  /// Does what was asked for; gives the exit code.
  func run() throws -> Exit {
    Interrupts.install()
    Interrupts.endProcessSoon()
    if command.safe { SafeMode.enter() }
    if let problem = command.problem { return refuse(problem) }
    if let script = command.completions {
      console.page(script.text)
      console.flush()
      return .fine
    }
    do throws(TableFailure) {
      if let engine = command.engine { return try ask(engine) }
      if let folder = command.datasets, let text = SafeMode.refusal(of: folder) {
        throw TableFailure(text)
      }
      let catalog = try openDataPackage(recordFiles(option: command.datasets))
      if let hash = command.requireData { try require(hash, of: catalog) }
      if command.version { return try printVersion(catalog, hasHash: true) }
      if command.helpAll {
        let usage = Scomm.helpMessage(columns: 88)
        let asMarkdown = command.format == "markdown"
        console.page(try manual(catalog: catalog, usage: usage, asMarkdown: asMarkdown))
        console.flush()
        return .fine
      }
      if let problem = wrongPath() { return problem }
      return try work(over: catalog)
    } catch {
      return console.report(fileProblem: error.text, hasLines: error.hasLines)
    }
  }

  /// Does what was asked for over the tables of another engine.
  private func ask(_ engine: String) throws(TableFailure) -> Exit {
    if let problem = wrongPath() { return problem }
    if command.requireData != nil {
      throw TableFailure("--require-data: the data of another engine have no hash; leave it out")
    }
    let server: RemoteServer
    do throws(TableFailure) {
      let memory = MemoryBudget.ofProcess(limit: command.session.memoryLimit)
      server = try RemoteServer(EngineAddress(engine), memory: memory) {
        let interrupts = Interrupts.count
        return Cancellation { Interrupts.count != interrupts }
      }
    } catch {
      return refuse(visibleText(error.text))
    }
    let package: Catalog?
    if let folder = command.dataPackage ?? command.datasets {
      package = try openDataPackage(folder: folder)
    } else {
      package = try? openDataPackage(recordFiles(option: nil))
    }
    let isMeant = command.dataPackage != nil
    let catalog = try server.catalog(package: package, isMeant: isMeant)
    if command.version { return try printVersion(catalog, hasHash: false) }
    return try work(over: catalog, server)
  }

  /// What is wrong with a path that names neither queries nor tables, which has been said.
  private func wrongPath() -> Exit? {
    let data = command.data.map { item in
      item.split(separator: "=", maxSplits: 1).last.map(String.init) ?? item
    }
    let inputs = command.scripts.compactMap(\.path) + command.tables + data
    if inputs.count(where: isStandardInput) > 1 {
      return refuse("- is standard input, which is read once; name it once.")
    }
    guard let given = command.tables.first(where: { !namesTables($0) }) else { return nil }
    let path = visibleText(given)
    if path.contains("|") {
      return refuse("To run a query from the command line: scomm -c '\(path)'")
    }
    if !fileExists(given) { return refuse("\(path): there is no such file or folder.") }
    if path.hasPrefix("/dev/") {
      return refuse(
        "\(path): its name does not say what it holds: a table is opened by --data NAME=\(path), "
          + "queries are run by -f \(path)."
      )
    }
    let endings = Reader.endings
    let listed = endings.dropLast().joined(separator: ", ") + " or " + (endings.last ?? "")
    return refuse(
      "\(path): query files end in .scq, tables in \(listed). "
        + "Rename it; a workbook is saved as CSV first, a file of queries is run by -f \(path)."
    )
  }

  /// Reports what is wrong with the command line.
  private func refuse(_ problem: String) -> Exit {
    console.error(problem + "\n", code: "usage")
    return .usage
  }

  private func isStandardInput(_ path: String) -> Bool {
    ["-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"].contains(path)
  }

  private func work(
    over catalog: Catalog,
    _ server: RemoteServer? = nil
  ) throws(TableFailure) -> Exit {
    catalog.courses = shippedCourses()
    Interrupts.startTimer(command.session.timeout?.seconds)
    try openTables(catalog)
    if command.requireData != nil,
      let (name, path) = catalog.replacements.min(by: { $0.key < $1.key })
    {
      throw TableFailure(
        "--require-data: \(path) takes the place of the table \(name) of these data"
      )
    }
    Interrupts.stopTimer()
    if let name = command.emitDDL { return try writeTables(catalog, dialect: name, console) }
    let exit = try answer(catalog, server)
    if exit != .interrupted {
      for table in catalog.tables { table.keep() }
    }
    // The process ends now: the system takes all memory back at once, quicker than table by table.
    _ = Unmanaged.passRetained(catalog)
    return exit
  }

  private func printVersion(_ catalog: Catalog, hasHash: Bool) throws(TableFailure) -> Exit {
    let version = catalog.package?.version ?? "of unknown version"
    // What an engine holds may be other data than the package that declares them.
    let hash = hasHash ? try catalog.package?.hash() : nil
    let named = hash.map { ", hash \($0)" } ?? ""
    console.page("scomm \(Scomm.version), data \(version)\(named)\n")
    console.flush()
    return .fine
  }

  /// Throws unless the data have this hash.
  private func require(_ wanted: String, of catalog: Catalog) throws(TableFailure) {
    guard let package = catalog.package else { return }
    let hash = try package.hash()
    if hash == wanted.lowercased() { return }
    let version = package.version.map { ", version \($0)" } ?? ""
    throw TableFailure(
      "--require-data \(wanted): these are other data: \(package.words)\(version), hash \(hash); "
        + "name the folder of the data that are meant with --datasets"
    )
  }

  /// How files are read.
  private var loadOptions: LoadOptions {
    var load = LoadOptions.ofShell(progress)
    load.badRows = command.badRows
    load.missing = command.missing ?? load.missing
    load.verifiesCache = command.verifyCache
    load.memory = .ofProcess(limit: command.session.memoryLimit)
    load.workers = command.session.threads ?? load.workers
    if command.noCache { load.cacheFolder = nil }
    load.countsValues = terminal.isInteractive && command.scripts.isEmpty
    return load
  }

  /// Opens the tables that `--data` and plain arguments name.
  private func openTables(_ catalog: Catalog) throws(TableFailure) {
    let load = loadOptions
    for item in command.data {
      let parts = item.split(separator: "=", maxSplits: 1).map(String.init)
      let (name, path) = parts.count == 2 ? (parts[0], parts[1]) : (nil, item)
      for table in try openFile(path, name: name, options: load) {
        try catalog.add(table, from: path, isMeant: name != nil)
      }
    }
    for path in command.tables {
      for table in try openFile(path, name: nil, options: load) {
        try catalog.add(table, from: path, isMeant: false)
      }
    }
    settleLinks(in: catalog)
    if command.badRows != .error, let rejects = RejectsTable(of: catalog) { catalog.add(rejects) }
  }

  private func answer(
    _ catalog: Catalog,
    _ server: RemoteServer?
  ) throws(TableFailure) -> Exit {
    guard let options = options() else { return .usage }
    let session = Session(
      catalog: catalog,
      options: options,
      console: console,
      server: server
    )
    let scripts = command.scripts
    switch command.jobs.first {
    case .check: return session.check(scripts.isEmpty ? [.file("-")] : scripts)
    case .params: return session.listParameters(scripts)
    case .selfTest: return session.selfTest(terminal: terminal, version: Scomm.version)
    case .record:
      return session.refuseSettings(of: scripts)
        ?? console.record(scripts, catalog, server, options)
    case .verify: return console.verify(scripts.compactMap(\.path), catalog, server, options)
    case .layOut: return console.layOut(scripts)
    case .handOut: return session.handOut(scripts.compactMap(\.path), forTeacher: command.teacher)
    case .emitDDL, .version, .helpAll, .completions, nil: return run(scripts, in: session)
    }
  }

  /// Plays a course and runs scripts; without them, answers what is typed or comes on standard input.
  private func run(_ inputs: [Script], in session: Session) -> Exit {
    let course = inputs.lazy.compactMap(\.path).first { $0.hasSuffix(courseEnding) }
    let scripts = inputs.filter { $0.path?.hasSuffix(courseEnding) != true }
    if let course, !terminal.isInteractive || !scripts.isEmpty {
      let exit = session.play(course: course)
      if exit != .fine { return exit }
    }
    if !scripts.isEmpty { return session.run(scripts) }
    if terminal.isInteractive {
      session.options.isInteractive = true
      Interrupts.spareProcess()
      return Prompt(session: session, terminal: terminal)
        .run(readsStartFile: !command.noRC, course: course)
    }
    return session.run([.file("-")])
  }

  /// The session's options; nil when one of them is wrong, which has been said.
  private func options() -> SessionOptions? {
    let isScreen = terminal.outputIsTerminal || getenv("COLUMNS") != nil
    let width = isScreen ? terminal.width : nil
    var layout = FormatOptions(width: width)
    layout.height = isScreen ? terminal.height : nil
    layout.color = terminal.color
    layout.ascii = console.isASCII
    layout.neutralizesFormulas = command.csvSafe
    var options = command.session
    options.layout = layout
    options.isPlain = isPlain
    options.programVersion = Scomm.version
    let screenFormat = isPlain ? "spoken" : "box"
    let isForPeople = terminal.outputIsTerminal || command.plain
    options.format = command.format ?? (isForPeople ? screenFormat : "tsv")
    let formats = Format.all.names + [chartFormat]
    if !formats.contains(options.format) {
      _ = refuse(
        "There is no format \(options.format). The formats are \(formats.joined(separator: ", "))."
      )
      return nil
    }
    if let path = options.lessons.results, let text = SafeMode.refusal(of: path) {
      _ = refuse(text + " Only the folder of --class is written into.")
      return nil
    }
    options.ledgerAsJSON = command.ledger == .json
    options.load = loadOptions
    for item in command.set {
      let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty else {
        _ = refuse("--set wants NAME=VALUE, not \(item).")
        return nil
      }
      options.settings[String(parts[0])] = String(parts[1])
    }
    return options
  }
}
