import Diagnostics
import Remote
import Habits
import Syntax
import Planner
import Catalog

/// Writes the transcript of a query file.
public func record(
  _ path: String,
  _ catalog: Catalog,
  _ console: Console,
  server: RemoteServer? = nil
) -> Exit {
  withFile(path, console) { source in
    console.data(Transcript.record(source, catalog: catalog, server: server))
    return .fine
  }
}

/// Runs a transcript again, and says where it now differs.
public func verify(
  _ path: String,
  _ catalog: Catalog,
  _ console: Console,
  server: RemoteServer? = nil
) -> Exit {
  withFile(path, console) { written in
    let now = Transcript.replay(written, catalog: catalog, server: server)
    let old = written.split(separator: "\n", omittingEmptySubsequences: false)
    let new = now.split(separator: "\n", omittingEmptySubsequences: false)
    guard
      let place = (0..<max(old.count, new.count)).first(where: { place in
        place >= old.count || place >= new.count || old[place] != new[place]
      })
    else { return .fine }
    let was = place < old.count ? String(old[place]) : "the end"
    let isNow = place < new.count ? String(new[place]) : "the end"
    console.error(
      "\(path):\(place + 1):1: The transcript says:\n  \(was)\nIt is now:\n  \(isNow)\n"
    )
    return .assertion
  }
}

/// Prints a query file in the canonical layout, or what is wrong with it.
public func layOut(_ path: String, _ console: Console) -> Exit {
  withFile(path, console) { source in
    let diagnostics = parse(source, verbs: Verb.shapes, habits: ForeignLanguages()).diagnostics
    guard diagnostics.isEmpty else {
      console.error(render(diagnostics, source: source, place: (file: path, firstLine: 1)) + "\n")
      return .query
    }
    console.data(formatted(source, verbs: Verb.shapes))
    return .fine
  }
}

private func withFile(_ path: String, _ console: Console, _ body: (String) -> Exit) -> Exit {
  defer { console.flush() }
  switch readFile(path) {
  case .success(let bytes): return body(String(decoding: bytes, as: UTF8.self))
  case .failure(let problem):
    console.error(problem.text + "\n")
    return .file
  }
}
