// A72: memory that cannot be had is an error, wherever it is asked for, after which
// everything can be used on and nothing is lost. And what is promised not to allocate
// does not. Linked with --wrap for each function that allocates.
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <swiftsdp.h>

#define CHECK(condition)                                                       \
  do {                                                                         \
    if (!(condition)) {                                                        \
      fprintf(stderr, "%s:%d: failed: %s\n", __FILE__, __LINE__, #condition);  \
      exit(1);                                                                 \
    }                                                                          \
  } while (false)

static size_t calls;
static long live;
// Bytes that are taken, and the most that ever were.
static size_t held, peak;
// Which reallocation from now on fails, from 1; 0 for none.
static size_t failing;
static bool failed;

void *__real_malloc(size_t size);
void *__real_realloc(void *memory, size_t size);
int __real_posix_memalign(void **memory, size_t alignment, size_t size);
void __real_free(void *memory);
void *__wrap_malloc(size_t size);
void *__wrap_realloc(void *memory, size_t size);
int __wrap_posix_memalign(void **memory, size_t alignment, size_t size);
void __wrap_free(void *memory);

static void *note(void *memory) {
  if (memory) held += malloc_usable_size(memory);
  if (held > peak) peak = held;
  return memory;
}

static void forget(void *memory) {
  if (memory) held -= malloc_usable_size(memory);
}

void *__wrap_malloc(size_t size) {
  calls++;
  live++;
  return note(__real_malloc(size));
}

// What the library reports the failure of comes from here.
void *__wrap_realloc(void *memory, size_t size) {
  calls++;
  if (failing > 0 && --failing == 0) {
    failed = true;
    return NULL;
  }
  if (!memory) live++;
  forget(memory);
  return note(__real_realloc(memory, size));
}

int __wrap_posix_memalign(void **memory, size_t alignment, size_t size) {
  calls++;
  live++;
  const int result = __real_posix_memalign(memory, alignment, size);
  note(*memory);
  return result;
}

void __wrap_free(void *memory) {
  if (memory) live--;
  forget(memory);
  __real_free(memory);
}

static char input[1 << 19], output[1 << 20], expected[1 << 20];
static size_t input_size, expected_size;

static void read_input(const char *directory) {
  char path[4096];
  snprintf(path, sizeof path, "%s/chromium156-video-50-offer.sdp", directory);
  FILE *file = fopen(path, "rb");
  CHECK(file);
  input_size = fread(input, 1, sizeof input, file);
  fclose(file);
  CHECK(input_size > 100000 && input_size < sizeof input);
}

// Runs a call twice where memory failed it; what must hold in between is `unchanged`.
#define TRY(call, unchanged)                                 \
  do {                                                       \
    swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);    \
    bool had_failed = failed;                                \
    if (!(call)) {                                           \
      CHECK(failed && !had_failed);                          \
      CHECK(error.code == SWIFTSDP_ERROR_OUT_OF_MEMORY);     \
      CHECK(unchanged);                                      \
      CHECK(call);                                           \
    } else {                                                 \
      CHECK(error.code == 0);                                \
    }                                                        \
  } while (false)

