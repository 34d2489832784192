/* Which of 64 bytes are signs of delimited text: the one thing that Swift cannot say in vector
   instructions that every processor of its kind has. Static functions only; nothing is linked. */
#ifndef SCOMM_MARKS_H
#define SCOMM_MARKS_H

#include <stdint.h>

#if defined(__SSE2__)
#include <cpuid.h>
#include <emmintrin.h>
#endif

/* A bit for each of 64 bytes, the first byte in the lowest bit. */
typedef struct {
  uint64_t ends;   /* a delimiter or a line feed */
  uint64_t lines;  /* a line feed */
  uint64_t quotes; /* a double quote */
  uint64_t high;   /* a byte beyond ASCII */
} scomm_marks;

/* The first look at 64 bytes. */
typedef struct {
  uint64_t ends;   /* a bit for each byte that is a delimiter or a line feed */
  uint32_t lines;  /* how many are line feeds */
  uint32_t others; /* not zero if one is a double quote or beyond ASCII */
} scomm_glance;

#if defined(__SSE2__)

static inline __attribute__((always_inline)) uint64_t scomm_mask(__m128i a, __m128i b, __m128i c,
                                                                 __m128i d) {
  uint64_t low = (uint32_t)_mm_movemask_epi8(a) | (uint32_t)_mm_movemask_epi8(b) << 16;
  uint64_t high = (uint32_t)_mm_movemask_epi8(c) | (uint32_t)_mm_movemask_epi8(d) << 16;
  return low | high << 32;
}

static inline __attribute__((always_inline)) uint64_t scomm_places(const uint8_t *bytes,
                                                                   uint8_t wanted) {
  const __m128i *from = (const __m128i *)bytes;
  __m128i w = _mm_set1_epi8((char)wanted);
  return scomm_mask(
      _mm_cmpeq_epi8(_mm_loadu_si128(from), w), _mm_cmpeq_epi8(_mm_loadu_si128(from + 1), w),
      _mm_cmpeq_epi8(_mm_loadu_si128(from + 2), w), _mm_cmpeq_epi8(_mm_loadu_si128(from + 3), w));
}

static inline __attribute__((always_inline)) scomm_marks scomm_mark(const uint8_t *bytes,
                                                                    uint8_t delimiter) {
  const __m128i *from = (const __m128i *)bytes;
  __m128i a = _mm_loadu_si128(from), b = _mm_loadu_si128(from + 1);
  __m128i c = _mm_loadu_si128(from + 2), d = _mm_loadu_si128(from + 3);
  __m128i delimiters = _mm_set1_epi8((char)delimiter);
  __m128i feeds = _mm_set1_epi8('\n'), quotes = _mm_set1_epi8('"');
  __m128i la = _mm_cmpeq_epi8(a, feeds), lb = _mm_cmpeq_epi8(b, feeds);
  __m128i lc = _mm_cmpeq_epi8(c, feeds), ld = _mm_cmpeq_epi8(d, feeds);
  scomm_marks marks;
  marks.lines = scomm_mask(la, lb, lc, ld);
  marks.ends = scomm_mask(_mm_or_si128(la, _mm_cmpeq_epi8(a, delimiters)),
                          _mm_or_si128(lb, _mm_cmpeq_epi8(b, delimiters)),
                          _mm_or_si128(lc, _mm_cmpeq_epi8(c, delimiters)),
                          _mm_or_si128(ld, _mm_cmpeq_epi8(d, delimiters)));
  marks.quotes = scomm_mask(_mm_cmpeq_epi8(a, quotes), _mm_cmpeq_epi8(b, quotes),
                            _mm_cmpeq_epi8(c, quotes), _mm_cmpeq_epi8(d, quotes));
  marks.high = scomm_mask(a, b, c, d);
  return marks;
}

static inline __attribute__((always_inline)) scomm_glance scomm_look(const uint8_t *bytes,
                                                                     uint8_t delimiter) {
  const __m128i *from = (const __m128i *)bytes;
  __m128i a = _mm_loadu_si128(from), b = _mm_loadu_si128(from + 1);
  __m128i c = _mm_loadu_si128(from + 2), d = _mm_loadu_si128(from + 3);
  __m128i delimiters = _mm_set1_epi8((char)delimiter);
  __m128i feeds = _mm_set1_epi8('\n'), quotes = _mm_set1_epi8('"');
  __m128i la = _mm_cmpeq_epi8(a, feeds), lb = _mm_cmpeq_epi8(b, feeds);
  __m128i lc = _mm_cmpeq_epi8(c, feeds), ld = _mm_cmpeq_epi8(d, feeds);
  /* What compares equal is minus one, so that sums are counts below zero. */
  __m128i found = _mm_add_epi8(_mm_add_epi8(la, lb), _mm_add_epi8(lc, ld));
  __m128i lines = _mm_sad_epu8(_mm_sub_epi8(_mm_setzero_si128(), found), _mm_setzero_si128());
  __m128i others = _mm_or_si128(
      _mm_or_si128(_mm_or_si128(a, _mm_cmpeq_epi8(a, quotes)),
                   _mm_or_si128(b, _mm_cmpeq_epi8(b, quotes))),
      _mm_or_si128(_mm_or_si128(c, _mm_cmpeq_epi8(c, quotes)),
                   _mm_or_si128(d, _mm_cmpeq_epi8(d, quotes))));
  scomm_glance glance;
  glance.ends = scomm_mask(_mm_or_si128(la, _mm_cmpeq_epi8(a, delimiters)),
                           _mm_or_si128(lb, _mm_cmpeq_epi8(b, delimiters)),
                           _mm_or_si128(lc, _mm_cmpeq_epi8(c, delimiters)),
                           _mm_or_si128(ld, _mm_cmpeq_epi8(d, delimiters)));
  glance.lines = (uint32_t)_mm_cvtsi128_si32(lines) + (uint32_t)_mm_extract_epi16(lines, 4);
  glance.others = (uint32_t)_mm_movemask_epi8(others);
  return glance;
}

