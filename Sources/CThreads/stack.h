#ifndef SCOMM_STACK_H
#define SCOMM_STACK_H

#include <stdint.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

// A function on a stack of its own: the body, and what it is given.
struct scomm_stack_call {
  void (*body)(void *context);
  void *context;
};

// makecontext passes integers of 32 bits only.
static inline void scomm_enter_stack(unsigned high, unsigned low) {
  uintptr_t address = (uintptr_t)high << 32 | low;
  struct scomm_stack_call *call = (struct scomm_stack_call *)address;
  call->body(call->context);
}

// Runs `body` on this thread, on a new stack of `size` bytes, below which lies a page that may not
// be touched; false, and nothing is run, where the system gives no room for it. The memory is taken
// as it is used.
static inline int scomm_on_stack(size_t size, void (*body)(void *), void *context) {
  void *stack = mmap(
    0, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
  if (stack == MAP_FAILED) return 0;
  mprotect(stack, (size_t)sysconf(_SC_PAGESIZE), PROT_NONE);
  ucontext_t outer, inner;
  struct scomm_stack_call call = {body, context};
  uintptr_t address = (uintptr_t)&call;
  getcontext(&inner);
  inner.uc_stack.ss_sp = stack;
  inner.uc_stack.ss_size = size;
  inner.uc_link = &outer;
  makecontext(
    &inner, (void (*)(void))scomm_enter_stack, 2, (unsigned)(address >> 32), (unsigned)address);
  swapcontext(&outer, &inner);
  munmap(stack, size);
  return 1;
}

#endif
