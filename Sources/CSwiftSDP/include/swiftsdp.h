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
 * index. */
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
/* The offer as the content of a JSON string. `size` of the second may be NULL. */
bool swiftsdp_offer_json_size(const swiftsdp_offer *SWIFTSDP_NULLABLE offer,
                              size_t *SWIFTSDP_NULLABLE size,
                              swiftsdp_error *SWIFTSDP_NULLABLE error);
bool swiftsdp_offer_write_json(const swiftsdp_offer *SWIFTSDP_NULLABLE offer,
                               void *SWIFTSDP_NULLABLE buffer, size_t capacity,
                               size_t *SWIFTSDP_NULLABLE size,
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
