// The record of the Secure Communities program as a part of the program.

#ifndef RECORD_H
#define RECORD_H

// A file of the data package: its path in the package's folder, its bytes, and their number.
struct record_file {
  const char *path;
  const unsigned char *bytes;
  long count;
};

extern const struct record_file *const record_files;
extern const int record_file_count;

// The files of its courses.
extern const struct record_file *const lesson_files;
extern const int lesson_file_count;

#endif
