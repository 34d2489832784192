/* Sums of groups of rows, several rows at once: codes are read as they are stored, and reals are added with
   what their sum rounds off. Static functions only; nothing is linked. */
#ifndef SCOMM_SUMS_H
#define SCOMM_SUMS_H

#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

enum { SCOMM_BYTE_CODES = 256 };

/* What each code of a byte has, four times over: a sum must wait for the one before it to reach memory, so
   that four rows after each other go to four sums. */
#define SCOMM_BY_BYTES(addend)                                                         \
  int64_t parts[4][SCOMM_BYTE_CODES];                                                  \
  memset(parts, 0, sizeof parts);                                                      \
  int64_t row = 0;                                                                     \
  for (; row + 4 <= count; row += 4) {                                                 \
    parts[0][codes[row]] += (addend(row)), parts[1][codes[row + 1]] += (addend(row + 1)); \
    parts[2][codes[row + 2]] += (addend(row + 2)), parts[3][codes[row + 3]] += (addend(row + 3)); \
  }                                                                                    \
  for (; row < count; row++) parts[0][codes[row]] += (addend(row));                    \
  for (int code = 0; code < SCOMM_BYTE_CODES && code < groups; code++)                 \
    totals[code] += parts[0][code] + parts[1][code] + parts[2][code] + parts[3][code];

#define SCOMM_ONE(row) 1
#define SCOMM_VALUE(row) values[row]

/* Counts the rows of each code, which is below `groups`. */
static inline void scomm_count_byte_codes(const uint8_t *codes, int64_t count, int64_t groups,
                                          int64_t *totals) {
  SCOMM_BY_BYTES(SCOMM_ONE)
}

/* Adds 16-bit values to the totals of their codes. */
static inline void scomm_sum_shorts_of_byte_codes(const uint8_t *codes, const int16_t *values, int64_t count,
                                                  int64_t groups, int64_t *totals) {
  SCOMM_BY_BYTES(SCOMM_VALUE)
}

/* Adds 8-bit values to the totals of their codes. */
static inline void scomm_sum_bytes_of_byte_codes(const uint8_t *codes, const int8_t *values, int64_t count,
                                                 int64_t groups, int64_t *totals) {
  SCOMM_BY_BYTES(SCOMM_VALUE)
}

/* The same for codes of 16 bits, of which there are so many that rows rarely wait for each other. */
static inline void scomm_count_short_codes(const uint16_t *codes, int64_t count, int64_t *totals) {
  for (int64_t row = 0; row < count; row++) totals[codes[row]]++;
}

static inline void scomm_sum_shorts_of_short_codes(const uint16_t *codes, const int16_t *values,
                                                   int64_t count, int64_t *totals) {
  for (int64_t row = 0; row < count; row++) totals[codes[row]] += values[row];
}

static inline void scomm_sum_bytes_of_short_codes(const uint16_t *codes, const int8_t *values, int64_t count,
                                                  int64_t *totals) {
  for (int64_t row = 0; row < count; row++) totals[codes[row]] += values[row];
}

/* The sum, its rounding error, and the rounding error of the sum of such errors: Knuth's two-sum, twice. */
#define SCOMM_ADD(high, low, term, add, take)                                     \
  sum = add(high, term), part = take(sum, high);                                  \
  error = add(take(high, take(sum, part)), take(term, part));                     \
  errors = add(low, error), part = take(errors, low);                             \
  lost = add(take(low, take(errors, part)), take(error, part));

#define SCOMM_PLUS(a, b) ((a) + (b))
#define SCOMM_MINUS(a, b) ((a) - (b))

/* The pair to which a row is added: of its group, or, with `apart`, of its group in one of four tables of so
   many pairs, to which rows go in turn. */
#define SCOMM_PAIR(row) (pairs + 2 * ((int64_t)groups[row] + apart * ((row) & 3)))

