/* The C headers against plain loops, over blocks that end where the memory does: built with clang's
   sanitizers of addresses and undefined behavior by `make test-sanitize`. */
#include "../../Sources/CBytes/marks.h"
#include "../../Sources/CLanes/lanes.h"
#include "../../Sources/CLanes/lookups.h"
#include "../../Sources/CLanes/sums.h"
#include "../../Sources/CMemory/allocation.h"

#include <stdio.h>
#include <stdlib.h>

static uint64_t dice = 88172645463325252ull;

static uint64_t next(void) {
  dice ^= dice << 13, dice ^= dice >> 7, dice ^= dice << 17;
  return dice;
}

static int failures = 0;

static void expect(int holds, const char *what, int64_t round) {
  if (holds) return;
  failures++;
  fprintf(stderr, "%s, round %lld\n", what, (long long)round);
}

/* A block of its own, so that its end is the end of what may be read. */
static void *block(size_t size) { return malloc(size > 0 ? size : 1); }

static void marks(int64_t round) {
  int64_t count = 65 + (int64_t)(next() % 1000);
  uint8_t *bytes = block((size_t)count);
  int isPlain = next() % 2 == 0;
  for (int64_t place = 0; place < count; place++) {
    static const uint8_t signs[] = {',', '\n', 'a', ' ', '0', '"', 0x80, 0xFF};
    bytes[place] = signs[next() % (isPlain ? 5 : 8)];
  }
  scomm_marks found = scomm_mark(bytes, ',');
  scomm_glance glance = scomm_look(bytes, ',');
  uint64_t lines = 0, ends = 0, quotes = 0, high = 0;
  for (int place = 0; place < 64; place++) {
    lines |= (uint64_t)(bytes[place] == '\n') << place;
    ends |= (uint64_t)(bytes[place] == '\n' || bytes[place] == ',') << place;
    quotes |= (uint64_t)(bytes[place] == '"') << place;
    high |= (uint64_t)(bytes[place] >> 7) << place;
  }
  expect(found.lines == lines && found.ends == ends, "ends", round);
  expect(found.quotes == quotes && found.high == high, "quotes", round);
  expect(scomm_places(bytes, '"') == quotes, "places", round);
  expect(glance.ends == ends && glance.lines == (uint32_t)__builtin_popcountll(lines), "glance", round);
  expect((glance.others != 0) == ((quotes | high) != 0), "others", round);
  int32_t *out = block((size_t)(count + 4) * sizeof *out);
  scomm_run run = scomm_counts_bits() ? scomm_run_quickly(bytes, 0, count, ',', out)
                                      : scomm_run_anywhere(bytes, 0, count, ',', out);
  int64_t expected = 0;
  for (int64_t place = 0; place < run.next; place++)
    if (bytes[place] == '\n' || bytes[place] == ',')
      expect(expected < run.ends && out[expected++] == place, "a run's ends", round);
  expect(expected == run.ends, "the number of a run's ends", round);
  free(out), free(bytes);
}

static void lanes(int64_t round) {
  int64_t count = (int64_t)(next() % 300) + (round % 50 == 0 ? 140000 : 0);
  int most = 1 + (int)(next() % SCOMM_MOST_LANES);
  uint8_t *groups = block((size_t)count);
  int16_t *shorts = block((size_t)count * sizeof *shorts);
  int8_t *bytes = block((size_t)count);
  int64_t totals[3][SCOMM_MOST_LANES] = {0}, plain[3][SCOMM_MOST_LANES] = {0};
  for (int64_t row = 0; row < count; row++) {
    groups[row] = (uint8_t)(next() % (uint64_t)most);
    shorts[row] = round % 3 == 0 ? INT16_MIN : (int16_t)next();
    bytes[row] = round % 3 == 1 ? INT8_MIN : (int8_t)next();
    plain[0][groups[row]] += shorts[row];
    plain[1][groups[row]] += bytes[row];
    plain[2][groups[row]] += 1;
  }
  scomm_add_shorts(groups, shorts, count, most, totals[0]);
  scomm_add_bytes(groups, bytes, count, most, totals[1]);
  scomm_add_rows(groups, count, most, totals[2]);
  expect(memcmp(totals, plain, sizeof plain) == 0, "lanes", round);
  free(groups), free(shorts), free(bytes);
}

