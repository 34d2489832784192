/* Groups of rows by a code and by the place of an ordinal that a straight line tells, many rows at once:
   products of 16-bit numbers are vector instructions that every x86-64 processor has and Swift cannot say.
   Static functions only; nothing is linked. */
#ifndef SCOMM_CELLS_H
#define SCOMM_CELLS_H

#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/* The place of an ordinal from `first` to `last`: its distance from `first` times `slope`, and `offset`, in
   32 bits without `shift` of them. Distances, places and strides are below 32768. */
struct scomm_line {
  int32_t first, last;
  int16_t slope, stride;
  int32_t offset, shift;
};

/* The keys of rows: an ordinal, and a code of 8 or of 15 bits, or none. */
struct scomm_keys {
  struct scomm_line line;
  const int32_t *ordinals;
  const uint8_t *bytes;
  const uint16_t *shorts;
  /* By how much the cell grows with the code, below 32768. */
  int16_t stride;
  int64_t count;
};

#define SCOMM_INLINE static inline __attribute__((always_inline))

/* The rows from `row` on of keys whose codes have `width` bytes: writes the cell of one of them, and tells
   whether its ordinal is not on the line. Without codes its share is added to the cell there is. */
SCOMM_INLINE int scomm_write_one(const struct scomm_keys *keys, int width, int64_t row, uint32_t *cell) {
  struct scomm_line line = keys->line;
  uint32_t distance = (uint32_t)keys->ordinals[row] - (uint32_t)line.first;
  uint32_t share = (uint32_t)(((int16_t)distance * line.slope + line.offset) >> line.shift);
  uint32_t code = width == 1 ? keys->bytes[row] : width == 2 ? keys->shorts[row] : 0;
  *cell = (width ? code * (uint32_t)keys->stride : *cell) + share * (uint32_t)line.stride;
  return distance > (uint32_t)line.last - (uint32_t)line.first;
}

#if defined(__SSE2__)

/* A line and strides, spread out. */
struct scomm_spread {
  __m128i start, end, slope, offset, shift, strides;
};

SCOMM_INLINE struct scomm_spread scomm_spread(const struct scomm_keys *keys) {
  struct scomm_line line = keys->line;
  /* So far down that signed comparisons serve; the low halves stay as they are. */
  const uint32_t down = 0x80000000u;
  return (struct scomm_spread){
      .start = _mm_set1_epi32((int32_t)((uint32_t)line.first + down)),
      .end = _mm_set1_epi32((int32_t)((uint32_t)line.last - (uint32_t)line.first + down)),
      .slope = _mm_set1_epi32((uint16_t)line.slope),
      .offset = _mm_set1_epi32(line.offset),
      .shift = _mm_cvtsi32_si128(line.shift),
      .strides = _mm_set1_epi32((uint16_t)keys->stride | line.stride << 16),
  };
}

/* The places of four ordinals; marks in `beyond` those that are not on the line. */
SCOMM_INLINE __m128i scomm_places(const int32_t *ordinals, struct scomm_spread line, __m128i *beyond) {
  __m128i distance = _mm_sub_epi32(_mm_loadu_si128((const __m128i *)ordinals), line.start);
  *beyond = _mm_or_si128(*beyond, _mm_cmpgt_epi32(distance, line.end));
  return _mm_sra_epi32(_mm_add_epi32(_mm_madd_epi16(distance, line.slope), line.offset), line.shift);
}

/* Writes the cells of eight rows. */
SCOMM_INLINE void scomm_write_eight(const struct scomm_keys *keys, struct scomm_spread line, int width,
                                    int64_t row, uint32_t *cells, __m128i *beyond) {
  __m128i zero = _mm_setzero_si128(), codes = zero, *target = (__m128i *)cells;
  __m128i places = _mm_packs_epi32(scomm_places(keys->ordinals + row, line, beyond),
                                   scomm_places(keys->ordinals + row + 4, line, beyond));
  if (width == 1) codes = _mm_unpacklo_epi8(_mm_loadl_epi64((const __m128i *)(keys->bytes + row)), zero);
  if (width == 2) codes = _mm_loadu_si128((const __m128i *)(keys->shorts + row));
  /* Code and place side by side, so that one product adds up both shares. */
  __m128i low = _mm_madd_epi16(_mm_unpacklo_epi16(codes, places), line.strides);
  __m128i high = _mm_madd_epi16(_mm_unpackhi_epi16(codes, places), line.strides);
  _mm_storeu_si128(target, width ? low : _mm_add_epi32(low, _mm_loadu_si128(target)));
  _mm_storeu_si128(target + 1, width ? high : _mm_add_epi32(high, _mm_loadu_si128(target + 1)));
}

#endif

