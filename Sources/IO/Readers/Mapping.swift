@preconcurrency import Glibc
import Parallel
import Synchronization

/// A file mapped into memory until its last user is gone.
///
/// What of it is cut off meanwhile reads as zeros, and the mapping is damaged from then on: its user
/// must look at `isDamaged` after reading, and take nothing for what the file held.
final class Mapping: Sendable {
  /// The first byte.
  nonisolated(unsafe) let start: UnsafePointer<UInt8>
  private let size: Int
  private let range: MappedRanges.Address

  /// Maps the first `size` bytes of a file, called `title` in messages; at once if they are wanted
  /// anyway.
  init?(of descriptor: Int32, size: Int, title: String, isWanted: Bool = false) {
    let flags = isWanted ? MAP_PRIVATE | MAP_POPULATE : MAP_PRIVATE
    guard let address = mmap(nil, size, PROT_READ, flags, descriptor, 0), address != MAP_FAILED
    else { return nil }
    if !isWanted { madvise(address, size, MADV_SEQUENTIAL) }
    start = UnsafePointer(address.assumingMemoryBound(to: UInt8.self))
    self.size = size
    range = MappedRanges.add(UInt(bitPattern: address), size, title)
  }

  deinit {
    MappedRanges.remove(range)
    munmap(UnsafeMutableRawPointer(mutating: start), size)
  }

  /// Whether a part of the file was gone when it was read.
  var isDamaged: Bool { MappedRanges.isDamaged(range) }
}

/// The files that were cut short while they were read.
public enum ChangedFiles {
  /// What is said of one that is in use and was not told of yet; nil if there is none.
  public static func takeProblem() -> String? { MappedRanges.takeDamaged().map(changedText) }
}

/// What is said of a file that changed under its reader.
func changedText(_ path: String) -> String {
  "\(path): changed while it was read. Please ask again."
}

/// The addresses of a mapping, for the handler of faults; never freed, but used again.
private struct MappedRange: ~Copyable {
  /// Both zero while no mapping has it.
  let start = Atomic<UInt>(0)
  let end = Atomic<UInt>(0)
  let isDamaged = Atomic<Bool>(false)
  let next: MappedRanges.Address
}

/// All mappings, and what is done where a page of one has no file behind it any more.
private enum MappedRanges {
  /// Where a `MappedRange` lies.
  typealias Address = UInt

  private struct Titles {
    var free: [Address] = []
    var used: [Address: String] = [:]
  }

  private static let titles = Lock(Titles())
  private static let first = Atomic<Address>(0)
  private static let damages = Atomic<Int>(0)
  private static let pageSize = UInt(sysconf(Int32(_SC_PAGESIZE)))

  /// What was done about faults before.
  nonisolated(unsafe) private static var before = sigaction()

  private static let isInstalled: Bool = {
    // A global is made on first use, which must not be inside a handler.
    _ = (first.load(ordering: .relaxed), damages.load(ordering: .relaxed), pageSize)
    var action = sigaction()
    action.__sigaction_handler.sa_sigaction = { signal, info, _ in MappedRanges.answer(signal, info)
    }
    action.sa_flags = SA_SIGINFO
    sigemptyset(&action.sa_mask)
    return sigaction(SIGBUS, &action, &before) == 0
  }()

  private static func range(_ address: Address) -> UnsafeMutablePointer<MappedRange>? {
    UnsafeMutablePointer(bitPattern: address)
  }

  static func isDamaged(_ address: Address) -> Bool {
    range(address)?.pointee.isDamaged.load(ordering: .acquiring) ?? false
  }

  static func add(_ start: UInt, _ size: Int, _ title: String) -> Address {
    _ = isInstalled
    return titles.withLock { titles in
      let address = titles.free.popLast() ?? fresh()
      titles.used[address] = title
      let range = range(address)
      range?.pointee.isDamaged.store(false, ordering: .relaxed)
      range?.pointee.start.store(start, ordering: .relaxed)
      range?.pointee.end.store(start + UInt(size), ordering: .releasing)
      return address
    }
  }

  private static func fresh() -> Address {
    let next = first.load(ordering: .relaxed)
    let range = UnsafeMutablePointer<MappedRange>.allocate(capacity: 1)
    range.initialize(to: MappedRange(next: next))
    first.store(UInt(bitPattern: range), ordering: .releasing)
    return UInt(bitPattern: range)
  }

  static func remove(_ address: Address) {
    titles.withLock { titles in
      range(address)?.pointee.end.store(0, ordering: .releasing)
      titles.used[address] = nil
      titles.free.append(address)
    }
  }

  static func takeDamaged() -> String? {
    if damages.exchange(0, ordering: .relaxed) == 0 { return nil }
    return titles.withLock { titles in
      titles.used.first { isDamaged($0.key) }?.value
    }
  }

  /// Runs within a handler: it puts zeros where the file has ended, up to the end of the mapping;
  /// other faults end the process as they would.
  private static func answer(_ signal: Int32, _ info: UnsafeMutablePointer<siginfo_t>?) {
    let code = errno
    defer { errno = code }
    let address = UInt(bitPattern: info?.pointee._sifields._sigfault.si_addr)
    var place = first.load(ordering: .acquiring)
    while let range = range(place) {
      let end = range.pointee.end.load(ordering: .acquiring)
      if address < end, address >= range.pointee.start.load(ordering: .relaxed) {
        range.pointee.isDamaged.store(true, ordering: .releasing)
        damages.wrappingAdd(1, ordering: .relaxed)
        let page = address & ~(pageSize - 1)
        let zeros = mmap(
          UnsafeMutableRawPointer(bitPattern: page),
          Int(end - page),
          PROT_READ,
          MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED,
          -1,
          0
        )
        if zeros != MAP_FAILED { return }
      }
      place = range.pointee.next
    }
    sigaction(signal, &before, nil)
  }
}
