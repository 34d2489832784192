/* The search of bytes in bytes, many at once: Swift's view of the system's headers lacks memmem.
   Static functions only; nothing is linked. */
#ifndef SCOMM_SEARCH_H
#define SCOMM_SEARCH_H

#include <stddef.h>

extern void *memmem(const void *text, size_t count, const void *part, size_t part_count);

/* Where `part` first occurs in the `count` bytes at `text`; null if it does not. */
static inline const void *scomm_find(const void *text, size_t count, const void *part, size_t part_count) {
  return memmem(text, count, part, part_count);
}

#endif
