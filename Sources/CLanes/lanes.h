/* Sums and counts of a few groups, many rows at once: products and sums of pairs of 16-bit numbers are
   vector instructions that every x86-64 processor has and Swift cannot say. Static functions only;
   nothing is linked. Groups are below `most`, which is at most SCOMM_MOST_LANES. */
#ifndef SCOMM_LANES_H
#define SCOMM_LANES_H

#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

enum { SCOMM_MOST_LANES = 8 };

/* Adds each value to the total of its group; `bytes` where there are no 16-bit numbers. */
static inline void scomm_add_plain(const uint8_t *groups, const int16_t *shorts, const int8_t *bytes,
                                   int64_t first, int64_t count, int64_t *totals) {
  for (int64_t row = first; row < count; row++)
    totals[groups[row]] += shorts ? shorts[row] : bytes ? bytes[row] : 1;
}

#if defined(__SSE2__)

/* The numbers of eight bytes, signs kept. */
#define SCOMM_WIDE(half, b) _mm_srai_epi16(_mm_unpack##half##_epi8(b, b), 8)

/* Sixteen rows a turn. The rows of a group have minus one where the others have zero, so that products
   are taken off. No sum leaves 32 bits within `strip` turns. */
static inline __attribute__((always_inline)) int64_t scomm_add_lanes(const uint8_t *groups,
                                                                     const int16_t *shorts,
                                                                     const int8_t *bytes, int64_t count,
                                                                     int most, int64_t *totals) {
  const int64_t strip = 8192;
  int64_t turns = count / 16, turn = 0;
  while (turn < turns) {
    __m128i sums[SCOMM_MOST_LANES];
    for (int group = 0; group < most; group++) sums[group] = _mm_setzero_si128();
    int64_t end = turns - turn > strip ? turn + strip : turns;
    for (; turn < end; turn++) {
      __m128i codes = _mm_loadu_si128((const __m128i *)(groups + 16 * turn)), low, high;
      if (shorts) {
        low = _mm_loadu_si128((const __m128i *)(shorts + 16 * turn));
        high = _mm_loadu_si128((const __m128i *)(shorts + 16 * turn + 8));
      } else {
        __m128i narrow = _mm_loadu_si128((const __m128i *)(bytes + 16 * turn));
        low = SCOMM_WIDE(lo, narrow), high = SCOMM_WIDE(hi, narrow);
      }
      for (int group = 0; group < most; group++) {
        __m128i is = _mm_cmpeq_epi8(codes, _mm_set1_epi8((char)group));
        __m128i lows = _mm_madd_epi16(low, _mm_unpacklo_epi8(is, is));
        __m128i highs = _mm_madd_epi16(high, _mm_unpackhi_epi8(is, is));
        sums[group] = _mm_sub_epi32(sums[group], _mm_add_epi32(lows, highs));
      }
    }
    for (int group = 0; group < most; group++) {
      int32_t parts[4];
      _mm_storeu_si128((__m128i *)parts, sums[group]);
      for (int part = 0; part < 4; part++) totals[group] += parts[part];
    }
  }
  return turns * 16;
}

/* The same for how many rows each group has: a byte counts 255 turns. */
static inline __attribute__((always_inline)) int64_t scomm_count_lanes(const uint8_t *groups,
                                                                       int64_t count, int most,
                                                                       int64_t *totals) {
  int64_t turns = count / 16, turn = 0;
  while (turn < turns) {
    __m128i sums[SCOMM_MOST_LANES];
    for (int group = 0; group < most; group++) sums[group] = _mm_setzero_si128();
    int64_t end = turns - turn > 255 ? turn + 255 : turns;
    for (; turn < end; turn++) {
      __m128i codes = _mm_loadu_si128((const __m128i *)(groups + 16 * turn));
      for (int group = 0; group < most; group++)
        sums[group] =
            _mm_sub_epi8(sums[group], _mm_cmpeq_epi8(codes, _mm_set1_epi8((char)group)));
    }
    for (int group = 0; group < most; group++) {
      int64_t halves[2];
      _mm_storeu_si128((__m128i *)halves, _mm_sad_epu8(sums[group], _mm_setzero_si128()));
      totals[group] += halves[0] + halves[1];
    }
  }
  return turns * 16;
}

/* Loops of a fixed number of groups, whose sums stay in registers. */
#define SCOMM_FOR_MOST(call) \
  switch (most) {            \
  case 1: done = call(1); break; \
  case 2: done = call(2); break; \
  case 3: done = call(3); break; \
  case 4: done = call(4); break; \
  case 5: done = call(5); break; \
  case 6: done = call(6); break; \
  case 7: done = call(7); break; \
  case 8: done = call(8); break; \
  }

#endif

/* Adds 16-bit values to the totals of their groups. */
static inline void scomm_add_shorts(const uint8_t *groups, const int16_t *values, int64_t count,
                                    int most, int64_t *totals) {
  int64_t done = 0;
#if defined(__SSE2__)
#define SCOMM_CALL(n) scomm_add_lanes(groups, values, 0, count, n, totals)
  SCOMM_FOR_MOST(SCOMM_CALL)
#undef SCOMM_CALL
#endif
  scomm_add_plain(groups, values, 0, done, count, totals);
}

/* Adds 8-bit values to the totals of their groups. */
static inline void scomm_add_bytes(const uint8_t *groups, const int8_t *values, int64_t count, int most,
                                   int64_t *totals) {
  int64_t done = 0;
#if defined(__SSE2__)
#define SCOMM_CALL(n) scomm_add_lanes(groups, 0, values, count, n, totals)
  SCOMM_FOR_MOST(SCOMM_CALL)
#undef SCOMM_CALL
#endif
  scomm_add_plain(groups, 0, values, done, count, totals);
}

/* Adds the number of rows of each group. */
static inline void scomm_add_rows(const uint8_t *groups, int64_t count, int most, int64_t *totals) {
  int64_t done = 0;
#if defined(__SSE2__)
#define SCOMM_CALL(n) scomm_count_lanes(groups, count, n, totals)
  SCOMM_FOR_MOST(SCOMM_CALL)
#undef SCOMM_CALL
#endif
  scomm_add_plain(groups, 0, 0, done, count, totals);
}

#endif
