// A cache that sessions share, and offers in segments. CK-03, CK-07, A75.
#include <limits.h>
#include <sys/uio.h>

#include <atomic>
#include <thread>
#include <vector>

#include "sessions.hpp"

namespace {

using Cache = std::unique_ptr<swiftsdp_offer_cache, Releaser<swiftsdp_offer_cache_release>>;

swiftsdp_offer_cache_state state(const swiftsdp_offer_cache *cache) {
  swiftsdp_offer_cache_state state = SWIFTSDP_INIT(swiftsdp_offer_cache_state);
  CHECK_SUCCEEDS(swiftsdp_offer_cache_statistics(cache, &state, &error));
  return state;
}

// A subscriber of that many tracks.
Session subscriber(swiftsdp_offer_cache *cache, std::size_t tracks) {
  const swiftsdp_fingerprint fingerprint = {slice("sha-256"), slice(sha256)};
  swiftsdp_session_configuration configuration = SWIFTSDP_INIT(swiftsdp_session_configuration);
  configuration.bundle_policy = SWIFTSDP_BUNDLE_MAX_BUNDLE;
  configuration.fingerprints = &fingerprint;
  configuration.fingerprint_count = 1;
  configuration.offer_cache = cache;
  Session session(swiftsdp_session_create(&configuration, nullptr));
  CHECK(session);
  for (std::size_t track = 0; track < tracks; track++) {
    const std::string stream = "participant-" + std::to_string(track);
    addTransceiver(session.get(), track % 2 ? SWIFTSDP_KIND_VIDEO : SWIFTSDP_KIND_AUDIO,
                   SWIFTSDP_DIRECTION_SENDONLY, {stream});
  }
  return session;
}

SessionDescription offer(swiftsdp_session *session) {
  swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
  SessionDescription offer(swiftsdp_session_create_offer(session, nullptr, &error));
  if (!offer) fail(__FILE__, __LINE__, "swiftsdp_session_create_offer", describe(error));
  return offer;
}

std::string written(const swiftsdp_description *description, bool json) {
  std::size_t size = swiftsdp_description_size(description);
  if (json) CHECK_SUCCEEDS(swiftsdp_description_json_size(description, &size, &error));
  std::string text(size, '\0');
  if (json)
    CHECK_SUCCEEDS(
        swiftsdp_description_write_json(description, text.data(), size, nullptr, &error));
  else
    CHECK_SUCCEEDS(swiftsdp_description_write(description, text.data(), size, &error));
  return text;
}

// The segments in batches of that size.
std::vector<swiftsdp_slice> segments(const swiftsdp_description *description, bool json,
                                     std::size_t batch) {
  std::vector<swiftsdp_slice> all;
  swiftsdp_cursor cursor = {};
  std::size_t count = 0;
  do {
    std::vector<swiftsdp_slice> room(batch);
    CHECK_SUCCEEDS(swiftsdp_description_segments(description, json, &cursor, room.data(), batch,
                                                 &count, &error));
    CHECK(count <= batch);
    all.insert(all.end(), room.begin(), room.begin() + std::ptrdiff_t(count));
  } while (count == batch);
  return all;
}

std::string joined(const std::vector<swiftsdp_slice> &segments) {
  std::string joined;
  for (const swiftsdp_slice &segment : segments) joined += text(segment);
  return joined;
}

void checkSegments() {
  static_assert(sizeof(swiftsdp_slice) == sizeof(iovec));
  Cache cache(swiftsdp_offer_cache_create(0, 0));
  Session session = subscriber(cache.get(), 40);
  SessionDescription kept = offer(session.get());
  for (bool json : {false, true}) {
    const std::string expected = written(kept.get(), json);
    for (std::size_t batch : {std::size_t(1), std::size_t(5), std::size_t(IOV_MAX)}) {
      CHECK(joined(segments(kept.get(), json, batch)) == expected);
    }
    CHECK(segments(kept.get(), json, IOV_MAX).size() <= 2 + 3 * 40);
  }
  // They stay when the offer is no longer the last one, and when session and cache are gone.
  const std::string expected = written(kept.get(), false);
  const std::vector<swiftsdp_slice> all = segments(kept.get(), false, IOV_MAX);
  CHECK_SUCCEEDS(swiftsdp_session_set_direction(session.get(), 3, SWIFTSDP_DIRECTION_INACTIVE,
                                                &error));
  SessionDescription changed = offer(session.get());
  CHECK(written(changed.get(), false) != expected);
  changed.reset();
  session.reset();
  cache.reset();
  std::thread([&] {
    CHECK(joined(all) == expected);
    kept.reset();
  }).join();
}

void checkSegmentArguments() {
  Session session = subscriber(nullptr, 2);
  SessionDescription created = offer(session.get());
  swiftsdp_cursor cursor = {};
  swiftsdp_slice room[4];
  std::size_t count = 0;
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_description_segments(nullptr, false, &cursor, room, 4, &count, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_description_segments(created.get(), false, nullptr, room, 4, &count, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_description_segments(created.get(), false, &cursor, nullptr, 4, &count, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_description_segments(created.get(), false, &cursor, room, 0, &count, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_description_segments(created.get(), false, &cursor, room, 4, nullptr, &error));
  // A cursor from anywhere.
  cursor.state[0] = ~std::uint64_t(0);
  CHECK_SUCCEEDS(
      swiftsdp_description_segments(created.get(), false, &cursor, room, 4, &count, &error));
  CHECK(count == 0);
  // What was applied has none.
  CHECK_SUCCEEDS(swiftsdp_session_set_local_description(session.get(), SWIFTSDP_TYPE_OFFER,
                                                        created.get(), &error));
  SessionDescription applied(
      swiftsdp_session_description(session.get(), SWIFTSDP_LOCAL, nullptr));
  cursor = {};
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_description_segments(applied.get(), false, &cursor, room, 4, &count, &error));
  swiftsdp_offer_cache_state result = SWIFTSDP_INIT(swiftsdp_offer_cache_state);
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_offer_cache_statistics(nullptr, &result, &error));
  Cache cache(swiftsdp_offer_cache_create(1, 1));
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_offer_cache_statistics(cache.get(), nullptr, &error));
  swiftsdp_offer_cache_release(nullptr);
}

void checkSharing() {
  Cache cache(swiftsdp_offer_cache_create(0, 0));
  std::vector<Session> sessions;
  for (std::size_t number = 0; number < 50; number++)
    sessions.push_back(subscriber(cache.get(), 20));
  std::vector<SessionDescription> offers;
  for (const Session &session : sessions) offers.push_back(offer(session.get()));
  const swiftsdp_offer_cache_state told = state(cache.get());
  CHECK(told.bodies == 20 && told.misses == 20 && told.hits == 49 * 20 && told.evictions == 0);
  // The same segment for the same track, and an own one for the transport.
  const auto first = segments(offers[0].get(), false, IOV_MAX);
  const auto last = segments(offers[49].get(), false, IOV_MAX);
  CHECK(first.size() == last.size());
  std::size_t shared = 0;
  for (std::size_t at = 0; at < first.size(); at++) shared += first[at].bytes == last[at].bytes;
  CHECK(shared == 40);
  // An unchanged offer is the same handle's value.
  SessionDescription again = offer(sessions[7].get());
  CHECK(segments(again.get(), false, IOV_MAX)[0].bytes ==
        segments(offers[7].get(), false, IOV_MAX)[0].bytes);
  CHECK(swiftsdp_description_version(again.get()) ==
        swiftsdp_description_version(offers[7].get()));
}

void checkThreadsOnOneCache() {
  Cache cache(swiftsdp_offer_cache_create(30'000, 30'000));
  std::atomic<std::size_t> made = 0;
  std::vector<std::thread> threads;
  for (int number = 0; number < 4; number++) {
    threads.emplace_back([&cache, &made, number] {
      for (std::size_t round = 0; round < 25; round++) {
        Session session = subscriber(cache.get(), 10 + (round + std::size_t(number)) % 30);
        SessionDescription created = offer(session.get());
        const std::string text = written(created.get(), false);
        made += joined(segments(created.get(), false, 64)) == text;
        CHECK(state(cache.get()).bytes <= 60'000);
      }
    });
  }
  for (std::thread &thread : threads) thread.join();
  CHECK(made == 100);
  CHECK(state(cache.get()).bytes <= 30'000);
}

}  // namespace

void checkCaches() {
  checkSegments();
  checkSegmentArguments();
  checkSharing();
  checkThreadsOnOneCache();
}
