import Catalog
import Diagnostics

// Forms of citations that other programs read.

extension CitationStyle {
  static let bibtex = CitationStyle(name: "bibtex", isData: true) { cited in
    var keys: Set<String> = []
    var entries = cited.citations.map { citation in
      let date = (citation[.date] ?? "").dateParts
      let author = citation[.author].map { "{" + laTeX($0) + "}" }
      let entry = citation.bibTeXType
      return bibTeXEntry(
        entry,
        uniqueKey(citation.key, &keys),
        [
          ("author", citation.isOfOutlet ? nil : author),
          ("journal", citation.isOfOutlet ? author : nil),
          ("institution", entry == "techreport" ? author : nil),
          ("howpublished", entry == "misc" ? citation[.kind].map(laTeX) : nil),
          ("title", "{" + laTeX(citation[.title] ?? citation.key) + "}"),
          ("year", date?.first.map(String.init) ?? citation[.date].map(laTeX)),
          ("month", date?.dropFirst().first.map(String.init)),
          ("day", date?.dropFirst(2).first.map(String.init)),
          ("url", citation[.address].map(bibTeXAddress)),
          ("urldate", cited.day.description),
        ]
      )
    }
    for (identity, hash) in cited.packages {
      let fields: [(String, String?)] = [
        ("title", "{" + laTeX(identity.words) + "}"),
        ("version", identity.version.map(laTeX)),
        ("note", laTeX(cited.note(hash: hash))),
        ("urldate", cited.day.description),
      ]
      entries.append(bibTeXEntry("dataset", uniqueKey(identity.name ?? "data", &keys), fields))
    }
    return entries.joined(separator: "\n")
  }

  private static func bibTeXEntry(
    _ type: String,
    _ key: String,
    _ fields: [(String, String?)]
  ) -> String {
    let lines = fields.compactMap { name, value in
      value.flatMap { $0.isEmpty ? nil : "  \(name) = {\($0)}" }
    }
    return "@\(type){\(key),\n" + lines.joined(separator: ",\n") + "\n}\n"
  }

  /// A key of letters, digits and hyphens that no other entry has, whatever its capitals.
  private static func uniqueKey(_ key: String, _ keys: inout Set<String>) -> String {
    let kept = key.unicodeScalars.map { scalar in
      let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || "0"..."9" ~= scalar)
      return isPlain || "-_.:".unicodeScalars.contains(scalar) ? Character(scalar) : "-"
    }
    let base = kept.isEmpty ? "document" : String(kept)
    var (unique, number) = (base, 2)
    while !keys.insert(unique.lowercased()).inserted {
      unique = "\(base)-\(number)"
      number += 1
    }
    return unique
  }

  /// A text in which no sign commands LaTeX.
  private static func laTeX(_ text: String) -> String {
    let line = visibleText(text.split(whereSeparator: \.isNewline).joined(separator: " "))
    return escapedSigns(in: line, #"\{}%&$_#~^"#) { sign in
      switch sign {
      case "\\": "\\textbackslash{}"
      case "~": "\\textasciitilde{}"
      case "^": "\\textasciicircum{}"
      default: "\\\(sign)"
      }
    }
  }

  /// An address as BibTeX takes it: as it is, but for what would end or command its field.
  private static func bibTeXAddress(_ address: String) -> String {
    escapedSigns(in: visibleText(address), "{}\\ ") { percentEncoded($0) }
  }

  static let csl = CitationStyle(name: "csl", isData: true) { cited in
    let accessed = dateParts([cited.day.year, cited.day.month, cited.day.day])
    var items = cited.citations.map { citation in
      item([
        ("id", citation.key), ("type", citation.type.rawValue), ("title", citation[.title]),
        ("container-title", citation.isOfOutlet ? citation[.author] : nil),
        ("genre", citation.type == .document ? citation[.kind] : nil),
        ("URL", citation[.address]),
      ]) { members in
        if let author = citation[.author], !citation.isOfOutlet {
          members.append(("author", jsonList([jsonObject([("literal", jsonQuoted(author))])])))
        }
        if let date = citation[.date] {
          let raw = jsonObject([("raw", jsonQuoted(date))])
          members.append(("issued", date.dateParts.map(dateParts) ?? raw))
        }
        members.append(("accessed", accessed))
      }
    }
    items += cited.packages.map { identity, hash in
      item([
        ("id", identity.name ?? "data"), ("type", "dataset"), ("title", identity.words),
        ("version", identity.version), ("note", cited.note(hash: hash)),
      ]) { $0.append(("accessed", accessed)) }
    }
    return "[\n" + items.joined(separator: ",\n") + "\n]\n"
  }

  private static func item(
    _ texts: [(String, String?)],
    _ more: (inout [(String, String)]) -> Void
  ) -> String {
    var members = texts.compactMap { name, text in text.map { (name, jsonQuoted($0)) } }
    more(&members)
    return jsonObject(members)
  }

  private static func dateParts(_ numbers: [Int]) -> String {
    jsonObject([("date-parts", jsonList([jsonList(numbers.map(String.init))]))])
  }
}

extension Citation {
  /// Whether what stands as its author is the newspaper or magazine that it appeared in.
  fileprivate var isOfOutlet: Bool { type == .newspaperArticle || type == .magazineArticle }

  /// The type of its entry in BibTeX, or BibLaTeX where BibTeX has none.
  fileprivate var bibTeXType: String {
    switch type {
    case .journalArticle, .magazineArticle, .newspaperArticle: "article"
    case .report: "techreport"
    case .thesis: "phdthesis"
    case .book, .classic: "book"
    case .conferencePaper: "inproceedings"
    case .dataset: "dataset"
    case .webpage, .post, .blogPost, .encyclopediaEntry:
      self[.address] == nil ? "misc" : "online"
    default: "misc"
    }
  }
}

extension Bibliography {
  /// The query and the hash of the data, in a line.
  fileprivate func note(hash: String) -> String {
    "hash \(hash); query: " + query.joined(separator: " ")
  }
}

extension String {
  /// The numbers of a year, year and month, or day as ISO 8601 writes them; nil for another text.
  fileprivate var dateParts: [Int]? {
    let parts = split(separator: "-", omittingEmptySubsequences: false)
    let numbers = parts.map { part in
      part.utf8.allSatisfy { (48...57).contains($0) } ? Int(part) : nil
    }
    guard (1...3).contains(parts.count), parts[0].count == 4, !numbers.contains(nil),
      parts.dropFirst().allSatisfy({ $0.count == 2 })
    else { return nil }
    let known = numbers.compactMap { $0 }
    if known.count == 3 { return CivilDate(self) == nil ? nil : known }
    return known.count == 2 && !(1...12).contains(known[1]) ? nil : known
  }
}
