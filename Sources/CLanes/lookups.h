/* Counts and sums by a code and by what a table holds at an ordinal. The rows to come are fetched
   ahead, which Swift cannot say. Static functions only; nothing is linked. */
#ifndef SCOMM_LOOKUPS_H
#define SCOMM_LOOKUPS_H

#include <stdint.h>

/* How a row's slot is found: its code times `code_stride`, and the index at its ordinal's distance
   from `start` times `index_stride`. */
struct scomm_lookup {
  const int32_t *ordinals;
  const uint8_t *indices;
  int64_t count, start, code_stride, index_stride;
};

/* Defines a function that adds VALUE of each row to the total of its slot. The slots of a batch of
   rows are computed before any total changes, so that no load waits for a store. */
#define SCOMM_ADD_LOOKED_UP(NAME, CODE, PARAMETER, VALUE)                                          \
  static inline void NAME(struct scomm_lookup keys, const CODE *codes, PARAMETER int64_t *totals) { \
    enum { ahead = 1024, batch = 16 };                                                             \
    int64_t row = 0;                                                                               \
    for (; row + batch <= keys.count; row += batch) {                                              \
      uint32_t slots[batch];                                                                       \
      __builtin_prefetch(keys.ordinals + row + ahead, 0, 2);                                       \
      __builtin_prefetch(codes + row + ahead, 0, 2);                                               \
      _Pragma("clang loop unroll(full)") for (int at = 0; at < batch; at++) slots[at] =            \
          scomm_slot(&keys, codes[row + at], row + at);                                            \
      _Pragma("clang loop unroll(full)") for (int at = 0; at < batch; at++) totals[slots[at]] +=   \
          VALUE(row + at);                                                                         \
    }                                                                                              \
    for (; row < keys.count; row++) totals[scomm_slot(&keys, codes[row], row)] += VALUE(row);      \
  }

/* The slot of a row with this code. */
static inline uint32_t scomm_slot(const struct scomm_lookup *keys, int64_t code, int64_t row) {
  int64_t index = keys->indices[keys->ordinals[row] - keys->start];
  return (uint32_t)(code * keys->code_stride + index * keys->index_stride);
}

#define SCOMM_ONE(row) 1
#define SCOMM_VALUE(row) values[row]
SCOMM_ADD_LOOKED_UP(scomm_count_looked_up_bytes, uint8_t, , SCOMM_ONE)
SCOMM_ADD_LOOKED_UP(scomm_count_looked_up_shorts, uint16_t, , SCOMM_ONE)
#define SCOMM_VALUES(TYPE) const TYPE *values,
SCOMM_ADD_LOOKED_UP(scomm_sum_bytes_by_bytes, uint8_t, SCOMM_VALUES(int8_t), SCOMM_VALUE)
SCOMM_ADD_LOOKED_UP(scomm_sum_bytes_by_shorts, uint16_t, SCOMM_VALUES(int8_t), SCOMM_VALUE)
SCOMM_ADD_LOOKED_UP(scomm_sum_shorts_by_bytes, uint8_t, SCOMM_VALUES(int16_t), SCOMM_VALUE)
SCOMM_ADD_LOOKED_UP(scomm_sum_shorts_by_shorts, uint16_t, SCOMM_VALUES(int16_t), SCOMM_VALUE)

#endif
