#include "peer.h"

#include <sofia-sip/sdp.h>
#include <sofia-sip/su_alloc.h>

static long parse(const char *bytes, size_t size) {
  su_home_t home[1] = {SU_HOME_INIT(home)};
  su_home_init(home);
  /* As its user agents parse what comes from the network. */
  sdp_parser_t *parser = sdp_parse(home, bytes, (issize_t)size, 0);
  const sdp_session_t *session = sdp_session(parser);
  long sections = session ? 0 : -1;
  for (const sdp_media_t *media = session ? session->sdp_media : NULL; media; media = media->m_next)
    sections++;
  sdp_parser_free(parser);
  su_home_deinit(home);
  return sections;
}

const struct swiftsdp_peer *swiftsdp_peer_get(void) {
  static const struct swiftsdp_peer peer = {
      "sofia-sip",
      "a tree in one copy of the text; rtpmap, fmtp and directions typed, the rest name and value",
      parse};
  return &peer;
}
