import Synchronization

/// The restriction of `--safe`: no file and no program that the user names.
///
/// All that opens such a file or starts a program asks `refusal` first. What the program itself
/// keeps, its record and its history, is not restricted.
public enum SafeMode {
  private static let flag = Atomic<Bool>(false)

  /// Whether it is in force.
  public static var isOn: Bool { flag.load(ordering: .relaxed) }

  /// Puts it in force until the process ends.
  public static func enter() { flag.store(true, ordering: .relaxed) }

  /// What is said of `what`, a file or program that is not opened; nil where it may be.
  public static func refusal(of what: String) -> String? {
    isOn ? "\(what): --safe opens no files and starts no programs; ask the record alone." : nil
  }
}
