/* What the C library keeps of freed memory: Swift's view of the system's headers lacks malloc.h.
   Static functions only; nothing is linked. */
#ifndef SCOMM_ALLOCATION_H
#define SCOMM_ALLOCATION_H

#include <malloc.h>
#include <stdint.h>

/* How many bytes of the heap are free: taken from the system, and held by nothing. */
static inline int64_t scomm_free_bytes(void) { return (int64_t)mallinfo2().fordblks; }

#endif
