import Synchronization
import Catalog
import Parallel

/// A parallel scan of a file, which reads some of its columns.
///
/// The file is cut into blocks. A thread takes the next block, guesses where its first record
/// begins, and reads the records that begin in it. One thread at a time then puts finished blocks
/// together in their order: by then it is known where each should have begun, and a block that was
/// guessed wrongly is read again. So the result is that of one thread that reads from the
/// beginning.
final class DelimitedScan: Sendable {
  private let shape: TableShape
  private let next = Atomic<Int>(0)
  private let shared: Monitor<State>

  /// What the threads share.
  private struct State {
    var finished: [Int: ParsedBlock] = [:]
    var free: [ParsedBlock] = []
    var nextBlock = 0
    var guesses: [FieldKind?]
    /// Nil while a thread uses it.
    var assembler: BlockAssembler?
    var failure: TableFailure?
  }

  init(_ shape: TableShape) {
    self.shape = shape
    let guesses = shape.columns.map(\.kind)
    shared = Monitor(State(guesses: guesses, assembler: BlockAssembler(shape)))
  }

  /// Reads the file; called once.
  func run() throws(TableFailure) -> ScanResult {
    let workers = min(max(1, shape.options.workers), shape.blockCount)
    if workers <= 1 {
      if shape.blockCount > 0 { work(0) }
    } else {
      ThreadPool.perform(workers) { self.work($0) }
    }
    let (assembler, failure) = shared.withLock { ($0.assembler, $0.failure) }
    if let failure { throw failure }
    try shape.source.checkUnchanged()
    return assembler?.finish() ?? ScanResult()
  }

  private func work(_ worker: Int) {
    let reader = BlockReader(worker, shape)
    while true {
      let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
      if number >= shape.blockCount { return }
      if shape.options.isStopped() {
        return stop(shape.options.stopped(shape.source.path))
      }
      let (block, guesses, isOver) = shared.withLock { state in
        (state.free.popLast() ?? ParsedBlock(), state.guesses, state.failure != nil)
      }
      if isOver { return }
      reader.read(number, from: number == 0 ? shape.dataStart : nil, guesses: guesses, into: block)
      if let assembler = deliver(block) { assemble(assembler) }
    }
  }

  /// Hands over a block; gives the assembler if the calling thread must use it now.
  ///
  /// A thread that is far ahead waits, unless all wait for its very block.
  private func deliver(_ block: ParsedBlock) -> BlockAssembler? {
    shared.withLock(
      when: { state in
        state.finished.count <= DelimitedScan.mostFinished || block.number == state.nextBlock
          || state.assembler != nil || state.failure != nil
      }
    ) { state in
      state.finished[block.number] = block
      if state.finished[state.nextBlock] == nil { return nil }
      return state.assembler.take()
    }
  }

  private static let mostFinished = 64

  /// Puts finished blocks together in their order, as far as they are there.
  private func assemble(_ assembler: BlockAssembler) {
    while true {
      let block = shared.withLock { state -> ParsedBlock? in
        let block = state.failure == nil ? state.finished.removeValue(forKey: state.nextBlock) : nil
        if block == nil { state.assembler = assembler } else { state.nextBlock += 1 }
        return block
      }
      guard let block else { return }
      if let problem = assembler.append(block) { return stop(problem) }
      let kinds = assembler.kinds
      shared.withLock { state in
        state.guesses = kinds
        state.free.append(block)
      }
    }
  }

  private func stop(_ problem: TableFailure) {
    shared.withLock { $0.failure = $0.failure ?? problem }
    shape.options.progress?(shape.source.path, shape.source.count, shape.source.count)
  }
}
