@preconcurrency import Glibc
import Synchronization
import Tables
import Threads

/// What one pass over a file gave.
struct PassResult {
  var rowCount = 0
  /// For each column asked for its values; nil where only texts have room for all of them.
  var columns: [(column: Column, kind: CellKind)?] = []
  var rejects: [Reject] = []
  /// A hash of everything behind the header, if that was asked for.
  var digest: UInt64?
}

/// One pass over a file, which reads some of its columns, by several threads at once.
///
/// The file is cut into blocks. Whoever is free takes the next, guesses where its first record begins,
/// and reads the records that begin in it. One at a time then puts finished blocks together in their
/// order: by then it is known where each should have begun, and a block that was guessed wrongly is
/// read again. So the result is that of one reader who begins at the beginning. What threads share is touched
/// within `lock`, the rest by the one that puts blocks together.
final class TablePass: @unchecked Sendable {
  private let shape: TableShape
  private let options: LoadOptions
  private let columns: [Int]
  private let digests: Bool
  private let next = Atomic<Int>(0)
  private let isOver = Atomic<Bool>(false)
  private let lock = Mutex<Void>(())
  /// Touched only within `lock`.
  private var state: State
  /// Touched only by the one who puts blocks together.
  private let assemblies: [ColumnAssembly]
  private var result = PassResult()
  private var expected: Int
  private var failure: TableFailure?
  /// Reads again what was guessed wrongly; its codes are its own.
  private lazy var mender = BlockReader(
    max(1, options.workers),
    shape,
    columns: columns,
    digests: false
  )

  /// What the readers share.
  private struct State {
    var finished: [Int: ParsedBlock] = [:]
    var free: [ParsedBlock] = []
    var isAssembling = false
    var nextBlock = 0
    var guesses: [CellKind?]
  }

  /// A pass that reads `columns`, each of which is of the kind beside it; `.none` where that is to be found.
  init(
    _ shape: TableShape,
    _ columns: [(place: Int, kind: CellKind)],
    _ options: LoadOptions,
    digests: Bool = false
  ) {
    (self.shape, self.options, self.digests) = (shape, options, digests)
    self.columns = columns.map(\.place)
    assemblies = columns.map { ColumnAssembly(kind: $0.kind, workers: max(1, options.workers) + 1) }
    expected = shape.dataStart
    state = State(guesses: columns.map(\.kind))
  }

  /// Reads the file; called once.
  func run() throws(TableFailure) -> PassResult {
    let workers = min(max(1, options.workers), shape.blockCount)
    if workers <= 1 {
      if shape.blockCount > 0 { work(0) }
    } else {
      // Each block is read by one worker; `state` says who puts them together.
      ThreadPool.perform(workers) { work($0) }
    }
    if let failure { throw failure }
    try shape.source.checkUnchanged()
    result.columns = assemblies.map { $0.isMixed ? nil : ($0.finish(), $0.kind) }
    return result
  }

  private func work(_ worker: Int) {
    let reader = BlockReader(worker, shape, columns: columns, digests: digests)
    while !isOver.load(ordering: .relaxed) {
      let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
      if number >= shape.blockCount { return }
      if options.isStopped() {
        return stop(TableFailure("\(shape.source.path): reading was stopped"))
      }
      var block = ParsedBlock()
      var guesses: [CellKind?] = []
      lock.withLock { _ in
        block = state.free.popLast() ?? block
        guesses = state.guesses
      }
      reader.read(number, from: number == 0 ? shape.dataStart : nil, guesses: guesses, into: block)
      if deliver(block) { assemble() }
    }
  }

  /// Hands over a block; true if whoever does must put together those that are finished.
  private func deliver(_ block: ParsedBlock) -> Bool {
    while true {
      let (isMine, isFull) = lock.withLock { _ -> (Bool, Bool) in
        // Who is far ahead waits, unless everybody waits for this very block.
        if state.finished.count > TablePass.mostFinished, block.number != state.nextBlock,
          state.isAssembling
        {
          return (false, true)
        }
        state.finished[block.number] = block
        if state.isAssembling || state.finished[state.nextBlock] == nil { return (false, false) }
        state.isAssembling = true
        return (true, false)
      }
      if !isFull || isOver.load(ordering: .relaxed) { return isMine }
      usleep(100)
    }
  }

  private static let mostFinished = 64

  /// Puts finished blocks together in their order, as far as they are there.
  private func assemble() {
    while true {
      var block: ParsedBlock?
      lock.withLock { _ in
        block = state.finished.removeValue(forKey: state.nextBlock)
        if block == nil { state.isAssembling = false } else { state.nextBlock += 1 }
      }
      guard let block else { return }
      if isOver.load(ordering: .relaxed) { return }
      take(block)
      let kinds = assemblies.map { $0.isMixed ? nil : $0.kind }
      lock.withLock { _ in
        state.guesses = kinds
        state.free.append(block)
      }
    }
  }

  /// Adds a block's rows, having read it again if it does not begin where the one before ended.
  private func take(_ block: ParsedBlock) {
    let end = min(shape.dataStart + (block.number + 1) * shape.blockSize, shape.source.count)
    if let digest = result.digest ?? (digests ? 0 : nil) {
      result.digest = (digest ^ block.digest) &* 0x9E37_79B9_7F4A_7C15 &+ 1
    }
    let isAsGuessed = block.isWhole && block.start == expected && expected < end
    if !isAsGuessed {
      // Its reader goes on with the codes that it gave there.
      for (assembly, chunk) in zip(assemblies, block.chunks) {
        assembly.keepTexts(of: chunk, worker: block.worker)
      }
    }
    if block.systemFailure == nil, expected < end, !isAsGuessed {
      let guesses = assemblies.map { $0.isMixed ? nil : $0.kind }
      let (number, digest) = (block.number, block.digest)
      mender.read(number, from: expected, guesses: guesses, into: block)
      block.digest = digest
    }
    if let problem = block.systemFailure { return stop(problem) }
    if expected < end {
      if let (offset, text) = block.failure {
        return stop(shape.source.failure(at: offset, text))
      }
      if result.rowCount == 0 { expectRows(like: block) }
      for (assembly, chunk) in zip(assemblies, block.chunks) {
        assembly.append(chunk, count: block.rowCount, worker: block.worker)
      }
      result.rowCount += block.rowCount
      result.rejects += block.rejects
      expected = block.next
    }
    options.progress?(shape.source.path, end, shape.source.count)
  }

  /// Tells how many rows there will be if all are as long as those of the first block.
  private func expectRows(like block: ParsedBlock) {
    if block.rowCount == 0 || block.next == shape.source.count { return }
    let length = block.next - block.start
    let left = Double(shape.source.count - block.start)
    let rows = Int(Double(block.rowCount) / Double(length) * left * 1.02)
    for assembly in assemblies { assembly.expect(rows) }
  }

  private func stop(_ problem: TableFailure) {
    lock.withLock { _ in failure = failure ?? problem }
    isOver.store(true, ordering: .relaxed)
    options.progress?(shape.source.path, shape.source.count, shape.source.count)
  }
}
