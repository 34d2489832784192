/* Which of 64 bytes are signs of delimited text: the one thing that Swift cannot say in vector
   instructions that every processor of its kind has. Static functions only; nothing is linked. */
#ifndef SCOMM_MARKS_H
#define SCOMM_MARKS_H

#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/* A bit for each of 64 bytes, the first byte in the lowest bit. */
typedef struct {
  uint64_t ends;   /* a delimiter or a line feed */
  uint64_t lines;  /* a line feed */
  uint64_t quotes; /* a double quote */
  uint64_t high;   /* a byte beyond ASCII */
} scomm_marks;

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

#endif

#endif
