#ifndef SCOMM_SQLITE_SHIM_H
#define SCOMM_SQLITE_SHIM_H

#include <sqlite3.h>
#include <stdint.h>

/* Makes a connection fit for a file that anyone may have made: what its views call is harmless, no
   code is loaded, no other file is attached, no value is larger than 256 MiB, pages are looked at
   before they are used, and a view without end fills no disk: all that SQLite holds keeps within
   a number of bytes. sqlite3_db_config takes variable arguments, which Swift cannot pass. */
static inline int scomm_sqlite_distrust(sqlite3 *connection, int64_t most_bytes) {
  const int off[] = {SQLITE_DBCONFIG_TRUSTED_SCHEMA, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION,
                     SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, SQLITE_DBCONFIG_ENABLE_TRIGGER};
  int result = sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
  for (unsigned place = 0; place < sizeof off / sizeof *off && result == SQLITE_OK; place++)
    result = sqlite3_db_config(connection, off[place], 0, (int *)0);
  sqlite3_limit(connection, SQLITE_LIMIT_LENGTH, 1 << 28);
  sqlite3_limit(connection, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_hard_heap_limit64(most_bytes);
  if (result == SQLITE_OK)
    result = sqlite3_exec(
        connection, "pragma cell_size_check = on; pragma mmap_size = 0; pragma temp_store = memory",
        0, 0, 0);
  return result;
}

#endif
