import Functions
import Parallel

/// A persistent list of a plan's columns: a list and what extends it share their storage.
///
/// A list is a prefix of its storage. Adding columns at the end of the longest list of a storage
/// takes constant time a column; any other change makes a storage of its own.
struct ColumnList: Sendable {
  /// Columns that several lists begin with.
  final class Storage: Sendable {
    fileprivate let columns: Lock<[PlanColumn]>

    fileprivate init(_ columns: [PlanColumn]) { self.columns = Lock(columns) }

    /// How many columns its longest list has.
    var count: Int { columns.withLock { $0.count } }
  }

  let storage: Storage
  let count: Int

  init(_ columns: [PlanColumn]) { (storage, count) = (Storage(columns), columns.count) }

  private init(_ storage: Storage, count: Int) { (self.storage, self.count) = (storage, count) }

  /// The columns as an array: a copy, unless no list of the storage is longer.
  var array: [PlanColumn] {
    storage.columns.withLock { $0.count == count ? $0 : Array($0.prefix(count)) }
  }

  subscript(place: Int) -> PlanColumn { storage.columns.withLock { $0[place] } }

  /// The columns from `place` on.
  func dropFirst(_ place: Int) -> [PlanColumn] {
    storage.columns.withLock { Array($0[place..<count]) }
  }

  /// The list with more columns at its end.
  func adding(_ added: [PlanColumn]) -> ColumnList {
    let isExtended = storage.columns.withLock { columns in
      if columns.count > count { return false }
      columns += added
      return true
    }
    if isExtended { return ColumnList(storage, count: count + added.count) }
    return ColumnList(array + added)
  }
}

/// The places of a plan's columns by number, and of those that queries see by name.
///
/// It grows with the list that it was made of, and begins anew with another one.
struct ColumnIndex {
  private var storage: ColumnList.Storage?
  private var count = 0
  private var names: [String: Int] = [:]
  private var ids: [ColumnID: Int] = [:]

  /// The first visible column of this name.
  mutating func column(named name: String, in list: ColumnList) -> PlanColumn? {
    update(to: list)
    return names[name].map { list[$0] }
  }

  /// The column `id`.
  mutating func column(_ id: ColumnID, in list: ColumnList) -> PlanColumn? {
    update(to: list)
    return ids[id].map { list[$0] }
  }

  private mutating func update(to list: ColumnList) {
    if storage !== list.storage || count > list.count {
      self = ColumnIndex()
      storage = list.storage
    }
    if count == list.count { return }
    for (place, column) in zip(count..<list.count, list.dropFirst(count)) {
      if ids[column.id] == nil { ids[column.id] = place }
      if !column.isHidden, names[column.field.name] == nil { names[column.field.name] = place }
    }
    count = list.count
  }
}