static void codes(int64_t round) {
  int64_t count = (int64_t)(next() % 300), groups = 1 + (int64_t)(next() % 256);
  uint8_t *narrow = block((size_t)count);
  uint16_t *wide = block((size_t)count * sizeof *wide);
  int16_t *shorts = block((size_t)count * sizeof *shorts);
  int8_t *bytes = block((size_t)count);
  int64_t *totals = calloc((size_t)groups * 6, sizeof *totals);
  int64_t *plain = calloc((size_t)groups * 3, sizeof *plain);
  for (int64_t row = 0; row < count; row++) {
    wide[row] = narrow[row] = (uint8_t)(next() % (uint64_t)groups);
    shorts[row] = (int16_t)next(), bytes[row] = (int8_t)next();
    plain[narrow[row]] += 1;
    plain[groups + narrow[row]] += shorts[row];
    plain[2 * groups + narrow[row]] += bytes[row];
  }
  scomm_count_byte_codes(narrow, count, groups, totals);
  scomm_sum_shorts_of_byte_codes(narrow, shorts, count, groups, totals + groups);
  scomm_sum_bytes_of_byte_codes(narrow, bytes, count, groups, totals + 2 * groups);
  scomm_count_short_codes(wide, count, totals + 3 * groups);
  scomm_sum_shorts_of_short_codes(wide, shorts, count, totals + 4 * groups);
  scomm_sum_bytes_of_short_codes(wide, bytes, count, totals + 5 * groups);
  size_t size = (size_t)groups * 3 * sizeof *plain;
  expect(memcmp(totals, plain, size) == 0, "codes of bytes", round);
  expect(memcmp(totals + 3 * groups, plain, size) == 0, "codes of shorts", round);
  free(narrow), free(wide), free(shorts), free(bytes), free(totals), free(plain);
}

static void lookups(int64_t round) {
  enum { days = 700, indices = 24, words = 40 };
  int64_t count = (int64_t)(next() % 200);
  uint8_t table[days];
  int slope = round % 2 == 0 ? 0 : 1 + (int)(next() % INT16_MAX), offset = (int)(next() % INT16_MAX);
  for (int day = 0; day < days; day++)
    table[day] = (uint8_t)(slope == 0 ? day / 30 % indices : (day * slope + offset) >> SCOMM_LINE_SHIFT);
  int32_t start = (int32_t)(next() % 40000) - 20000;
  int32_t *ordinals = block((size_t)count * sizeof *ordinals);
  uint8_t *narrow = block((size_t)count);
  uint16_t *wide = block((size_t)count * sizeof *wide);
  int16_t *shorts = block((size_t)count * sizeof *shorts);
  int64_t totals[3][indices * words] = {0}, plain[2][indices * words] = {0};
  for (int64_t row = 0; row < count; row++) {
    ordinals[row] = start + (int32_t)(next() % days);
    wide[row] = narrow[row] = (uint8_t)(next() % words);
    shorts[row] = (int16_t)next();
    int slot = narrow[row] * indices + table[ordinals[row] - start];
    plain[0][slot] += 1, plain[1][slot] += shorts[row];
  }
  struct scomm_lookup keys = {0};
  keys.ordinals = ordinals, keys.indices = table, keys.start = start;
  keys.code_stride = indices, keys.index_stride = 1, keys.count = count;
  keys.line_start = start, keys.slope = (int16_t)slope, keys.offset = (int16_t)offset;
  scomm_count_looked_up_bytes(keys, narrow, totals[0]);
  scomm_sum_shorts_by_bytes(keys, narrow, shorts, totals[1]);
  scomm_count_looked_up_shorts(keys, wide, totals[2]);
  expect(memcmp(totals[0], plain[0], sizeof plain[0]) == 0, "rows looked up", round);
  expect(memcmp(totals[1], plain[1], sizeof plain[1]) == 0, "sums looked up", round);
  expect(memcmp(totals[2], plain[0], sizeof plain[0]) == 0, "rows of shorts looked up", round);
  free(ordinals), free(narrow), free(wide), free(shorts);
}

static void reals(int64_t round) {
  enum { most = 5 };
  int64_t count = (int64_t)(next() % 200);
  double *values = block((size_t)count * sizeof *values), pairs[2 * most] = {0}, all[16] = {0};
  uint32_t *groups = block((size_t)count * sizeof *groups);
  double plain[most] = {0}, whole = 0;
  for (int64_t row = 0; row < count; row++) {
    values[row] = (double)((int64_t)(next() % 2000001) - 1000000);
    groups[row] = (uint32_t)(next() % most);
    plain[groups[row]] += values[row];
  }
  expect(scomm_add_reals(values, groups, 0, count, 0, pairs) == count, "whole numbers lose nothing", round);
  for (int group = 0; group < most; group++) expect(pairs[2 * group] == plain[group], "reals", round);
  double apart[8 * most] = {0};
  expect(scomm_add_reals(values, groups, 0, count, most, apart) == count, "apart they lose nothing", round);
  for (int group = 0; group < most; group++) {
    for (int table = 0; table < 4; table++) pairs[2 * group] -= apart[2 * (group + most * table)];
    expect(pairs[2 * group] == 0, "reals apart", round);
  }
  int64_t done = scomm_add_all_reals(values, count, all);
  for (int64_t row = 0; row < done; row++) whole += values[row];
  for (int lane = 0; lane < 8; lane++) whole -= all[lane] + all[8 + lane];
  expect(whole == 0 && count - done < SCOMM_REALS_AT_ONCE, "all reals", round);
  free(values), free(groups);
}

int main(void) {
  for (int64_t round = 0; round < 2000; round++)
    marks(round), lanes(round), codes(round), lookups(round), reals(round);
  expect(scomm_free_bytes() >= 0, "free bytes", 0);
  if (failures == 0) puts("The C headers: 2,000 rounds of each, as plain loops.");
  return failures != 0;
}
