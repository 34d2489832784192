/* Counts and sums by a code and by what a table holds at an ordinal. The rows to come are fetched
   ahead, which Swift cannot say. Static functions only; nothing is linked. */
#ifndef SCOMM_LOOKUPS_H
#define SCOMM_LOOKUPS_H

#include <stdint.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/* How a row's slot is found: its code times `code_stride`, and an index times `index_stride`. The
   index is what the table holds at the ordinal's distance from `start`; where that is a line, it is
   ((ordinal - line_start) * slope + offset) >> SCOMM_LINE_SHIFT, and `slope` is not zero. */
struct scomm_lookup {
  const int32_t *ordinals;
  const uint8_t *indices;
  int64_t count, start, code_stride, index_stride;
  int32_t line_start;
  int16_t slope, offset;
};

enum { SCOMM_LINE_SHIFT = 23, scomm_batch = 16 };

/* The slot of a row with this code. */
static inline uint32_t scomm_slot(const struct scomm_lookup *keys, int64_t code, int64_t row) {
  int64_t index = keys->indices[keys->ordinals[row] - keys->start];
  return (uint32_t)(code * keys->code_stride + index * keys->index_stride);
}

#if defined(__SSE2__)
static inline __m128i scomm_codes_uint8_t(const uint8_t *codes) {
  int32_t four;
  __builtin_memcpy(&four, codes, 4);
  __m128i shorts = _mm_unpacklo_epi8(_mm_cvtsi32_si128(four), _mm_setzero_si128());
  return _mm_unpacklo_epi16(shorts, _mm_setzero_si128());
}

static inline __m128i scomm_codes_uint16_t(const uint16_t *codes) {
  __m128i four = _mm_loadl_epi64((const __m128i *)codes);
  return _mm_unpacklo_epi16(four, _mm_setzero_si128());
}

/* The slots of four rows by a line; codes and strides have 15 bits. */
static inline __m128i scomm_four_slots(const struct scomm_lookup *keys, __m128i codes,
                                       const int32_t *ordinals) {
  __m128i line = _mm_set1_epi32((int32_t)((uint32_t)keys->offset << 16) | (uint16_t)keys->slope);
  __m128i strides =
      _mm_set1_epi32((int32_t)((uint32_t)keys->index_stride << 16) | (uint16_t)keys->code_stride);
  __m128i start = _mm_set1_epi32(keys->line_start - (1 << 16));
  __m128i days = _mm_sub_epi32(_mm_loadu_si128((const __m128i *)ordinals), start);
  __m128i indices = _mm_srli_epi32(_mm_madd_epi16(days, line), SCOMM_LINE_SHIFT);
  return _mm_madd_epi16(_mm_or_si128(codes, _mm_slli_epi32(indices, 16)), strides);
}
#endif

/* Defines a function that adds VALUE of each row to the total of its slot. The slots of a batch of
   rows are computed before any total changes, so that no load waits for a store. */
#define SCOMM_ADD_BATCHES(NAME, CODE, TYPE, VALUE, FILL)                                           \
  static inline void NAME(struct scomm_lookup keys, const CODE *codes, const TYPE *values,         \
                          int64_t *totals) {                                                       \
    enum { ahead = 1024 };                                                                         \
    int64_t row = 0;                                                                               \
    for (; row + scomm_batch <= keys.count; row += scomm_batch) {                                  \
      uint32_t slots[scomm_batch];                                                                 \
      __builtin_prefetch(keys.ordinals + row + ahead, 0, 2);                                       \
      __builtin_prefetch(codes + row + ahead, 0, 2);                                               \
      FILL(CODE)                                                                                   \
      _Pragma("clang loop unroll(full)") for (int at = 0; at < scomm_batch; at++)                  \
          totals[slots[at]] += VALUE(row + at);                                                    \
    }                                                                                              \
    for (; row < keys.count; row++) totals[scomm_slot(&keys, codes[row], row)] += VALUE(row);      \
  }

#define SCOMM_FILL_BY_TABLE(CODE)                                                                  \
  _Pragma("clang loop unroll(full)") for (int at = 0; at < scomm_batch; at++) slots[at] =          \
      scomm_slot(&keys, codes[row + at], row + at);

#if defined(__SSE2__)
#define SCOMM_FILL_BY_LINE(CODE)                                                                   \
  _Pragma("clang loop unroll(full)") for (int at = 0; at < scomm_batch; at += 4)                   \
      _mm_storeu_si128((__m128i *)(slots + at),                                                    \
                       scomm_four_slots(&keys, scomm_codes_##CODE(codes + row + at),               \
                                        keys.ordinals + row + at));                                                \
  /* Read back one by one: to take them out of registers takes more instructions. */               \
  __asm__ volatile("" : : "r"(slots) : "memory");
#else
#define SCOMM_FILL_BY_LINE(CODE) SCOMM_FILL_BY_TABLE(CODE)
#endif

#define SCOMM_ADD_LOOKED_UP(NAME, CODE, TYPE, VALUE)                                               \
  SCOMM_ADD_BATCHES(NAME##_by_table, CODE, TYPE, VALUE, SCOMM_FILL_BY_TABLE)                       \
  SCOMM_ADD_BATCHES(NAME##_by_line, CODE, TYPE, VALUE, SCOMM_FILL_BY_LINE)                         \
  static inline void NAME(struct scomm_lookup keys, const CODE *codes, const TYPE *values,         \
                          int64_t *totals) {                                                       \
    if (keys.slope != 0) NAME##_by_line(keys, codes, values, totals);                              \
    else NAME##_by_table(keys, codes, values, totals);                                             \
  }

#define SCOMM_ONE(row) 1
#define SCOMM_VALUE(row) values[row]
SCOMM_ADD_LOOKED_UP(scomm_rows_by_bytes, uint8_t, int8_t, SCOMM_ONE)
SCOMM_ADD_LOOKED_UP(scomm_rows_by_shorts, uint16_t, int8_t, SCOMM_ONE)
SCOMM_ADD_LOOKED_UP(scomm_sum_bytes_by_bytes, uint8_t, int8_t, SCOMM_VALUE)
SCOMM_ADD_LOOKED_UP(scomm_sum_bytes_by_shorts, uint16_t, int8_t, SCOMM_VALUE)
SCOMM_ADD_LOOKED_UP(scomm_sum_shorts_by_bytes, uint8_t, int16_t, SCOMM_VALUE)
SCOMM_ADD_LOOKED_UP(scomm_sum_shorts_by_shorts, uint16_t, int16_t, SCOMM_VALUE)

static inline void scomm_count_looked_up_bytes(struct scomm_lookup keys, const uint8_t *codes,
                                               int64_t *totals) {
  scomm_rows_by_bytes(keys, codes, 0, totals);
}

static inline void scomm_count_looked_up_shorts(struct scomm_lookup keys, const uint16_t *codes,
                                                int64_t *totals) {
  scomm_rows_by_shorts(keys, codes, 0, totals);
}

#endif
