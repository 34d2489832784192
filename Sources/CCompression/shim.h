#ifndef SCOMM_COMPRESSION_SHIM_H
#define SCOMM_COMPRESSION_SHIM_H

#include <zlib.h>
#include <zstd.h>

/* Begins to unpack gzip; the macro of zlib cannot be called from Swift. */
static inline int scomm_begin_gzip(z_stream *stream) { return inflateInit2(stream, 15 + 16); }

#endif