// Does everything that keeps memory of its own; returns whether an allocation failed.
static bool run(size_t fail_at) {
  const long before = live;
  failing = fail_at;
  failed = false;

  swiftsdp_index *index = swiftsdp_index_create(NULL, NULL);
  CHECK(index);
  TRY(swiftsdp_index_read(index, input, input_size, &error),
      swiftsdp_index_section_count(index) == 0 && swiftsdp_index_size(index) == 0);
  CHECK(swiftsdp_index_section_count(index) == 51);
  // The table of mids does without memory, more slowly.
  for (int time = 0; time < 2; time++) {
    size_t section = 0;
    CHECK(swiftsdp_index_find_mid(index, "49", 2, &section, NULL) && section == 50);
  }

  swiftsdp_edit *edit = NULL;
  TRY((edit = swiftsdp_edit_create(index, &error)) != NULL, live >= before);
  for (size_t section = 50; section >= 1; section--) {
    const size_t size = swiftsdp_edit_size(edit), lines = swiftsdp_edit_line_count(edit, section);
#define IS_UNCHANGED \
  (swiftsdp_edit_size(edit) == size && swiftsdp_edit_line_count(edit, section) == lines)
    TRY(swiftsdp_edit_insert(edit, section, 2, "a=x-inserted:0123456789", 23, &error), IS_UNCHANGED);
    TRY(swiftsdp_edit_replace(edit, section, 9, "a=x-replaced", 12, &error),
        swiftsdp_edit_size(edit) == size + 25);
  }
  {
    const size_t section = 3, size = swiftsdp_edit_size(edit),
                 lines = swiftsdp_edit_line_count(edit, section);
    TRY(swiftsdp_edit_move(edit, section, 4, 20, &error), IS_UNCHANGED);
    TRY(swiftsdp_edit_remove(edit, section, 12, &error), IS_UNCHANGED);
  }
  for (size_t section = 1; section < 100; section += 2) {
    const size_t size = swiftsdp_edit_size(edit), sections = swiftsdp_edit_section_count(edit);
    TRY(swiftsdp_edit_insert_section(edit, section, "m=audio 0 RTP/AVP 0", 19, &error),
        swiftsdp_edit_size(edit) == size && swiftsdp_edit_section_count(edit) == sections);
  }

  swiftsdp_buffer *buffer = swiftsdp_buffer_create(NULL);
  CHECK(buffer);
  TRY(swiftsdp_edit_append(edit, buffer, &error), swiftsdp_buffer_bytes(buffer).size == 0);
  size_t size = swiftsdp_edit_size(edit);
  CHECK(swiftsdp_buffer_bytes(buffer).size == size);
  TRY(swiftsdp_edit_append_json(edit, buffer, &error), swiftsdp_buffer_bytes(buffer).size == size);
  size = swiftsdp_buffer_bytes(buffer).size;
  for (int time = 0; time < 3; time++) {
    TRY(swiftsdp_buffer_append(buffer, input, input_size, &error),
        swiftsdp_buffer_bytes(buffer).size == size);
    CHECK(swiftsdp_buffer_bytes(buffer).size == size + input_size);
    size += input_size;
  }
  swiftsdp_buffer_clear(buffer);
  TRY(swiftsdp_buffer_append_json(buffer, input, input_size, &error),
      swiftsdp_buffer_bytes(buffer).size == 0);

  // The same comes of it, whatever failed on the way.
  size = swiftsdp_edit_size(edit);
  CHECK(size <= sizeof output && swiftsdp_edit_write(edit, output, sizeof output, NULL));
  if (expected_size == 0) {
    expected_size = size;
    memcpy(expected, output, size);
  }
  CHECK(size == expected_size && memcmp(output, expected, size) == 0);

  TRY(swiftsdp_edit_reset(edit, &error), true);
  CHECK(swiftsdp_edit_size(edit) == input_size);
  swiftsdp_buffer_release(buffer);
  swiftsdp_edit_release(edit);
  swiftsdp_index_release(index);
  CHECK(live == before);
  failing = 0;
  return failed;
}

// Whether a call, repeated, does without memory.
#define CHECK_ALLOCATES_NOTHING(call) \
  do {                                \
    const size_t before = calls;      \
    CHECK(call);                      \
    CHECK(calls == before);           \
  } while (false)

