/// An entry of a registry, with its help: a verb, a function, a format, a command.
public protocol Entry: Sendable {
  /// The name in queries.
  var name: String { get }
  /// A line on what it does.
  var summary: String { get }
  /// Its usage line: `top COUNT [by EXPR] [per COLUMNS]`.
  var usage: String { get }
  /// Queries that show it, which run on the shipped data.
  var examples: [String] { get }
}

/// A registry: entries by name, in the order of listings.
public struct Registry<Item: Entry>: Sendable {
  /// The entries, in order.
  public let entries: [Item]

  /// A registry of entries with different names.
  public init(_ entries: [Item]) { self.entries = entries }

  /// The entry called `name`.
  ///
  /// Names are compared one by one: to hash them all takes longer than the searches of a query.
  @inlinable
  public subscript(name: String) -> Item? {
    entries.firstIndex { $0.name == name }.map { entries[$0] }
  }

  /// All names, in order.
  public var names: [String] { entries.map(\.name) }
}
