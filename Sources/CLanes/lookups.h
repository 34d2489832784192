/* Counts and sums by a code and by what a table holds at an ordinal. The rows to come are fetched
   ahead, which Swift cannot say: a count of ten million rows by county and year took 7.4 ms, and
   6.6 so. Static functions only; nothing is linked. */
#ifndef SCOMM_LOOKUPS_H
#define SCOMM_LOOKUPS_H

#include <stdint.h>

/* How a row's slot is found: its code times `code_stride`, and the share at its ordinal's distance
   from `start`. */
struct scomm_lookup {
  const int32_t *ordinals;
  const uint32_t *shares;
  int64_t count, start, code_stride;
};

/* Defines a function that adds VALUE of each row to the total of its slot. */
#define SCOMM_ADD_LOOKED_UP(NAME, CODE, PARAMETER, VALUE)                                          \
  static inline void NAME(struct scomm_lookup keys, const CODE *codes, PARAMETER int64_t *totals) { \
    const int64_t ahead = 1024, step = 16;                                                         \
    const uint32_t *shares = (const uint32_t *)((uintptr_t)keys.shares - 4 * keys.start);          \
    for (int64_t row = 0; row < keys.count; row += step) {                                         \
      __builtin_prefetch(keys.ordinals + row + ahead, 0, 2);                                       \
      __builtin_prefetch(codes + row + ahead, 0, 2);                                               \
      int64_t end = row + step < keys.count ? row + step : keys.count;                             \
      for (int64_t at = row; at < end; at++) {                                                     \
        totals[codes[at] * keys.code_stride + shares[keys.ordinals[at]]] += VALUE;                 \
      }                                                                                            \
    }                                                                                              \
  }

SCOMM_ADD_LOOKED_UP(scomm_count_looked_up_bytes, uint8_t, , 1)
SCOMM_ADD_LOOKED_UP(scomm_count_looked_up_shorts, uint16_t, , 1)
#define SCOMM_VALUES(TYPE) const TYPE *values,
SCOMM_ADD_LOOKED_UP(scomm_sum_bytes_by_bytes, uint8_t, SCOMM_VALUES(int8_t), values[at])
SCOMM_ADD_LOOKED_UP(scomm_sum_bytes_by_shorts, uint16_t, SCOMM_VALUES(int8_t), values[at])
SCOMM_ADD_LOOKED_UP(scomm_sum_shorts_by_bytes, uint8_t, SCOMM_VALUES(int16_t), values[at])
SCOMM_ADD_LOOKED_UP(scomm_sum_shorts_by_shorts, uint16_t, SCOMM_VALUES(int16_t), values[at])

#endif
