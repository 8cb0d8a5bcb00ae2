/* swift-sdp for C, C++, Rust and Go: SDP parsing, WebRTC offers and answers.
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
 *    failure everything is as it was before; but an index that failed to read
 *    holds no description, and memory to be written to may hold a part.
 *  - What a slice points to is borrowed; each function says until when.
 *  - A required pointer that is NULL, a struct that is too small and a value out
 *    of range are SWIFTSDP_ERROR_ARGUMENT. A handle that is no handle, or was
 *    released, is not noticed.
 *  - Nothing is global. Threads: written at each handle type.
 *
 * Memory: reading, editing and writing fail with SWIFTSDP_ERROR_OUT_OF_MEMORY where
 * their memory cannot be had. Handles themselves, sessions, verification and
 * differences take bounded amounts, and end the process where they cannot be had.
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
  SWIFTSDP_ERROR_LINE_ENDING = 10,
  SWIFTSDP_ERROR_MISSING_LINE_ENDING = 11,
  SWIFTSDP_ERROR_BLANK_LINE = 12,
  SWIFTSDP_ERROR_TRAILING_BLANK = 13,
  SWIFTSDP_ERROR_LINE_ORDER = 14,
  SWIFTSDP_ERROR_DUPLICATE_ATTRIBUTE = 15,
  SWIFTSDP_ERROR_MISSING_ORIGIN = 16,
  SWIFTSDP_ERROR_MISSING_SESSION_NAME = 17,
  SWIFTSDP_ERROR_MISSING_TIME = 18,
  SWIFTSDP_ERROR_MISSING_CONNECTION = 19,
  SWIFTSDP_ERROR_MISSING_VALUE = 20,
  SWIFTSDP_ERROR_UNEXPECTED_VALUE = 21,
  SWIFTSDP_ERROR_MISSING_FIELD = 22,
  SWIFTSDP_ERROR_MALFORMED_VALUE = 23,
  SWIFTSDP_ERROR_MALFORMED_NUMBER = 24,
  SWIFTSDP_ERROR_NUMBER_OUT_OF_RANGE = 25,
  SWIFTSDP_ERROR_TRAILING_BYTES = 26,
  SWIFTSDP_ERROR_LENGTH_OUT_OF_RANGE = 27,
  SWIFTSDP_ERROR_UNKNOWN_KEYWORD = 28,
  SWIFTSDP_ERROR_INVALID_TEXT = 29,
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
  SWIFTSDP_ERROR_POSITION_OUT_OF_RANGE = 63,
  /* Parts of a description that contradict each other: swiftsdp_index_verify. */
  SWIFTSDP_ERROR_DUPLICATE_MID = 64,
  SWIFTSDP_ERROR_UNKNOWN_BUNDLED_MID = 65,
  SWIFTSDP_ERROR_BUNDLED_TWICE = 66,
  SWIFTSDP_ERROR_BUNDLED_ADDRESS_MISMATCH = 67,
  SWIFTSDP_ERROR_MISSING_ICE_CREDENTIALS = 68,
  SWIFTSDP_ERROR_MISSING_FINGERPRINT = 69,
  SWIFTSDP_ERROR_UNUSABLE_FINGERPRINT = 70,
  SWIFTSDP_ERROR_MISSING_SETUP = 71,
  SWIFTSDP_ERROR_UNUSABLE_SETUP = 72,
  SWIFTSDP_ERROR_UNDECIDED_SETUP = 73,
  SWIFTSDP_ERROR_UNDECLARED_RID = 74,
  SWIFTSDP_ERROR_RID_DIRECTION_MISMATCH = 75,
  SWIFTSDP_ERROR_DUPLICATE_RID = 76,
  SWIFTSDP_ERROR_MISSING_RTCP_MUX = 77,
  SWIFTSDP_ERROR_MISSING_RTCP_MUX_BESIDE_ONLY = 78,
  SWIFTSDP_ERROR_PAYLOAD_TYPE_OF_RTCP = 79,
  SWIFTSDP_ERROR_PAYLOAD_TYPE_OUT_OF_RANGE = 80,
  SWIFTSDP_ERROR_PAYLOAD_TYPE_CONFLICT = 81,
  SWIFTSDP_ERROR_MISSING_RTPMAP = 82,
  SWIFTSDP_ERROR_UNLISTED_PAYLOAD_TYPE = 83,
  SWIFTSDP_ERROR_UNKNOWN_RETRANSMITTED_TYPE = 84,
  SWIFTSDP_ERROR_EXTENSION_ID_OUT_OF_RANGE = 85,
  SWIFTSDP_ERROR_DUPLICATE_EXTENSION_ID = 86,
  SWIFTSDP_ERROR_EXTENSION_CONFLICT = 87,
  SWIFTSDP_ERROR_UNDECLARED_SOURCE = 88,
  SWIFTSDP_ERROR_MISSING_SCTP_PORT = 89,
  SWIFTSDP_ERROR_MISSING_RELATED_ADDRESS = 90,
  SWIFTSDP_ERROR_MALFORMED_TEXT = 91,
  SWIFTSDP_ERROR_MALFORMED_ESCAPE = 92,
  /* The errors of the W3C specification. */
  SWIFTSDP_ERROR_INVALID_STATE = 101,
  SWIFTSDP_ERROR_INVALID_MODIFICATION = 102,
  SWIFTSDP_ERROR_INVALID_ACCESS = 103,
  SWIFTSDP_ERROR_OPERATION = 104,
  SWIFTSDP_ERROR_NOT_READABLE = 105,
  SWIFTSDP_ERROR_TYPE = 106,
  SWIFTSDP_ERROR_RANGE = 107,
  SWIFTSDP_ERROR_NOT_SUPPORTED = 109,
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

/* What stands at an offset into `bytes`, up to the end of the line, in visible ASCII:
 * bytes that could act on a terminal or a log are escaped as \xNN. Writes at most
 * 64 bytes, at most `capacity`, and says how many. */
size_t swiftsdp_excerpt(const void *SWIFTSDP_NULLABLE bytes, size_t size, uint64_t offset,
                        char *SWIFTSDP_NULLABLE buffer, size_t capacity);

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

/* The same for a fragment with ICE candidates (RFC 8840, trickle-ice-sdpfrag): it has no
 * v=, o=, s= or t= line and begins with attributes of the session level or with m=. */
bool swiftsdp_index_read_fragment(swiftsdp_index *SWIFTSDP_NULLABLE index,
                                  const void *SWIFTSDP_NULLABLE bytes, size_t size,
                                  swiftsdp_error *SWIFTSDP_NULLABLE error);

/* Reads every line that has a typed reading and reports the first violation of a
 * grammar. This and the next ones are SWIFTSDP_ERROR_ARGUMENT if the index holds no
 * description. O(size). */
bool swiftsdp_index_check(const swiftsdp_index *SWIFTSDP_NULLABLE index,
                          swiftsdp_error *SWIFTSDP_NULLABLE error);

/* What a reading accepts although RFC 8866 does not: nothing is the strict
 * reading, SWIFTSDP_TOLERATE_LENIENT what real devices send. */
enum {
  SWIFTSDP_TOLERATE_NOTHING = 0,
  SWIFTSDP_TOLERATE_LINE_ENDINGS = 1 << 0,
  SWIFTSDP_TOLERATE_BLANK_LINES = 1 << 1,
  SWIFTSDP_TOLERATE_TRAILING_BLANKS = 1 << 2,
  SWIFTSDP_TOLERATE_LINE_ORDER = 1 << 3,
  SWIFTSDP_TOLERATE_MISSING_LINES = 1 << 4,
  SWIFTSDP_TOLERATE_REPETITIONS = 1 << 5,
  SWIFTSDP_TOLERATE_ENCODINGS = 1 << 6,
  SWIFTSDP_TOLERATE_MALFORMED_LINES = 1 << 7,
  SWIFTSDP_TOLERATE_MALFORMED_ATTRIBUTES = 1 << 8,
  SWIFTSDP_TOLERATE_MALFORMED_MEDIA_LINES = 1 << 9,
  SWIFTSDP_TOLERATE_LENIENT = (1 << 9) - 1,
  SWIFTSDP_TOLERATE_ALL = (1 << 10) - 1
};

/* Reads every typed field of every line and checks the grammar of RFC 8866: of
 * values, line endings, the order of lines, and what occurs once. Reports the first
 * deviation that is not tolerated. With SWIFTSDP_TOLERATE_ALL only the fields are
 * read, and malformed ones passed over. `digest` gets a number made of all fields;
 * it may be NULL. O(size), does not allocate. */
bool swiftsdp_index_read_values(const swiftsdp_index *SWIFTSDP_NULLABLE index,
                                uint32_t tolerances, uint64_t *SWIFTSDP_NULLABLE digest,
                                swiftsdp_error *SWIFTSDP_NULLABLE error);

/* What was tolerated, or a violation: an error without its struct_size. */
typedef struct swiftsdp_warning {
  /* A code below 100; swiftsdp_reason has the sentence. */
  uint32_t code;
  uint32_t section;
  uint64_t offset;
} swiftsdp_warning;

/* Checks the grammar as swiftsdp_index_read_values does and lists what it
 * tolerated, in the order of the bytes. `*count` gets how many there are; the first
 * `capacity` are stored. */
bool swiftsdp_index_warnings(const swiftsdp_index *SWIFTSDP_NULLABLE index, uint32_t tolerances,
                             swiftsdp_warning *SWIFTSDP_NULLABLE warnings, size_t capacity,
                             size_t *SWIFTSDP_NULLABLE count,
                             swiftsdp_error *SWIFTSDP_NULLABLE error);

enum {
  /* RFC 9429 section 5.8.3 and RFC 9143. */
  SWIFTSDP_VERIFY_WEBRTC_OFFER = 0,
  /* The same; besides, an answer chooses a DTLS role. */
  SWIFTSDP_VERIFY_WEBRTC_ANSWER = 1,
  /* What holds without ICE, DTLS and multiplexing, too. */
  SWIFTSDP_VERIFY_SIP = 2
};

/* Verifies that the parts of a description agree with each other, and lists each
 * violation, rule by rule, as swiftsdp_index_warnings does. False only if the
 * arguments are wrong: look at `*count`. O(n log n); keeps its memory with the
 * index and does not allocate once that has grown. */
bool swiftsdp_index_verify(swiftsdp_index *SWIFTSDP_NULLABLE index, uint32_t rules,
                           swiftsdp_warning *SWIFTSDP_NULLABLE violations, size_t capacity,
                           size_t *SWIFTSDP_NULLABLE count,
                           swiftsdp_error *SWIFTSDP_NULLABLE error);

/* The sentence for a code below 100, valid for ever. */
swiftsdp_slice swiftsdp_reason(uint32_t code);

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

/* Finds the media section with that mid, the first of several. If there is none: false,
 * and a code of 0 in `error`. O(1) expected; the first time after a reading O(lines), for
 * a table that is keyed with a secret and keeps its memory for the next description. */