static void check_warm(void) {
  swiftsdp_index *index = swiftsdp_index_create(NULL, NULL);
  CHECK(index && swiftsdp_index_read(index, input, input_size, NULL));
  size_t section, size;
  CHECK(swiftsdp_index_find_mid(index, "7", 1, &section, NULL));
  swiftsdp_value values[3];
  memset(values, 0, sizeof values);
  for (size_t i = 0; i < 3; i++) {
    values[i].kind = SWIFTSDP_VALUE_RTPMAP;
    values[i].n[0] = 96;
    values[i].n[1] = 90000;
    values[i].texts[0] = (swiftsdp_slice){"VP8", 3};
  }
  for (int time = 0; time < 3; time++) {
    uint64_t digest;
    CHECK_ALLOCATES_NOTHING(swiftsdp_index_read(index, input, input_size, NULL));
    CHECK_ALLOCATES_NOTHING(swiftsdp_index_read_values(index, SWIFTSDP_TOLERATE_ALL, &digest, NULL));
    CHECK_ALLOCATES_NOTHING(
        swiftsdp_index_read_values(index, SWIFTSDP_TOLERATE_NOTHING, &digest, NULL));
    CHECK_ALLOCATES_NOTHING(swiftsdp_index_find_mid(index, "7", 1, &section, NULL));
    CHECK_ALLOCATES_NOTHING(swiftsdp_index_write(index, output, sizeof output, NULL));
    CHECK_ALLOCATES_NOTHING(swiftsdp_values_write(values, 3, output, sizeof output, &size, NULL));
    CHECK_ALLOCATES_NOTHING(swiftsdp_values_size(values, 3, &size, NULL));
    CHECK_ALLOCATES_NOTHING(
        swiftsdp_json_escape(input, input_size, output, sizeof output, &size, NULL));
  }
  swiftsdp_edit *edit = swiftsdp_edit_create(index, NULL);
  CHECK(edit);
  for (int time = 0; time < 3; time++) {
    const size_t before = calls;
    CHECK(swiftsdp_edit_reset(edit, NULL));
    for (size_t section = 1; section <= 50; section++)
      CHECK(swiftsdp_edit_replace(edit, section, 5, "a=x-replaced", 12, NULL));
    CHECK(time == 0 || calls == before);
    CHECK_ALLOCATES_NOTHING(swiftsdp_edit_write(edit, output, sizeof output, NULL));
    CHECK_ALLOCATES_NOTHING(swiftsdp_edit_write_json(edit, output, sizeof output, &size, NULL));
    swiftsdp_slice segments[16];
    swiftsdp_cursor cursor = {0};
    CHECK_ALLOCATES_NOTHING(swiftsdp_edit_segments(edit, &cursor, segments, 16, &size, NULL));
  }
  swiftsdp_edit_release(edit);
  swiftsdp_index_release(index);
}

// Looking at a session, writing its descriptions, and taking events once their memory
// has grown.
static void check_session(void) {
  static const char hash[] =
      "4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19:E5:7C:AB:3E:4B:65:2E:7D:46:3F:54:42:CD:"
      "54:F1";
  const swiftsdp_fingerprint fingerprint = {{"sha-256", 7}, {hash, sizeof hash - 1}};
  swiftsdp_session_configuration configuration = SWIFTSDP_INIT(swiftsdp_session_configuration);
  configuration.fingerprints = &fingerprint;
  configuration.fingerprint_count = 1;
  swiftsdp_session *session = swiftsdp_session_create(&configuration, NULL);
  const swiftsdp_slice stream = {"a-stream-of-a-publisher", 23};
  swiftsdp_transceiver_init init = SWIFTSDP_INIT(swiftsdp_transceiver_init);
  init.streams = &stream;
  init.stream_count = 1;
  for (int time = 0; time < 10; time++)
    CHECK(swiftsdp_session_add_transceiver(session, &init, NULL, NULL));
  swiftsdp_description *offer = swiftsdp_session_create_offer(session, NULL, NULL);
  CHECK(offer);
  for (int time = 0; time < 3; time++) {
    const size_t before = calls;
    swiftsdp_description *again = swiftsdp_session_create_offer(session, NULL, NULL);
    CHECK(again == offer);
    CHECK(swiftsdp_description_write(again, output, sizeof output, NULL));
    swiftsdp_slice segments[64];
    swiftsdp_cursor cursor = {{0}};
    size_t count = 0;
    CHECK(swiftsdp_description_segments(again, false, &cursor, segments, 64, &count, NULL));
    CHECK(count > 10 && count < 64);
    swiftsdp_description_release(again);
    CHECK(calls == before);
  }
  swiftsdp_description_release(offer);
  swiftsdp_event event = SWIFTSDP_INIT(swiftsdp_event);
  for (int time = 0; time < 3; time++) {
    CHECK(swiftsdp_session_set_local_description(session, SWIFTSDP_TYPE_IMPLICIT, NULL, NULL));
    const size_t before = calls;
    size_t events = 0;
    while (swiftsdp_session_next_event(session, &event, NULL)) events++;
    CHECK(events > 1 && (time == 0 || calls == before));
    swiftsdp_transceiver found = SWIFTSDP_INIT(swiftsdp_transceiver);
    char text[64];
    size_t size;
    CHECK_ALLOCATES_NOTHING(swiftsdp_session_signaling_state(session) ==
                            SWIFTSDP_STATE_HAVE_LOCAL_OFFER);
    CHECK_ALLOCATES_NOTHING(swiftsdp_session_is_negotiation_needed(session));
    CHECK_ALLOCATES_NOTHING(swiftsdp_session_transceiver_count(session) == 10);
    CHECK_ALLOCATES_NOTHING(swiftsdp_session_transceiver(session, 7, &found, NULL));
    CHECK_ALLOCATES_NOTHING(swiftsdp_session_find_transceiver(session, 7, &found, NULL));
    CHECK_ALLOCATES_NOTHING(
        swiftsdp_session_text(session, SWIFTSDP_TEXT_MID, 7, 0, text, sizeof text, &size, NULL));
    CHECK_ALLOCATES_NOTHING(swiftsdp_session_find_mid(session, text, size, &found, NULL));
    CHECK(found.id == 7);
    CHECK_ALLOCATES_NOTHING(
        swiftsdp_session_text(session, SWIFTSDP_TEXT_STREAM, 7, 0, text, sizeof text, &size, NULL));
    CHECK(size == 23 && memcmp(text, "a-stream-of-a-publisher", size) == 0);
    swiftsdp_description *description =
        swiftsdp_session_description(session, SWIFTSDP_LOCAL, NULL);
    CHECK(description);
    CHECK_ALLOCATES_NOTHING(swiftsdp_description_write(description, output, sizeof output, NULL));
    CHECK_ALLOCATES_NOTHING(swiftsdp_description_json_size(description, &size, NULL));
    CHECK_ALLOCATES_NOTHING(
        swiftsdp_description_write_json(description, output, sizeof output, &size, NULL));
    swiftsdp_description_release(description);
    CHECK(swiftsdp_session_set_local_description(session, SWIFTSDP_TYPE_ROLLBACK, NULL, NULL));
  }
  swiftsdp_session_release(session);
}

