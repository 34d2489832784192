import Catalog
import Testing

@testable import IO

@Suite("The table of documents of a data package")
struct DocumentsTests {
  private let folder = TemporaryFolder()

  @Test("the table of documents is the one that the package declares as such")
  func documents() throws {
    func documentTables(_ declared: String) throws -> Set<String> {
      folder.write(
        "datapackage.json",
        """
        {"resources": [{"name": "places", "path": "none.csv"\(declared), "schema": {"fields":
        [{"name": "id"}], "primaryKey": "id"}}, {"name": "claims", "path": "none.csv", "schema":
        {"fields": [{"name": "d", "type": "nothing"}], "foreignKeys": [{"fields": "d", "reference":
        {"resource": "places", "fields": "id"}}]}}, {"name": "free", "path": "none.csv"}]}
        """
      )
      return try openDataPackage(folder: folder.path).documentTables
    }
    #expect(try documentTables("").isEmpty)
    #expect(try documentTables(", \"scomm\": {\"documents\": true}") == ["places"])
  }
}
