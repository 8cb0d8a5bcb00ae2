// Benchmarks of creating offers.
#include "Benchmarks.hpp"

#include <swiftsdp.h>

#include <string_view>

namespace {

// Audio and video in turn, and data.
struct Conference {
  std::string name;
  std::size_t sections;
};

swiftsdp_session *makeSession(const Conference &conference) {
  static const std::string_view hash = "sha-256",
                                value =
                                    "4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19:E5:7C:AB:"
                                    "3E:4B:65:2E:7D:46:3F:54:42:CD:54:F1",
                                stream = "7cb9339e-9a57-46fb-9835-605df12b5af4";
  const swiftsdp_fingerprint fingerprint = {{hash.data(), hash.size()},
                                            {value.data(), value.size()}};
  swiftsdp_session_configuration configuration = swiftsdp_session_configuration();
  configuration.struct_size = sizeof configuration;
  configuration.fingerprints = &fingerprint;
  configuration.fingerprint_count = 1;
  swiftsdp_session *session = swiftsdp_session_create(&configuration, nullptr);
  require(session != nullptr, "creating a session");
  const swiftsdp_slice streams = {stream.data(), stream.size()};
  swiftsdp_transceiver_init init = swiftsdp_transceiver_init();
  init.struct_size = sizeof init;
  init.direction = SWIFTSDP_DIRECTION_SENDRECV;
  init.streams = &streams;
  init.stream_count = 1;
  for (std::size_t number = 1; number < conference.sections; number++) {
    init.kind = number % 2 == 1 ? SWIFTSDP_KIND_AUDIO : SWIFTSDP_KIND_VIDEO;
    require(swiftsdp_session_add_transceiver(session, &init, nullptr, nullptr),
            "adding a transceiver");
  }
  require(swiftsdp_session_add_data_section(session, nullptr), "adding the data section");
  return session;
}

// Creates an offer and releases it; returns its size.
std::size_t offer(swiftsdp_session *session) {
  swiftsdp_offer *offer = swiftsdp_session_create_offer(session, nullptr, nullptr);
  const std::size_t size = swiftsdp_offer_size(offer);
  require(size > 0, "creating an offer");
  swiftsdp_offer_release(offer);
  return size;
}

void addOffers(const Conference &conference) {
  add("offer/cold/" + conference.name, [&conference](benchmark::State &state) {
    std::size_t bytes = 0;
    for (auto _ : state) {
      swiftsdp_session *session = makeSession(conference);
      bytes = offer(session);
      swiftsdp_session_release(session);
    }
    count(state, bytes);
  });
  add("offer/unchanged/" + conference.name, [&conference](benchmark::State &state) {
    swiftsdp_session *session = makeSession(conference);
    std::size_t bytes = offer(session);
    for (auto _ : state) bytes = offer(session);
    swiftsdp_session_release(session);
    count(state, bytes);
  });
  // A transceiver in the middle stops sending, or starts again.
  add("offer/one-changed/" + conference.name, [&conference](benchmark::State &state) {
    swiftsdp_session *session = makeSession(conference);
    const std::size_t before = offer(session);
    bool sends = true;
    std::size_t changed = before;
    for (auto _ : state) {
      sends = !sends;
      require(swiftsdp_session_set_direction(
                  session, std::uint32_t(conference.sections / 2),
                  sends ? SWIFTSDP_DIRECTION_SENDRECV : SWIFTSDP_DIRECTION_RECVONLY, nullptr),
              "setting a direction");
      const std::size_t size = offer(session);
      if (!sends) changed = size;
    }
    swiftsdp_session_release(session);
    count(state, (before + changed) / 2);
  });
  add("write/offer/" + conference.name, [&conference](benchmark::State &state) {
    swiftsdp_session *session = makeSession(conference);
    swiftsdp_offer *offer = swiftsdp_session_create_offer(session, nullptr, nullptr);
    std::vector<char> copy(swiftsdp_offer_size(offer));
    bool succeeded = true;
    for (auto _ : state) {
      succeeded &= swiftsdp_offer_write(offer, copy.data(), copy.size(), nullptr);
      benchmark::DoNotOptimize(copy.data());
      benchmark::ClobberMemory();
    }
    require(succeeded, "writing an offer");
    swiftsdp_offer_release(offer);
    swiftsdp_session_release(session);
    count(state, copy.size());
  });
}

}  // namespace

void addOffers() {
  static const Conference conferences[] = {
      {"audio-video-data", 3}, {"10-sections", 10}, {"50-sections", 50}, {"500-sections", 500}};
  for (const Conference &conference : conferences) addOffers(conference);
}
