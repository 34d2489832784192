import Glibc
import Synchronization
import Parallel

/// What the machine allows.
enum Machine {
  /// Bytes a second that `threads` threads read from memory, the best of five rounds over a
  /// gibibyte.
  static func readBandwidth(threads: Int) -> Double {
    let count = 1 << 27
    let words = UnsafeMutablePointer<UInt64>.allocate(capacity: count)
    defer { words.deallocate() }
    words.initialize(repeating: 1, count: count)
    nonisolated(unsafe) let shared = words
    let sink = Atomic<UInt64>(0)
    var best = 0.0
    for _ in 0..<5 {
      let next = Atomic<Int>(0)
      let start = now()
      ThreadPool.perform(threads) { _ in
        let stretch = 1 << 17
        while true {
          let first = next.wrappingAdd(stretch, ordering: .relaxed).oldValue
          if first >= count { return }
          sink.wrappingAdd(sum(shared + first, stretch), ordering: .relaxed)
        }
      }
      best = max(best, Double(count * 8) / Double(now() - start) * 1e9)
    }
    return sink.load(ordering: .relaxed) == 0 ? 0 : best
  }

  private static func sum(_ words: UnsafePointer<UInt64>, _ count: Int) -> UInt64 {
    var (total, place) = (UInt64(0), 0)
    while place < count {
      total &+= words[place]
      place &+= 1
    }
    return total
  }

  /// Nanoseconds of a clock that only goes forward.
  static func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
