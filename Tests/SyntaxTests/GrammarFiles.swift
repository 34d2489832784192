import Foundation
import TestSupport

/// The files of the folder `grammar`.
enum GrammarFiles {
  static let folder = URL(filePath: Repository.root).appending(path: "grammar")

  static func text(_ name: String) -> String {
    (try? String(contentsOf: folder.appending(path: name), encoding: .utf8)) ?? ""
  }

  /// The valid sentences.
  static let valid = text("valid.txt").split(separator: "\n").map(String.init)
    .filter { !$0.hasPrefix("#") }
}
