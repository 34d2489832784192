import ArgumentParser
import Columns

/// A command-line option, declared once: its names, its help, and the setting that it fills.
///
/// `Arguments.init(reading:)` reads command lines by it; `Scomm` declares it to ArgumentParser,
/// which prints help, errors and completions, and takes longer than most queries.
struct CommandOption: Sendable {
  /// A setting, named when it is needed: a key path takes longer to make than the option.
  typealias Setting<Value> = @Sendable () -> WritableKeyPath<Arguments, Value>
  typealias Help = @Sendable () -> String

  /// The names with their dashes, the short one first: `-f --file`.
  let names: String
  /// Whether a value follows the name.
  let takesValue: Bool
  /// What the value is, which shells complete.
  private(set) var completed: @Sendable () -> CompletedValue = { .any }
  /// What it is for, in a sentence or two.
  let help: Help
  /// The property that declares the option to ArgumentParser.
  let declaration: @Sendable () -> Any
  /// Fills the setting with the text after the name; false for a wrong one.
  let set: @Sendable (inout Arguments, String) -> Bool
  /// Fills the setting with the value that ArgumentParser read.
  let decode: @Sendable (inout Arguments, KeyedDecodingContainer<Key>) throws -> Void

  /// A key of ArgumentParser's values.
  struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }

    fileprivate init(ofOption names: String) {
      let last = names[(names.lastIndex(of: " ") ?? names.startIndex)...]
      stringValue = String(last.drop { $0 == " " || $0 == "-" })
    }
  }

  /// The key under which ArgumentParser keeps the value: the long name, if there is one.
  var key: Key { Key(ofOption: names) }

  /// The option with a value that shells complete.
  func completing(_ value: @autoclosure @escaping @Sendable () -> CompletedValue) -> CommandOption {
    var option = self
    option.completed = value
    return option
  }

  /// Whether `name`, with its dashes, is one of its names.
  func isCalled(_ name: Substring) -> Bool {
    !name.contains(" ")
      && (names == name || names.hasPrefix(name + " ") || names.hasSuffix(" " + name))
  }

  /// An option whose setting takes the value that `read` makes of its old value and a text, or that
  /// which ArgumentParser read by `take`.
  private init<Property: DeclaredProperty, Value>(
    _ names: String,
    takesValue: Bool = true,
    _ setting: @escaping Setting<Value>,
    _ help: @escaping Help,
    read: @escaping @Sendable (Value, String) -> Value?,
    take: @escaping @Sendable (inout Value, Property.Value) -> Void,
    declare: @escaping @Sendable (NameSpecification) -> Property
  ) {
    (self.names, self.takesValue, self.help) = (names, takesValue, help)
    declaration = { declare(NameSpecification(stringLiteral: names)) }
    set = { arguments, text in
      guard let value = read(arguments[keyPath: setting()], text) else { return false }
      arguments[keyPath: setting()] = value
      return true
    }
    decode = { arguments, values in
      let property = try values.decode(Property.self, forKey: Key(ofOption: names))
      take(&arguments[keyPath: setting()], property.wrappedValue)
    }
  }

  /// An option whose setting is what ArgumentParser reads.
  private init<Property: DeclaredProperty>(
    _ names: String,
    takesValue: Bool = true,
    _ setting: @escaping Setting<Property.Value>,
    _ help: @escaping Help,
    read: @escaping @Sendable (Property.Value, String) -> Property.Value?,
    declare: @escaping @Sendable (NameSpecification) -> Property
  ) {
    self.init(
      names,
      takesValue: takesValue,
      setting,
      help,
      read: read,
      take: { $0 = $1 },
      declare: declare
    )
  }
}

/// A property wrapper of ArgumentParser.
private protocol DeclaredProperty: Decodable, SendableMetatype {
  associatedtype Value
  var wrappedValue: Value { get }
}

extension Flag: DeclaredProperty {}
extension Option: DeclaredProperty {}

extension CommandOption {
  /// An option without a value, which turns a setting on.
  static func flag(
    _ names: String,
    _ setting: @autoclosure @escaping Setting<Bool>,
    _ help: @autoclosure @escaping Help
  ) -> CommandOption {
    CommandOption(names, takesValue: false, setting, help, read: { _, _ in true }) { name in
      Flag(wrappedValue: false, name: name, help: ArgumentHelp(help()))
    }
  }

  /// An option that may be repeated, each time with a text.
  static func list(
    _ names: String,
    _ setting: @autoclosure @escaping Setting<[String]>,
    _ help: @autoclosure @escaping Help
  ) -> CommandOption {
    CommandOption(names, setting, help, read: { $0 + [$1] }) { name in
      Option(wrappedValue: [], name: name, parsing: .singleValue, help: ArgumentHelp(help()))
    }
  }

  /// An option that may be repeated, each time with an input, which keeps its place among the others.
  static func input(
    _ names: String,
    _ input: @escaping @Sendable (String) -> Arguments.Input,
    _ help: @autoclosure @escaping Help
  ) -> CommandOption {
    CommandOption(
      names,
      { \.inputs },
      help,
      read: { $0 + [input($1)] },
      take: { $0 += $1.map(input) }
    ) { name in
      Option<[String]>(
        wrappedValue: [],
        name: name,
        parsing: .singleValue,
        help: ArgumentHelp(help())
      )
    }
  }

  /// An option with one of several words, of which the setting's initial value is the default.
  static func choice<Value: ExpressibleByArgument>(
    _ names: String,
    _ setting: @autoclosure @escaping Setting<Value>,
    _ help: @autoclosure @escaping Help
  ) -> CommandOption {
    CommandOption(names, setting, help, read: { Value(argument: $1) }) { name in
      let initial = Arguments()[keyPath: setting()]
      return Option(wrappedValue: initial, name: name, help: ArgumentHelp(help()))
    }
    .completing(.words(Value.allValueStrings))
  }

  /// An option with a text, which `read` turns into a value or refuses with an error that says why.
  static func value<Value>(
    _ names: String,
    _ setting: @autoclosure @escaping Setting<Value?>,
    _ help: @autoclosure @escaping Help,
    read: @escaping @Sendable (String) throws -> Value
  ) -> CommandOption {
    CommandOption(names, setting, help, read: { (try? read($1)).map(Optional.some) }) { name in
      Option(name: name, help: ArgumentHelp(help()), transform: read)
    }
  }

  /// An option with a text.
  static func text(
    _ names: String,
    _ setting: @autoclosure @escaping Setting<String?>,
    _ help: @autoclosure @escaping Help
  ) -> CommandOption {
    value(names, setting(), help()) { $0 }
  }
}
