/// Choices from a seed: the same seed gives the same choices on every machine.
///
/// The numbers are those of SplitMix64.
package struct Dice: RandomNumberGenerator, Sendable {
  private var state: UInt64
  /// Whether values at the ends of the integers and of the calendar may come up.
  package var allowsExtremes = true

  /// Dice whose throws `seed` fixes.
  package init(seed: some BinaryInteger) {
    state = UInt64(truncatingIfNeeded: seed) &* 0x2545_f491_4f6c_dd1d &+ 0x9e37_79b9_7f4a_7c15
  }

  /// The next 64 bits.
  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// A number from 0 up to `count`, which is at least 1, without it.
  package mutating func below(_ count: Int) -> Int { Int(next() % UInt64(max(count, 1))) }

  /// A number within `range`.
  package mutating func within(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.count)
  }

  /// True in so many cases of a hundred.
  package mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

  /// One of `choices`; nil when there are none.
  package mutating func pick<Choice>(_ choices: [Choice]) -> Choice? {
    choices.isEmpty ? nil : choices[below(choices.count)]
  }

  /// One of at least one choice.
  package mutating func among<Choice>(_ first: Choice, _ rest: Choice...) -> Choice {
    let place = below(rest.count + 1)
    return place == 0 ? first : rest[place - 1]
  }

  /// Some of `choices`, at least one if there is one and at most `most`, in a random order.
  package mutating func some<Choice>(_ choices: [Choice], atMost most: Int) -> [Choice] {
    if choices.isEmpty { return [] }
    let count = within(1...Swift.max(1, Swift.min(most, choices.count)))
    return Array(choices.shuffled(using: &self).prefix(count))
  }
}
