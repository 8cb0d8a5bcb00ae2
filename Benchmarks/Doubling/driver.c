/* Reads one hostile description of a size that is asked for, once, so that
 * callgrind can count the instructions.
 *
 *   driver --list            SHAPE LIMIT, a line each
 *   driver SHAPE N           prints the bytes of the description, what became of it
 *                            (0, or the code of the error), and how often the second
 *                            reading allocated
 *
 * The names are those of the list of hostile input that the tests cite. A shape is
 * as large as its limit lets it be; where one has a profile's limit and a ceiling,
 * it is the ceiling.
 */
#include <swiftsdp.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <valgrind/callgrind.h>

/* ---- Allocations, counted ------------------------------------------------ */

static size_t allocations, allocations_of_reading;

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

void *malloc(size_t size) {
  allocations++;
  return __libc_malloc(size);
}
void *calloc(size_t count, size_t size) {
  allocations++;
  return __libc_calloc(count, size);
}
void *realloc(void *memory, size_t size) {
  allocations++;
  return __libc_realloc(memory, size);
}
void *aligned_alloc(size_t alignment, size_t size) {
  allocations++;
  return __libc_memalign(alignment, size);
}
int posix_memalign(void **memory, size_t alignment, size_t size) {
  allocations++;
  *memory = __libc_memalign(alignment, size);
  return *memory ? 0 : 12;
}

/* ---- Shapes -------------------------------------------------------------- */

static char *text;
static size_t text_size, text_capacity;

