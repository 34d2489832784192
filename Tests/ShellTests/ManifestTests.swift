import Foundation
import Syntax
import TestSupport
import Testing

/// The package's manifest: what a target declares is what it imports of the package.
///
/// SwiftPM's own check lets pass what comes along with a declared dependency.
@Suite struct ManifestTests {
  struct Target: CustomTestStringConvertible {
    let name: String
    /// Its sources, from the root of the package.
    let folder: String
    /// Modules of the package and products of others.
    let dependencies: Set<String>
    var testDescription: String { name }
  }

  static let manifest = (try? Repository.text("Package.swift")) ?? ""

  /// Everything with a name: targets, system libraries and products.
  static let names = Set(manifest.matches(of: /name: "([\w-]+)"/).map { String($0.1) })

  static let targets: [Target] = {
    let declaration =
      #/
      \.(target | executableTarget | testTarget) \( \s* name:\s"([\w-]+)"
      (?: ,\s* dependencies:\s\[ ([^\]]*) \] )? (?: ,\s* path:\s"([^"]*)" )?
      /#
    return manifest.matches(of: declaration).map { match in
      let name = String(match.2)
      let words = (match.3 ?? "").matches(of: /"([\w-]+)"/).map { String($0.1) }
      let usual = (match.1 == "testTarget" ? "Tests/" : "Sources/") + name
      return Target(
        name: name,
        folder: match.4.map(String.init) ?? usual,
        dependencies: Set(words).intersection(names)
      )
    }
  }()

  static func imports(below folder: String) throws -> Set<String> {
    let path = Repository.root + "/" + folder
    let files = FileManager.default.enumerator(atPath: path)?.allObjects ?? []
    let statement =
      /^(?:@\w+ |\w+ )*import (?:(?:struct|class|enum|protocol|func|var|let|typealias) )?(\w+)/
      .anchorsMatchLineEndings()
    var modules: Set<String> = []
    for case let file as String in files where file.hasSuffix(".swift") {
      let text = try Repository.text(folder + "/" + file)
      modules.formUnion(text.matches(of: statement).map { String($0.1) })
    }
    return modules
  }

  @Test func findsTheTargets() {
    #expect(Self.targets.count > 15)
    #expect(
      Self.targets.contains { $0.name == "scomm" && $0.dependencies.contains("ArgumentParser") }
    )
  }

  @Test(arguments: targets)
  func declaresExactlyWhatItImports(_ target: Target) throws {
    let imported = try Self.imports(below: target.folder)
    #expect(!imported.isEmpty || target.dependencies.isEmpty)
    #expect(imported.intersection(Self.names) == target.dependencies)
  }
}
