import Testing

@testable import Shell

/// The values of `--threads` and `--memory`.
@Suite struct EngineLimitTests {
  @Test(arguments: [
    ("1K", 1024), ("512M", 512 << 20), ("2G", 2 << 30), ("1.5g", 3 << 29), ("64m", 64 << 20),
  ])
  func sizesHaveUnits(_ text: String, _ bytes: Int) throws {
    #expect(try SessionOptions.byteCount(text) == bytes)
  }

  @Test(arguments: ["", "G", "2", "2X", "-1G", "0M", "1 000M", "2GB", "nanG", "1e30G", "infG"])
  func otherSizesAreRefused(_ text: String) {
    #expect(throws: OptionProblem.self) { try SessionOptions.byteCount(text) }
  }

  @Test func threadsAreCounted() throws {
    #expect(try SessionOptions.threadCount("4") == 4)
    for text in ["0", "-2", "two", "1.5", ""] {
      #expect(throws: OptionProblem.self) { try SessionOptions.threadCount(text) }
    }
  }

  @Test func problemsNameTheRemedy() {
    let problem = #expect(throws: OptionProblem.self) { try SessionOptions.byteCount("2X") }
    #expect(problem?.description == "write a number with K, M or G, such as 512M or 2G")
  }
}
