/* swift-sdp for C, C++, Rust and Go: SDP parsing and WebRTC offers.
 *
 * Conventions, the same for every function:
 *  - Handles are opaque. What a `_create` function returns is released by the
 *    `_release` function of its name; releasing NULL does nothing.
 *  - A text is a pointer and a size in bytes, never NUL-terminated. NULL with a
 *    size of 0 is the empty text.
 *  - A struct that may grow begins with `struct_size`, which the caller sets to
 *    the size that it was compiled with; the SWIFTSDP_INIT macro does.
 *  - A function that can fail returns false or NULL and, if `error` is not NULL,
 *    says there what and where. On success `error` is left alone. After a
 *    failure everything is as it was before; only an index that failed to read
 *    holds no description.
 *  - What a slice points to is borrowed; each function says until when.
 *  - A required pointer that is NULL, a struct that is too small and a value out
 *    of range are SWIFTSDP_ERROR_ARGUMENT. A handle that is no handle, or was
 *    released, is not noticed.
 *  - Nothing is global. Threads: written at each handle type.
 *
 * Memory: reading and writing fail with SWIFTSDP_ERROR_OUT_OF_MEMORY where their
 * memory cannot be had; the small bounded allocations of sessions end the process
 * if they fail.
 */
#ifndef SWIFTSDP_H
#define SWIFTSDP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wnullability-extension"
#define SWIFTSDP_NULLABLE _Nullable
#else
#define SWIFTSDP_NULLABLE
#endif

/* `swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);` */
#ifdef __cplusplus
namespace swiftsdp {
template <typename Struct>
inline Struct initialized() {
  Struct value = Struct();
  value.struct_size = sizeof(Struct);
  return value;
}
}  // namespace swiftsdp
#define SWIFTSDP_INIT(type) (::swiftsdp::initialized<type>())

