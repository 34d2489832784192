import Foundation

/// The checkout that the tests belong to.
package enum Repository {
  /// The folder that holds Package.swift.
  package static let root: String = {
    var path = URL(fileURLWithPath: #filePath)
    while path.path != "/", !FileManager.default.fileExists(atPath: path.path + "/Package.swift") {
      path.deleteLastPathComponent()
    }
    return path.path
  }()

  /// The text of a file, by its path from the root.
  package static func text(_ path: String) throws -> String {
    try String(contentsOfFile: root + "/" + path, encoding: .utf8)
  }
}
