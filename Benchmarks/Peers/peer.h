/* What a shim for another SDP parser gives, one shared object each, so that their
 * symbols stay apart. A shim exports `swiftsdp_peer_get` alone. */
#ifndef SWIFTSDP_PEER_H
#define SWIFTSDP_PEER_H

#include <stddef.h>

struct swiftsdp_peer {
  /* As its package calls it. */
  const char *name;
  /* What a parse gives the caller, in a few words. */
  const char *delivers;
  /* Parses a description and frees what became of it. A NUL follows the bytes. Returns
   * how many media sections there were, or -1 for an error. */
  long (*parse)(const char *bytes, size_t size);
};

#ifdef __cplusplus
extern "C"
#endif
__attribute__((visibility("default"))) const struct swiftsdp_peer *swiftsdp_peer_get(void);

#endif