extern "C" {
#else
#define SWIFTSDP_INIT(type) ((type){.struct_size = sizeof(type)})
#endif

/* Bytes that belong to somebody else. */
typedef struct swiftsdp_slice {
  const char *SWIFTSDP_NULLABLE bytes;
  size_t size;
} swiftsdp_slice;

/* ---- Errors ------------------------------------------------------------- */

/* Codes below 100 are violations of the grammar or of a limit, with their place
 * (W3C: RTCError, `sdp-syntax-error`). More codes may be added. */
enum {
  SWIFTSDP_ERROR_EMPTY = 1,
  SWIFTSDP_ERROR_NUL_BYTE = 2,
  SWIFTSDP_ERROR_MALFORMED_LINE = 3,
  SWIFTSDP_ERROR_UNKNOWN_LINE_TYPE = 4,
  SWIFTSDP_ERROR_MISSING_VERSION = 5,
  SWIFTSDP_ERROR_DUPLICATE_LINE = 6,
  SWIFTSDP_ERROR_MISPLACED_LINE = 7,
  SWIFTSDP_ERROR_MALFORMED_ATTRIBUTE_NAME = 8,
  SWIFTSDP_ERROR_MISSING_LINE = 9,
  SWIFTSDP_ERROR_MISSING_VALUE = 20,
  SWIFTSDP_ERROR_UNEXPECTED_VALUE = 21,
  SWIFTSDP_ERROR_MISSING_FIELD = 22,
  SWIFTSDP_ERROR_MALFORMED_VALUE = 23,
  SWIFTSDP_ERROR_MALFORMED_NUMBER = 24,
  SWIFTSDP_ERROR_NUMBER_OUT_OF_RANGE = 25,
  SWIFTSDP_ERROR_TRAILING_BYTES = 26,
  SWIFTSDP_ERROR_LENGTH_OUT_OF_RANGE = 27,
  SWIFTSDP_ERROR_UNKNOWN_KEYWORD = 28,
  SWIFTSDP_ERROR_TOO_MANY_BYTES = 40,
  SWIFTSDP_ERROR_LINE_TOO_LONG = 41,
  SWIFTSDP_ERROR_TOO_MANY_LINES = 42,
  SWIFTSDP_ERROR_TOO_MANY_MEDIA_SECTIONS = 43,
  SWIFTSDP_ERROR_TOO_MANY_ATTRIBUTES = 44,
  SWIFTSDP_ERROR_TOO_MANY_FORMATS = 45,
  SWIFTSDP_ERROR_TOO_MANY_FORMAT_PARAMETERS = 46,
  SWIFTSDP_ERROR_TOO_MANY_CANDIDATES = 47,
  SWIFTSDP_ERROR_TOO_MANY_SOURCES = 48,
  SWIFTSDP_ERROR_TOO_MANY_RIDS = 49,
  SWIFTSDP_ERROR_MID_TOO_LONG = 50,
  SWIFTSDP_ERROR_TOO_MANY_GROUPS = 51,
  SWIFTSDP_ERROR_GROUP_TOO_LARGE = 52,
  SWIFTSDP_ERROR_TOO_MANY_SIMULCAST_ALTERNATIVES = 53,
  SWIFTSDP_ERROR_OUT_OF_MEMORY = 60,
  /* `offset` is the size that is needed. */
  SWIFTSDP_ERROR_INSUFFICIENT_SPACE = 61,
  SWIFTSDP_ERROR_VALUE_BREAKS_LINE = 62,
  /* The errors of the W3C specification. */
  SWIFTSDP_ERROR_INVALID_STATE = 101,
  SWIFTSDP_ERROR_INVALID_MODIFICATION = 102,
  SWIFTSDP_ERROR_INVALID_ACCESS = 103,
  SWIFTSDP_ERROR_OPERATION = 104,
  SWIFTSDP_ERROR_NOT_READABLE = 105,
  SWIFTSDP_ERROR_TYPE = 106,
  SWIFTSDP_ERROR_RANGE = 107,
  /* The call itself is wrong. */
  SWIFTSDP_ERROR_ARGUMENT = 200
};

typedef struct swiftsdp_error {
  size_t struct_size;
  uint32_t code;
  /* 0 is the session level, n the n-th media section. */
  uint32_t section;
  /* In bytes from the start of the description. */
  uint64_t offset;
  /* One sentence for a person, valid for ever; no text of the description. */
  swiftsdp_slice reason;
} swiftsdp_error;

/* Line and column (in bytes), both from 1, of an offset into `bytes`. O(size). */
bool swiftsdp_locate(const void *SWIFTSDP_NULLABLE bytes, size_t size, uint64_t offset,
                     uint64_t *SWIFTSDP_NULLABLE line, uint64_t *SWIFTSDP_NULLABLE column);

/* ---- Limits ------------------------------------------------------------- */

enum {
  SWIFTSDP_LIMITS_SFU = 0,      /* a server: 4 MiB, 1,024 media sections */
  SWIFTSDP_LIMITS_BROWSER = 1,  /* a client: 64 KiB, 64 media sections */
  SWIFTSDP_LIMITS_UNLIMITED = 2 /* the hard ceilings, for tools */
};

/* What a description may cost. More than a limit's hard ceiling is taken as the
 * ceiling. */
typedef struct swiftsdp_limits {
  size_t struct_size;
  uint64_t bytes;
  uint64_t line_bytes;
  uint64_t lines;
  uint64_t media_sections;
  uint64_t attributes;
  uint64_t session_attributes;
  /* Of an m= line that carries RTP, and of another one. */
  uint64_t formats;
  uint64_t other_formats;
  uint64_t format_parameters;
  uint64_t candidates;
  uint64_t sources;
  uint64_t rids;
  uint64_t simulcast_alternatives;
  uint64_t mid_bytes;
  uint64_t groups;
  uint64_t group_mids;
} swiftsdp_limits;

/* Fills `limits` with those of a profile. */
bool swiftsdp_limits_get(uint32_t profile, swiftsdp_limits *SWIFTSDP_NULLABLE limits);

/* ---- Reading ------------------------------------------------------------ */

/* Where the lines and sections of a description are. Reused for one description
 * after another, it does not allocate once it has grown. One thread at a time. */
typedef struct swiftsdp_index swiftsdp_index;

/* `limits` may be NULL for those of a server. */
swiftsdp_index *SWIFTSDP_NULLABLE swiftsdp_index_create(
    const swiftsdp_limits *SWIFTSDP_NULLABLE limits, swiftsdp_error *SWIFTSDP_NULLABLE error);
void swiftsdp_index_release(swiftsdp_index *SWIFTSDP_NULLABLE index);

/* Finds the lines of a description. `bytes` must stay as they are until the next
 * read or the release: every slice got from the index points into them. After an
 * error the index holds no description. O(size). */
bool swiftsdp_index_read(swiftsdp_index *SWIFTSDP_NULLABLE index,
                         const void *SWIFTSDP_NULLABLE bytes, size_t size,
                         swiftsdp_error *SWIFTSDP_NULLABLE error);

/* Reads every line that has a typed reading and reports the first violation of a
 * grammar. O(size). */
bool swiftsdp_index_check(const swiftsdp_index *SWIFTSDP_NULLABLE index,
                          swiftsdp_error *SWIFTSDP_NULLABLE error);

/* Sections with the session level, which is number 0; 0 if there is no
 * description. */
size_t swiftsdp_index_section_count(const swiftsdp_index *SWIFTSDP_NULLABLE index);

enum {
  SWIFTSDP_DIRECTION_INACTIVE = 0,
  SWIFTSDP_DIRECTION_SENDONLY = 1,
  SWIFTSDP_DIRECTION_RECVONLY = 2,
  SWIFTSDP_DIRECTION_SENDRECV = 3,
  SWIFTSDP_DIRECTION_NONE = 255
};

/* A section: what its m= line says, and its mid and direction. The texts are
 * empty at the session level, and so is an absent mid. */
typedef struct swiftsdp_section {
  size_t struct_size;
  uint64_t line_count;
  swiftsdp_slice media;
  swiftsdp_slice protocol;
  swiftsdp_slice formats;
  swiftsdp_slice mid;
  uint32_t port;
  uint32_t direction;
} swiftsdp_section;

/* Slices are borrowed until the next read. O(lines of the section and of the session
 * level, from which a direction may be inherited). */
bool swiftsdp_index_section(const swiftsdp_index *SWIFTSDP_NULLABLE index, size_t section,
                            swiftsdp_section *SWIFTSDP_NULLABLE result,
                            swiftsdp_error *SWIFTSDP_NULLABLE error);

/* A line. For an attribute `name` and `value` are what is before and after the
 * colon; for another line `value` is what follows `x=`. */
typedef struct swiftsdp_line {
  size_t struct_size;
  uint64_t offset;
  swiftsdp_slice line;
  swiftsdp_slice name;
  swiftsdp_slice value;
  /* The letter, 'a' for an attribute, 0 for a blank line. */
  uint8_t type;
  /* Whether an attribute has a colon. */
  bool has_value;
} swiftsdp_line;

/* The line of that number, from 0, in a section. O(1). */
bool swiftsdp_index_line(const swiftsdp_index *SWIFTSDP_NULLABLE index, size_t section,
                         size_t line, swiftsdp_line *SWIFTSDP_NULLABLE result,
                         swiftsdp_error *SWIFTSDP_NULLABLE error);

/* Finds an attribute by name from line `*line` of a section on, and says in
 * `*line` which it is. If there is none: false, and a code of 0 in `error`.
 * O(lines). */
bool swiftsdp_index_find(const swiftsdp_index *SWIFTSDP_NULLABLE index, size_t section,
                         const char *SWIFTSDP_NULLABLE name, size_t name_size,
                         size_t *SWIFTSDP_NULLABLE line,
                         swiftsdp_line *SWIFTSDP_NULLABLE result,
                         swiftsdp_error *SWIFTSDP_NULLABLE error);

/* The size of the description, and the description itself, byte for byte. */
size_t swiftsdp_index_size(const swiftsdp_index *SWIFTSDP_NULLABLE index);
bool swiftsdp_index_write(const swiftsdp_index *SWIFTSDP_NULLABLE index,
                          void *SWIFTSDP_NULLABLE buffer, size_t capacity,
                          swiftsdp_error *SWIFTSDP_NULLABLE error);

/* ---- Random bytes ------------------------------------------------------- */

/* Where credentials and ids come from. One thread at a time, the sessions that were
 * given it included, and not from a signal handler that may interrupt its use. All
 * kinds give parent and child of a fork different bytes. */
typedef struct swiftsdp_random_source swiftsdp_random_source;

enum {
  /* The kernel is asked for each request; nothing is kept. The one to take where
   * snapshots of a running virtual machine are restored more than once. */
  SWIFTSDP_RANDOM_KERNEL = 0,
  /* The kernel is asked for 4,032 bytes at a time, in memory that a fork does not
   * inherit, erased there as they are given out. */
  SWIFTSDP_RANDOM_BUFFERED = 1,
  /* ChaCha20 with a key that is replaced every 1,024 bytes, in such memory; fresh
   * bytes of the kernel are mixed in every 64 KiB and every second. */
  SWIFTSDP_RANDOM_FAST = 2
};

swiftsdp_random_source *SWIFTSDP_NULLABLE swiftsdp_random_source_create(
    uint32_t kind, swiftsdp_error *SWIFTSDP_NULLABLE error);
/* A session that was given the source keeps it as long as it needs it. */
void swiftsdp_random_source_release(swiftsdp_random_source *SWIFTSDP_NULLABLE source);
/* The kind that the source is on this machine: SWIFTSDP_RANDOM_KERNEL in place of
 * the others where memory that a fork does not inherit cannot be had. */
uint32_t swiftsdp_random_source_kind(const swiftsdp_random_source *SWIFTSDP_NULLABLE source);
/* Forgets what is kept and takes fresh bytes of the kernel: for a program that
 * learns that its virtual machine was restored or copied. SWIFTSDP_ERROR_NOT_READABLE
 * if the kernel refuses; the source then tries again with the next request. */
bool swiftsdp_random_source_reseed(swiftsdp_random_source *SWIFTSDP_NULLABLE source,
                                   swiftsdp_error *SWIFTSDP_NULLABLE error);
/* Fills `buffer`. SWIFTSDP_ERROR_NOT_READABLE if the kernel refuses; the buffer is
 * then zero or as it was. O(size), does not allocate. */
bool swiftsdp_random_source_bytes(swiftsdp_random_source *SWIFTSDP_NULLABLE source,
                                  void *SWIFTSDP_NULLABLE buffer, size_t size,
                                  swiftsdp_error *SWIFTSDP_NULLABLE error);
/* Writes credentials for `count` ICE transports, one after the other and each the
 * user name fragment and the password, without separators or NUL: count *
 * (username_fragment_size + password_size) characters of `A-Za-z0-9+/`, 6 random
 * bits each, all from one request. The sizes are 4 to 256 and 22 to 256 (RFC 8839
 * section 5.4); 8 and 24 are usual. Errors as for the bytes. O(characters), does not
 * allocate. */
bool swiftsdp_random_source_credentials(swiftsdp_random_source *SWIFTSDP_NULLABLE source,
                                        size_t count, size_t username_fragment_size,
                                        size_t password_size, char *SWIFTSDP_NULLABLE buffer,
                                        size_t capacity, swiftsdp_error *SWIFTSDP_NULLABLE error);

/* ---- Sessions ----------------------------------------------------------- */

/* One side of an offer/answer exchange. One thread at a time. */
typedef struct swiftsdp_session swiftsdp_session;

/* `{"sha-256", "4A:AD:..."}`: a hash of the certificate that DTLS will show. */
typedef struct swiftsdp_fingerprint {
  swiftsdp_slice hash_function;
  swiftsdp_slice value;
} swiftsdp_fingerprint;

enum {
  SWIFTSDP_BUNDLE_BALANCED = 0,
  SWIFTSDP_BUNDLE_MAX_COMPAT = 1,
  SWIFTSDP_BUNDLE_MAX_BUNDLE = 2
};

/* All texts are copied. */
typedef struct swiftsdp_session_configuration {
  size_t struct_size;
  uint32_t bundle_policy;
  /* In bytes; 0 takes the default of 262,144. */
  uint32_t maximum_message_size;
  const swiftsdp_fingerprint *SWIFTSDP_NULLABLE fingerprints;
  size_t fingerprint_count;
  /* NULL takes those of a server. */
  const swiftsdp_limits *SWIFTSDP_NULLABLE limits;
  /* Leaves a=rtcp out of offers. */
  bool omits_rtcp_address;
  /* NULL takes the kernel's. Others may use the same one, on the same thread. */
  swiftsdp_random_source *SWIFTSDP_NULLABLE random_source;
} swiftsdp_session_configuration;

swiftsdp_session *SWIFTSDP_NULLABLE swiftsdp_session_create(
    const swiftsdp_session_configuration *SWIFTSDP_NULLABLE configuration,
    swiftsdp_error *SWIFTSDP_NULLABLE error);
void swiftsdp_session_release(swiftsdp_session *SWIFTSDP_NULLABLE session);

enum {
  SWIFTSDP_STATE_STABLE = 0,
  SWIFTSDP_STATE_HAVE_LOCAL_OFFER = 1,
  SWIFTSDP_STATE_HAVE_REMOTE_OFFER = 2,
  SWIFTSDP_STATE_HAVE_LOCAL_PRANSWER = 3,
  SWIFTSDP_STATE_HAVE_REMOTE_PRANSWER = 4,
  SWIFTSDP_STATE_CLOSED = 5
};
uint32_t swiftsdp_session_signaling_state(const swiftsdp_session *SWIFTSDP_NULLABLE session);

enum { SWIFTSDP_KIND_AUDIO = 0, SWIFTSDP_KIND_VIDEO = 1 };

typedef struct swiftsdp_transceiver_init {
  size_t struct_size;
  uint32_t kind;
  uint32_t direction;
  /* MediaStream ids: 1 to 64 token characters each. Copied. */
  const swiftsdp_slice *SWIFTSDP_NULLABLE streams;
  size_t stream_count;
} swiftsdp_transceiver_init;

/* Adds a transceiver and names it in `*id`. */
bool swiftsdp_session_add_transceiver(swiftsdp_session *SWIFTSDP_NULLABLE session,
                                      const swiftsdp_transceiver_init *SWIFTSDP_NULLABLE init,
                                      uint32_t *SWIFTSDP_NULLABLE id,
                                      swiftsdp_error *SWIFTSDP_NULLABLE error);
bool swiftsdp_session_set_direction(swiftsdp_session *SWIFTSDP_NULLABLE session, uint32_t id,
                                    uint32_t direction, swiftsdp_error *SWIFTSDP_NULLABLE error);

/* Asks for the one data section, however often it is called. */
bool swiftsdp_session_add_data_section(swiftsdp_session *SWIFTSDP_NULLABLE session,
                                       swiftsdp_error *SWIFTSDP_NULLABLE error);

typedef struct swiftsdp_transceiver {
  size_t struct_size;
  uint32_t id;
  uint32_t kind;
  uint32_t direction;
  /* SWIFTSDP_DIRECTION_NONE before the first answer. */
  uint32_t current_direction;
  /* Bytes of the mid; 0 before a description with it is applied. */
  uint64_t mid_size;
  bool is_stopped;
} swiftsdp_transceiver;

size_t swiftsdp_session_transceiver_count(const swiftsdp_session *SWIFTSDP_NULLABLE session);
/* By position, in the order they were added. One whose section an answer rejected
   leaves the session; those behind it move up. */
bool swiftsdp_session_transceiver(const swiftsdp_session *SWIFTSDP_NULLABLE session,
                                  size_t position, swiftsdp_transceiver *SWIFTSDP_NULLABLE result,
                                  swiftsdp_error *SWIFTSDP_NULLABLE error);
/* Copies the mid of a transceiver, by position. `*size` is the size of the mid, also
 * where the buffer is too small for it. */
bool swiftsdp_session_transceiver_mid(const swiftsdp_session *SWIFTSDP_NULLABLE session,
                                      size_t position, char *SWIFTSDP_NULLABLE buffer,
                                      size_t capacity, size_t *SWIFTSDP_NULLABLE size,
                                      swiftsdp_error *SWIFTSDP_NULLABLE error);

/* ---- Offers ------------------------------------------------------------- */

/* An offer as it was created. It outlives its session and may be read, written
 * and released from any thread. */
typedef struct swiftsdp_offer swiftsdp_offer;

typedef struct swiftsdp_offer_options {
  size_t struct_size;
  bool ice_restart;
} swiftsdp_offer_options;

/* All effects of createOffer happen here, once. `options` may be NULL. */
swiftsdp_offer *SWIFTSDP_NULLABLE swiftsdp_session_create_offer(
    swiftsdp_session *SWIFTSDP_NULLABLE session,
    const swiftsdp_offer_options *SWIFTSDP_NULLABLE options,
    swiftsdp_error *SWIFTSDP_NULLABLE error);
size_t swiftsdp_offer_size(const swiftsdp_offer *SWIFTSDP_NULLABLE offer);
/* The version of the o= line. */
uint64_t swiftsdp_offer_version(const swiftsdp_offer *SWIFTSDP_NULLABLE offer);
bool swiftsdp_offer_write(const swiftsdp_offer *SWIFTSDP_NULLABLE offer,
                          void *SWIFTSDP_NULLABLE buffer, size_t capacity,
                          swiftsdp_error *SWIFTSDP_NULLABLE error);
void swiftsdp_offer_release(swiftsdp_offer *SWIFTSDP_NULLABLE offer);

/* Applies the offer that was created last; the caller still releases it. */
bool swiftsdp_session_set_local_offer(swiftsdp_session *SWIFTSDP_NULLABLE session,
                                      const swiftsdp_offer *SWIFTSDP_NULLABLE offer,
                                      swiftsdp_error *SWIFTSDP_NULLABLE error);
/* Applies the peer's answer, of which nothing is borrowed. O(size). */
bool swiftsdp_session_set_remote_answer(swiftsdp_session *SWIFTSDP_NULLABLE session,
                                        const void *SWIFTSDP_NULLABLE bytes, size_t size,
                                        swiftsdp_error *SWIFTSDP_NULLABLE error);

#ifdef __cplusplus
}
#endif
#if defined(__clang__)
#pragma clang diagnostic pop
#endif
#endif
