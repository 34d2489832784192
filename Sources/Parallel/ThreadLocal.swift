@preconcurrency import Glibc

/// A value that each thread has of its own while a body runs.
///
/// It is kept alive by the caller of `with`, so that reading it counts no references.
public struct ThreadLocal<Object: AnyObject & Sendable>: Sendable {
  private let key: pthread_key_t

  /// A value that no thread has yet.
  public init() {
    var key = pthread_key_t()
    pthread_key_create(&key, nil)
    self.key = key
  }

  /// The value of this thread; nil outside `with`.
  public var current: Object? {
    pthread_getspecific(key).map { Unmanaged<Object>.fromOpaque($0).takeUnretainedValue() }
  }

  /// Runs `body` with `object` as the value of this thread.
  public func with<Result>(_ object: Object?, _ body: () throws -> Result) rethrows -> Result {
    let before = pthread_getspecific(key)
    pthread_setspecific(
      key,
      object.map { UnsafeRawPointer(Unmanaged.passUnretained($0).toOpaque()) }
    )
    defer { pthread_setspecific(key, before) }
    return try withExtendedLifetime(object) { try body() }
  }
}