#else

static inline uint64_t scomm_places(const uint8_t *bytes, uint8_t wanted) {
  uint64_t places = 0;
  for (int i = 0; i < 64; i++) places |= (uint64_t)(bytes[i] == wanted) << i;
  return places;
}

static inline scomm_marks scomm_mark(const uint8_t *bytes, uint8_t delimiter) {
  scomm_marks marks = {0, 0, 0, 0};
  for (int i = 0; i < 64; i++) {
    marks.lines |= (uint64_t)(bytes[i] == '\n') << i;
    marks.ends |= (uint64_t)(bytes[i] == '\n' || bytes[i] == delimiter) << i;
    marks.quotes |= (uint64_t)(bytes[i] == '"') << i;
    marks.high |= (uint64_t)(bytes[i] >> 7) << i;
  }
  return marks;
}

static inline scomm_glance scomm_look(const uint8_t *bytes, uint8_t delimiter) {
  scomm_marks marks = scomm_mark(bytes, delimiter);
  scomm_glance glance = {marks.ends, 0, (marks.quotes | marks.high) != 0};
  for (uint64_t lines = marks.lines; lines != 0; lines &= lines - 1) glance.lines++;
  return glance;
}

#endif

/* What a run over plain text found: text without quotes, all of it ASCII. */
typedef struct {
  int64_t next;  /* where the run ended */
  int64_t ends;  /* how many ends of fields it wrote down */
  int64_t lines; /* how many of them are line feeds */
} scomm_run;

/* The place of the lowest bit, which is cleared; arbitrary where there is none. */
static inline __attribute__((always_inline)) int32_t scomm_first(uint64_t *bits) {
  /* A bit that is always set saves the question whether there is one. */
  int32_t place = __builtin_ctzll(*bits | 1ull << 63);
  *bits &= *bits - 1;
  return place;
}

/* Writes down where the fields end, from `place` on, 64 bytes at a time, until bytes come that are
   not plain or `limit` is near. Places are written in fours: to guess how many there are would cost
   more than up to three too many, which the next ones overwrite. */
static inline __attribute__((always_inline)) scomm_run scomm_run_on(const uint8_t *bytes,
                                                                    int64_t place, int64_t limit,
                                                                    uint8_t delimiter,
                                                                    int32_t *out) {
  scomm_run run = {place, 0, 0};
  while (run.next + 64 < limit) {
    scomm_glance glance = scomm_look(bytes + run.next, delimiter);
    if (glance.others) break;
    int32_t *to = out + run.ends;
    for (uint64_t left = glance.ends; left != 0; to += 4) {
      to[0] = (int32_t)run.next + scomm_first(&left);
      to[1] = (int32_t)run.next + scomm_first(&left);
      to[2] = (int32_t)run.next + scomm_first(&left);
      to[3] = (int32_t)run.next + scomm_first(&left);
    }
    run.ends += __builtin_popcountll(glance.ends);
    run.lines += glance.lines;
    run.next += 64;
  }
  return run;
}

static __attribute__((noinline)) scomm_run scomm_run_anywhere(const uint8_t *bytes, int64_t place,
                                                              int64_t limit, uint8_t delimiter,
                                                              int32_t *out) {
  return scomm_run_on(bytes, place, limit, delimiter, out);
}

#if defined(__SSE2__)

/* The same for processors that count and find bits in one instruction. */
static __attribute__((noinline, target("bmi,popcnt"))) scomm_run
scomm_run_quickly(const uint8_t *bytes, int64_t place, int64_t limit, uint8_t delimiter,
                  int32_t *out) {
  return scomm_run_on(bytes, place, limit, delimiter, out);
}

/* Whether this processor does. */
static inline int scomm_counts_bits(void) {
  unsigned a, b, c, d, b7, c7, d7;
  return __get_cpuid(1, &a, &b, &c, &d) && __get_cpuid_count(7, 0, &a, &b7, &c7, &d7)
         && (c >> 23 & 1) && (b7 >> 3 & 1);
}

#else

static inline scomm_run scomm_run_quickly(const uint8_t *bytes, int64_t place, int64_t limit,
                                          uint8_t delimiter, int32_t *out) {
  return scomm_run_anywhere(bytes, place, limit, delimiter, out);
}

static inline int scomm_counts_bits(void) { return 0; }

#endif

#endif
