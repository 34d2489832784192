import Glibc

/// A mutex with the value that it protects, after `Synchronization.Mutex`.
///
/// It is the system's mutex (pthreads), which the thread sanitizer sees. `Synchronization.Mutex`
/// rests on a futex of its own on Linux, so that the sanitizer reports a race in whatever it
/// protects. It is not recursive: a thread that locks it twice waits for itself.
public final class Lock<Value>: @unchecked Sendable {
  @usableFromInline let mutex: UnsafeMutablePointer<pthread_mutex_t>
  @usableFromInline var value: Value

  /// A lock that is free.
  public init(_ value: sending Value) {
    self.value = value
    mutex = .allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
  }

  deinit {
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }

  /// Calls `body` with the value while no other thread has it.
  @inlinable
  public func withLock<Result, Failure: Error>(
    _ body: (inout sending Value) throws(Failure) -> sending Result
  ) throws(Failure) -> sending Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return try body(&value)
  }

  /// Calls `body` with the value unless another thread has it.
  @inlinable
  public func withLockIfAvailable(_ body: (inout sending Value) -> Void) {
    guard pthread_mutex_trylock(mutex) == 0 else { return }
    defer { pthread_mutex_unlock(mutex) }
    body(&value)
  }
}