/* Adds values from row `from` on to the pairs (sum and error) of their groups, up to a row that would lose
   something of a pair, or to `count`; tells which row comes next. */
static inline int64_t scomm_add_reals(const double *values, const uint32_t *groups, int64_t from,
                                      int64_t count, int64_t apart, double *pairs) {
  int64_t row = from;
#if defined(__SSE2__)
  for (; row + 2 <= count; row += 2) {
    double *first = SCOMM_PAIR(row), *second = SCOMM_PAIR(row + 1);
    if (first == second) {
      double sum, part, error, errors, lost;
      SCOMM_ADD(first[0], first[1], values[row], SCOMM_PLUS, SCOMM_MINUS)
      if (lost != 0) return row;
      first[0] = sum, first[1] = errors;
      SCOMM_ADD(first[0], first[1], values[row + 1], SCOMM_PLUS, SCOMM_MINUS)
      if (lost != 0) return row + 1;
      first[0] = sum, first[1] = errors;
      continue;
    }
    __m128d left = _mm_loadu_pd(first), right = _mm_loadu_pd(second), sum, part, error, errors, lost;
    __m128d high = _mm_unpacklo_pd(left, right), low = _mm_unpackhi_pd(left, right);
    __m128d term = _mm_loadu_pd(values + row);
    SCOMM_ADD(high, low, term, _mm_add_pd, _mm_sub_pd)
    if (_mm_movemask_pd(_mm_cmpneq_pd(lost, _mm_setzero_pd()))) return row;
    _mm_storeu_pd(first, _mm_unpacklo_pd(sum, errors));
    _mm_storeu_pd(second, _mm_unpackhi_pd(sum, errors));
  }
#endif
  for (; row < count; row++) {
    double *pair = SCOMM_PAIR(row), sum, part, error, errors, lost;
    SCOMM_ADD(pair[0], pair[1], values[row], SCOMM_PLUS, SCOMM_MINUS)
    if (lost != 0) return row;
    pair[0] = sum, pair[1] = errors;
  }
  return row;
}
#undef SCOMM_PAIR

enum { SCOMM_REALS_AT_ONCE = 8 };

/* Adds values to eight pairs, whose sums are the first eight and whose errors the next, up to eight rows that
   would lose something, or the last few; tells how many. */
static inline int64_t scomm_add_all_reals(const double *values, int64_t count, double *pairs) {
  int64_t row = 0;
#if defined(__SSE2__)
  __m128d highs[4], lows[4];
  for (int lane = 0; lane < 4; lane++)
    highs[lane] = _mm_loadu_pd(pairs + 2 * lane), lows[lane] = _mm_loadu_pd(pairs + 8 + 2 * lane);
  for (; row + SCOMM_REALS_AT_ONCE <= count; row += SCOMM_REALS_AT_ONCE) {
    __m128d sums[4], rests[4], all = _mm_setzero_pd();
#define SCOMM_LANE(lane)                                                        \
  {                                                                             \
    __m128d term = _mm_loadu_pd(values + row + 2 * lane), sum, part, error, errors, lost; \
    SCOMM_ADD(highs[lane], lows[lane], term, _mm_add_pd, _mm_sub_pd)            \
    sums[lane] = sum, rests[lane] = errors;                                     \
    all = _mm_or_pd(all, _mm_cmpneq_pd(lost, _mm_setzero_pd()));                \
  }
    SCOMM_LANE(0) SCOMM_LANE(1) SCOMM_LANE(2) SCOMM_LANE(3)
#undef SCOMM_LANE
    if (_mm_movemask_pd(all)) break;
    for (int lane = 0; lane < 4; lane++) highs[lane] = sums[lane], lows[lane] = rests[lane];
  }
  for (int lane = 0; lane < 4; lane++) {
    _mm_storeu_pd(pairs + 2 * lane, highs[lane]);
    _mm_storeu_pd(pairs + 8 + 2 * lane, lows[lane]);
  }
#endif
  return row;
}

#endif
