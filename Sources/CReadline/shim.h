// GNU readline needs FILE and size_t before its own headers.
#include <stdio.h>
#include <stddef.h>
#include <readline/readline.h>
#include <readline/history.h>
// Swift's Glibc module hides it behind _XOPEN_SOURCE; readline lays characters out by it.
extern int wcwidth(wchar_t);
// Swift does not call functions with a variable number of arguments.
static inline void show_message(const char *text) { rl_message("%s", text); }
