import Catalog

extension DataPackage {
  /// What the package is known by.
  func identity() -> PackageIdentity {
    PackageIdentity(
      name: root["name"]?.text,
      title: root["title"]?.filledIn,
      version: root["version"]?.text
    ) { () throws(TableFailure) in try contentHash() }
  }

  /// The hash of the package's file and the files of its resources, with those of their shapes.
  private func contentHash() throws(TableFailure) -> String {
    var hash = SHA256()
    hash.update(with: file.bytes)
    var seen: Set<String> = []
    for resource in root["resources"]?.elements ?? [] {
      let name = resource["name"]?.text ?? ""
      let reader = ResourceReader(package: self, resource: resource, name: name)
      for path in [try reader.path()] + (try reader.shapePaths()) where seen.insert(path).inserted {
        let content = try files.bytes(at: path)
        try content.unchanged { () throws(TableFailure) in hash.update(with: content.bytes) }
      }
    }
    return String(hash.finalize().prefix(16))
  }
}
