import Foundation
import FuzzTargets
import TestSupport
import Testing

/// What fuzzing begins with, and the inputs that it has found, are read without a crash.
@Suite("Inputs of fuzzing")
struct FuzzTests {
  @Test("the corpus and what was found", arguments: FuzzTarget.allCases)
  func corpus(of target: FuzzTarget) throws {
    let folder = Repository.root + "/Tests/Fuzz/corpus/" + target.rawValue
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    #expect(!names.isEmpty)
    for name in names {
      let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)))
      bytes.withUnsafeBytes(target.run)
    }
  }

  @Test("damaged inputs", arguments: FuzzTarget.allCases)
  func damaged(_ target: FuzzTarget) throws {
    let folder = Repository.root + "/Tests/Fuzz/corpus/" + target.rawValue
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    var dice = Dice(seed: 13)
    for round in 0..<100 {
      let path = folder + "/" + names[round % names.count]
      var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
      for _ in 0..<dice.within(1...4) where !bytes.isEmpty {
        let place = dice.below(bytes.count)
        switch dice.below(3) {
        case 0: bytes[place] ^= 1 << UInt8(dice.below(8))
        case 1: bytes.remove(at: place)
        default: bytes.insert(UInt8(dice.below(256)), at: place)
        }
      }
      bytes.withUnsafeBytes(target.run)
    }
  }
}
