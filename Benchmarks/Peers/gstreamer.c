#include "peer.h"

#include <gst/sdp/gstsdpmessage.h>

static long parse(const char *bytes, size_t size) {
  GstSDPMessage message = {0};
  gst_sdp_message_init(&message);
  long sections = -1;
  if (gst_sdp_message_parse_buffer((const guint8 *)bytes, (guint)size, &message) == GST_SDP_OK)
    sections = gst_sdp_message_medias_len(&message);
  gst_sdp_message_uninit(&message);
  return sections;
}

const struct swiftsdp_peer *swiftsdp_peer_get(void) {
  static const struct swiftsdp_peer peer = {
      "gstreamer", "owned copies of each line's fields; attributes as key and value strings", parse};
  return &peer;
}