SCOMM_INLINE int scomm_write(const struct scomm_keys *keys, int width, uint32_t *cells) {
  int64_t row = 0;
  int outside = 0;
#if defined(__SSE2__)
  struct scomm_spread line = scomm_spread(keys);
  __m128i beyond = _mm_setzero_si128();
  for (; row + 8 <= keys->count; row += 8)
    scomm_write_eight(keys, line, width, row, cells + row, &beyond);
  outside = _mm_movemask_epi8(beyond);
#endif
  for (; row < keys->count; row++) outside |= scomm_write_one(keys, width, row, cells + row);
  return !outside;
}

/* Writes the cells of all rows: an ordinal's share is added to the code's, or to the cell there is without
   codes. Tells whether all ordinals are on the line; the cells of those that are not are any. */
static inline int scomm_cells(struct scomm_keys keys, uint32_t *cells) {
  if (keys.bytes) return scomm_write(&keys, 1, cells);
  if (keys.shorts) return scomm_write(&keys, 2, cells);
  return scomm_write(&keys, 0, cells);
}

#if defined(__SSE2__)

/* Writes the cells of sixteen rows, and fetches what will be read somewhat later, while counts and sums wait
   for their own memory; false if an ordinal is not on the line. */
SCOMM_INLINE int scomm_write_sixteen(const struct scomm_keys *keys, struct scomm_spread line, int width,
                                     int64_t row, uint32_t *cells) {
  const int64_t ahead = 1024;
  __m128i beyond = _mm_setzero_si128();
  __builtin_prefetch(keys->ordinals + row + ahead, 0, 2);
  if (width == 1) __builtin_prefetch(keys->bytes + row + ahead, 0, 2);
  if (width == 2) __builtin_prefetch(keys->shorts + row + ahead, 0, 2);
  scomm_write_eight(keys, line, width, row, cells, &beyond);
  scomm_write_eight(keys, line, width, row + 8, cells + 8, &beyond);
  return !_mm_movemask_epi8(beyond);
}

#define SCOMM_EIGHT(step, first) \
  step(first) step(first + 1) step(first + 2) step(first + 3) \
  step(first + 4) step(first + 5) step(first + 6) step(first + 7)

SCOMM_INLINE int64_t scomm_count(const struct scomm_keys *keys, int width, uint8_t *near, int64_t *totals) {
  struct scomm_spread line = scomm_spread(keys);
  int64_t row = 0;
  for (; row + 16 <= keys->count; row += 16) {
    uint32_t cells[16];
    if (!scomm_write_sixteen(keys, line, width, row, cells)) break;
#define SCOMM_STEP(k) if (__builtin_expect(!++near[cells[k]], 0)) totals[cells[k]] += 256;
    SCOMM_EIGHT(SCOMM_STEP, 0)
    SCOMM_EIGHT(SCOMM_STEP, 8)
#undef SCOMM_STEP
  }
  return row;
}

SCOMM_INLINE int64_t scomm_sum(const struct scomm_keys *keys, int width, const int16_t *shorts,
                               const int8_t *bytes, int64_t *totals) {
  struct scomm_spread line = scomm_spread(keys);
  int64_t row = 0;
  for (; row + 16 <= keys->count; row += 16) {
    uint32_t cells[16];
    if (!scomm_write_sixteen(keys, line, width, row, cells)) break;
#define SCOMM_STEP(k) totals[cells[k]] += bytes ? bytes[row + k] : shorts[row + k];
    SCOMM_EIGHT(SCOMM_STEP, 0)
    SCOMM_EIGHT(SCOMM_STEP, 8)
#undef SCOMM_STEP
  }
  return row;
}

#define SCOMM_OF_WIDTH(call) return keys.bytes ? call(1) : call(2);
#else
/* Who has no such instructions takes no rows so. */
#define SCOMM_OF_WIDTH(call) return 0;
#endif

/* Counts the rows of each cell of a code and an ordinal, up to the first ordinal that is not on the line, or
   the last few rows; tells how many rows it has taken. The total is what `totals` and `near` have together:
   with the low eight bits apart, most cells are in the nearest cache. */
static inline int64_t scomm_count_cells(struct scomm_keys keys, uint8_t *near, int64_t *totals) {
#define SCOMM_CALL(width) scomm_count(&keys, width, near, totals)
  SCOMM_OF_WIDTH(SCOMM_CALL)
#undef SCOMM_CALL
}

/* The same for sums of 16-bit values. */
static inline int64_t scomm_sum_shorts(struct scomm_keys keys, const int16_t *values, int64_t *totals) {
#define SCOMM_CALL(width) scomm_sum(&keys, width, values, 0, totals)
  SCOMM_OF_WIDTH(SCOMM_CALL)
#undef SCOMM_CALL
}

/* The same for sums of 8-bit values. */
static inline int64_t scomm_sum_bytes(struct scomm_keys keys, const int8_t *values, int64_t *totals) {
#define SCOMM_CALL(width) scomm_sum(&keys, width, 0, values, totals)
  SCOMM_OF_WIDTH(SCOMM_CALL)
#undef SCOMM_CALL
}

#endif
