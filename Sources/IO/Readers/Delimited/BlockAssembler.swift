import Catalog
import Columns

/// What a scan of a file gave.
struct ScanResult {
  var rowCount = 0
  /// For each column asked for its values; nil where only texts have room for all of them.
  var columns: [(column: Column, kind: FieldKind)?] = []
  var rejects: [Reject] = []
  /// A hash of everything behind the header, if that was asked for.
  var digest: UInt64?
}

/// The blocks of a file put together in their order; used by one thread at a time.
final class BlockAssembler {
  private let shape: TableShape
  private let assemblers: [ColumnAssembler]
  private var result = ScanResult()
  /// Where the next block must begin.
  private var expected: Int
  /// Reads again the blocks whose beginning was guessed wrongly; its codes are its own.
  private let rereader: BlockReader

  init(_ shape: TableShape) {
    self.shape = shape
    let workers = max(1, shape.options.workers)
    assemblers = shape.columns.map { ColumnAssembler($0, workers: workers + 1) }
    var again = shape
    again.digests = false
    rereader = BlockReader(workers, again)
    expected = shape.dataStart
  }

  /// What the values of each column are so far; nil of a column that must be read again as texts.
  var kinds: [FieldKind?] { assemblers.map { $0.isMixed ? nil : $0.kind } }

  /// Adds a block's rows, having read it again if it does not begin where the one before ended;
  /// gives what is wrong with the file, if anything is.
  func append(_ block: ParsedBlock) -> TableFailure? {
    let end = min(shape.dataStart + (block.number + 1) * shape.blockSize, shape.source.count)
    if let digest = result.digest ?? (shape.digests ? 0 : nil) {
      result.digest = (digest ^ block.digest) &* 0x9E37_79B9_7F4A_7C15 &+ 1
    }
    let isAsGuessed = block.isWhole && block.start == expected && expected < end
    if !isAsGuessed {
      // Its reader goes on with the codes that it gave there.
      for (assembler, chunk) in zip(assemblers, block.chunks) {
        assembler.keepTexts(of: chunk, worker: block.worker)
      }
    }
    if block.systemFailure == nil, expected < end, !isAsGuessed {
      let (number, digest) = (block.number, block.digest)
      rereader.read(number, from: expected, guesses: kinds, into: block)
      block.digest = digest
    }
    if let problem = block.systemFailure { return problem }
    if expected < end {
      if let (offset, text) = block.failure { return shape.source.failure(at: offset, text) }
      if result.rowCount == 0 { expectRows(like: block) }
      for (assembler, chunk) in zip(assemblers, block.chunks) {
        assembler.append(chunk, count: block.rowCount, worker: block.worker)
      }
      result.rowCount += block.rowCount
      result.rejects += block.rejects
      expected = block.next
    }
    shape.options.progress?(shape.source.path, end, shape.source.count)
    return nil
  }

  /// Tells how many rows there will be if all are as long as those of the first block.
  private func expectRows(like block: ParsedBlock) {
    if block.rowCount == 0 || block.next == shape.source.count { return }
    let length = block.next - block.start
    let left = Double(shape.source.count - block.start)
    let rows = Int(Double(block.rowCount) / Double(length) * left * 1.02)
    for assembler in assemblers { assembler.expect(rows) }
  }

  /// All rows; called once.
  func finish() -> ScanResult {
    result.columns = assemblers.map { $0.isMixed ? nil : ($0.finish(), $0.kind) }
    return result
  }
}
