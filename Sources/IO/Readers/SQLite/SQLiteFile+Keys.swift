import Catalog

extension SQLiteFile {
  /// The columns of primary keys: an empty schema, table, column; in order.
  public static let keyQuery = """
    select '', m.name, c.name from sqlite_master m, pragma_table_info(m.name) c
    where m.type = 'table' and c.pk > 0
      -- Other keys of SQLite may be missing, and then several times.
      and not exists (
        select * from pragma_table_info(m.name) k
        where k.pk > 0 and not k."notnull" and lower(k.type) <> 'integer'
      )
    order by m.rowid, c.pk
    """

  /// The foreign keys of one column: an empty schema, table, column, and the same of what it points
  /// to, whose column is missing where it is the primary key.
  public static let linkQuery = """
    -- Names of SQLite are the same in other capitals.
    select '', l.name, l.own, '',
      coalesce(
        (select name from sqlite_master where type = 'table' and lower(name) = lower(l.target)),
        l.target
      ),
      coalesce(
        (select c.name from pragma_table_info(l.target) c where lower(c.name) = lower(l.key)),
        l.key
      )
    from (
      select m.name, min(f."from") own, min(f."table") target, min(f."to") key
      from sqlite_master m, pragma_foreign_key_list(m.name) f
      where m.type = 'table' group by m.rowid, m.name, f.id having count(*) = 1
    ) l
    """

  /// The keys that the tables declare, by the tables' names.
  func declaredKeys() throws(TableFailure) -> [String: DeclaredKeys] {
    var keys: [String: DeclaredKeys] = [:]
    try rows(of: SQLiteFile.keyQuery) { row in
      if let table = row.text(1), let column = row.text(2) {
        keys[table, default: DeclaredKeys()].primary.append(column)
      }
      return true
    }
    try rows(of: SQLiteFile.linkQuery) { row in
      if let table = row.text(1), let column = row.text(2), let target = row.text(4) {
        keys[table, default: DeclaredKeys()].links.append((column, target, row.text(5)))
      }
      return true
    }
    return keys
  }
}

extension SQLiteRow {
  fileprivate func text(_ place: Int) -> String? {
    if case .text(let bytes) = self[place] { String(decoding: bytes, as: UTF8.self) } else { nil }
  }
}
