// Benchmarks of creating offers.
#include "Benchmarks.hpp"

#include <swiftsdp.h>

#include <memory>
#include <string_view>
#include <vector>

namespace {

// Audio and video in turn, and data.
struct Conference {
  std::string name;
  std::size_t sections;
  bool hasData = true;
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
  const std::size_t transceivers = conference.sections - conference.hasData;
  for (std::size_t number = 0; number < transceivers; number++) {
    init.kind = number % 2 == 0 ? SWIFTSDP_KIND_AUDIO : SWIFTSDP_KIND_VIDEO;
    require(swiftsdp_session_add_transceiver(session, &init, nullptr, nullptr),
            "adding a transceiver");
  }
  if (conference.hasData)
    require(swiftsdp_session_add_data_section(session, nullptr), "adding the data section");
  return session;
}

struct SessionRelease {
  void operator()(swiftsdp_session *session) const { swiftsdp_session_release(session); }
};
struct OfferRelease {
  void operator()(swiftsdp_offer *offer) const { swiftsdp_offer_release(offer); }
};
using Session = std::unique_ptr<swiftsdp_session, SessionRelease>;
using Offer = std::unique_ptr<swiftsdp_offer, OfferRelease>;

Offer createOffer(const Session &session, bool restartsICE = false) {
  swiftsdp_offer_options options = swiftsdp_offer_options();
  options.struct_size = sizeof options;
  options.ice_restart = restartsICE;
  Offer offer(swiftsdp_session_create_offer(session.get(), &options, nullptr));
  require(swiftsdp_offer_size(offer.get()) > 0, "creating an offer");
  return offer;
}

std::size_t offerSize(const Session &session, bool restartsICE = false) {
  return swiftsdp_offer_size(createOffer(session, restartsICE).get());
}

void addOffers(const Conference &conference) {
  const auto addOffer = [&](const std::string &operation,
                            std::function<void(Measurement &)> body) {
    add("offer/" + operation + "/" + conference.name, body);
  };
  addOffer("cold", [conference](Measurement &measurement) {
    const std::size_t bytes = offerSize(Session(makeSession(conference)));
    measurement.of({bytes, 1, conference.sections},
                   [&] { offerSize(Session(makeSession(conference))); });
  });
  addOffer("unchanged", [conference](Measurement &measurement) {
    const Session session(makeSession(conference));
    const std::size_t bytes = offerSize(session);
    measurement.of({bytes, 1, conference.sections}, [&] { offerSize(session); });
  });
  // Other credentials for every transport.
  addOffer("restart", [conference](Measurement &measurement) {
    const Session session(makeSession(conference));
    const Offer offer = createOffer(session);
    const std::size_t bytes = swiftsdp_offer_size(offer.get());
    measurement.of({bytes, 1, conference.sections}, [&] { offerSize(session, true); });
  });
  // A transceiver in the middle stops sending, and starts again.
  addOffer("one-changed", [conference](Measurement &measurement) {
    const Session session(makeSession(conference));
    const auto offerWith = [&](std::uint32_t direction) {
      require(swiftsdp_session_set_direction(session.get(), std::uint32_t(conference.sections / 2),
                                             direction, nullptr),
              "setting a direction");
      return offerSize(session);
    };
    const std::size_t bytes = offerWith(SWIFTSDP_DIRECTION_SENDRECV) +
                              offerWith(SWIFTSDP_DIRECTION_RECVONLY);
    measurement.of({bytes, 2, 2 * conference.sections}, [&] {
      offerWith(SWIFTSDP_DIRECTION_SENDRECV);
      offerWith(SWIFTSDP_DIRECTION_RECVONLY);
    });
  });
  add("write/offer/" + conference.name, [conference](Measurement &measurement) {
    const Session session(makeSession(conference));
    const Offer offer = createOffer(session);
    std::vector<char> copy(swiftsdp_offer_size(offer.get()));
    bool succeeded = true;
    measurement.of({copy.size(), 1, conference.sections}, [&] {
      succeeded &= swiftsdp_offer_write(offer.get(), copy.data(), copy.size(), nullptr);
      benchmark::DoNotOptimize(copy.data());
      benchmark::ClobberMemory();
    });
    require(succeeded, "writing an offer");
  });
}

}  // namespace

void addOffers() {
  addOffers({"audio-video-data", 3});
  for (const std::size_t sections : {10, 50, 200, 500})
    addOffers({std::to_string(sections) + "-sections", sections});
  for (std::size_t sections = 1; sections <= 512; sections *= 2)
    addOffers({"sections-" + std::to_string(sections), sections, false});
}
