#include "peer.h"

#include <stddef.h>
#include <stdlib.h>
#include <sys/time.h>
#include <osipparser2/osip_port.h>
#include <osipparser2/osip_parser.h>
#include <osipparser2/sdp_message.h>

static long parse(const char *bytes, size_t size) {
  (void)size;
  sdp_message_t *message = NULL;
  if (sdp_message_init(&message) != 0) return -1;
  long sections = -1;
  if (sdp_message_parse(message, bytes) == 0)
    for (sections = 0; !sdp_message_endof_media(message, (int)sections);) sections++;
  sdp_message_free(message);
  return sections;
}

const struct swiftsdp_peer *swiftsdp_peer_get(void) {
  static const struct swiftsdp_peer peer = {
      "osip2", "lists of owned strings, one a field; attributes as name and value", parse};
  parser_init();
  return &peer;
}
