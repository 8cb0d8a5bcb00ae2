#include "peer.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/socket.h>
#include <re/re.h>

static long parse(const char *bytes, size_t size) {
  struct sa address;
  struct sdp_session *session = NULL;
  long sections = -1;
  sa_set_str(&address, "127.0.0.1", 0);
  struct mbuf *buffer = mbuf_alloc(size);
  if (buffer && mbuf_write_mem(buffer, (const uint8_t *)bytes, size) == 0 &&
      sdp_session_alloc(&session, &address) == 0) {
    mbuf_set_pos(buffer, 0);
    /* Makes a remote media of each section, since there is none of ours. */
    if (sdp_decode(session, buffer, true) == 0)
      sections = (long)list_count(sdp_session_medial(session, false));
  }
  mem_deref(session);
  mem_deref(buffer);
  return sections;
}

const struct swiftsdp_peer *swiftsdp_peer_get(void) {
  static const struct swiftsdp_peer peer = {
      "libre", "a session to negotiate with; formats with rtpmap and fmtp, addresses and directions typed, "
               "the rest name and value",
      parse};
  return &peer;
}
