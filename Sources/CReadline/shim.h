// GNU readline needs FILE and size_t before its own headers.
#include <stdio.h>
#include <stddef.h>
#include <readline/readline.h>
#include <readline/history.h>
