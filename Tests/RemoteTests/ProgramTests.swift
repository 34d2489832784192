import Functions
import Glibc
import Testing

@testable import Remote

/// Programs on pipes: what they say, that they are stopped, and that their end is told.
@Suite struct ProgramTests {
  /// A program that is gone must not end the tests, as it does not end the shell.
  init() { signal(SIGPIPE, SIG_IGN) }

  private func shell(_ script: String) throws -> Subprocess {
    try Subprocess("sh", path: "/bin/sh", arguments: ["-c", script])
  }

  @Test func sendsAndReceives() throws {
    let program = try shell("cat")
    let long = String(repeating: "é", count: 200_000)
    try program.send(Array("one\n\n".utf8), until: Cancellation())
    #expect(try program.line(until: Cancellation()) == Array("one".utf8)[...])
    #expect(try program.line(until: Cancellation()) == [])
    try program.send(Array("\(long.prefix(20_000))\n".utf8), until: Cancellation())
    #expect(try program.line(until: Cancellation()) == Array(long.prefix(20_000).utf8)[...])
  }

  @Test func tellsTheEndWithItsLastWords() throws {
    let program = try shell("echo 'no such thing' >&2; exit 3")
    #expect {
      while true { _ = try program.line(until: Cancellation()) }
    } throws: { error in
      (error as? EngineFailure)?.text == "sh ended: no such thing."
        && (error as? EngineFailure)?.kind == .lost
    }
    #expect(!program.isRunning)
    #expect(throws: EngineFailure.self) {
      try program.send(Array("x\n".utf8), until: Cancellation())
    }
  }

  @Test func stopsWaitingWhenAsked() throws {
    let program = try shell("sleep 60")
    #expect {
      _ = try program.receive(until: Cancellation(deadline: 0.1))
    } throws: { error in (error as? EngineFailure)?.kind == .stopped }
    program.kill()
    #expect(!program.isRunning)
  }

  @Test func interruptsTheProgramAlone() throws {
    let program = try shell("trap 'echo stopped' INT; echo ready; while :; do sleep 0.05; done")
    #expect(try program.line(until: Cancellation(deadline: 20)) == Array("ready".utf8)[...])
    program.interrupt()
    #expect(try program.line(until: Cancellation(deadline: 20)) == Array("stopped".utf8)[...])
    program.kill()
  }

  /// What it started ends, too; no file of this process but the streams is open there.
  @Test func endsWithItsGroup() throws {
    let program = try shell("ls /proc/$$/fd | wc -l; sleep 60 & echo $!; wait")
    let files = try program.line(until: Cancellation(deadline: 20))
    // The streams, and the pipe to `wc` or the folder while it is read.
    #expect(Int(String(decoding: files, as: UTF8.self)) ?? 99 <= 4)
    let line = String(decoding: try program.line(until: Cancellation(deadline: 20)), as: UTF8.self)
    let sleeper = try #require(pid_t(line))
    #expect(Glibc.kill(sleeper, 0) == 0)
    program.kill()
    let deadline = Cancellation(deadline: 10)
    while Glibc.kill(sleeper, 0) == 0, !isDead(sleeper), !deadline.isCancelled { usleep(1000) }
    #expect(!deadline.isCancelled)
  }

  /// Whether a process has ended, and its parent has not asked how.
  private func isDead(_ process: pid_t) -> Bool {
    guard let file = fopen("/proc/\(process)/stat", "r") else { return true }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 200)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes[..<count], as: UTF8.self).contains(") Z")
  }

  /// A program outlives the thread that asked for it, and is waited for when it ends.
  @Test func livesOnWithoutItsStarter() throws {
    var program: Subprocess?
    var thread = pthread_t()
    let box = Box()
    pthread_create(
      &thread,
      nil,
      { argument in
        let box = argument.map { Unmanaged<Box>.fromOpaque($0).takeUnretainedValue() }
        box?.program = try? Subprocess("cat", path: "/bin/cat", arguments: [])
        return nil
      },
      Unmanaged.passUnretained(box).toOpaque()
    )
    pthread_join(thread, nil)
    program = box.program
    usleep(100_000)
    try program?.send(Array("still here\n".utf8), until: Cancellation())
    #expect(try program?.line(until: Cancellation(deadline: 20)) == Array("still here".utf8)[...])
  }

  private final class Box {
    var program: Subprocess?
  }

  @Test func saysThatAProgramCannotBeStarted() {
    #expect {
      _ = try Subprocess("none", path: "/nowhere/none", arguments: [])
    } throws: { error in
      (error as? EngineFailure)?.text.contains("/nowhere/none: No such file") ?? false
    }
    #expect(findProgram("surely-no-such-program") == nil)
    #expect(findProgram("sh") != nil)
  }
}
