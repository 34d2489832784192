import Diagnostics
import Functions
@preconcurrency import Glibc
import IO
import Parallel

/// A progress line on the terminal while a large file is read, shown after half a second.
public final class LoadProgress: Sendable {
  private let state = Lock(State())

  private struct State {
    var path = ""
    var begun = 0.0
    var shown = 0.0
    var lastDone = 0
    var isShown = false
  }

  /// Nothing is being read yet.
  public init() {}

  /// Notes that `done` bytes of `all` in the file at `path` have been read; called by any thread.
  public func note(_ path: String, _ done: Int, _ all: Int) {
    let now = Cancellation.now()
    let line = state.withLock { state -> String? in
      if state.path != path || done < state.lastDone {
        state = State(path: path, begun: now, shown: now)
      }
      state.lastDone = done
      if done >= all {
        defer { state = State() }
        return state.isShown ? "\r\u{1B}[K" : nil
      }
      guard now - state.begun > 0.5, now - state.shown > 0.1, done > 0 else { return nil }
      (state.shown, state.isShown) = (now, true)
      let left = Int((now - state.begun) * Double(all - done) / Double(done)) + 1
      let name = visibleText(String((path.split(separator: "/").last ?? "").prefix(40)))
      return "\rReading \(name): \(done * 100 / all)%, about \(left) s left\u{1B}[K"
    }
    if let line { try? Output.writeAll(Array(line.utf8), to: STDERR_FILENO) }
  }
}

extension LoadOptions {
  /// How the shell reads the files of its users: until Ctrl-C or the end of their time, with its progress on a terminal.
  public static func ofShell(_ progress: LoadProgress) -> LoadOptions {
    var options = LoadOptions()
    options.isStopped = { Interrupts.stopReading }
    if isatty(2) == 1 { options.progress = { progress.note($0, $1, $2) } }
    options.cacheFolder = ownFolder("XDG_CACHE_HOME", inHome: ".cache")
    options.cacheKeyFile = ownFolder("XDG_STATE_HOME", inHome: ".local/state").map { $0 + "/key" }
    return options
  }
}

/// The folder `scomm` in the folder that an environment variable names, or in its like in the home
/// folder; nil where there is neither, as an absolute path.
func ownFolder(_ name: String, inHome usual: String) -> String? {
  func folder(_ name: String) -> String? {
    variable(name).flatMap { $0.hasPrefix("/") ? $0 : nil }
  }
  return (folder(name) ?? folder("HOME").map { $0 + "/" + usual }).map { $0 + "/scomm" }
}
