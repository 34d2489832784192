import Glibc

/// The limits of this process: its affinity, its control groups and its own resource limits.
public enum ProcessLimits {
  /// How many processors: those that its threads may run on, or as many as the quota of its control
  /// groups gives, rounded up; at least one.
  public static let processors: Int = {
    let count = ThreadPool.allowedProcessors ?? Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    return max(1, min(count, ControlGroups.ofProcess.processors ?? count))
  }()

  /// How many bytes of memory: what is built in, or less where a control group or `RLIMIT_AS`
  /// allows less.
  public static let memory: Int = {
    var memory = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
    var addresses = rlimit()
    if getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &addresses) == 0,
      addresses.rlim_cur < UInt(Int.max)
    {
      memory = min(memory, Int(addresses.rlim_cur))
    }
    return min(memory, ControlGroups.ofProcess.memory ?? memory)
  }()
}

/// The control groups of this process, of version 1 or 2, read from their files.
struct ControlGroups {
  static let ofProcess = ControlGroups(root: "")

  /// The prefix of all paths: empty, but for tests.
  private let root: String
  /// A line for each hierarchy: `3:cpu,cpuacct:/path`; that of version 2 has no controllers.
  private let hierarchies: [[UInt8].SubSequence]

  init(root: String) {
    self.root = root
    hierarchies = ControlGroups.bytes(of: root + "/proc/self/cgroup").split(separator: lineFeed)
  }

  /// The processors that the narrowest quota gives, rounded up; nil if there is none.
  var processors: Int? {
    let second = files("cpu.max", controller: "").compactMap { text -> Int? in
      let words = text.split(separator: " ").map(String.init)
      return words.count == 2 ? wholeProcessors(quota: words[0], period: words[1]) : nil
    }
    let quotas = files("cpu.cfs_quota_us", controller: "cpu")
    let first = zip(quotas, files("cpu.cfs_period_us", controller: "cpu"))
      .compactMap { wholeProcessors(quota: $0, period: $1) }
    return (second + first).min()
  }

  /// The bytes that the narrowest limit allows; nil if there is none.
  var memory: Int? {
    let limits =
      files("memory.max", controller: "") + files("memory.limit_in_bytes", controller: "memory")
    return limits.compactMap { Int($0) }.filter { $0 > 0 }.min()
  }

  private func wholeProcessors(quota: String, period: String) -> Int? {
    guard let quota = Int(quota), let period = Int(period), quota > 0, period > 0 else {
      return nil
    }
    return (quota + period - 1) / period
  }

  /// The texts of a file in the process's group of a controller and in all groups around it.
  ///
  /// In a container the path may be that outside of it: then only the folder of the controller
  /// itself is there.
  private func files(_ name: String, controller: String) -> [String] {
    var path = "/sys/fs/cgroup" + (controller.isEmpty ? "" : "/" + controller)
    guard let folders = folders(of: controller) else { return [] }
    return ([""] + folders).compactMap { folder in
      if !folder.isEmpty { path += "/" + folder }
      let bytes = ControlGroups.bytes(of: root + path + "/" + name)
      return bytes.isEmpty
        ? nil : String(decoding: bytes.prefix { $0 != lineFeed }, as: UTF8.self)
    }
  }

  /// The names along the path of the process's group of a controller; nil where it has none.
  private func folders(of controller: String) -> [String]? {
    for hierarchy in hierarchies {
      let parts = hierarchy.split(
        separator: UInt8(ascii: ":"),
        maxSplits: 2,
        omittingEmptySubsequences: false
      )
      guard parts.count == 3 else { continue }
      let controllers = parts[1].split(
        separator: UInt8(ascii: ","),
        omittingEmptySubsequences: false
      )
      if controllers.contains(where: { $0.elementsEqual(controller.utf8) }) {
        return parts[2].split(separator: UInt8(ascii: "/")).map {
          String(decoding: $0, as: UTF8.self)
        }
      }
    }
    return nil
  }

  /// What is in a small file; nothing if it cannot be read.
  private static func bytes(of path: String) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    if file < 0 { return [] }
    defer { close(file) }
    return [UInt8](unsafeUninitializedCapacity: 4096) { bytes, count in
      count = max(0, read(file, bytes.baseAddress, bytes.count))
    }
  }
}

private let lineFeed = UInt8(ascii: "\n")
