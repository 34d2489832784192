import Catalog
import Diagnostics
import Lessons
import Planner
import Remote
import Syntax

extension Console {
  /// Writes the transcripts of scripts, which run within the bounds of `limits`; an error in one that
  /// no comment announces is reported.
  public func record(
    _ scripts: [Script],
    _ catalog: Catalog,
    _ server: RemoteServer?,
    _ limits: SessionOptions
  ) -> Exit {
    firstFailure(of: scripts) { bytes, name in
      var transcript = Transcript(over: catalog.copy(), server, limits: limits)
      transcript.record(String(decoding: bytes, as: UTF8.self))
      data(transcript.text)
      flush()
      return report(transcript.surprises, in: name)
    }
  }

  /// Reports what of a transcript failed, or did not, against what its comments say.
  func report(_ surprises: [Transcript.Surprise], in path: String) -> Exit {
    for surprise in surprises {
      let reason =
        surprise.exit == .fine
        ? "The comment above this announces an error, but there was none. Take the comment out."
        : "This fails. Correct it; or, where its error is to be shown, say so in a comment above it: "
          + "\(Transcript.announcement) WHAT IS WRONG"
      error("\(visibleText(path)):\(surprise.line):1: \(reason)\n")
    }
    guard let first = surprises.first else { return .fine }
    return first.exit == .fine ? .assertion : first.exit
  }

  /// Prints scripts and courses in the canonical layout, or what is wrong with them.
  public func layOut(_ scripts: [Script]) -> Exit {
    firstFailure(of: scripts, layOut)
  }

  private func layOut(_ bytes: [UInt8], called name: String) -> Exit {
    guard let source = String(validating: bytes, as: UTF8.self) else {
      error("\(visibleText(name)): is not UTF-8; save it as UTF-8.\n")
      return .query
    }
    if name.hasSuffix(courseEnding) {
      data(formattedCourse(source))
      return .fine
    }
    let pieces = ScriptPiece.all(in: bytes)
    for piece in pieces where piece.command == nil {
      let diagnostics = parsed(piece.bytes).diagnostics
      guard diagnostics.isEmpty else {
        let text = String(decoding: piece.bytes, as: UTF8.self)
        let place = Origin(file: name).of(piece).start
        if errorsAsJSON {
          for diagnostic in diagnostics { json(diagnostic.json(source: text, place: place)) }
        } else {
          error(render(diagnostics, source: text, place: place) + "\n")
        }
        return .query
      }
    }
    for piece in pieces {
      let text = String(decoding: piece.bytes, as: UTF8.self)
      let laidOut = piece.command == nil ? formatted(text, verbs: Verb.shapes) : text
      data(laidOut.hasSuffix("\n") ? laidOut : laidOut + "\n")
    }
    return .fine
  }

  /// Does something with the text of each script; gives the first exit code that is not fine.
  private func firstFailure(of scripts: [Script], _ body: ([UInt8], String) -> Exit) -> Exit {
    defer { flush() }
    let exits = scripts.map { script in
      do throws(FileProblem) {
        let text = try script.text()
        return body(text.bytes, text.origin.file ?? "")
      } catch {
        return report(fileProblem: error.text)
      }
    }
    return exits.first { $0 != .fine } ?? .fine
  }

  func withFile(_ path: String, _ body: (String) -> Exit) -> Exit {
    defer { flush() }
    do throws(FileProblem) {
      return body(String(decoding: try readFile(path), as: UTF8.self))
    } catch {
      self.error(error.text + "\n")
      return .file
    }
  }
}
