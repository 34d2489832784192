import Catalog

extension ResourceReader {
  /// How a field is read from texts: its type, what is missing, and how values are written.
  func declaredColumn(_ field: Field, _ value: JSON, _ schema: JSON) throws(TableFailure)
    -> DeclaredColumn
  {
    let missing = value["missingValues"] ?? schema["missingValues"]
    return DeclaredColumn(
      name: field.name,
      type: field.type,
      missing: MissingTexts(try missing.map(texts) ?? []),
      format: try format(of: field, value)
    )
  }

  /// The texts of a list, whose elements may be objects with a value, as the standard allows.
  private func texts(_ list: JSON) throws(TableFailure) -> [String] {
    let texts = (list.elements ?? []).compactMap { $0.text ?? $0["value"]?.text }
    guard texts.count == list.elements?.count else {
      throw failure(list, "the missing values of \(name) must be a list of texts")
    }
    return texts
  }

  private func format(of field: Field, _ value: JSON) throws(TableFailure) -> ValueFormat {
    if let format = value["format"], format.text != "default", field.type != .date {
      throw failure(format, "the format of \(name).\(field.name) can only be \"default\"")
    }
    switch field.type {
    case .integer, .real: return try numberFormat(of: field, value)
    case .boolean: return try booleanTexts(of: field, value)
    case .date:
      guard let format = value["format"], format.text != "default" else { return .usual }
      guard let pattern = format.text.flatMap(DatePattern.init) else {
        throw failure(
          format,
          "the format of \(name).\(field.name) must be made of %Y or %y, %m, %b or %B, and %d, such as "
            + "%d/%m/%Y"
        )
      }
      return .date(pattern)
    default: return .usual
    }
  }

  private func numberFormat(of field: Field, _ value: JSON) throws(TableFailure) -> ValueFormat {
    var format = NumberFormat()
    if field.type == .real { format.decimal = try sign(value["decimalChar"], field) ?? [0x2E] }
    format.group = try sign(value["groupChar"], field) ?? []
    if let isBare = value["bareNumber"] {
      guard let isBare = isBare.boolean else {
        throw failure(isBare, "bareNumber of \(name).\(field.name) must be true or false")
      }
      format.isBare = isBare
    }
    if !format.group.isEmpty, format.group == format.decimal {
      throw failure(
        value,
        "\(name).\(field.name) has one sign for decimals and for groups of digits"
      )
    }
    let isUsual = format.group.isEmpty && format.isBare && [[], [0x2E]].contains(format.decimal)
    return isUsual ? .usual : .number(format)
  }

  /// A sign within numbers, which is no part of one otherwise.
  private func sign(_ value: JSON?, _ field: Field) throws(TableFailure) -> [UInt8]? {
    guard let value else { return nil }
    guard let text = value.text, text.count == 1,
      !text.contains(where: { "0123456789+-eE".contains($0) })
    else {
      throw failure(value, "a sign in numbers of \(name).\(field.name) must be one character")
    }
    return Array(text.utf8)
  }

  private func booleanTexts(of field: Field, _ value: JSON) throws(TableFailure) -> ValueFormat {
    let (yes, no) = (value["trueValues"], value["falseValues"])
    guard let given = yes ?? no else { return .usual }
    let texts = BooleanTexts(
      yes: yes.map { $0.texts ?? [] } ?? ["true", "True", "TRUE", "1"],
      no: no.map { $0.texts ?? [] } ?? ["false", "False", "FALSE", "0"]
    )
    guard !texts.yes.isEmpty, !texts.no.isEmpty, Set(texts.yes).isDisjoint(with: texts.no) else {
      throw failure(
        given,
        "trueValues and falseValues of \(name).\(field.name) must be lists of different texts"
      )
    }
    return .boolean(texts)
  }
}