// What contradicts itself in every way that takes memory.
static const char contradictions[] =
    "v=0\r\no=- 1 1 IN IP4 0\r\ns=-\r\nt=0 0\r\n"
    "a=group:BUNDLE 1 2 3 1\r\na=group:BUNDLE 2 4\r\na=extmap:1 urn:x\r\n"
    "m=video 9 UDP/TLS/RTP/SAVPF 96 97\r\na=mid:2\r\na=rid:b send\r\na=rid:a send\r\n"
    "a=rid:b recv\r\na=simulcast:send a;c recv b\r\na=ssrc:5 cname:x\r\na=ssrc:4 cname:x\r\n"
    "a=ssrc-group:FID 4 6\r\na=extmap:1 urn:y\r\na=extmap:1 urn:z\r\na=rtpmap:96 VP8/90000\r\n"
    "m=audio 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:1\r\na=rtpmap:96 opus/48000/2\r\n"
    "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:2\r\na=mid:4\r\n"
    "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:2\r\n";

static void check_warm_verification(const char *bytes, size_t size, size_t least) {
  swiftsdp_index *index = swiftsdp_index_create(NULL, NULL);
  static swiftsdp_warning violations[256];
  size_t first = 0, count = 0;
  CHECK(index && swiftsdp_index_read(index, bytes, size, NULL));
  CHECK(swiftsdp_index_verify(index, SWIFTSDP_VERIFY_WEBRTC_ANSWER, violations, 256, &first, NULL));
  CHECK(first >= least);
  for (int time = 0; time < 3; time++) {
    CHECK_ALLOCATES_NOTHING(swiftsdp_index_read(index, bytes, size, NULL));
    CHECK_ALLOCATES_NOTHING(swiftsdp_index_verify(index, SWIFTSDP_VERIFY_WEBRTC_ANSWER, violations,
                                                  256, &count, NULL));
    CHECK(count == first);
  }
  swiftsdp_index_release(index);
}

// ---- No input makes the memory exceed a bound that follows from the limits ----

// The most memory that a call took beside what was there before it.
static size_t most(size_t before) { return peak > before ? peak - before : 0; }

