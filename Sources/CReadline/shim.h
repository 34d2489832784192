// GNU readline needs FILE and size_t before its own headers.
#include <stdio.h>
#include <stddef.h>
#include <readline/readline.h>
#include <readline/history.h>
// Swift's Glibc module hides it behind _XOPEN_SOURCE; readline lays characters out by it.
extern int wcwidth(wchar_t);
