import Language
import Plans
import Tables

extension Session {
  /// Reports what is wrong with a statement, with the repaired query where one is clearly meant.
  func report(
    _ diagnostics: [Diagnostic],
    _ source: String,
    _ statement: SourceSpan?,
    _ origin: Origin,
    exit: Exit = .query
  ) -> Exit {
    console.flush()
    let isFile = diagnostics.contains { $0.message.code == "table-failure" }
    if isFile, Interrupts.areUnheeded {
      console.error("Stopped.\n")
      return .interrupted
    }
    let place = origin.file.map { (file: $0, firstLine: origin.firstLine) }
    if options.errorsAsJSON {
      for diagnostic in diagnostics {
        console.error(diagnostic.json(source: source, place: place) + "\n")
      }
    } else {
      let fixed = repaired(diagnostics, source, statement)
      suggest(fixed)
      let shown = Array(diagnostics.prefix(Session.mostErrors))
      console.error(
        render(
          shown,
          source: source,
          place: place,
          fixed: fixed.map(offered),
          width: options.layout.width
        ) + "\n"
      )
      let more = diagnostics.count - shown.count
      if more > 0 { console.error("… and \(more) more.\n") }
    }
    return isFile ? .file : exit
  }

  /// Reports a file that could not be read or written.
  func fail(_ text: String) -> Exit {
    console.tell(
      fileProblem: text,
      asJSON: options.errorsAsJSON,
      isInteractive: options.isInteractive
    )
  }

  /// A repaired query as it is offered: at the prompt, one key brings it.
  private func offered(_ fixed: String) -> String {
    options.isInteractive && !fixed.contains("\n") ? fixed + "        (press ↑ to get it)" : fixed
  }

  /// How many errors of a statement are told at once.
  private static let mostErrors = 10

  /// Reports a failure of a running query.
  func report(
    _ diagnostics: [Diagnostic],
    _ source: String,
    _ statement: SourceSpan?,
    _ origin: Origin,
    kind: RunFailure.Kind
  ) -> Exit {
    let exit: Exit =
      switch kind {
      case .arithmetic, .join, .refused: .query
      case .assertion: .assertion
      case .table, .memory: .file
      case .cancelled: .interrupted
      }
    if kind == .cancelled || (kind == .table && Interrupts.areUnheeded) {
      console.error("Stopped.\n")
      return .interrupted
    }
    return report(diagnostics, source, statement, origin, exit: exit)
  }

  /// The statement with all repairs made, if every error has one and the result parses and binds.
  ///
  /// A repair may bring to light what stood behind it, which is repaired in turn.
  private func repaired(
    _ diagnostics: [Diagnostic],
    _ source: String,
    _ statement: SourceSpan?
  ) -> String? {
    guard let fixed = mended(diagnostics, source) else { return nil }
    let grown = fixed.utf8.count - source.utf8.count
    let span = statement ?? SourceSpan(0, source.utf8.count)
    var text = sourceText(fixed, SourceSpan(span.start, span.end + grown))
    for _ in 0..<Session.mostRepairs {
      let program = parse(text, verbs: Verb.shapes)
      var wrong = program.diagnostics.filter { !$0.isNote }
      guard program.statements.count == 1 || !wrong.isEmpty else { return nil }
      if case .binding(let name, _)? = program.statements.first?.kind,
        shippedTables.contains(name.text)
      {
        return nil
      }
      if let pipeline = program.statements.first?.pipeline {
        wrong += bind(pipeline, in: environment, source: text).diagnostics.filter { !$0.isNote }
      }
      if wrong.isEmpty { return withoutEndingSpaces(text) }
      guard let next = mended(wrong, text), next != text else { return nil }
      text = next
    }
    return nil
  }

  private func withoutEndingSpaces(_ text: String) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return text
  }

  /// How often what a repair brings to light is repaired in turn.
  private static let mostRepairs = 6

  /// `source` after all repairs, if every error has one.
  private func mended(_ diagnostics: [Diagnostic], _ source: String) -> String? {
    let errors = diagnostics.filter { !$0.isNote }
    let fixes = errors.compactMap(\.fix)
    guard !errors.isEmpty, fixes.count == errors.count else { return nil }
    return applying(fixes, to: source)
  }
}

extension Console {
  /// Reports a file that could not be read or written; Ctrl-C while it was read is no fault of it.
  public func tell(fileProblem text: String, asJSON: Bool, isInteractive: Bool = false) -> Exit {
    if Interrupts.count > 0, !isInteractive { return .interrupted }
    flush()
    let diagnostic = Diagnostic(.tableFailure(text), at: SourceSpan(0, 0))
    let file = text.split(separator: ":").first.map(String.init) ?? ""
    error((asJSON ? diagnostic.json(source: "", place: (file: file, firstLine: 1)) : text) + "\n")
    return .file
  }
}

extension Message {
  static func runFailure(_ text: String) -> Message { Message("run-failure", text) }

  /// A failure while running; what another engine cannot be asked has a code of its own.
  static func failure(_ failure: RunFailure) -> Message {
    failure.kind == .refused ? Message("not-in-sql", failure.text) : runFailure(failure.text)
  }

  static func nameIsTable(_ name: String) -> Message {
    Message("name-is-table", "There is a table \(name) in the record already. Choose another name.")
  }

  static func parameterUnset(_ name: String) -> Message {
    Message(
      "parameter-unset",
      "The parameter \(name) has no value. Give it one: --set \(name)=…"
    )
  }

  static func settingHasWrongType(_ name: String, _ text: String, _ type: String) -> Message {
    Message(
      "setting-type",
      "--set \(name)=\(text): \(article(type)) is wanted, as its default is."
    )
  }

  private static func article(_ type: String) -> String {
    ["a", "e", "i", "o", "u"].contains(type.prefix(1)) ? "an \(type)" : "a \(type)"
  }
}