static void put(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void put(const char *format, ...) {
  if (text_capacity - text_size < 1024) {
    text_capacity = text_capacity * 2 + 4096;
    text = realloc(text, text_capacity);
    if (!text) abort();
  }
  va_list arguments;
  va_start(arguments, format);
  text_size += (size_t)vsnprintf(text + text_size, 1024, format, arguments);
  va_end(arguments);
}

static void session(void) { put("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"); }
static void media(void) { put("m=audio 9 UDP/TLS/RTP/SAVPF 0\r\n"); }
static void repeat(size_t count, const char *piece) {
  for (size_t i = 0; i < count; i++) put("%s", piece);
}

static void mids(size_t n) {
  session();
  for (size_t i = 0; i < n; i++) put("m=audio 9 RTP/AVP 0\r\na=mid:%zu\r\n", i);
}

static void blank_lines(size_t n) {
  session();
  repeat(n, "\r\n");
}
static void media_sections(size_t n) {
  session();
  for (size_t i = 0; i < n; i++) {
    media();
    put("a=mid:%zu\r\na=rtpmap:0 PCMU/8000\r\n", i);
  }
}
static void minimal_media_sections(size_t n) {
  session();
  repeat(n, "m=audio 9 RTP/AVP 0\r\n");
}
static void session_attributes(size_t n) {
  session();
  for (size_t i = 0; i < n; i++) put("a=x%zu:y\r\n", i);
}
static void repeated_formats(size_t n) {
  session();
  for (int i = 0; i < 256; i++) {
    put("m=audio 9 UDP/TLS/RTP/SAVPF");
    repeat(n, " 0");
    put("\r\n");
  }
}
static void format_parameters(size_t n, const char *parameter) {
  session();
  media();
  put("a=fmtp:0 ");
  repeat(n, parameter);
  put("x=1\r\n");
}
static void equal_parameters(size_t n) { format_parameters(n, "sprop=AAA==;"); }
static void empty_parameters(size_t n) { format_parameters(n, ";"); }
static void equals_signs(size_t n) { format_parameters(n, "="); }
static void feedback(size_t n) {
  session();
  media();
  repeat(n, "a=rtcp-fb:* nack pli\r\n");
}
static void candidates(size_t n) {
  session();
  media();
  for (size_t i = 0; i < n; i++)
    put("a=candidate:%zu 1 udp %zu 192.0.2.1 9 typ host generation 0 network-cost 999\r\n", i, i);
}
static void candidate_extensions(size_t n) {
  session();
  media();
  put("a=candidate:1 1 udp 1 192.0.2.1 9 typ host");
  repeat(n, " ext 1");
  put("\r\n");
}
static void tracks(size_t n) {
  session();
  media();
  for (size_t i = 0; i < n; i++) put("a=msid:stream%zu track%zu\r\n", i, i);
}
static void simulcast(size_t n, const char *alternative) {
  session();
  for (int i = 0; i < 128; i++) {
    media();
    put("a=rid:1 send\r\na=simulcast:send 1");
    repeat(n, alternative);
    put("\r\n");
  }
}
static void simulcast_alternatives(size_t n) { simulcast(n, ",~1"); }
static void simulcast_streams(size_t n) { simulcast(n, ";1"); }
static void sources(size_t n) {
  session();
  media();
  for (size_t i = 0; i < n; i++) put("a=ssrc:%zu cname:x\r\n", i + 1);
}
static void source_group(size_t n) {
  session();
  media();
  put("a=ssrc-group:FID");
  for (size_t i = 0; i < n; i++) put(" %zu", i + 1);
  put("\r\n");
}
static void unknown_mids(size_t n) {
  session();
  put("a=group:BUNDLE");
  for (size_t i = 0; i < n; i++) put(" m%zu", i);
  put("\r\n");
  media();
  put("a=mid:0\r\n");
}
static void repeated_mids(size_t n) {
  session();
  put("a=group:BUNDLE");
  repeat(n, " 0");
  put("\r\n");
  media();
  put("a=mid:0\r\n");
}
static void unique_attributes(size_t sections, size_t attributes) {
  session();
  size_t number = 0;
  for (size_t i = 0; i < sections; i++) {
    media();
    for (size_t j = 0; j < attributes; j++) put("a=x%zu:y\r\n", number++);
  }
}
static void unique_in_sections(size_t n) { unique_attributes(n, 127); }
static void unique_in_one(size_t n) { unique_attributes(1, n); }
/* The same length, and the same bytes in front, in the middle and at the end. */
static void alike_names(size_t n) {
  session();
  media();
  for (size_t i = 0; i < n; i++) put("a=fingerp%06zurint%06zuprint:y\r\n", i, n - i);
}

typedef struct shape {
  const char *name;
  void (*make)(size_t n);
  /* The largest N that is read. */
  size_t limit;
  uint32_t limits;
  enum looks {
    /* Reads the description. */
    looks_for_nothing,
    /* Looks for an absent attribute N times, in a description that stays the same. */
    looks_for_names,
    /* Looks for a mid `looks` times, among N. */
    looks_for_present_mids,
    looks_for_absent_mids
  } looks;
} shape;

static const shape shapes[] = {
    {"A13-blank-lines", blank_lines, 131068, SWIFTSDP_LIMITS_SFU, looks_for_nothing},
    {"A26-media-sections", media_sections, 1024, SWIFTSDP_LIMITS_SFU, looks_for_nothing},
    {"A27-minimal-media-sections", minimal_media_sections, 65534, SWIFTSDP_LIMITS_UNLIMITED, looks_for_nothing},
    {"A28-session-attributes", session_attributes, 65534, SWIFTSDP_LIMITS_UNLIMITED, looks_for_nothing},
    {"A32-repeated-formats", repeated_formats, 256, SWIFTSDP_LIMITS_UNLIMITED, looks_for_nothing},
    {"A44-equal-parameters", equal_parameters, 65534, SWIFTSDP_LIMITS_UNLIMITED, looks_for_nothing},
    {"A44-empty-parameters", empty_parameters, 65534, SWIFTSDP_LIMITS_UNLIMITED, looks_for_nothing},
    {"A44-equals-signs", equals_signs, 1048000, SWIFTSDP_LIMITS_UNLIMITED, looks_for_nothing},
    {"A47-feedback", feedback, 65534, SWIFTSDP_LIMITS_UNLIMITED, looks_for_nothing},
    {"A51-candidates", candidates, 4096, SWIFTSDP_LIMITS_UNLIMITED, looks_for_nothing},
    {"A51-candidate-extensions", candidate_extensions, 174000, SWIFTSDP_LIMITS_UNLIMITED, looks_for_nothing},
    {"A53-tracks", tracks, 65534, SWIFTSDP_LIMITS_UNLIMITED, looks_for_nothing},
    {"A54-simulcast-alternatives", simulcast_alternatives, 254, SWIFTSDP_LIMITS_UNLIMITED, looks_for_nothing},
    {"A54-simulcast-streams", simulcast_streams, 254, SWIFTSDP_LIMITS_UNLIMITED, looks_for_nothing},
    {"A56-sources", sources, 65534, SWIFTSDP_LIMITS_UNLIMITED, looks_for_nothing},
    {"A56-source-group", source_group, 131072, SWIFTSDP_LIMITS_UNLIMITED, looks_for_nothing},
    {"A61-unknown-mids", unknown_mids, 65534, SWIFTSDP_LIMITS_UNLIMITED, looks_for_nothing},
    {"A61-repeated-mids", repeated_mids, 65534, SWIFTSDP_LIMITS_UNLIMITED, looks_for_nothing},
    {"A67-unique-in-sections", unique_in_sections, 1020, SWIFTSDP_LIMITS_SFU, looks_for_nothing},
    {"A67-unique-in-one", unique_in_one, 2048, SWIFTSDP_LIMITS_SFU, looks_for_nothing},
    {"A68-absent-names", unique_in_one, 10000, SWIFTSDP_LIMITS_SFU, looks_for_names},
    {"A68-present-mids", mids, 1024, SWIFTSDP_LIMITS_SFU, looks_for_present_mids},
    {"A68-absent-mids", mids, 1024, SWIFTSDP_LIMITS_SFU, looks_for_absent_mids},
    {"A69-alike-names", alike_names, 65534, SWIFTSDP_LIMITS_UNLIMITED, looks_for_nothing},
};
enum { shape_count = sizeof shapes / sizeof shapes[0], looked_up_in = 128, looks = 1000 };

/* ---- What is measured ---------------------------------------------------- */

/* The first reading of every kind that is not tolerant of everything stops at what is
 * hostile: the warnings go through all of it. */
static uint32_t read_all(swiftsdp_index *index) {
  const size_t before = allocations;
  swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
  uint64_t digest = 0;
  size_t count = 0;
  if (!swiftsdp_index_read(index, text, text_size, &error)) return error.code;
  if (!swiftsdp_index_read_values(index, SWIFTSDP_TOLERATE_ALL, &digest, &error)) return error.code;
  swiftsdp_index_read_values(index, SWIFTSDP_TOLERATE_NOTHING, &digest, NULL);
  if (!swiftsdp_index_warnings(index, SWIFTSDP_TOLERATE_ALL, NULL, 0, &count, &error))
    return error.code;
  allocations_of_reading = allocations - before;
  /* Which sorts, with memory for the time of it. */
  if (!swiftsdp_index_verify(index, SWIFTSDP_VERIFY_WEBRTC_OFFER, NULL, 0, &count, &error))
    return error.code;
  return 0;
}

static uint32_t measured(swiftsdp_index *index, enum looks kind, size_t n) {
  swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
  if (kind == looks_for_nothing) return read_all(index);
  if (kind == looks_for_names) {
    swiftsdp_line line = SWIFTSDP_INIT(swiftsdp_line);
    for (size_t i = 0; i < n; i++) {
      size_t place = 0;
      if (swiftsdp_index_find(index, 1, "absent", 6, &place, &line, &error)) return 1;
    }
    return 0;
  }
  for (size_t i = 0; i < looks; i++) {
    char mid[16];
    size_t section, size = 0;
    for (size_t number = i * 7919 % n; size == 0 || number > 0; number /= 10)
      mid[size++] = (char)('0' + number % 10);
    for (size_t j = 0; j < size / 2; j++) {
      const char digit = mid[j];
      mid[j] = mid[size - 1 - j];
      mid[size - 1 - j] = digit;
    }
    const bool is_wanted = kind == looks_for_present_mids;
    if (!is_wanted) mid[size++] = 'x';
    if (swiftsdp_index_find_mid(index, mid, size, &section, &error) != is_wanted) return 1;
  }
  return 0;
}

int main(int count, char **arguments) {
  if (count == 2 && strcmp(arguments[1], "--list") == 0) {
    for (int i = 0; i < shape_count; i++) printf("%s %zu\n", shapes[i].name, shapes[i].limit);
    return 0;
  }
  if (count != 3) {
    fprintf(stderr, "usage: driver --list | driver SHAPE N\n");
    return 2;
  }
  const shape *wanted = NULL;
  for (int i = 0; i < shape_count; i++)
    if (strcmp(shapes[i].name, arguments[1]) == 0) wanted = &shapes[i];
  const size_t n = strtoul(arguments[2], NULL, 10);
  if (!wanted || n == 0) {
    fprintf(stderr, "driver: no shape %s of %s\n", arguments[1], arguments[2]);
    return 2;
  }
  wanted->make(wanted->looks == looks_for_names ? looked_up_in : n);

  swiftsdp_limits limits = SWIFTSDP_INIT(swiftsdp_limits);
  swiftsdp_limits_get(wanted->limits, &limits);
  swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
  swiftsdp_index *index = swiftsdp_index_create(&limits, &error);
  if (!index) {
    fprintf(stderr, "driver: %.*s\n", (int)error.reason.size, error.reason.bytes);
    return 1;
  }
  /* The index grows here, and not where it is measured. */
  read_all(index);
  if (wanted->looks >= looks_for_present_mids) measured(index, wanted->looks, n);
  const size_t before = allocations;
  CALLGRIND_START_INSTRUMENTATION;
  const uint32_t code = measured(index, wanted->looks, n);
  CALLGRIND_STOP_INSTRUMENTATION;
  const size_t made =
      wanted->looks == looks_for_nothing ? allocations_of_reading : allocations - before;
  printf("%zu %u %zu\n", text_size, code, made);
  swiftsdp_index_release(index);
  return 0;
}
