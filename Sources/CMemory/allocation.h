/* What the C library keeps of freed memory: Swift's view of the system's headers lacks malloc.h.
   Static functions only; nothing is linked. */
#ifndef SCOMM_ALLOCATION_H
#define SCOMM_ALLOCATION_H

#include <malloc.h>
#include <stdint.h>

/* How many bytes of the heap are free: taken from the system, and held by nothing. */
static inline int64_t scomm_free_bytes(void) { return (int64_t)mallinfo2().fordblks; }

/* Has the heap hold blocks below `least_mapped` bytes and keep up to `most_kept` bytes that are freed at its end:
   otherwise it gives the buffers of each chunk of rows back, and fetches them anew with all their page faults. */
static inline int scomm_keep_freed(int32_t least_mapped, int32_t most_kept) {
  return mallopt(M_MMAP_THRESHOLD, least_mapped) && mallopt(M_TRIM_THRESHOLD, most_kept);
}

/* Gives what the heap holds of freed memory back to the system. */
static inline void scomm_give_back(void) { malloc_trim(0); }

#endif