bool swiftsdp_index_find_mid(swiftsdp_index *SWIFTSDP_NULLABLE index,
                             const char *SWIFTSDP_NULLABLE mid, size_t size,
                             size_t *SWIFTSDP_NULLABLE section,
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
/* The same as the content of a JSON string: see swiftsdp_json_escape. `size` of the second
 * may be NULL. swiftsdp_buffer_append_json takes the bytes that were read. */
bool swiftsdp_index_json_size(const swiftsdp_index *SWIFTSDP_NULLABLE index,
                              size_t *SWIFTSDP_NULLABLE size,
                              swiftsdp_error *SWIFTSDP_NULLABLE error);
bool swiftsdp_index_write_json(const swiftsdp_index *SWIFTSDP_NULLABLE index,
                               void *SWIFTSDP_NULLABLE buffer, size_t capacity,
                               size_t *SWIFTSDP_NULLABLE size,
                               swiftsdp_error *SWIFTSDP_NULLABLE error);

/* A candidate; what is absent is empty or 0. */
typedef struct swiftsdp_candidate {
  size_t struct_size;
  swiftsdp_slice foundation;
  /* "udp" or "tcp", in any case. */
  swiftsdp_slice transport;
  swiftsdp_slice address;
  swiftsdp_slice type;
  swiftsdp_slice related_address;
  /* Pairs of name and value, such as "tcptype active". */
  swiftsdp_slice extensions;
  uint32_t priority;
  uint16_t component;
  uint16_t port;
  uint16_t related_port;
} swiftsdp_candidate;

/* Reads the text of a candidate as W3C WebRTC passes it (RTCIceCandidateInit), which
 * begins with "candidate:" or "a=candidate:", else SWIFTSDP_ERROR_UNKNOWN_KEYWORD. Slices
 * point into the text. O(size), no allocation. */
bool swiftsdp_candidate_read(const char *SWIFTSDP_NULLABLE text, size_t size,
                             swiftsdp_candidate *SWIFTSDP_NULLABLE result,
                             swiftsdp_error *SWIFTSDP_NULLABLE error);

/* ---- Buffers ------------------------------------------------------------- */

/* Memory that grows with what is added to it. One thread at a time. */
typedef struct swiftsdp_buffer swiftsdp_buffer;

swiftsdp_buffer *SWIFTSDP_NULLABLE swiftsdp_buffer_create(swiftsdp_error *SWIFTSDP_NULLABLE error);
void swiftsdp_buffer_release(swiftsdp_buffer *SWIFTSDP_NULLABLE buffer);
/* What was added, until more is or the buffer is released. */
swiftsdp_slice swiftsdp_buffer_bytes(const swiftsdp_buffer *SWIFTSDP_NULLABLE buffer);
/* Forgets the bytes and keeps the memory. */
void swiftsdp_buffer_clear(swiftsdp_buffer *SWIFTSDP_NULLABLE buffer);
/* Add bytes, which may be the buffer's own, as they are, and as the content of a JSON
 * string; see below. */
bool swiftsdp_buffer_append(swiftsdp_buffer *SWIFTSDP_NULLABLE buffer,
                            const void *SWIFTSDP_NULLABLE bytes, size_t size,
                            swiftsdp_error *SWIFTSDP_NULLABLE error);
bool swiftsdp_buffer_append_json(swiftsdp_buffer *SWIFTSDP_NULLABLE buffer,
                                 const void *SWIFTSDP_NULLABLE bytes, size_t size,
                                 swiftsdp_error *SWIFTSDP_NULLABLE error);

/* ---- JSON ---------------------------------------------------------------- */

/* The content of a JSON string (RFC 8259 section 7), without the quotes around it.
 * What is escaped is quote, backslash and control bytes: CR as `\r`, others without a
 * letter as `\u00XX`. JSON is UTF-8: other bytes are SWIFTSDP_ERROR_MALFORMED_TEXT with
 * their offset, in both directions. What is no content of a JSON string, such as a bare
 * quote, is SWIFTSDP_ERROR_MALFORMED_ESCAPE with its offset. `*result` is the size; it
 * may be NULL. O(size), no allocation. Memory does not overlap, but for what is said. */
bool swiftsdp_json_escaped_size(const void *SWIFTSDP_NULLABLE bytes, size_t size,
                                size_t *SWIFTSDP_NULLABLE result,
                                swiftsdp_error *SWIFTSDP_NULLABLE error);
bool swiftsdp_json_escape(const void *SWIFTSDP_NULLABLE bytes, size_t size,
                          void *SWIFTSDP_NULLABLE buffer, size_t capacity,
                          size_t *SWIFTSDP_NULLABLE result,
                          swiftsdp_error *SWIFTSDP_NULLABLE error);
bool swiftsdp_json_unescaped_size(const void *SWIFTSDP_NULLABLE content, size_t size,
                                  size_t *SWIFTSDP_NULLABLE result,
                                  swiftsdp_error *SWIFTSDP_NULLABLE error);
/* `buffer` may be `content` itself: what it stands for is never longer. A content that
 * is not one is then left as it was. */
bool swiftsdp_json_unescape(const void *SWIFTSDP_NULLABLE content, size_t size,
                            void *SWIFTSDP_NULLABLE buffer, size_t capacity,
                            size_t *SWIFTSDP_NULLABLE result,
                            swiftsdp_error *SWIFTSDP_NULLABLE error);

/* ---- Editing ------------------------------------------------------------- */

/* A description whose lines and sections can be changed. What is not touched is
 * written from the bytes that the index read, byte for byte; an added line ends with
 * CR LF. One thread at a time, the index included. */
typedef struct swiftsdp_edit swiftsdp_edit;

/* Starts with what the index has read. The bytes are borrowed as the index borrows
 * them; once it reads something else, only a reset and the release are allowed, all
 * else is SWIFTSDP_ERROR_ARGUMENT. The index itself may be released. */
swiftsdp_edit *SWIFTSDP_NULLABLE swiftsdp_edit_create(swiftsdp_index *SWIFTSDP_NULLABLE index,
                                                      swiftsdp_error *SWIFTSDP_NULLABLE error);
void swiftsdp_edit_release(swiftsdp_edit *SWIFTSDP_NULLABLE edit);
/* Starts again with what the index has read now. Keeps its memory: no allocation once
 * it has grown. O(sections). */
bool swiftsdp_edit_reset(swiftsdp_edit *SWIFTSDP_NULLABLE edit,
                         swiftsdp_error *SWIFTSDP_NULLABLE error);

/* Sections and lines are counted from 0 as they are after the edits so far, blank
 * lines included; section 0 is the session level. */
size_t swiftsdp_edit_section_count(const swiftsdp_edit *SWIFTSDP_NULLABLE edit);
size_t swiftsdp_edit_line_count(const swiftsdp_edit *SWIFTSDP_NULLABLE edit, size_t section);
/* Slices are borrowed until the next edit. The offset of an added line has no
 * meaning. */
bool swiftsdp_edit_line(const swiftsdp_edit *SWIFTSDP_NULLABLE edit, size_t section, size_t line,
                        swiftsdp_line *SWIFTSDP_NULLABLE result,
                        swiftsdp_error *SWIFTSDP_NULLABLE error);

/* Inserts a line, such as `a=sendonly`, before that line, or behind the last one.
 *
 * What would not be read again as this one line of this section is refused:
 * SWIFTSDP_ERROR_VALUE_BREAKS_LINE for CR, LF and NUL, SWIFTSDP_ERROR_MISPLACED_LINE
 * for a line that begins a section or may not stand there, SWIFTSDP_ERROR_DUPLICATE_LINE
 * for a second o= or s=, and the codes of malformed lines. SWIFTSDP_ERROR_POSITION_OUT_OF_RANGE
 * where there is no such line or section. The text is copied, and may be one that
 * swiftsdp_edit_line gave. O(its size and the edits of the section before it; lines of
 * the session level for o= and s=). */
bool swiftsdp_edit_insert(swiftsdp_edit *SWIFTSDP_NULLABLE edit, size_t section, size_t line,
                          const char *SWIFTSDP_NULLABLE text, size_t size,
                          swiftsdp_error *SWIFTSDP_NULLABLE error);
/* An m= line or `v=0` is only replaced by another, and not removed or moved. */
bool swiftsdp_edit_replace(swiftsdp_edit *SWIFTSDP_NULLABLE edit, size_t section, size_t line,
                           const char *SWIFTSDP_NULLABLE text, size_t size,
                           swiftsdp_error *SWIFTSDP_NULLABLE error);
bool swiftsdp_edit_remove(swiftsdp_edit *SWIFTSDP_NULLABLE edit, size_t section, size_t line,
                          swiftsdp_error *SWIFTSDP_NULLABLE error);
/* Moves a line within its section, so that its number is `target` afterwards. */
bool swiftsdp_edit_move(swiftsdp_edit *SWIFTSDP_NULLABLE edit, size_t section, size_t line,
                        size_t target, swiftsdp_error *SWIFTSDP_NULLABLE error);
/* Inserts a media section of one m= line, which has that number afterwards. O(sections),
 * as are the next two. */
bool swiftsdp_edit_insert_section(swiftsdp_edit *SWIFTSDP_NULLABLE edit, size_t section,
                                  const char *SWIFTSDP_NULLABLE text, size_t size,
                                  swiftsdp_error *SWIFTSDP_NULLABLE error);
bool swiftsdp_edit_remove_section(swiftsdp_edit *SWIFTSDP_NULLABLE edit, size_t section,
                                  swiftsdp_error *SWIFTSDP_NULLABLE error);
bool swiftsdp_edit_move_section(swiftsdp_edit *SWIFTSDP_NULLABLE edit, size_t section,
                                size_t target, swiftsdp_error *SWIFTSDP_NULLABLE error);

/* The size of the description, O(edits), and the description, into memory that does not
 * overlap with what the index read. No allocation. */
size_t swiftsdp_edit_size(const swiftsdp_edit *SWIFTSDP_NULLABLE edit);
bool swiftsdp_edit_write(const swiftsdp_edit *SWIFTSDP_NULLABLE edit,
                         void *SWIFTSDP_NULLABLE buffer, size_t capacity,
                         swiftsdp_error *SWIFTSDP_NULLABLE error);
bool swiftsdp_edit_append(const swiftsdp_edit *SWIFTSDP_NULLABLE edit,
                          swiftsdp_buffer *SWIFTSDP_NULLABLE buffer,
                          swiftsdp_error *SWIFTSDP_NULLABLE error);

/* Where a walk over segments has come to; all zero at the start. */
typedef struct swiftsdp_cursor {
  uint64_t state[2];
} swiftsdp_cursor;

/* The next segments of the description, as many as there is room for (at least 1),
 * such as IOV_MAX for writev: a slice is laid out as a `struct iovec` is. There are no
 * more if `*count` is less than `capacity`. Borrowed until the next edit, which also
 * ends the walk. */
bool swiftsdp_edit_segments(const swiftsdp_edit *SWIFTSDP_NULLABLE edit,
                            swiftsdp_cursor *SWIFTSDP_NULLABLE cursor,
                            swiftsdp_slice *SWIFTSDP_NULLABLE segments, size_t capacity,
                            size_t *SWIFTSDP_NULLABLE count,
                            swiftsdp_error *SWIFTSDP_NULLABLE error);

/* The same as the content of a JSON string. `size` of the second may be NULL. */
bool swiftsdp_edit_json_size(const swiftsdp_edit *SWIFTSDP_NULLABLE edit,
                             size_t *SWIFTSDP_NULLABLE size,
                             swiftsdp_error *SWIFTSDP_NULLABLE error);
bool swiftsdp_edit_write_json(const swiftsdp_edit *SWIFTSDP_NULLABLE edit,
                              void *SWIFTSDP_NULLABLE buffer, size_t capacity,
                              size_t *SWIFTSDP_NULLABLE size,
                              swiftsdp_error *SWIFTSDP_NULLABLE error);
bool swiftsdp_edit_append_json(const swiftsdp_edit *SWIFTSDP_NULLABLE edit,
                               swiftsdp_buffer *SWIFTSDP_NULLABLE buffer,
                               swiftsdp_error *SWIFTSDP_NULLABLE error);
/* The segments of that content, as swiftsdp_edit_segments gives those of the description,
 * with a cursor of their own: runs of bytes that stay as they are, and escapes, which are
 * valid for ever. They are two or more for each line, since what ends a line is escaped: to
 * write all of them to a file or a socket takes more than swiftsdp_edit_write_json and one
 * write. Bytes that are no UTF-8 are SWIFTSDP_ERROR_MALFORMED_TEXT where it comes to them;
 * swiftsdp_edit_json_size finds them before. No allocation. */
bool swiftsdp_edit_json_segments(const swiftsdp_edit *SWIFTSDP_NULLABLE edit,
                                 swiftsdp_cursor *SWIFTSDP_NULLABLE cursor,
                                 swiftsdp_slice *SWIFTSDP_NULLABLE segments, size_t capacity,
                                 size_t *SWIFTSDP_NULLABLE count,
                                 swiftsdp_error *SWIFTSDP_NULLABLE error);

/* ---- Writing from values --------------------------------------------------- */

/* What a swiftsdp_value is, and which of its members are used. */
enum {
  /* `n[0]` is the letter, texts[0] the value: s=- */
  SWIFTSDP_VALUE_LINE = 0,
  /* texts[0] is the name, texts[1] the value, if flags is 1: a=mid:0, a=rtcp-mux */
  SWIFTSDP_VALUE_ATTRIBUTE = 1,
  /* n: payload type, clock rate, channels or 0. texts: encoding name.
   * a=rtpmap:111 opus/48000/2 */
  SWIFTSDP_VALUE_RTPMAP = 2,
  /* n: payload type. texts: parameters. a=fmtp:111 minptime=10 */
  SWIFTSDP_VALUE_FMTP = 3,
  /* n: payload type; flags 1 for all. texts: type, parameter or none.
   * a=rtcp-fb:96 nack pli */
  SWIFTSDP_VALUE_RTCP_FB = 4,
  /* n: id. texts: URI, direction or none, attributes or none.
   * a=extmap:1/sendonly urn:x attributes */
  SWIFTSDP_VALUE_EXTMAP = 5,
  /* n: source. texts: attribute, value; flags 1 if there is a value.
   * a=ssrc:1234 cname:x */
  SWIFTSDP_VALUE_SSRC = 6,
  /* flags: how many sources, up to 3. n: sources. texts: semantics.
   * a=ssrc-group:FID 1 2 */
  SWIFTSDP_VALUE_SSRC_GROUP = 7,
  /* texts: hash function, value. a=fingerprint:sha-256 4A:AD */
  SWIFTSDP_VALUE_FINGERPRINT = 8,
  /* texts: stream, track or none. a=msid:s t */
  SWIFTSDP_VALUE_MSID = 9,
  /* n: component, priority, port; flags 1 for TCP, else UDP. texts: foundation,
   * address, type and what follows it. a=candidate:1 1 udp 2122 192.0.2.1 9 typ host */
  SWIFTSDP_VALUE_CANDIDATE = 10,
  /* n: port, number of ports or 0. texts: media, protocol, formats.
   * m=audio 9 UDP/TLS/RTP/SAVPF 111 0 */
  SWIFTSDP_VALUE_MEDIA = 11,
  /* texts: address type, address. c=IN IP4 0.0.0.0 */
  SWIFTSDP_VALUE_CONNECTION = 12
};

/* One line as values: 64 bytes, so that many are read fast. */
typedef struct swiftsdp_value {
  uint16_t kind;
  uint16_t flags;
  uint32_t n[3];
  swiftsdp_slice texts[3];
} swiftsdp_value;

/* Writes lines, each with CR LF, from an array of values: a section or a whole
 * description in one call. `*size` is the size written; it may be NULL. A text with CR,
 * LF or NUL is SWIFTSDP_ERROR_VALUE_BREAKS_LINE, a kind that there is not and a text that
 * is NULL with a size SWIFTSDP_ERROR_ARGUMENT, with the number of the value as the
 * error's offset; texts are not checked otherwise. The content of the buffer is then
 * unspecified. O(size), no allocation. */
bool swiftsdp_values_write(const swiftsdp_value *SWIFTSDP_NULLABLE values, size_t count,
                           void *SWIFTSDP_NULLABLE buffer, size_t capacity,
                           size_t *SWIFTSDP_NULLABLE size, swiftsdp_error *SWIFTSDP_NULLABLE error);
/* The size that is needed for that. O(count). */
bool swiftsdp_values_size(const swiftsdp_value *SWIFTSDP_NULLABLE values, size_t count,
                          size_t *SWIFTSDP_NULLABLE size, swiftsdp_error *SWIFTSDP_NULLABLE error);

/* ---- Comparing ------------------------------------------------------------- */

/* What is different between two descriptions. Sections are matched by mid, else by
 * place; the order of attributes within a section, blank lines and line endings are not
 * compared. May be read from any thread. */
typedef struct swiftsdp_difference swiftsdp_difference;

/* There is none. */
#define SWIFTSDP_NONE SIZE_MAX

/* Compares what two indexes have read, of which nothing is borrowed. O(size * log
 * lines). */
swiftsdp_difference *SWIFTSDP_NULLABLE swiftsdp_difference_create(
    swiftsdp_index *SWIFTSDP_NULLABLE old_index, swiftsdp_index *SWIFTSDP_NULLABLE new_index,
    swiftsdp_error *SWIFTSDP_NULLABLE error);
void swiftsdp_difference_release(swiftsdp_difference *SWIFTSDP_NULLABLE difference);

/* Sections that are different; 0 if there is no difference. In the order of the new
 * description, then those that were removed. */
size_t swiftsdp_difference_section_count(const swiftsdp_difference *SWIFTSDP_NULLABLE difference);

typedef struct swiftsdp_changed_section {
  size_t struct_size;
  /* The numbers of the section; SWIFTSDP_NONE if it was added or removed. Different if
   * it was moved. */
  size_t old_section;
  size_t new_section;
  /* Lines that are different; 0 for a section that was added or removed. */
  size_t line_count;
  /* Whether lines that are no attributes are the same in another order. */
  bool is_reordered;
} swiftsdp_changed_section;

bool swiftsdp_difference_section(const swiftsdp_difference *SWIFTSDP_NULLABLE difference,
                                 size_t position,
                                 swiftsdp_changed_section *SWIFTSDP_NULLABLE result,
                                 swiftsdp_error *SWIFTSDP_NULLABLE error);
/* The numbers, within the two sections, of a line before and after it was changed;
 * SWIFTSDP_NONE if it was added or removed. Either pointer may be NULL. */
bool swiftsdp_difference_line(const swiftsdp_difference *SWIFTSDP_NULLABLE difference,
                              size_t position, size_t line, size_t *SWIFTSDP_NULLABLE old_line,
                              size_t *SWIFTSDP_NULLABLE new_line,
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

/* ---- Capabilities ------------------------------------------------------- */

/* The codecs and RTP header extensions that sessions offer and answer, with their
 * numbers. Immutable: made once, shared by any number of sessions without being copied,
 * and used from any thread. */
typedef struct swiftsdp_capabilities swiftsdp_capabilities;

/* RTCP feedback by name. */
enum {
  /* goog-remb: the receiver estimates the bandwidth. */
  SWIFTSDP_FEEDBACK_GOOG_REMB = 1 << 0,
  /* transport-cc: the receiver tells when packets came, the sender estimates. */
  SWIFTSDP_FEEDBACK_TRANSPORT_CC = 1 << 1,
  SWIFTSDP_FEEDBACK_CCM_FIR = 1 << 2,
  SWIFTSDP_FEEDBACK_NACK = 1 << 3,
  SWIFTSDP_FEEDBACK_NACK_PLI = 1 << 4,
  SWIFTSDP_FEEDBACK_ALL = 31
};

typedef struct swiftsdp_codec_capability {
  swiftsdp_slice name;
  /* As a=fmtp has them; empty for none. */
  swiftsdp_slice parameters;
  /* SWIFTSDP_KIND_... */
  uint32_t kind;
  /* In hertz. */
  uint32_t clock_rate;
  /* Of audio; 0 is not written and means one. */
  uint32_t channels;
  /* SWIFTSDP_FEEDBACK_..., or-ed. */
  uint32_t feedback;
  /* Feedback besides, as a=rtcp-fb has it behind the payload type: `nack rpsi`. */
  const swiftsdp_slice *SWIFTSDP_NULLABLE other_feedback;
  size_t other_feedback_count;
  /* The payload types of the codec, if `has_payload_type`, and of its retransmission, if
   * `has_retransmission_payload_type`: 0 to 63 or 96 to 127. Free ones are taken for the
   * others. */
  uint32_t payload_type;
  uint32_t retransmission_payload_type;
  /* Of audio, in milliseconds; 0 is no limit. */
  uint32_t maximum_packet_time;
  bool has_payload_type;
  bool has_retransmission_payload_type;
  /* Offers retransmission (RFC 4588). */
  bool retransmits;
} swiftsdp_codec_capability;

typedef struct swiftsdp_extension_capability {
  swiftsdp_slice uri;
  /* 1 to 14 or 16 to 255; 0 takes a free one. */
  uint32_t id;
  bool is_for_audio;
  bool is_for_video;
} swiftsdp_extension_capability;

/* A set of at most 256 codecs and 256 extensions, in the order in which they are offered.
 * SWIFTSDP_ERROR_TYPE for a name, parameters, feedback or a URI that is malformed,
 * SWIFTSDP_ERROR_RANGE for a number out of range and if numbers run out,
 * SWIFTSDP_ERROR_INVALID_MODIFICATION for one that two are to have and for an extension
 * that is there twice. Texts are copied. */
swiftsdp_capabilities *SWIFTSDP_NULLABLE swiftsdp_capabilities_create(
    const swiftsdp_codec_capability *SWIFTSDP_NULLABLE codecs, size_t codec_count,
    const swiftsdp_extension_capability *SWIFTSDP_NULLABLE extensions, size_t extension_count,
    swiftsdp_error *SWIFTSDP_NULLABLE error);
/* What browsers agree on, and what sessions have without a set of their own: Opus, G.722,
 * PCMU, PCMA, DTMF; VP8, H.264 constrained baseline, VP9 and AV1, with that feedback and
 * the header extensions that it needs. */
swiftsdp_capabilities *SWIFTSDP_NULLABLE swiftsdp_capabilities_create_standard(
    uint32_t feedback, swiftsdp_error *SWIFTSDP_NULLABLE error);
/* Sessions that were given the set keep it as long as they need it. */
void swiftsdp_capabilities_release(swiftsdp_capabilities *SWIFTSDP_NULLABLE capabilities);

/* ---- Sessions ----------------------------------------------------------- */

/* One side of offer/answer exchanges (RFC 9429). One thread at a time. A call is a
 * whole operation: when it returns, its effects are there, and the events of the W3C
 * specification that came of it can be asked for. After an error the session is as it
 * was. On a closed session every change is SWIFTSDP_ERROR_INVALID_STATE. */
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

enum {
  SWIFTSDP_ICE_TRANSPORT_ALL = 0,
  /* Only relayed candidates are told to the peer. */
  SWIFTSDP_ICE_TRANSPORT_RELAY = 1
};

/* What a server may want that a browser has no use for; all zero is a browser's. */
typedef struct swiftsdp_server_options {
  size_t struct_size;
  /* Whether the ICE agent is a lite one (RFC 8445 section 2.5): descriptions have
   * a=ice-lite, local candidates are of type host, the role is controlled unless the peer
   * is lite as well and answers. */
  bool is_ice_lite;
  /* Whether the program has the transports, which it hands over with
   * swiftsdp_session_add_host_transport; the session draws no credentials. */
  bool hosts_transports;
  /* Answers `a=setup:passive` where the offer leaves the DTLS role open, else `active`. */
  bool answers_as_dtls_server;
  /* What b=AS, in kilobits a second, and b=TIAS, in bits a second, say in media sections
   * that have no limits of their own: at most 2,147,483,647; 0 for no line. */
  uint32_t bandwidth_as;
  uint32_t bandwidth_tias;
  /* Names sections with a number behind these 1 to 10 token characters; empty for
   * numbers alone. */
  swiftsdp_slice mid_prefix;
  /* The canonical name of sources that have none of their own; empty for a random one. */
  swiftsdp_slice canonical_name;
} swiftsdp_server_options;

/* What descriptions of many sessions have in common, kept once: what they say of codecs,
 * header extensions and of tracks that many subscribe to; never credentials, fingerprints,
 * candidates, addresses or mids. May be used by sessions on any threads; a session without
 * one says the same. */
typedef struct swiftsdp_offer_cache swiftsdp_offer_cache;

/* `byte_limit` bounds what is kept, 0 takes the default of 64 MiB; `session_byte_limit`
 * what one session brought in that no other uses, 0 takes a sixteenth. Never NULL. */
swiftsdp_offer_cache *SWIFTSDP_NULLABLE swiftsdp_offer_cache_create(uint64_t byte_limit,
                                                                    uint64_t session_byte_limit);

typedef struct swiftsdp_offer_cache_state {
  size_t struct_size;
  /* How often something was there, and was not. */
  uint64_t hits;
  uint64_t misses;
  /* What is kept; the bytes are an upper bound. */
  uint64_t bodies;
  uint64_t bytes;
  /* How often something was dropped to make room. */
  uint64_t evictions;
} swiftsdp_offer_cache_state;

bool swiftsdp_offer_cache_statistics(const swiftsdp_offer_cache *SWIFTSDP_NULLABLE cache,
                                     swiftsdp_offer_cache_state *SWIFTSDP_NULLABLE result,
                                     swiftsdp_error *SWIFTSDP_NULLABLE error);
/* Sessions and descriptions go on with what they have. */
void swiftsdp_offer_cache_release(swiftsdp_offer_cache *SWIFTSDP_NULLABLE cache);

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
  /* Accepts in answers the simulcast that the peer wants to send. */
  bool receives_simulcast;
  /* NULL takes the kernel's. Others may use the same one, on the same thread. */
  swiftsdp_random_source *SWIFTSDP_NULLABLE random_source;
  uint32_t ice_transport_policy;
  /* How many candidates are gathered ahead, at most 255; kept for
   * swiftsdp_session_set_configuration. */
  uint32_t candidate_pool_size;
  /* The port of data channels; 0 takes the default of 5000. */
  uint32_t sctp_port;
  /* How many encodings a sender may have, at most 64; 0 takes the default of 8. */
  uint32_t maximum_encodings;
  /* Characters of ICE credentials, as for swiftsdp_random_source_credentials; 0 takes
   * the defaults of 8 and 24. */
  uint32_t username_fragment_size;
  uint32_t password_size;
  /* How many events wait at most to be asked for, up to 1,048,576; 0 takes the
   * default of 4,096. */
  uint32_t event_capacity;
  /* NULL takes the standard ones. */
  const swiftsdp_capabilities *SWIFTSDP_NULLABLE capabilities;
  const swiftsdp_server_options *SWIFTSDP_NULLABLE server;

  /* NULL for none. The session keeps it. */
  swiftsdp_offer_cache *SWIFTSDP_NULLABLE offer_cache;
} swiftsdp_session_configuration;

swiftsdp_session *SWIFTSDP_NULLABLE swiftsdp_session_create(
    const swiftsdp_session_configuration *SWIFTSDP_NULLABLE configuration,
    swiftsdp_error *SWIFTSDP_NULLABLE error);
/* Ends it without events; what was created by it stays. */
void swiftsdp_session_release(swiftsdp_session *SWIFTSDP_NULLABLE session);

/* Replaces the configuration (W3C WebRTC, setConfiguration). Without fingerprints, limits,
 * capabilities or server options those of before stay; other ones, another bundle policy, and another pool size
 * once a local description is applied are SWIFTSDP_ERROR_INVALID_MODIFICATION. The random
 * source and the event capacity stay. `changes_servers` tells of ICE servers that are
 * not those of before: then, as after a change of the transport policy, the next offer
 * restarts ICE. */
bool swiftsdp_session_set_configuration(
    swiftsdp_session *SWIFTSDP_NULLABLE session,
    const swiftsdp_session_configuration *SWIFTSDP_NULLABLE configuration, bool changes_servers,
    swiftsdp_error *SWIFTSDP_NULLABLE error);
/* Sets the fingerprints of a session that was made without, else
 * SWIFTSDP_ERROR_INVALID_MODIFICATION. */
bool swiftsdp_session_set_fingerprints(swiftsdp_session *SWIFTSDP_NULLABLE session,
                                       const swiftsdp_fingerprint *SWIFTSDP_NULLABLE fingerprints,
                                       size_t count, swiftsdp_error *SWIFTSDP_NULLABLE error);
/* Writes that as a=identity in every later description; base64, nothing if it is empty (RFC 8827
 * section 5). */
bool swiftsdp_session_set_identity_assertion(swiftsdp_session *SWIFTSDP_NULLABLE session,
                                             const char *SWIFTSDP_NULLABLE assertion, size_t size,
                                             swiftsdp_error *SWIFTSDP_NULLABLE error);

enum {
  SWIFTSDP_STATE_STABLE = 0,
  SWIFTSDP_STATE_HAVE_LOCAL_OFFER = 1,
  SWIFTSDP_STATE_HAVE_REMOTE_OFFER = 2,
  SWIFTSDP_STATE_HAVE_LOCAL_PRANSWER = 3,
  SWIFTSDP_STATE_HAVE_REMOTE_PRANSWER = 4,
  SWIFTSDP_STATE_CLOSED = 5
};
/* These do not allocate. NULL is a closed session. */
uint32_t swiftsdp_session_signaling_state(const swiftsdp_session *SWIFTSDP_NULLABLE session);
/* Whether an offer is to be made (W3C WebRTC, [[NegotiationNeeded]]). */
bool swiftsdp_session_is_negotiation_needed(const swiftsdp_session *SWIFTSDP_NULLABLE session);

enum { SWIFTSDP_UNKNOWN = 0, SWIFTSDP_YES = 1, SWIFTSDP_NO = 2 };
/* Whether the peer takes candidates that come after its description: SWIFTSDP_UNKNOWN
 * before there is one (RFC 9429 section 4.1.17). */
uint32_t swiftsdp_session_can_trickle(const swiftsdp_session *SWIFTSDP_NULLABLE session);

/* Makes the next offer restart ICE. */
bool swiftsdp_session_restart_ice(swiftsdp_session *SWIFTSDP_NULLABLE session,
                                  swiftsdp_error *SWIFTSDP_NULLABLE error);
/* Ends the session; the received tracks end. A closed one stays closed. */
bool swiftsdp_session_close(swiftsdp_session *SWIFTSDP_NULLABLE session,
                            swiftsdp_error *SWIFTSDP_NULLABLE error);

/* ---- Transceivers ------------------------------------------------------- */

enum { SWIFTSDP_KIND_AUDIO = 0, SWIFTSDP_KIND_VIDEO = 1 };

/* There is no such thing, where an id stands. */
#define SWIFTSDP_NO_ID UINT32_MAX

/* A codec as the W3C specification has it (RTCRtpCodec). */
typedef struct swiftsdp_codec {
  /* Without a name there is none. */
  swiftsdp_slice name;
  /* As a=fmtp has it; empty if not given. */
  swiftsdp_slice parameters;
  /* In hertz. */
  uint32_t clock_rate;
  /* 0 if not given. */
  uint32_t channels;
} swiftsdp_codec;

/* One encoding of a sent track (RTCRtpEncodingParameters); all zero is the default. */
typedef struct swiftsdp_encoding {
  /* Empty for a lone encoding. */
  swiftsdp_slice rid;
  /* The codec to send with, if not the first one negotiated. */
  swiftsdp_codec codec;
  /* Video only; 0 if not given. */
  double scale_resolution_down_by;
  /* In frames a second. Video only; 0 if not given. */
  double maximum_framerate;
  /* In bits a second; 0 if not given. */
  uint32_t maximum_bitrate;
  bool is_inactive;
} swiftsdp_encoding;

enum {
  /* a=ssrc-group:FID, a source and the one that retransmits it; SIM, the encodings of a
   * track, two or more; FEC-FR, a source and the one that repairs it. */
  SWIFTSDP_GROUP_FID = 0,
  SWIFTSDP_GROUP_SIM = 1,
  SWIFTSDP_GROUP_FEC_FR = 2
};

typedef struct swiftsdp_source_group {
  const uint32_t *SWIFTSDP_NULLABLE sources;
  size_t source_count;
  uint32_t semantics;
} swiftsdp_source_group;

typedef struct swiftsdp_payload_type_pin {
  swiftsdp_codec codec;
  /* 0 to 63 or 96 to 127. */
  uint32_t payload_type;
  /* That of its retransmission, if `has_retransmission`. */
  uint32_t retransmission;
  bool has_retransmission;
} swiftsdp_payload_type_pin;

typedef struct swiftsdp_extension_pin {
  swiftsdp_slice uri;
  /* 1 to 14 or 16 to 255. */
  uint32_t id;
} swiftsdp_extension_pin;

/* What is fixed of the media section of a transceiver. What is empty is not fixed. Texts
 * and arrays are copied. */
typedef struct swiftsdp_pins {
  size_t struct_size;
  /* 1 to 16 token characters. A mid that the peer takes first gives way. */
  swiftsdp_slice mid;
  /* The id behind the stream in a=msid: 1 to 64 token characters. */
  swiftsdp_slice track;
  /* The canonical name of the sources: 1 to 255 bytes without blanks and controls. */
  swiftsdp_slice canonical_name;
  /* a=ssrc, while the section sends: none 0, none of another live transceiver. */
  const uint32_t *SWIFTSDP_NULLABLE sources;
  size_t source_count;
  const swiftsdp_source_group *SWIFTSDP_NULLABLE groups;
  size_t group_count;
  /* Numbers of this section alone. */
  const swiftsdp_payload_type_pin *SWIFTSDP_NULLABLE payload_types;
  size_t payload_type_count;
  const swiftsdp_extension_pin *SWIFTSDP_NULLABLE extensions;
  size_t extension_count;
  /* As in swiftsdp_server_options, in place of those if `has_bandwidth`. */
  uint32_t bandwidth_as;
  uint32_t bandwidth_tias;
  bool has_bandwidth;
} swiftsdp_pins;

typedef struct swiftsdp_transceiver_init {
  size_t struct_size;
  uint32_t kind;
  uint32_t direction;
  /* MediaStream ids: 1 to 64 token characters each. Copied. */
  const swiftsdp_slice *SWIFTSDP_NULLABLE streams;
  size_t stream_count;
  /* None stands for one without a rid. Copied. */
  const swiftsdp_encoding *SWIFTSDP_NULLABLE encodings;
  size_t encoding_count;
  /* The id of the track that is sent; empty for none yet. Copied. */
  swiftsdp_slice track;
  /* As for swiftsdp_session_pin_transceiver. */
  const swiftsdp_pins *SWIFTSDP_NULLABLE pins;
} swiftsdp_transceiver_init;

/* Adds a transceiver and names it in `*id`, which may be NULL. Ids are never used
 * again. Errors as W3C WebRTC, addTransceiver: SWIFTSDP_ERROR_TYPE for a malformed stream
 * id or rid, SWIFTSDP_ERROR_RANGE for a value of an encoding, SWIFTSDP_ERROR_OPERATION
 * for an encoding's codec that is not known and beyond the limit of sections. */
bool swiftsdp_session_add_transceiver(swiftsdp_session *SWIFTSDP_NULLABLE session,
                                      const swiftsdp_transceiver_init *SWIFTSDP_NULLABLE init,
                                      uint32_t *SWIFTSDP_NULLABLE id,
                                      swiftsdp_error *SWIFTSDP_NULLABLE error);
/* Sends a track on a transceiver whose sender is free, or on a new one, and says which.
 * SWIFTSDP_ERROR_INVALID_ACCESS if it is sent already. */
bool swiftsdp_session_add_track(swiftsdp_session *SWIFTSDP_NULLABLE session, uint32_t kind,
                                const char *SWIFTSDP_NULLABLE track, size_t size,
                                const swiftsdp_slice *SWIFTSDP_NULLABLE streams,
                                size_t stream_count, uint32_t *SWIFTSDP_NULLABLE id,
                                swiftsdp_error *SWIFTSDP_NULLABLE error);
/* Stops sending the track; nothing happens if there is none. */
bool swiftsdp_session_remove_track(swiftsdp_session *SWIFTSDP_NULLABLE session, uint32_t id,
                                   swiftsdp_error *SWIFTSDP_NULLABLE error);
/* Replaces the track that is sent, for which nothing is negotiated; an empty one is
 * none. */
bool swiftsdp_session_replace_track(swiftsdp_session *SWIFTSDP_NULLABLE session, uint32_t id,
                                    const char *SWIFTSDP_NULLABLE track, size_t size,
                                    swiftsdp_error *SWIFTSDP_NULLABLE error);
bool swiftsdp_session_set_streams(swiftsdp_session *SWIFTSDP_NULLABLE session, uint32_t id,
                                  const swiftsdp_slice *SWIFTSDP_NULLABLE streams, size_t count,
                                  swiftsdp_error *SWIFTSDP_NULLABLE error);
/* SWIFTSDP_ERROR_INVALID_STATE, here and below, for a transceiver that is stopping or is
 * not of this session. */
bool swiftsdp_session_set_direction(swiftsdp_session *SWIFTSDP_NULLABLE session, uint32_t id,
                                    uint32_t direction, swiftsdp_error *SWIFTSDP_NULLABLE error);
/* Begins to stop a transceiver: its section is rejected by the next offer. Nothing
 * happens if it is stopping. */
bool swiftsdp_session_stop(swiftsdp_session *SWIFTSDP_NULLABLE session, uint32_t id,
                           swiftsdp_error *SWIFTSDP_NULLABLE error);
/* Offers and answers these codecs alone, in this order; none stands for all. `rtx` is one
 * of them, without which nothing is retransmitted. SWIFTSDP_ERROR_INVALID_MODIFICATION
 * for one that swiftsdp_session_codecs does not list, or without one for media. */
bool swiftsdp_session_set_codec_preferences(swiftsdp_session *SWIFTSDP_NULLABLE session,
                                            uint32_t id,
                                            const swiftsdp_codec *SWIFTSDP_NULLABLE codecs,
                                            size_t count, swiftsdp_error *SWIFTSDP_NULLABLE error);
/* Changes what encodings say (W3C WebRTC, setParameters).
 * SWIFTSDP_ERROR_INVALID_MODIFICATION if their number, order or rids change. */
bool swiftsdp_session_set_encodings(swiftsdp_session *SWIFTSDP_NULLABLE session, uint32_t id,
                                    const swiftsdp_encoding *SWIFTSDP_NULLABLE encodings,
                                    size_t count, swiftsdp_error *SWIFTSDP_NULLABLE error);

/* Fixes what a section says, in place of all that was fixed of it before; NULL fixes
 * nothing. The next offer and answer have it. SWIFTSDP_ERROR_TYPE for texts and groups
 * that are malformed, SWIFTSDP_ERROR_RANGE for a number out of range and source 0,
 * SWIFTSDP_ERROR_INVALID_MODIFICATION for a mid that is or was used or would change, a
 * source that two sections or groups would have, a number that would have two meanings, a
 * codec or extension that is unknown or would have two numbers. */
bool swiftsdp_session_pin_transceiver(swiftsdp_session *SWIFTSDP_NULLABLE session, uint32_t id,
                                      const swiftsdp_pins *SWIFTSDP_NULLABLE pins,
                                      swiftsdp_error *SWIFTSDP_NULLABLE error);
/* Fixes payload types and identifiers for all sections that have no others. Before the
 * first description what has such a number gets another one; later a number must be free
 * or have that meaning already. A peer that offers chooses the numbers of its sections.
 * Errors as above. */
bool swiftsdp_session_pin_formats(
    swiftsdp_session *SWIFTSDP_NULLABLE session,
    const swiftsdp_payload_type_pin *SWIFTSDP_NULLABLE payload_types, size_t payload_type_count,
    const swiftsdp_extension_pin *SWIFTSDP_NULLABLE extensions, size_t extension_count,
    swiftsdp_error *SWIFTSDP_NULLABLE error);
/* Pins the numbers of an offer that the peer made elsewhere, such as that with which a
 * subscriber publishes. SWIFTSDP_ERROR_INVALID_STATE once a description was made or
 * applied; other errors as above and for swiftsdp_session_set_remote_description.
 * O(size). */
bool swiftsdp_session_adopt_formats(swiftsdp_session *SWIFTSDP_NULLABLE session,
                                    const void *SWIFTSDP_NULLABLE bytes, size_t size,
                                    swiftsdp_error *SWIFTSDP_NULLABLE error);

typedef struct swiftsdp_transceiver {
  size_t struct_size;
  uint32_t id;
  uint32_t kind;
  /* SWIFTSDP_DIRECTION_INACTIVE once it is stopping. */
  uint32_t direction;
  /* SWIFTSDP_DIRECTION_NONE before the first answer, and once stopped. */
  uint32_t current_direction;
  /* Bytes of the mid; 0 before a description with it is applied. */
  uint64_t mid_size;
  bool is_stopped;
  /* Whether its end was asked for. */
  bool is_stopping;
  /* The transport that its media uses; SWIFTSDP_NO_ID before a description. */
  uint32_t transport;
  /* Streams of the sent and of the received track. */
  uint32_t stream_count;
  uint32_t remote_stream_count;
  uint32_t encoding_count;
} swiftsdp_transceiver;

size_t swiftsdp_session_transceiver_count(const swiftsdp_session *SWIFTSDP_NULLABLE session);
/* By position, in the order they were added. One whose section was rejected leaves the
 * session when it is stable; those behind it move up. Neither this nor the next two
 * allocate. */
bool swiftsdp_session_transceiver(const swiftsdp_session *SWIFTSDP_NULLABLE session,
                                  size_t position, swiftsdp_transceiver *SWIFTSDP_NULLABLE result,
                                  swiftsdp_error *SWIFTSDP_NULLABLE error);
/* By id, O(log transceivers), and by mid, O(transceivers). If there is none: false, and a
 * code of 0 in `error`. */
bool swiftsdp_session_find_transceiver(const swiftsdp_session *SWIFTSDP_NULLABLE session,
                                       uint32_t id, swiftsdp_transceiver *SWIFTSDP_NULLABLE result,
                                       swiftsdp_error *SWIFTSDP_NULLABLE error);
bool swiftsdp_session_find_mid(const swiftsdp_session *SWIFTSDP_NULLABLE session,
                               const char *SWIFTSDP_NULLABLE mid, size_t size,
                               swiftsdp_transceiver *SWIFTSDP_NULLABLE result,
                               swiftsdp_error *SWIFTSDP_NULLABLE error);

enum {
  /* Of a transceiver, by its id. */
  SWIFTSDP_TEXT_MID = 0,
  SWIFTSDP_TEXT_TRACK = 1,
  /* The stream of that number, from 0, of the sent track. */
  SWIFTSDP_TEXT_STREAM = 2,
  /* What the peer's a=msid says of the received track: the track, if it does, and the
   * stream of that number. */
  SWIFTSDP_TEXT_REMOTE_TRACK = 3,
  SWIFTSDP_TEXT_REMOTE_STREAM = 4,
  /* Of a data channel, by its id. */
  SWIFTSDP_TEXT_LABEL = 5,
  SWIFTSDP_TEXT_SUBPROTOCOL = 6,
  /* Of a transport, by its id. */
  SWIFTSDP_TEXT_LOCAL_USERNAME_FRAGMENT = 7,
  SWIFTSDP_TEXT_LOCAL_PASSWORD = 8,
  SWIFTSDP_TEXT_REMOTE_USERNAME_FRAGMENT = 9,
  SWIFTSDP_TEXT_REMOTE_PASSWORD = 10,
  /* The mid of the data section; the id is not used. */
  SWIFTSDP_TEXT_DATA_MID = 11
};
/* Copies a text, which may be empty. `*size` is its size, also where the buffer is too
 * small for it; it may be NULL. SWIFTSDP_ERROR_ARGUMENT if there is no such thing or
 * number. Does not allocate. */
bool swiftsdp_session_text(const swiftsdp_session *SWIFTSDP_NULLABLE session, uint32_t kind,
                           uint32_t id, size_t number, char *SWIFTSDP_NULLABLE buffer,
                           size_t capacity, size_t *SWIFTSDP_NULLABLE size,
                           swiftsdp_error *SWIFTSDP_NULLABLE error);

/* The lists below are written into memory of the caller: elements, whose slices point
 * into `texts`. `*count` and `*text_size`, which may be NULL, say how much there is, also
 * where that memory is too small: SWIFTSDP_ERROR_INSUFFICIENT_SPACE, and nothing is
 * written. */

/* The encodings of a sender. */
bool swiftsdp_session_encodings(const swiftsdp_session *SWIFTSDP_NULLABLE session, uint32_t id,
                                swiftsdp_encoding *SWIFTSDP_NULLABLE encodings, size_t capacity,
                                size_t *SWIFTSDP_NULLABLE count, char *SWIFTSDP_NULLABLE texts,
                                size_t text_capacity, size_t *SWIFTSDP_NULLABLE text_size,
                                swiftsdp_error *SWIFTSDP_NULLABLE error);

/* The codecs that may be preferred for a kind (W3C WebRTC, getCapabilities). */
bool swiftsdp_session_codecs(const swiftsdp_session *SWIFTSDP_NULLABLE session, uint32_t kind,
                             swiftsdp_codec *SWIFTSDP_NULLABLE codecs, size_t capacity,
                             size_t *SWIFTSDP_NULLABLE count, char *SWIFTSDP_NULLABLE texts,
                             size_t text_capacity, size_t *SWIFTSDP_NULLABLE text_size,
                             swiftsdp_error *SWIFTSDP_NULLABLE error);

typedef struct swiftsdp_negotiated_codec {
  /* As our descriptions have it. */
  swiftsdp_codec codec;
  /* The a=fmtp of the peer's description; empty if it has none. */
  swiftsdp_slice peer_parameters;
  uint32_t payload_type;
} swiftsdp_negotiated_codec;

/* The codecs that the last answer agreed on for a transceiver, `rtx` among them; none
 * before. O(bytes of the peer's description). */
bool swiftsdp_session_negotiated_codecs(
    const swiftsdp_session *SWIFTSDP_NULLABLE session, uint32_t id,
    swiftsdp_negotiated_codec *SWIFTSDP_NULLABLE codecs, size_t capacity,
    size_t *SWIFTSDP_NULLABLE count, char *SWIFTSDP_NULLABLE texts, size_t text_capacity,
    size_t *SWIFTSDP_NULLABLE text_size, swiftsdp_error *SWIFTSDP_NULLABLE error);

typedef struct swiftsdp_negotiated_extension {
  swiftsdp_slice uri;
  uint32_t id;
} swiftsdp_negotiated_extension;

/* The RTP header extensions that it agreed on. */
bool swiftsdp_session_negotiated_extensions(
    const swiftsdp_session *SWIFTSDP_NULLABLE session, uint32_t id,
    swiftsdp_negotiated_extension *SWIFTSDP_NULLABLE extensions, size_t capacity,
    size_t *SWIFTSDP_NULLABLE count, char *SWIFTSDP_NULLABLE texts, size_t text_capacity,
    size_t *SWIFTSDP_NULLABLE text_size, swiftsdp_error *SWIFTSDP_NULLABLE error);

/* ---- For servers: simulcast, codecs, sections that are used again ------- */

/* One encoding that is to be received (RFC 8853, RFC 8851). */
typedef struct swiftsdp_received_encoding {
  /* 1 to 255 letters, digits, `-` and `_`. */
  swiftsdp_slice rid;
  /* `max-width=1280;max-fps=30`; empty for none. */
  swiftsdp_slice restrictions;
  /* The codecs that it may have; none stands for all of the section. */
  const swiftsdp_codec *SWIFTSDP_NULLABLE codecs;
  size_t codec_count;
  /* The peer is not to send it for now. */
  bool is_paused;
  /* It may be sent in place of the one before it, with which it is one stream. */
  bool is_alternative;
} swiftsdp_received_encoding;

/* Offers to receive these simulcast streams, and says which of those that the peer offers
 * are accepted: in place of `receives_simulcast` of the configuration, if there are any.
 * Copied. SWIFTSDP_ERROR_TYPE for a rid that is malformed or not unique and for malformed
 * restrictions, SWIFTSDP_ERROR_OPERATION for a codec that is not known and beyond the limit
 * of rids. */
bool swiftsdp_session_set_received_encodings(
    swiftsdp_session *SWIFTSDP_NULLABLE session, uint32_t id,
    const swiftsdp_received_encoding *SWIFTSDP_NULLABLE encodings, size_t count,
    swiftsdp_error *SWIFTSDP_NULLABLE error);

typedef struct swiftsdp_negotiated_encoding {
  swiftsdp_slice rid;
  swiftsdp_slice restrictions;
  /* The payload types that it may have, one a byte; empty stands for all of the
   * section. */
  swiftsdp_slice payload_types;
  /* The number of its stream, from 0; alternatives have the same. */
  uint32_t stream;
  bool is_paused;
} swiftsdp_negotiated_encoding;

/* What the last answer agreed to be received for a transceiver; none without simulcast. A
 * list as those above. */
bool swiftsdp_session_negotiated_encodings(
    const swiftsdp_session *SWIFTSDP_NULLABLE session, uint32_t id,
    swiftsdp_negotiated_encoding *SWIFTSDP_NULLABLE encodings, size_t capacity,
    size_t *SWIFTSDP_NULLABLE count, char *SWIFTSDP_NULLABLE texts, size_t text_capacity,
    size_t *SWIFTSDP_NULLABLE text_size, swiftsdp_error *SWIFTSDP_NULLABLE error);

/* How much the peer wants to be sent for a transceiver at most, in bits a second without
 * headers: its b=TIAS, or what its b=AS comes to (RFC 9429 section 5.10). If it says
 * nothing: false, and a code of 0 in `error`. Does not allocate. */
bool swiftsdp_session_bitrate_limit(const swiftsdp_session *SWIFTSDP_NULLABLE session,
                                    uint32_t id, uint64_t *SWIFTSDP_NULLABLE limit,
                                    swiftsdp_error *SWIFTSDP_NULLABLE error);

enum {
  /* Answers list codecs as the offer does, or as this library offers them. */
  SWIFTSDP_CODEC_ORDER_PEER = 0,
  SWIFTSDP_CODEC_ORDER_OWN = 1
};

/* A form of a codec that answers take. */
typedef struct swiftsdp_codec_filter {
  swiftsdp_slice name;
  /* What the offer's a=fmtp must have: `packetization-mode=1;profile-level-id=42e01f`, of
   * which the level does not count. Empty fits every form. */
  swiftsdp_slice parameters;
} swiftsdp_codec_filter;

typedef struct swiftsdp_codec_policy {
  size_t struct_size;
  uint32_t order;
  /* Codecs that carry media in each section of an answer; 0 is any number. What serves
   * them goes with them. */
  uint32_t maximum_codecs;
  /* Codecs without a filter of their name are taken in every form. Copied. */
  const swiftsdp_codec_filter *SWIFTSDP_NULLABLE filters;
  size_t filter_count;
} swiftsdp_codec_policy;

/* Which codecs answers take from now on, where a transceiver has no preferences of its
 * own in their order. NULL takes all in the peer's. */
bool swiftsdp_session_set_codec_policy(swiftsdp_session *SWIFTSDP_NULLABLE session,
                                       const swiftsdp_codec_policy *SWIFTSDP_NULLABLE policy,
                                       swiftsdp_error *SWIFTSDP_NULLABLE error);

/* Whether new transceivers and tracks take an idle transceiver of their kind, which keeps
 * its id and its section: one that was released, and made inactive by an exchange since.
 * Not unless this is called. */
bool swiftsdp_session_set_reuses_idle_transceivers(swiftsdp_session *SWIFTSDP_NULLABLE session,
                                                   bool reuses,
                                                   swiftsdp_error *SWIFTSDP_NULLABLE error);
/* Gives a transceiver back: it sends and receives nothing, and has no track. */
bool swiftsdp_session_release_transceiver(swiftsdp_session *SWIFTSDP_NULLABLE session,
                                          uint32_t id, swiftsdp_error *SWIFTSDP_NULLABLE error);

/* ---- Data channels ------------------------------------------------------ */

/* Asks for the one data section without a channel, however often it is called. */
bool swiftsdp_session_add_data_section(swiftsdp_session *SWIFTSDP_NULLABLE session,
                                       swiftsdp_error *SWIFTSDP_NULLABLE error);

/* The same, and names the section, as `mid` of swiftsdp_pins does. */
bool swiftsdp_session_add_named_data_section(swiftsdp_session *SWIFTSDP_NULLABLE session,
                                             const char *SWIFTSDP_NULLABLE mid, size_t size,
                                             swiftsdp_error *SWIFTSDP_NULLABLE error);

/* W3C WebRTC, RTCDataChannelInit. Texts are copied. */
typedef struct swiftsdp_data_channel_init {
  size_t struct_size;
  swiftsdp_slice label;
  swiftsdp_slice subprotocol;
  /* In milliseconds, if `has_maximum_packet_life_time`. */
  uint16_t maximum_packet_life_time;
  uint16_t maximum_retransmits;
  /* 0 to 65,534, if `is_negotiated`. */
  uint16_t stream_id;
  bool has_maximum_packet_life_time;
  bool has_maximum_retransmits;
  bool is_unordered;
  /* Whether the program tells the peer of the channel itself. */
  bool is_negotiated;
} swiftsdp_data_channel_init;

bool swiftsdp_session_create_data_channel(
    swiftsdp_session *SWIFTSDP_NULLABLE session,
    const swiftsdp_data_channel_init *SWIFTSDP_NULLABLE init, uint32_t *SWIFTSDP_NULLABLE id,
    swiftsdp_error *SWIFTSDP_NULLABLE error);

enum {
  SWIFTSDP_CHANNEL_CONNECTING = 0,
  SWIFTSDP_CHANNEL_OPEN = 1,
  SWIFTSDP_CHANNEL_CLOSING = 2,
  SWIFTSDP_CHANNEL_CLOSED = 3
};
/* Says what became of a channel, which the program transports. A closed one gives its
 * stream back and stays closed. */
bool swiftsdp_session_set_channel_state(swiftsdp_session *SWIFTSDP_NULLABLE session, uint32_t id,
                                        uint32_t state, swiftsdp_error *SWIFTSDP_NULLABLE error);

typedef struct swiftsdp_data_channel {
  size_t struct_size;
  uint32_t id;
  uint32_t state;
  /* SWIFTSDP_NO_ID until the DTLS role is known. */
  uint32_t stream_id;
  uint64_t label_size;
  uint64_t subprotocol_size;
} swiftsdp_data_channel;

size_t swiftsdp_session_data_channel_count(const swiftsdp_session *SWIFTSDP_NULLABLE session);
/* By position, in the order they were made. */
bool swiftsdp_session_data_channel(const swiftsdp_session *SWIFTSDP_NULLABLE session,
                                   size_t position,
                                   swiftsdp_data_channel *SWIFTSDP_NULLABLE result,
                                   swiftsdp_error *SWIFTSDP_NULLABLE error);

/* ---- Descriptions ------------------------------------------------------- */

/* An offer or answer as it was created, or a description as it was applied, with the
 * candidates known by then. Nothing changes it. It outlives its session and may be read,
 * written and released from any thread. */
typedef struct swiftsdp_description swiftsdp_description;

/* W3C WebRTC, RTCSdpType. */
enum {
  SWIFTSDP_TYPE_OFFER = 0,
  SWIFTSDP_TYPE_PRANSWER = 1,
  SWIFTSDP_TYPE_ANSWER = 2,
  SWIFTSDP_TYPE_ROLLBACK = 3,
  /* The one that the state asks for, as setLocalDescription() without an argument. */
  SWIFTSDP_TYPE_IMPLICIT = 255
};

enum {
  SWIFTSDP_VAD_UNCHANGED = 0,
  /* Comfort noise and discontinuous transmission are offered, or refused. */
  SWIFTSDP_VAD_ON = 1,
  SWIFTSDP_VAD_OFF = 2
};

typedef struct swiftsdp_offer_options {
  size_t struct_size;
  bool ice_restart;
  uint32_t voice_activity_detection;
} swiftsdp_offer_options;

typedef struct swiftsdp_answer_options {
  size_t struct_size;
  uint32_t voice_activity_detection;
} swiftsdp_answer_options;

/* All effects of createOffer happen here, once; without a change in between the same
 * offer is returned again. `options` may be NULL. SWIFTSDP_ERROR_INVALID_STATE unless the
 * state is stable or have-local-offer, SWIFTSDP_ERROR_NOT_READABLE without a fingerprint
 * or random bytes. O(bytes). */
swiftsdp_description *SWIFTSDP_NULLABLE swiftsdp_session_create_offer(
    swiftsdp_session *SWIFTSDP_NULLABLE session,
    const swiftsdp_offer_options *SWIFTSDP_NULLABLE options,
    swiftsdp_error *SWIFTSDP_NULLABLE error);
/* Answers the remote offer. SWIFTSDP_ERROR_INVALID_STATE unless the state is
 * have-remote-offer or have-local-pranswer. */
swiftsdp_description *SWIFTSDP_NULLABLE swiftsdp_session_create_answer(
    swiftsdp_session *SWIFTSDP_NULLABLE session,
    const swiftsdp_answer_options *SWIFTSDP_NULLABLE options,
    swiftsdp_error *SWIFTSDP_NULLABLE error);
/* The legacy options of createOffer: with SWIFTSDP_NO no transceiver of the kind receives,
 * with SWIFTSDP_YES one does, with SWIFTSDP_UNKNOWN all stays. Acts at once. */
bool swiftsdp_session_offer_to_receive(swiftsdp_session *SWIFTSDP_NULLABLE session,
                                       uint32_t audio, uint32_t video,
                                       swiftsdp_error *SWIFTSDP_NULLABLE error);

/* What is not an offer's or answer's is 0: NULL has none of all. */
size_t swiftsdp_description_size(const swiftsdp_description *SWIFTSDP_NULLABLE description);
uint32_t swiftsdp_description_type(const swiftsdp_description *SWIFTSDP_NULLABLE description);
/* The version of the o= line, of one that was created. */
uint64_t swiftsdp_description_version(const swiftsdp_description *SWIFTSDP_NULLABLE description);
/* Grows whenever the session's descriptions change, candidates included: applied ones of
 * equal revision are the same. 0 for one that was created. */
uint64_t swiftsdp_description_revision(const swiftsdp_description *SWIFTSDP_NULLABLE description);
/* Do not allocate. */
bool swiftsdp_description_write(const swiftsdp_description *SWIFTSDP_NULLABLE description,
                                void *SWIFTSDP_NULLABLE buffer, size_t capacity,
                                swiftsdp_error *SWIFTSDP_NULLABLE error);
/* As the content of a JSON string. `size` of the second may be NULL. Each part of what was
 * created is escaped once, whatever descriptions it is in, which allocates. */
bool swiftsdp_description_json_size(const swiftsdp_description *SWIFTSDP_NULLABLE description,
                                    size_t *SWIFTSDP_NULLABLE size,
                                    swiftsdp_error *SWIFTSDP_NULLABLE error);
bool swiftsdp_description_write_json(const swiftsdp_description *SWIFTSDP_NULLABLE description,
                                     void *SWIFTSDP_NULLABLE buffer, size_t capacity,
                                     size_t *SWIFTSDP_NULLABLE size,
                                     swiftsdp_error *SWIFTSDP_NULLABLE error);
/* The next segments of an offer or answer that was created, as many as there is room for
 * (at least 1), such as IOV_MAX for writev: at most 3 a media section and 2 before them.
 * There are no more if `*count` is less than `capacity`. With `json`, of the content of a
 * JSON string, which is made once for each part whatever offers it is in; otherwise
 * without allocation. They stay until the description is released, whatever becomes of its
 * session and cache. SWIFTSDP_ERROR_ARGUMENT for a description of a session. */
bool swiftsdp_description_segments(const swiftsdp_description *SWIFTSDP_NULLABLE description,
                                   bool json, swiftsdp_cursor *SWIFTSDP_NULLABLE cursor,
                                   swiftsdp_slice *SWIFTSDP_NULLABLE segments, size_t capacity,
                                   size_t *SWIFTSDP_NULLABLE count,
                                   swiftsdp_error *SWIFTSDP_NULLABLE error);
void swiftsdp_description_release(swiftsdp_description *SWIFTSDP_NULLABLE description);

/* Applies what was created last, which the caller still releases; another one is
 * SWIFTSDP_ERROR_INVALID_MODIFICATION. NULL stands for what was created last or, if that
 * does not say what would be said now, is created for it. An answer is applied as a
 * provisional one where `type` says so; SWIFTSDP_TYPE_ROLLBACK takes no description.
 * O(transceivers). */
bool swiftsdp_session_set_local_description(
    swiftsdp_session *SWIFTSDP_NULLABLE session, uint32_t type,
    const swiftsdp_description *SWIFTSDP_NULLABLE description,
    swiftsdp_error *SWIFTSDP_NULLABLE error);
/* The same with the text of what was created last, as it came back from elsewhere. An
 * empty text is as NULL. */
bool swiftsdp_session_set_local_text(swiftsdp_session *SWIFTSDP_NULLABLE session, uint32_t type,
                                     const void *SWIFTSDP_NULLABLE bytes, size_t size,
                                     swiftsdp_error *SWIFTSDP_NULLABLE error);
/* Applies a description of the peer, of which nothing is borrowed; the text of a
 * rollback is ignored. An offer rolls a local one back first. Codes below 100 with the
 * place for a violation of the grammar or a limit, SWIFTSDP_ERROR_INVALID_ACCESS for what
 * may not be applied, SWIFTSDP_ERROR_INVALID_STATE where the type does not fit the state.
 * O(size + transceivers). */
bool swiftsdp_session_set_remote_description(swiftsdp_session *SWIFTSDP_NULLABLE session,
                                             uint32_t type, const void *SWIFTSDP_NULLABLE bytes,
                                             size_t size, swiftsdp_error *SWIFTSDP_NULLABLE error);

enum {
  SWIFTSDP_CURRENT_LOCAL = 0,
  SWIFTSDP_PENDING_LOCAL = 1,
  SWIFTSDP_CURRENT_REMOTE = 2,
  SWIFTSDP_PENDING_REMOTE = 3,
  /* The pending one if there is one, else the current one. */
  SWIFTSDP_LOCAL = 4,
  SWIFTSDP_REMOTE = 5
};
/* A description of the session, as it is now. If there is none: NULL, and a code of 0 in
 * `error`. O(bytes). */
swiftsdp_description *SWIFTSDP_NULLABLE swiftsdp_session_description(
    const swiftsdp_session *SWIFTSDP_NULLABLE session, uint32_t which,
    swiftsdp_error *SWIFTSDP_NULLABLE error);

/* ---- Candidates and transports ------------------------------------------ */

/* Tells of a candidate of this side, `candidate:1 1 udp ...` with or without `a=`, of the
 * generation with this user name fragment: it is in the local description from now on,
 * and SWIFTSDP_EVENT_CANDIDATE is for the peer. `*is_added`, which may be NULL, is false if
 * no local description has the fragment, or if the transport policy does not allow it.
 * SWIFTSDP_ERROR_TYPE for a malformed one, SWIFTSDP_ERROR_OPERATION beyond the limit. */
bool swiftsdp_session_add_local_candidate(swiftsdp_session *SWIFTSDP_NULLABLE session,
                                          const char *SWIFTSDP_NULLABLE candidate, size_t size,
                                          const char *SWIFTSDP_NULLABLE username_fragment,
                                          size_t username_fragment_size,
                                          bool *SWIFTSDP_NULLABLE is_added,
                                          swiftsdp_error *SWIFTSDP_NULLABLE error);
/* Tells that no more follow for the generation. */
bool swiftsdp_session_end_local_candidates(swiftsdp_session *SWIFTSDP_NULLABLE session,
                                           const char *SWIFTSDP_NULLABLE username_fragment,
                                           size_t username_fragment_size,
                                           bool *SWIFTSDP_NULLABLE is_added,
                                           swiftsdp_error *SWIFTSDP_NULLABLE error);

/* A candidate of the peer, as signalling brings it (W3C WebRTC, RTCIceCandidateInit). */
typedef struct swiftsdp_candidate_init {
  size_t struct_size;
  /* `candidate:1 1 udp ...`; empty for the end of candidates. */
  swiftsdp_slice candidate;
  /* Empty if there is none. */
  swiftsdp_slice mid;
  swiftsdp_slice username_fragment;
  /* The number of the media section from 0, if `has_index`. */
  uint16_t index;
  bool has_index;
} swiftsdp_candidate_init;

/* W3C WebRTC, addIceCandidate. NULL stands for the end of the candidates of all sections.
 * SWIFTSDP_ERROR_TYPE for one with neither mid nor index, SWIFTSDP_ERROR_INVALID_STATE
 * without a remote description, SWIFTSDP_ERROR_OPERATION for an unknown section or
 * fragment, a malformed candidate, and beyond the limit. */
bool swiftsdp_session_add_remote_candidate(
    swiftsdp_session *SWIFTSDP_NULLABLE session,
    const swiftsdp_candidate_init *SWIFTSDP_NULLABLE candidate,
    swiftsdp_error *SWIFTSDP_NULLABLE error);
/* Adds all candidates and ends of a fragment (RFC 8840, trickle-ice-sdpfrag; WHIP), or
 * none. Each of its sections names its mid. Errors as for one candidate, and codes below
 * 100 with the place. O(size). */
bool swiftsdp_session_add_remote_fragment(swiftsdp_session *SWIFTSDP_NULLABLE session,
                                          const void *SWIFTSDP_NULLABLE bytes, size_t size,
                                          swiftsdp_error *SWIFTSDP_NULLABLE error);

enum { SWIFTSDP_ICE_UNKNOWN = 0, SWIFTSDP_ICE_CONTROLLING = 1, SWIFTSDP_ICE_CONTROLLED = 2 };
enum {
  SWIFTSDP_SETUP_UNKNOWN = 0,
  /* The DTLS client. */
  SWIFTSDP_SETUP_ACTIVE = 1,
  SWIFTSDP_SETUP_PASSIVE = 2,
  SWIFTSDP_SETUP_ACTPASS = 3
};

/* An ICE transport with DTLS over it; swiftsdp_session_text has its credentials. */
typedef struct swiftsdp_transport {
  size_t struct_size;
  uint32_t id;
  uint32_t ice_role;
  /* This side's role; SWIFTSDP_SETUP_UNKNOWN before an answer. */
  uint32_t setup;
  bool has_local_credentials;
  bool has_remote_credentials;
} swiftsdp_transport;

/* Those in use, in the order they were made. */
size_t swiftsdp_session_transport_count(const swiftsdp_session *SWIFTSDP_NULLABLE session);
bool swiftsdp_session_transport(const swiftsdp_session *SWIFTSDP_NULLABLE session, size_t position,
                                swiftsdp_transport *SWIFTSDP_NULLABLE result,
                                swiftsdp_error *SWIFTSDP_NULLABLE error);

/* The peer's side of a transport, written into memory that the caller sets here. */
typedef struct swiftsdp_remote_transport {
  size_t struct_size;
  /* Set by the caller; NULL with a capacity of 0 where nothing is wanted yet. */
  char *SWIFTSDP_NULLABLE texts;
  size_t text_capacity;
  swiftsdp_fingerprint *SWIFTSDP_NULLABLE fingerprints;
  size_t fingerprint_capacity;
  /* `candidate:1 1 udp ...` */
  swiftsdp_slice *SWIFTSDP_NULLABLE candidates;
  size_t candidate_capacity;
  /* How much there is, also where the memory is too small. */
  size_t text_size;
  size_t fingerprint_count;
  size_t candidate_count;
  /* In `texts`. */
  swiftsdp_slice username_fragment;
  swiftsdp_slice password;
  uint32_t setup;
  bool end_of_candidates;
  /* Whether the peer's ICE agent is a lite one. */
  bool is_ice_lite;
} swiftsdp_remote_transport;

/* That of the section with this mid, once an answer is applied. If there is none: false,
 * and a code of 0 in `error`. The struct has to be whole. O(candidates). */
bool swiftsdp_session_remote_transport(const swiftsdp_session *SWIFTSDP_NULLABLE session,
                                       const char *SWIFTSDP_NULLABLE mid, size_t size,
                                       swiftsdp_remote_transport *SWIFTSDP_NULLABLE result,
                                       swiftsdp_error *SWIFTSDP_NULLABLE error);

/* The association of data channels. */
typedef struct swiftsdp_sctp {
  size_t struct_size;
  uint32_t transport;
  /* Whether the peer takes messages of any size. */
  bool is_unlimited;
  /* Else the largest, in bytes. */
  uint64_t maximum_message_size;
} swiftsdp_sctp;

/* If there is none: false, and a code of 0 in `error`. */
bool swiftsdp_session_sctp(const swiftsdp_session *SWIFTSDP_NULLABLE session,
                           swiftsdp_sctp *SWIFTSDP_NULLABLE result,
                           swiftsdp_error *SWIFTSDP_NULLABLE error);

/* ---- Transports of the program ------------------------------------------ */

enum {
  /* The first section that needs a transport and has none. */
  SWIFTSDP_SECTION_ANY = 0,
  SWIFTSDP_SECTION_TRANSCEIVER = 1,
  SWIFTSDP_SECTION_DATA = 2
};

/* A transport of the program, for sessions with `hosts_transports`. Its user name
 * fragment names it. Texts and arrays are copied. */
typedef struct swiftsdp_host_transport {
  size_t struct_size;
  /* 4 to 256 and 22 to 256 of `A-Za-z0-9+/`. */
  swiftsdp_slice username_fragment;
  swiftsdp_slice password;
  /* None takes those of the session's configuration. */
  const swiftsdp_fingerprint *SWIFTSDP_NULLABLE fingerprints;
  size_t fingerprint_count;
  /* 20 to 255 characters (RFC 8842); empty for none. */
  swiftsdp_slice tls_id;
  /* `candidate:1 1 udp ...`; more may follow with swiftsdp_session_add_local_candidate. */
  const swiftsdp_slice *SWIFTSDP_NULLABLE candidates;
  size_t candidate_count;
  /* The IP address and port of the m= and c= lines; empty for those of a candidate. */
  swiftsdp_slice default_address;
  uint16_t default_port;
  bool default_is_tcp;
  bool end_of_candidates;
  /* The section it is for, and its transceiver. */
  uint32_t section;
  uint32_t transceiver;
} swiftsdp_host_transport;

/* Hands over a transport. The next offer or answer gives it to a section that needs one;
 * under SWIFTSDP_BUNDLE_MAX_BUNDLE one is enough. SWIFTSDP_ERROR_TYPE for what is
 * malformed, SWIFTSDP_ERROR_INVALID_STATE for a session with transports of its own,
 * SWIFTSDP_ERROR_NOT_READABLE without any fingerprint,
 * SWIFTSDP_ERROR_INVALID_MODIFICATION for a fragment that the session has. */
bool swiftsdp_session_add_host_transport(swiftsdp_session *SWIFTSDP_NULLABLE session,
                                         const swiftsdp_host_transport *SWIFTSDP_NULLABLE transport,
                                         swiftsdp_error *SWIFTSDP_NULLABLE error);
/* Sets the credentials with which the transport of that fragment, which is in use, restarts
 * ICE: by the next offer, or by the answer to an offer that restarts. Errors as above, and
 * SWIFTSDP_ERROR_INVALID_STATE if no transport in use has the fragment. */
bool swiftsdp_session_restart_host_transport(
    swiftsdp_session *SWIFTSDP_NULLABLE session, const char *SWIFTSDP_NULLABLE username_fragment,
    size_t size, const swiftsdp_host_transport *SWIFTSDP_NULLABLE transport,
    swiftsdp_error *SWIFTSDP_NULLABLE error);
/* Takes back what no local description has, else SWIFTSDP_ERROR_INVALID_STATE. */
bool swiftsdp_session_remove_host_transport(swiftsdp_session *SWIFTSDP_NULLABLE session,
                                            const char *SWIFTSDP_NULLABLE username_fragment,
                                            size_t size, swiftsdp_error *SWIFTSDP_NULLABLE error);
/* Fixes the address of the m= and c= lines, also of a transport of the session's own. */
bool swiftsdp_session_set_default_address(swiftsdp_session *SWIFTSDP_NULLABLE session,
                                          const char *SWIFTSDP_NULLABLE username_fragment,
                                          size_t size, const char *SWIFTSDP_NULLABLE address,
                                          size_t address_size, uint16_t port, bool is_tcp,
                                          swiftsdp_error *SWIFTSDP_NULLABLE error);

/* A section for which the program has to hand over a transport or, if `transport` is not
 * SWIFTSDP_NO_ID, the credentials with which that one restarts. */
typedef struct swiftsdp_transport_demand {
  /* From 0. */
  uint32_t index;
  uint32_t section;
  uint32_t transceiver;
  uint32_t transport;
} swiftsdp_transport_demand;

/* What the next offer, or the answer to the pending one, lacks. `options` may be NULL.
 * `*count` gets how many there are; the first `capacity` are stored. */
bool swiftsdp_session_missing_transports(const swiftsdp_session *SWIFTSDP_NULLABLE session,
                                         const swiftsdp_offer_options *SWIFTSDP_NULLABLE options,
                                         swiftsdp_transport_demand *SWIFTSDP_NULLABLE demands,
                                         size_t capacity, size_t *SWIFTSDP_NULLABLE count,
                                         swiftsdp_error *SWIFTSDP_NULLABLE error);

/* ---- Events ------------------------------------------------------------- */

/* What happened in a session, in the order in which the W3C specification fires it. */
enum {
  /* An offer is to be made, when the session is stable. */
  SWIFTSDP_EVENT_NEGOTIATION_NEEDED = 1,
  /* `state` is the new one. */
  SWIFTSDP_EVENT_SIGNALING_STATE = 2,
  /* A remote offer made the transceiver `id`. */
  SWIFTSDP_EVENT_TRANSCEIVER_ADDED = 3,
  /* The transceiver `id` left: it is stopped, or a rollback took it back. */
  SWIFTSDP_EVENT_TRANSCEIVER_REMOVED = 4,
  /* The track received by the transceiver `id` is there, is muted, or ended. */
  SWIFTSDP_EVENT_TRACK = 5,
  SWIFTSDP_EVENT_TRACK_MUTED = 6,
  SWIFTSDP_EVENT_TRACK_ENDED = 7,
  /* It came to `text`, a stream, or left it. */
  SWIFTSDP_EVENT_STREAM_ADDED = 8,
  SWIFTSDP_EVENT_STREAM_REMOVED = 9,
  /* The data channel `id` is closed, for there was no stream left for it. */
  SWIFTSDP_EVENT_CHANNEL_CLOSED = 10,
  /* Candidates are to be gathered for the transport `id`, the generation
   * `username_fragment`, and told with swiftsdp_session_add_local_candidate. */
  SWIFTSDP_EVENT_GATHER = 11,
  /* `text` is a candidate of this side, for the peer; empty if no more follow for
   * `username_fragment`. */
  SWIFTSDP_EVENT_CANDIDATE = 12,
  /* There was no room for `lost` events: look at the session itself. */
  SWIFTSDP_EVENT_LOST = 13
};

typedef struct swiftsdp_event {
  size_t struct_size;
  uint32_t kind;
  /* SWIFTSDP_NO_ID where none is named above. */
  uint32_t id;
  uint32_t state;
  /* Of GATHER and CANDIDATE: the media section that has the transport, from 0. */
  uint32_t index;
  swiftsdp_slice mid;
  swiftsdp_slice text;
  swiftsdp_slice username_fragment;
  uint64_t lost;
} swiftsdp_event;

/* Takes the oldest event. If there is none: false, and a code of 0 in `error`. Slices are
 * borrowed until the next event is taken. Beyond the event capacity events are lost until
 * SWIFTSDP_EVENT_LOST, which comes last, is taken. Keeps its memory: no allocation once it
 * has grown. */
bool swiftsdp_session_next_event(swiftsdp_session *SWIFTSDP_NULLABLE session,
                                 swiftsdp_event *SWIFTSDP_NULLABLE event,
                                 swiftsdp_error *SWIFTSDP_NULLABLE error);

#ifdef __cplusplus
}
#endif
#if defined(__clang__)
#pragma clang diagnostic pop
#endif
#endif
