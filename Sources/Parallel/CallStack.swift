import CThreads

/// The call stack of a thread that walks trees: syntax trees, plans, formulas.
///
/// Its size is the same wherever the program runs, whatever `ulimit -s` says, so that the limits of
/// the parser keep every walk within it.
public enum CallStack {
  /// How many bytes it has; they are taken from the system as they are used.
  static let size = 64 << 20

  /// Runs `body` on this thread with a call stack of that size, or on the present one where the
  /// system gives no room.
  public static func deepened(_ body: () -> Void) {
    withoutActuallyEscaping(body) { body in
      var body = body
      withUnsafeMutablePointer(to: &body) { body in
        let isRun = scomm_on_stack(
          size,
          { $0?.assumingMemoryBound(to: (() -> Void).self).pointee() },
          body
        )
        if isRun == 0 { body.pointee() }
      }
    }
  }
}
