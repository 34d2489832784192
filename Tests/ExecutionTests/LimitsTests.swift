import Foundation
import Catalog
import Testing

@testable import Execution
@testable import Parallel

/// What a process may use, as the files of control groups tell it.
@Suite("Process limits")
struct LimitsTests {
  /// The control groups of a system with these files.
  func groups(_ files: [String: String], _ body: (ControlGroups) -> Void) throws {
    let root = NSTemporaryDirectory() + "limits-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: root) }
    for (path, text) in files {
      let file = URL(fileURLWithPath: root + path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(),
        withIntermediateDirectories: true
      )
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    body(ControlGroups(root: root))
  }

  @Test("version 2: the narrowest group on the path counts")
  func second() throws {
    try groups([
      "/proc/self/cgroup": "0::/user/shell\n",
      "/sys/fs/cgroup/user/cpu.max": "250000 100000\n",
      "/sys/fs/cgroup/user/shell/cpu.max": "max 100000\n",
      "/sys/fs/cgroup/user/memory.max": "max\n",
      "/sys/fs/cgroup/user/shell/memory.max": "1073741824\n",
    ]) {
      #expect($0.processors == 3)
      #expect($0.memory == 1 << 30)
    }
  }

  @Test("version 1: each controller has its own path")
  func first() throws {
    try groups([
      "/proc/self/cgroup": "4:memory:/m\n3:cpu,cpuacct:/c\n",
      "/sys/fs/cgroup/cpu/c/cpu.cfs_quota_us": "100000\n",
      "/sys/fs/cgroup/cpu/c/cpu.cfs_period_us": "100000\n",
      "/sys/fs/cgroup/memory/m/memory.limit_in_bytes": "536870912\n",
    ]) {
      #expect($0.processors == 1)
      #expect($0.memory == 1 << 29)
    }
  }

  @Test("without control groups nothing is narrowed")
  func none() throws {
    try groups([:]) {
      #expect($0.processors == nil)
      #expect($0.memory == nil)
    }
    #expect(ProcessLimits.processors >= 1)
    #expect(ProcessLimits.memory > 1 << 20)
  }

  @Test("an engine takes the threads that it is given, else those of the process")
  func threads() {
    #expect(Engine(catalog: Catalog()).workers == ProcessLimits.processors)
    #expect(Engine(catalog: Catalog(), workers: 5).workers == 5)
    #expect(Engine(catalog: Catalog(), workers: 0).workers == 1)
  }
}
