// What the program gets from the system before its own runtime starts.

#ifndef START_H
#define START_H

// A word of the command line, the program's name at place 0; NULL behind the last.
const char *argument(int place);

#endif
