import Functions
import Parallel
import Synchronization
import Testing

@testable import Execution

/// Work that is shared out is done, all of it and once, whichever threads take part.
@Suite("ThreadPool")
struct ThreadPoolTests {
  @Test("every piece is done once, round after round")
  func rounds() {
    for round in 0..<2000 {
      let next = Atomic(0)
      let sum = Atomic(0)
      let inside = Atomic(0)
      ThreadPool.perform(3) { number in
        inside.wrappingAdd(1, ordering: .relaxed)
        #expect((0..<3).contains(number))
        while true {
          let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
          if piece >= 50 { break }
          sum.wrappingAdd(piece, ordering: .relaxed)
        }
        inside.wrappingSubtract(1, ordering: .relaxed)
      }
      #expect(sum.load(ordering: .relaxed) == 1225)
      #expect(inside.load(ordering: .relaxed) == 0, "everybody has left when it returns")
      if round % 100 == 0 { ThreadPool.wake() }
    }
  }

  @Test("work within work, and work of several threads at once, is done")
  func nested() {
    let total = Atomic(0)
    let ended = Atomic(0)
    @Sendable func work() {
      for _ in 0..<200 {
        let next = Atomic(0)
        ThreadPool.perform(2) { _ in
          while next.wrappingAdd(1, ordering: .relaxed).oldValue < 10 {
            let inner = Atomic(0)
            ThreadPool.perform(2) { _ in
              while inner.wrappingAdd(1, ordering: .relaxed).oldValue < 3 {
                total.wrappingAdd(1, ordering: .relaxed)
              }
            }
          }
        }
      }
      ended.wrappingAdd(1, ordering: .releasing)
    }
    for _ in 0..<3 { Background.start(work) }
    work()
    while ended.load(ordering: .acquiring) < 4 {}
    #expect(total.load(ordering: .relaxed) == 4 * 200 * 10 * 3)
  }

  @Test("rows are taken in in their order, each once", arguments: [0, 1, 99, 100, 101, 12_345])
  func folding(rowCount: Int) throws {
    for count in [1, 2, 5] {
      let workers = WorkerPool(count: count, chunkSize: 100, cancellation: Cancellation())
      let states = try workers.fold(rowCount, from: { [Range<Int>]() }) { $0.append($1) }
      let rows = states.flatMap { $0 }.flatMap { Array($0) }
      #expect(rows == Array(0..<rowCount))
    }
  }

  @Test("a failure ends the work and is thrown")
  func failing() {
    let workers = WorkerPool(count: 2, chunkSize: 10, cancellation: Cancellation())
    let failure = #expect(throws: RunFailure.self) {
      try workers.fold(5000, from: { 0 }) { state, rows in
        if rows.contains(2500) { throw RunFailure("row 2500", .arithmetic) }
        state += rows.count
      }
    }
    #expect(failure?.text == "row 2500")
  }
}
