/* Makes an offer from plain C: the least that a program must write. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <swiftsdp.h>

static swiftsdp_slice text(const char *characters) {
  swiftsdp_slice slice = {characters, strlen(characters)};
  return slice;
}

static int fail(const swiftsdp_error *error) {
  fprintf(stderr, "error %u: %.*s\n", (unsigned)error->code, (int)error->reason.size,
          error->reason.size > 0 ? error->reason.bytes : "");
  return 1;
}

int main(void) {
  swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
  swiftsdp_fingerprint fingerprint;
  fingerprint.hash_function = text("sha-256");
  fingerprint.value = text(
      "4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19:E5:7C:AB:3E:4B:65:2E:7D:46:3F:54:42:CD:"
      "54:F1");
  swiftsdp_session_configuration configuration = SWIFTSDP_INIT(swiftsdp_session_configuration);
  configuration.fingerprints = &fingerprint;
  configuration.fingerprint_count = 1;
  swiftsdp_session *session = swiftsdp_session_create(&configuration, &error);
  if (session == NULL) return fail(&error);

  swiftsdp_transceiver_init video = SWIFTSDP_INIT(swiftsdp_transceiver_init);
  video.kind = SWIFTSDP_KIND_VIDEO;
  video.direction = SWIFTSDP_DIRECTION_SENDRECV;
  uint32_t id = 0;
  if (!swiftsdp_session_add_transceiver(session, &video, &id, &error)) return fail(&error);
  if (!swiftsdp_session_add_data_section(session, &error)) return fail(&error);

  swiftsdp_description *offer = swiftsdp_session_create_offer(session, NULL, &error);
  if (offer == NULL) return fail(&error);
  size_t size = swiftsdp_description_size(offer);
  char *bytes = malloc(size);
  if (bytes == NULL) return 1;
  if (!swiftsdp_description_write(offer, bytes, size, &error)) return fail(&error);
  int is_offer = size > 5 && memcmp(bytes, "v=0\r\n", 5) == 0;
  printf("C11: an offer of %zu bytes\n", size);
  free(bytes);
  swiftsdp_description_release(offer);
  swiftsdp_session_release(session);
  return is_offer ? 0 : 1;
}
