import Catalog
import Columns

/// A reader of outlines: lines of an identifier, a tab, and a path as in SVG.
///
/// A path is a ring or several: `M`, a point, `l`, the distances to the next points, `z`. All
/// numbers are whole.
struct PathReader {
  private let file: FileBytes
  private let bytes: Buffer<UInt8>
  private var place = 0

  /// The farthest that a point may lie from the map's corner.
  private static let farthest = 1_000_000

  private init(_ file: FileBytes) { (self.file, bytes) = (file, file.bytes) }

  /// The outlines of a file by their identifiers; one that has several lines has all their rings.
  static func shapes(in file: FileBytes) throws(TableFailure) -> [String: PlaceShape] {
    var reader = PathReader(file)
    var shapes: [String: PlaceShape] = [:]
    guard reader.word(until: "\t") == "id", reader.accept("\t"), reader.word(until: "\n") == "path"
    else { throw file.failure(at: 0, "a file of shapes begins with the line id, a tab, path") }
    while reader.accept("\n") {
      if reader.isAtEnd { break }
      let identifier = reader.word(until: "\t")
      guard reader.accept("\t") else { throw reader.failure("a tab must follow the identifier") }
      let rings = try reader.rings()
      shapes[identifier, default: PlaceShape(rings: [])].rings += rings
    }
    guard reader.isAtEnd else { throw reader.failure("a line must end here") }
    return shapes
  }

  private var isAtEnd: Bool { place >= bytes.count }

  private func failure(_ text: String) -> TableFailure { file.failure(at: place, text) }

  private func stands(_ character: Unicode.Scalar) -> Bool {
    !isAtEnd && bytes[place] == UInt8(ascii: character)
  }

  private mutating func accept(_ character: Unicode.Scalar) -> Bool {
    if character == "\n", stands("\r") { place += 1 }
    guard stands(character) else { return false }
    place += 1
    return true
  }

  /// The characters up to one, or up to the end of the line.
  private mutating func word(until end: Unicode.Scalar) -> String {
    let start = place
    while !isAtEnd, !stands(end), !stands("\n"), !stands("\r") { place += 1 }
    return String(decoding: (start..<place).map { bytes[$0] }, as: UTF8.self)
  }

  private mutating func rings() throws(TableFailure) -> [[PlaceShape.Point]] {
    var rings: [[PlaceShape.Point]] = []
    while accept("M") {
      var (x, y) = try pair()
      var ring = [try point(x, y)]
      guard accept("l") else { throw failure("l must follow the first point of a ring") }
      while !stands("z") {
        let (right, down) = try pair()
        (x, y) = (x + right, y + down)
        ring.append(try point(x, y))
        _ = accept(" ")
      }
      place += 1
      rings.append(ring)
    }
    guard isAtEnd || stands("\n") || stands("\r") else {
      throw failure("a ring begins with M and ends with z")
    }
    return rings
  }

  private func point(_ x: Int, _ y: Int) throws(TableFailure) -> PlaceShape.Point {
    guard abs(x) <= PathReader.farthest, abs(y) <= PathReader.farthest else {
      throw failure("a point lies beyond a million units")
    }
    return PlaceShape.Point(Int32(x), Int32(y))
  }

  private mutating func pair() throws(TableFailure) -> (Int, Int) {
    let x = try number()
    guard accept(",") else { throw failure("a comma must stand between two numbers") }
    return (x, try number())
  }

  /// A whole number of up to seven digits.
  private mutating func number() throws(TableFailure) -> Int {
    let isNegative = accept("-")
    let start = place
    var number = 0
    while !isAtEnd, (0x30...0x39).contains(bytes[place]), place - start < 8 {
      number = number * 10 + Int(bytes[place] - 0x30)
      place += 1
    }
    guard place > start, place - start < 8 else {
      throw failure("a whole number of up to seven digits must stand here")
    }
    return isNegative ? -number : number
  }
}
