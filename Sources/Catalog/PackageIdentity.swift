/// What a data package is known by: its name, its version, and a hash of all that it holds.
public final class PackageIdentity {
  /// Its name, for programs.
  public let name: String?
  /// Its title, for people.
  public let title: String?
  /// The version that it declares.
  public let version: String?
  private let find: () throws(TableFailure) -> String
  private lazy var found = Result { () throws(TableFailure) in try find() }

  /// A package whose hash `find` gives when it is first asked for.
  public init(
    name: String?,
    title: String?,
    version: String?,
    hash find: @escaping () throws(TableFailure) -> String
  ) {
    (self.name, self.title, self.version, self.find) = (name, title, version, find)
  }

  /// Its title, or else its name.
  public var words: String { title ?? name ?? "a package without a name" }

  /// The first 16 digits of the SHA-256 of the package's file and the files of its resources, one
  /// behind the other in the order of the package, each with its shapes.
  ///
  /// Throws where one of these files cannot be read.
  public func hash() throws(TableFailure) -> String { try found.get() }
}