// Fills `input` with `head` and then `line` as often as it fits into `size` bytes, each with
// a number of its own where it says %zu.
static void fill(const char *head, const char *line, size_t size) {
  input_size = (size_t)snprintf(input, sizeof input, "%s", head);
  for (size_t number = 0; input_size + strlen(line) + 24 < size; number++)
    input_size += (size_t)snprintf(input + input_size, sizeof input - input_size, line, number);
}

static void check_bounds(void) {
  swiftsdp_limits limits = SWIFTSDP_INIT(swiftsdp_limits);
  CHECK(swiftsdp_limits_get(SWIFTSDP_LIMITS_BROWSER, &limits));
  limits.attributes = limits.session_attributes = limits.candidates = limits.sources = limits.lines;
  // A line has at least its ending, and an index 16 bytes of it, up to twice as many when it
  // grows. What else is noted is of sections, and of lines that have at least 4 bytes.
  const size_t index_bound = 4096 + 34 * limits.bytes;
  const size_t other_bound = 4096 + 4096 * limits.media_sections + 64 * (limits.bytes / 4);
  const char *const head = "v=0\no=- 1 1 IN IP4 0\ns=-\nt=0 0\n";
  const char *const hostile[] = {
      "\n", "a=x\n", "a=%zu\n", "m=a 9 b c\n", "m=audio 9 RTP/AVP 0\na=mid:%zu\n",
      "a=candidate:%zu 1 udp 1 x 9 typ host\n", "a=ssrc:%zu cname:x\n", "a=rtpmap:96 x/%zu\n",
      "a=extmap:%zu u:x\n", "a=group:BUNDLE 0\n", "a=fmtp:96 a;b;c;d;e;f\n", "a=rid:%zu send\n",
      "a=rtcp-fb:* nack\n", "a=msid:a b\n", "t=0 0\nr=1 1 0\n", "c=IN IP4 0\n"};
  size_t index_most = 0, other_most = 0;
  for (size_t kind = 0; kind < 2 * sizeof hostile / sizeof *hostile; kind++) {
    char start[256];
    snprintf(start, sizeof start, "%s%s", head,
             kind % 2 ? "m=audio 9 UDP/TLS/RTP/SAVPF 96 0 97\na=mid:x\na=rtpmap:96 x/1\n" : "");
    fill(start, hostile[kind / 2], limits.bytes);
    CHECK(input_size <= limits.bytes);
    size_t before = held;
    peak = held;
    swiftsdp_index *index = swiftsdp_index_create(&limits, NULL);
    CHECK(index);
    const bool is_read = swiftsdp_index_read(index, input, input_size, NULL);
    if (most(before) > index_most) index_most = most(before);
    CHECK(most(before) <= index_bound);
    if (is_read) {
      before = held;
      peak = held;
      size_t count = 0;
      CHECK(swiftsdp_index_verify(index, SWIFTSDP_VERIFY_WEBRTC_OFFER, NULL, 0, &count, NULL));
      swiftsdp_difference *difference = swiftsdp_difference_create(index, index, NULL);
      CHECK(difference);
      swiftsdp_difference_release(difference);
      if (most(before) > other_most) other_most = most(before);
      CHECK(most(before) <= other_bound);
    }
    swiftsdp_index_release(index);
  }
  printf("memory: at most %zu bytes for an index, %zu to verify and compare, of %zu and %zu\n",
         index_most, other_most, index_bound, other_bound);
}

int main(int count, char **arguments) {
  CHECK(count == 2);
  read_input(arguments[1]);
  CHECK(!run(0));
  size_t fail_at = 1;
  while (run(fail_at)) fail_at++;
  CHECK(fail_at > 20);
  printf("memory: each of %zu allocations failed once, and nothing was lost\n", fail_at - 1);
  check_warm();
  check_warm_verification(input, input_size, 0);
  check_warm_verification(contradictions, sizeof contradictions - 1, 10);
  const long before = live;
  check_session();
  // The set of capabilities is made once and stays.
  check_session();
  const long kept = live;
  check_session();
  CHECK(live == kept && kept >= before);
  printf("memory: none is allocated once warm\n");
  check_bounds();
  return 0;
}
