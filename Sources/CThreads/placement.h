/* On which processors threads run, and how a processor waits: what Swift's view of the system's
   headers lacks. Static functions only; nothing is linked. */
#ifndef SCOMM_PLACEMENT_H
#define SCOMM_PLACEMENT_H

#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The processors that a thread may run on: a bit each; none where the system has more than fit. */
typedef struct {
  uint64_t words[16];
  int64_t size; /* bytes that the system fills; not above zero if it could not tell */
} scomm_processors;

/* The system's number of the calling thread. */
static inline int32_t scomm_thread(void) { return (int32_t)syscall(SYS_gettid); }

/* The processors that the calling thread may run on. */
static inline scomm_processors scomm_get_affinity(void) {
  scomm_processors found = {{0}, 0};
  found.size = syscall(SYS_sched_getaffinity, 0, sizeof found.words, found.words);
  return found;
}

/* How many processors these are. */
static inline int32_t scomm_count(scomm_processors processors) {
  int32_t count = 0;
  for (int64_t place = 0; place < processors.size / 8 && place < 16; place++)
    count += __builtin_popcountll(processors.words[place]);
  return count;
}

/* Lets a thread run on these processors only. */
static inline void scomm_set_affinity(int32_t thread, const scomm_processors *processors) {
  if (processors->size > 0)
    syscall(SYS_sched_setaffinity, thread, processors->size, processors->words);
}

/* The same processors without the one that the caller is on; no size if none is left. */
static inline scomm_processors scomm_affinity_except_current(const scomm_processors *allowed) {
  scomm_processors others = *allowed;
  uint32_t processor = 0;
  uint64_t left = 0;
  if (syscall(SYS_getcpu, &processor, 0, 0) == 0 && processor < 64 * 16)
    others.words[processor / 64] &= ~(UINT64_C(1) << processor % 64);
  for (int64_t place = 0; place < others.size / 8 && place < 16; place++) left |= others.words[place];
  if (left == 0) others.size = 0;
  return others;
}

/* Lets the processor rest for a moment within a loop that waits. */
static inline void scomm_pause(void) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

#endif
