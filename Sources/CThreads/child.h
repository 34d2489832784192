/* A child process that ends with this one: what posix_spawn cannot ask for. Static functions only;
   nothing is linked. */
#ifndef SCOMM_CHILD_H
#define SCOMM_CHILD_H

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Becomes the program, right after the fork: only what is safe in a signal handler. Reports the code
   of an error. */
static inline void scomm_become(const char *path, char *const arguments[],
                                char *const environment[], const int32_t streams[3], pid_t parent,
                                int report) {
  int32_t code = 0;
  int copies[3];
  report = fcntl(report, F_DUPFD, 3);
  setsid();
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  /* It may have ended before it could be told. */
  if (getppid() != parent) _exit(127);
  for (int place = 0; place < 3; place++) copies[place] = fcntl(streams[place], F_DUPFD, 3);
  for (int place = 0; place < 3; place++)
    if (dup2(copies[place], place) < 0) code = errno;
#ifdef SYS_close_range
  syscall(SYS_close_range, 3, ~0u, 4 /* close on exec */);
#endif
  fcntl(report, F_SETFD, FD_CLOEXEC);
  for (int number = 1; number < 32; number++) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, 0);
  if (code == 0) {
    execve(path, arguments, environment);
    code = errno;
  }
  (void)!write(report, &code, sizeof code);
  _exit(127);
}

/* Starts a program with these three streams in a session of its own; no other file of this process
   is open there. The system ends it with SIGTERM when the thread that calls this ends, be it by
   SIGKILL. Gives the process, or below zero the code of the error. */
static inline int32_t scomm_start_child(const char *path, char *const arguments[],
                                        char *const environment[], const int32_t streams[3]) {
  int failure[2];
  if (pipe(failure) != 0) return -errno;
  for (int end = 0; end < 2; end++) fcntl(failure[end], F_SETFD, FD_CLOEXEC);
  pid_t parent = getpid();
  pid_t child = fork();
  if (child == 0) scomm_become(path, arguments, environment, streams, parent, failure[1]);
  int32_t result = child < 0 ? -errno : child;
  int32_t code = 0;
  close(failure[1]);
  ssize_t count = 0;
  if (child > 0) do {
      count = read(failure[0], &code, sizeof code);
    } while (count < 0 && errno == EINTR);
  close(failure[0]);
  return count == sizeof code ? -code : result;
}

#endif
