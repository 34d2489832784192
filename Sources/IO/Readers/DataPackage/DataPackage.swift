import Catalog

/// The tables of the data package in `folder`: what its `datapackage.json` (Data Package 2.0)
/// declares, with the properties that are this program's own.
///
/// Throws where the package as a whole cannot be read. A resource that is declared wrongly, or
/// whose file is malformed, fails when its table is asked, and leaves the others usable.
public func openDataPackage(folder: String) throws(TableFailure) -> Catalog {
  try openDataPackage(PackageFiles(folder: folder))
}

/// The catalog of a data package whose files may be part of the program.
public func openDataPackage(_ files: PackageFiles) throws(TableFailure) -> Catalog {
  let file = try files.bytes(at: files.path(of: "datapackage.json") ?? "datapackage.json")
  let package = DataPackage(file: file, root: try JSON.read(file), files: files)
  let identity = package.identity()
  let catalog = Catalog(try package.tables(of: identity))
  catalog.package = identity
  catalog.fiscalYearStart = try package.fiscalYearStart()
  return catalog
}

/// A package that has been parsed.
struct DataPackage {
  let file: FileBytes
  let root: JSON
  let files: PackageFiles

  /// The month in which fiscal years begin: October unless the package declares another.
  func fiscalYearStart() throws(TableFailure) -> Int {
    try check(root["scomm"], .ownOfPackage, of: "the package")
    guard let start = root["scomm"]?["fiscalYearStart"] else { return 10 }
    guard let month = start.integer, (1...12).contains(month) else {
      throw failure(start, "fiscalYearStart must be a month from 1 to 12")
    }
    return Int(month)
  }

  /// One table for each resource, in order.
  func tables(of identity: PackageIdentity) throws(TableFailure) -> [any TableSource] {
    guard let resources = root["resources"]?.elements else {
      throw failure(
        root["resources"] ?? root,
        "a data package must have a list of resources; see datapackage.org"
      )
    }
    _ = try fiscalYearStart()
    var names: Set<String> = []
    var tables: [any TableSource] = []
    for resource in resources {
      guard let name = resource["name"]?.text, !name.isEmpty else {
        throw failure(resource["name"] ?? resource, "a resource must have a name")
      }
      guard names.insert(name).inserted else {
        throw failure(resource, "two resources are called \(shown(name)); rename one")
      }
      let reader = ResourceReader(package: self, resource: resource, name: name)
      tables.append(PackageTable(reader, of: identity))
    }
    return tables
  }

  /// What links to a resource must know of it: its columns, and the one that is its whole primary
  /// key, if there is one; nil where there is no such resource.
  func target(_ name: String) -> (columns: [String], key: String?)? {
    let resource = root["resources"]?.elements?.first { $0["name"]?.text == name }
    guard let resource else { return nil }
    let fields = resource["schema"]?["fields"]?.elements ?? []
    let key = resource["schema"]?["primaryKey"]?.texts ?? []
    return (fields.compactMap { $0["name"]?.text }, key.count == 1 ? key.first : nil)
  }

  /// A failure at a value of the package.
  func failure(_ value: JSON, _ text: String) -> TableFailure {
    file.failure(at: value.offset, text)
  }
}
