// The courses of the record, as they stand in the folder datasets/lessons.

#include "record.h"

static const unsigned char course_lesson[] = {
#embed "../../datasets/lessons/course.lesson"
};

static const struct record_file files[] = {
  {"course.lesson", course_lesson, sizeof course_lesson},
};

const struct record_file *const lesson_files = files;
const int lesson_file_count = sizeof files / sizeof files[0];
