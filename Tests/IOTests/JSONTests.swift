import Diagnostics
import Testing

@testable import IO

@Suite("JSON")
struct JSONTests {
  private func read(_ text: String) throws -> JSON {
    try JSON.read(FileBytes(path: "t.json", bytes: Array(text.utf8)))
  }

  /// A value in canonical form.
  private func text(_ json: JSON) -> String {
    switch json.content {
    case .null: "null"
    case .boolean(let truth): String(truth)
    case .integer(let number): String(number)
    case .real(let number): "real " + exactText(of: number)
    case .wideNumber(let digits): "wide " + digits
    case .text(let text): jsonQuoted(text)
    case .array(let elements): "[" + elements.map(text).joined(separator: ",") + "]"
    case .object(let members):
      "{" + members.map { "\(jsonQuoted($0.name)):\(text($0.value))" }.joined(separator: ",") + "}"
    }
  }

  @Test(
    "valid values",
    arguments: [
      (" {\"b\" : [1, -2.5e1 ,true],\"a\":null}\n", "{\"b\":[1,real -25,true],\"a\":null}"),
      ("\u{FEFF}[]", "[]"), ("{}", "{}"), ("-0", "0"), ("0.1", "real 0.1"),
      ("9223372036854775807", "9223372036854775807"),
      ("9223372036854775808", "wide 9223372036854775808"), ("1E400", "wide 1E400"),
      (#""\"\\\/\b\f\n\r\t\u00e9\uD834\udd1e""#, "\"\\\"\\\\/\\u0008\\u000c\\n\\r\\té𝄞\""),
      (#""plain ü 𝄞""#, "\"plain ü 𝄞\""),
    ]
  )
  func valid(source: String, canonical: String) throws {
    #expect(text(try read(source)) == canonical)
  }

  @Test(
    "invalid texts fail with their place",
    arguments: [
      ("", "1:1: a value was expected, but there is the end of the file"),
      ("{\n \"a\": 1,\n}", "3:1: a name in double quotes was expected, but there is \"}\""),
      ("[1 2]", "1:4: a comma or ] was expected, but there is \"2\""),
      ("{\"a\" 1}", "1:6: a colon was expected after a name, but there is \"1\""),
      ("{\"a\":1", "1:7: a comma or } was expected, but there is the end of the file"),
      ("[1,]", "1:4: a value was expected, but there is \"]\""),
      ("{\"a\":1,\"a\":2}", "1:8: the name \"a\" stands twice in one object"),
      ("01", "1:1: a number has a zero before it; leave that out"),
      ("1.", "1:1: a number lacks digits: there is the end of the file"),
      ("-x", "1:1: a number lacks digits: there is \"x\""),
      ("1e+", "1:1: a number lacks digits: there is the end of the file"),
      (
        "tru",
        """
        1:1: a value was expected, but there is "t"; only true, false and null are words
        """
      ),
      ("\"ab", "1:1: a text begins here and never ends; close it with \""),
      ("\"a\u{1}\"", "1:3: a control character stands bare in a text; write it as an escape"),
      (#""\x""#, "1:2: there is no such escape; a backslash is written \\\\"),
      (#""\u12""#, "1:2: \\u must be followed by four hexadecimal digits"),
      (#""\ud800""#, "1:2: this escape is half of a character; its other half is missing"),
      (#""\ud800\u0041""#, "1:2: this escape is half of a character; its other half is missing"),
      (#""\udc00""#, "1:2: this escape is half of a character; its other half is missing"),
      ("1 2", "1:3: there is \"2\" after the end of the value; one file holds one value"),
      ("NaN", "1:1: a value was expected, but there is \"N\""),
      ("ü", "1:1: a value was expected, but there is a character beyond ASCII"),
      ("// x", "1:1: a value was expected, but there is \"/\""),
    ]
  )
  func invalid(source: String, message: String) {
    #expect(failure { _ = try read(source) } == "t.json:" + message)
  }

  @Test("bytes that are no UTF-8, and nesting without end")
  func limits() {
    let bytes: [UInt8] = [0x22, 0xFF, 0x22]
    #expect(
      failure { _ = try JSON.read(FileBytes(path: "t.json", bytes: bytes)) }
        == "t.json:1:1: a text is not valid UTF-8; save the file as UTF-8"
    )
    #expect(
      failure { _ = try read(String(repeating: "[", count: 100_000)) }
        == "t.json:1:258: lists and objects lie more than 256 deep in each other"
    )
    let deep = String(repeating: "[", count: 256) + String(repeating: "]", count: 256)
    #expect(failure { _ = try read(deep) } == "")
  }
}
