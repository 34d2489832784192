import Glibc

/// The limits of this process: its affinity, its control groups and its own resource limits.
public enum ProcessLimits {
  /// How many processors: those that its threads may run on, or as many as the quota of its control
  /// groups gives, rounded up; at least one.
  public static let processors: Int = {
    let count = ThreadPool.allowedProcessors ?? Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    return max(1, min(count, ControlGroups(root: "").processors ?? count))
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
    return min(memory, ControlGroups(root: "").memory ?? memory)
  }()
}

/// The control groups of this process, of version 1 or 2, read from their files.
struct ControlGroups {
  /// The prefix of all paths: empty, but for tests.
  let root: String

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
    let lines = text("/proc/self/cgroup")?.split(separator: "\n").map(String.init) ?? []
    let mount = "/sys/fs/cgroup" + (controller.isEmpty ? "" : "/" + controller)
    for line in lines {
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      let controllers = parts.count == 3 ? parts[1].split(separator: ",").map(String.init) : []
      guard parts.count == 3,
        controller.isEmpty ? parts[1].isEmpty : controllers.contains(controller)
      else { continue }
      let folders = parts[2].split(separator: "/").map(String.init)
      return (0...folders.count).compactMap { depth in
        let path = folders[..<depth].map { "/" + $0 }.joined()
        return text(mount + path + "/" + name)
      }
    }
    return []
  }

  /// The text of a small file without its last line's end; nil if it cannot be read.
  private func text(_ path: String) -> String? {
    let file = open(root + path, O_RDONLY | O_CLOEXEC)
    if file < 0 { return nil }
    defer { close(file) }
    return withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { bytes in
      let count = read(file, bytes.baseAddress, bytes.count)
      if count < 0 { return nil }
      let text = String(decoding: bytes.prefix(count), as: UTF8.self)
      return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
  }
}
