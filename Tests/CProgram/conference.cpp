// A publisher and twenty subscribers, negotiated through the library on both sides: the
// server's session in one hand, the client's in the other, and text between them.
#include <deque>
#include <map>
#include <set>

#include "sessions.hpp"

namespace {

constexpr std::uint32_t inactive = SWIFTSDP_DIRECTION_INACTIVE, sendOnly = SWIFTSDP_DIRECTION_SENDONLY,
                        receiveOnly = SWIFTSDP_DIRECTION_RECVONLY;

swiftsdp_transceiver find(const swiftsdp_session *session, std::uint32_t id) {
  swiftsdp_transceiver found = SWIFTSDP_INIT(swiftsdp_transceiver);
  CHECK_SUCCEEDS(swiftsdp_session_find_transceiver(session, id, &found, &error));
  CHECK(found.id == id);
  return found;
}

std::string midOf(const swiftsdp_session *session, std::uint32_t id) {
  return sessionText(session, SWIFTSDP_TEXT_MID, id);
}

// A description of the session; empty if there is none.
std::string described(const swiftsdp_session *session, std::uint32_t which) {
  swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
  error.code = 1;
  SessionDescription description(swiftsdp_session_description(session, which, &error));
  if (description) return written(description.get());
  CHECK(error.code == 0);
  return {};
}

struct Codec {
  std::uint32_t payloadType;
  std::string name, parameters;
};

// The codecs that were agreed on, in memory that ends where they do.
std::vector<Codec> negotiatedCodecs(const swiftsdp_session *session, std::uint32_t id) {
  std::size_t size = 99, textSize = 99;
  swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
  if (swiftsdp_session_negotiated_codecs(session, id, nullptr, 0, &size, nullptr, 0, &textSize,
                                         &error)) {
    CHECK(size == 0 && textSize == 0);
    return {};
  }
  CHECK(error.code == SWIFTSDP_ERROR_INSUFFICIENT_SPACE && size > 0);
  GuardedMemory elements(size * sizeof(swiftsdp_negotiated_codec)), texts(textSize);
  auto *codecs = reinterpret_cast<swiftsdp_negotiated_codec *>(
      elements.end(size * sizeof(swiftsdp_negotiated_codec)));
  CHECK_FAILS(SWIFTSDP_ERROR_INSUFFICIENT_SPACE,
              swiftsdp_session_negotiated_codecs(session, id, codecs + 1, size - 1, nullptr,
                                                 texts.end(textSize), textSize, nullptr, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_INSUFFICIENT_SPACE,
              swiftsdp_session_negotiated_codecs(session, id, codecs, size, nullptr,
                                                 texts.end(textSize - 1), textSize - 1, nullptr, &error));
  CHECK_SUCCEEDS(swiftsdp_session_negotiated_codecs(session, id, codecs, size, nullptr,
                                                    texts.end(textSize), textSize, nullptr, &error));
  std::vector<Codec> result;
  for (std::size_t at = 0; at < size; at++)
    result.push_back({codecs[at].payload_type, std::string(text(codecs[at].codec.name)),
                      std::string(text(codecs[at].codec.parameters))});
  return result;
}

std::vector<std::string> rids(const swiftsdp_session *session, std::uint32_t id) {
  swiftsdp_encoding encodings[8];
  char texts[64];
  std::size_t count = 0, size = 0;
  CHECK_SUCCEEDS(swiftsdp_session_encodings(session, id, encodings, 8, &count, texts, sizeof texts,
                                            &size, &error));
  CHECK(count == find(session, id).encoding_count);
  std::vector<std::string> result;
  for (std::size_t at = 0; at < count; at++) result.push_back(std::string(text(encodings[at].rid)));
  return result;
}

// The two ends of a connection. Events are kept by side until a check takes them.
struct Connection {
  Session server, client;
  std::deque<Event> serverEvents, clientEvents;
  std::size_t candidates = 0;

  explicit Connection(bool receivesSimulcast = false) {
    SessionOptions options;
    options.policy = SWIFTSDP_BUNDLE_MAX_BUNDLE;
    options.receivesSimulcast = receivesSimulcast;
    server = makeSession(options);
    client = makeSession();
  }

  // Takes the events of both sides, gathers for those who ask, and trickles.
  void poll() {
    for (bool isServer : {true, false}) {
      swiftsdp_session *session = (isServer ? server : client).get();
      std::deque<Event> &kept = isServer ? serverEvents : clientEvents;
      for (const Event &event : takeEvents(session)) {
        kept.push_back(event);
        if (event.kind == SWIFTSDP_EVENT_GATHER) gather(session, event);
      }
    }
  }

  void gather(swiftsdp_session *session, const Event &event) {
    const std::string candidate = "candidate:1 1 udp 2122252543 192.0.2." +
                                  std::to_string(1 + candidates % 200) + " 3478 typ host";
    bool isAdded = false;
    CHECK_SUCCEEDS(swiftsdp_session_add_local_candidate(
        session, candidate.data(), candidate.size(), event.usernameFragment.data(),
        event.usernameFragment.size(), &isAdded, &error));
    CHECK(isAdded);
    CHECK_SUCCEEDS(swiftsdp_session_end_local_candidates(session, event.usernameFragment.data(),
                                                         event.usernameFragment.size(), &isAdded,
                                                         &error));
    CHECK(isAdded);
    candidates++;
  }

  std::vector<Event> take(bool isServer) {
    poll();
    // Events of gathering come with the next poll.
    poll();
    std::deque<Event> &kept = isServer ? serverEvents : clientEvents;
    std::vector<Event> events(kept.begin(), kept.end());
    kept.clear();
    return events;
  }

  // Lets `from` offer and the other side answer; returns the two texts.
  std::pair<std::string, std::string> negotiate(bool serverOffers, bool restarts = false) {
    swiftsdp_session *from = (serverOffers ? server : client).get();
    swiftsdp_session *to = (serverOffers ? client : server).get();
    SessionDescription offer = createOffer(from, restarts);
    CHECK_SUCCEEDS(setLocal(from, SWIFTSDP_TYPE_OFFER, offer.get(), &error));
    CHECK(swiftsdp_session_signaling_state(from) == SWIFTSDP_STATE_HAVE_LOCAL_OFFER);
    return {written(offer.get()), answer(from, to, written(offer.get()))};
  }

  static std::string answer(swiftsdp_session *from, swiftsdp_session *to, const std::string &offer) {
    CHECK_SUCCEEDS(setRemote(to, SWIFTSDP_TYPE_OFFER, offer, &error));
    CHECK(swiftsdp_session_signaling_state(to) == SWIFTSDP_STATE_HAVE_REMOTE_OFFER);
    swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
    SessionDescription answer(swiftsdp_session_create_answer(to, nullptr, &error));
    if (!answer) fail(__FILE__, __LINE__, "swiftsdp_session_create_answer", describe(error));
    CHECK(swiftsdp_description_type(answer.get()) == SWIFTSDP_TYPE_ANSWER);
    const std::string bytes = written(answer.get());
    CHECK_SUCCEEDS(setLocal(to, SWIFTSDP_TYPE_ANSWER, answer.get(), &error));
    CHECK_SUCCEEDS(setRemote(from, SWIFTSDP_TYPE_ANSWER, bytes, &error));
    return bytes;
  }

  // Whether both sides know the same after an exchange.
  void checkAgreement() {
    CHECK(swiftsdp_session_signaling_state(server.get()) == SWIFTSDP_STATE_STABLE);
    CHECK(swiftsdp_session_signaling_state(client.get()) == SWIFTSDP_STATE_STABLE);
    std::size_t live = 0;
    for (std::size_t at = 0; at < swiftsdp_session_transceiver_count(server.get()); at++) {
      swiftsdp_transceiver own = SWIFTSDP_INIT(swiftsdp_transceiver);
      CHECK_SUCCEEDS(swiftsdp_session_transceiver(server.get(), at, &own, &error));
      if (own.mid_size == 0) continue;
      const std::string mid = midOf(server.get(), own.id);
      swiftsdp_transceiver other = SWIFTSDP_INIT(swiftsdp_transceiver);
      CHECK_SUCCEEDS(
          swiftsdp_session_find_mid(client.get(), mid.data(), mid.size(), &other, &error));
      CHECK(own.kind == other.kind && !own.is_stopped && !other.is_stopped);
      CHECK(own.current_direction == reversed(other.current_direction));
      const std::vector<Codec> ours = negotiatedCodecs(server.get(), own.id),
                               theirs = negotiatedCodecs(client.get(), other.id);
      CHECK(!ours.empty() && ours.size() == theirs.size());
      for (std::size_t codec = 0; codec < ours.size(); codec++) {
        CHECK(ours[codec].payloadType == theirs[codec].payloadType);
        CHECK(ours[codec].name == theirs[codec].name);
        CHECK(ours[codec].parameters == theirs[codec].parameters);
      }
      live++;
    }
    CHECK(live > 0 || swiftsdp_session_transceiver_count(server.get()) == 0);
    CHECK(described(server.get(), SWIFTSDP_PENDING_LOCAL).empty());
    CHECK(described(client.get(), SWIFTSDP_PENDING_REMOTE).empty());
    CHECK(described(server.get(), SWIFTSDP_LOCAL) == described(server.get(), SWIFTSDP_CURRENT_LOCAL));
    checkTransports();
  }

  // Credentials cross over, one side is the DTLS client, one controls ICE.
  void checkTransports() {
    CHECK(swiftsdp_session_transport_count(server.get()) == 1);
    CHECK(swiftsdp_session_transport_count(client.get()) == 1);
    swiftsdp_transport ours = SWIFTSDP_INIT(swiftsdp_transport), theirs = ours;
    CHECK_SUCCEEDS(swiftsdp_session_transport(server.get(), 0, &ours, &error));
    CHECK_SUCCEEDS(swiftsdp_session_transport(client.get(), 0, &theirs, &error));
    CHECK(ours.has_local_credentials && ours.has_remote_credentials);
    auto text = [&](bool isServer, std::uint32_t kind) {
      return sessionText((isServer ? server : client).get(), kind, (isServer ? ours : theirs).id);
    };
    CHECK(text(true, SWIFTSDP_TEXT_LOCAL_USERNAME_FRAGMENT) ==
          text(false, SWIFTSDP_TEXT_REMOTE_USERNAME_FRAGMENT));
    CHECK(text(false, SWIFTSDP_TEXT_LOCAL_PASSWORD) == text(true, SWIFTSDP_TEXT_REMOTE_PASSWORD));
    CHECK(text(true, SWIFTSDP_TEXT_LOCAL_PASSWORD).size() == 24);
    CHECK(text(true, SWIFTSDP_TEXT_LOCAL_PASSWORD) != text(false, SWIFTSDP_TEXT_LOCAL_PASSWORD));
    CHECK(ours.ice_role + theirs.ice_role == SWIFTSDP_ICE_CONTROLLING + SWIFTSDP_ICE_CONTROLLED);
    CHECK(ours.setup + theirs.setup == SWIFTSDP_SETUP_ACTIVE + SWIFTSDP_SETUP_PASSIVE);
  }

  // Tells each side the candidates of the other: one by one, or as a fragment.
  void trickle(bool asFragment) {
    const std::vector<Event> ours = take(true), theirs = take(false);
    CHECK(swiftsdp_session_can_trickle(server.get()) == SWIFTSDP_YES);
    tell(client.get(), ours, asFragment);
    tell(server.get(), theirs, asFragment);
  }

  static void tell(swiftsdp_session *session, const std::vector<Event> &events, bool asFragment) {
    std::string fragment;
    for (const Event &event : events) {
      if (event.kind != SWIFTSDP_EVENT_CANDIDATE) continue;
      CHECK(!event.mid.empty() && !event.usernameFragment.empty());
      if (asFragment) {
        if (fragment.empty())
          fragment = "a=ice-ufrag:" + event.usernameFragment +
                     "\r\na=ice-pwd:0123456789abcdefghijkl\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:" +
                     event.mid + "\r\n";
        fragment += "a=" + (event.text.empty() ? "end-of-candidates" : event.text) + "\r\n";
        continue;
      }
      swiftsdp_candidate_init init = SWIFTSDP_INIT(swiftsdp_candidate_init);
      init.candidate = slice(event.text);
      init.mid = slice(event.mid);
      init.index = std::uint16_t(event.index);
      init.has_index = true;
      init.username_fragment = slice(event.usernameFragment);
      CHECK_SUCCEEDS(swiftsdp_session_add_remote_candidate(session, &init, &error));
    }
    if (!fragment.empty())
      CHECK_SUCCEEDS(swiftsdp_session_add_remote_fragment(session, fragment.data(), fragment.size(),
                                                          &error));
  }

  // What one side knows of the other's transport.
  void checkRemoteTransport(const swiftsdp_session *session, const std::string &mid,
                            std::size_t expected) {
    swiftsdp_remote_transport remote = SWIFTSDP_INIT(swiftsdp_remote_transport);
    CHECK_FAILS(SWIFTSDP_ERROR_INSUFFICIENT_SPACE,
                swiftsdp_session_remote_transport(session, mid.data(), mid.size(), &remote, &error));
    CHECK(remote.fingerprint_count == 2 && remote.candidate_count == expected);
    GuardedMemory texts(remote.text_size), lists(4096);
    remote.texts = texts.end(remote.text_size);
    remote.text_capacity = remote.text_size;
    std::vector<swiftsdp_fingerprint> fingerprints(remote.fingerprint_count);
    remote.fingerprints = fingerprints.data();
    remote.fingerprint_capacity = fingerprints.size();
    const std::size_t bytes = expected * sizeof(swiftsdp_slice);
    remote.candidates = reinterpret_cast<swiftsdp_slice *>(lists.end(bytes));
    remote.candidate_capacity = expected;
    CHECK_SUCCEEDS(
        swiftsdp_session_remote_transport(session, mid.data(), mid.size(), &remote, &error));
    CHECK(text(fingerprints[0].hash_function) == "sha-256");
    CHECK(text(fingerprints[0].value) == sha256 && text(fingerprints[1].value) == sha1);
    for (std::size_t at = 0; at < expected; at++) {
      CHECK(text(remote.candidates[at]).rfind("candidate:1 1 udp 2122252543 192.0.2.", 0) == 0);
    }
    CHECK(remote.end_of_candidates == (expected > 0));
    CHECK(remote.username_fragment.size == 8 && remote.password.size == 24);
  }
};

std::uint32_t addSimulcast(swiftsdp_session *session) {
  swiftsdp_encoding encodings[3] = {};
  const char *const names[] = {"q", "h", "f"};
  for (int at = 0; at < 3; at++) {
    encodings[at].rid = slice(names[at]);
    encodings[at].scale_resolution_down_by = 4 >> at;
    encodings[at].maximum_bitrate = std::uint32_t(150'000 << at);
  }
  const swiftsdp_slice stream = slice("camera");
  swiftsdp_transceiver_init init = SWIFTSDP_INIT(swiftsdp_transceiver_init);
  init.kind = SWIFTSDP_KIND_VIDEO;
  init.direction = sendOnly;
  init.streams = &stream;
  init.stream_count = 1;
  init.encodings = encodings;
  init.encoding_count = 3;
  init.track = slice("lens");
  std::uint32_t id = ~0u;
  CHECK_SUCCEEDS(swiftsdp_session_add_transceiver(session, &init, &id, &error));
  return id;
}

void checkPublisher(Connection &publisher) {
  swiftsdp_session *client = publisher.client.get(), *server = publisher.server.get();
  std::uint32_t audio = ~0u;
  const swiftsdp_slice stream = slice("camera");
  CHECK_SUCCEEDS(swiftsdp_session_add_track(client, SWIFTSDP_KIND_AUDIO, "voice", 5, &stream, 1,
                                            &audio, &error));
  CHECK_SUCCEEDS(swiftsdp_session_set_direction(client, audio, sendOnly, &error));
  const std::uint32_t video = addSimulcast(client);
  const std::vector<Event> before = publisher.take(false);
  CHECK(before.size() == 1 && before[0].kind == SWIFTSDP_EVENT_NEGOTIATION_NEEDED);
  CHECK(swiftsdp_session_is_negotiation_needed(client));

  const auto [offer, answer] = publisher.negotiate(false);
  CHECK(!swiftsdp_session_is_negotiation_needed(client));
  const Description offered(offer), answered(answer);
  CHECK(offered.sections.size() == 3 && answered.sections.size() == 3);
  CHECK(offered.sections[2].has("simulcast:send q;h;f") && offered.sections[2].has("rid:h send"));
  CHECK(answered.sections[2].has("simulcast:recv q;h;f") && answered.sections[2].has("rid:h recv"));
  CHECK(answered.sections[1].direction == receiveOnly && answered.sections[2].port != 0);
  publisher.checkAgreement();
  CHECK((rids(client, video) == std::vector<std::string>{"q", "h", "f"}));

  // In the order of the W3C specification.
  std::vector<std::uint32_t> kinds;
  std::vector<Event> events = publisher.take(true);
  for (const Event &event : events)
    if (event.kind != SWIFTSDP_EVENT_CANDIDATE) kinds.push_back(event.kind);
  CHECK((kinds == std::vector<std::uint32_t>{
                      SWIFTSDP_EVENT_SIGNALING_STATE, SWIFTSDP_EVENT_TRANSCEIVER_ADDED,
                      SWIFTSDP_EVENT_TRANSCEIVER_ADDED, SWIFTSDP_EVENT_STREAM_ADDED,
                      SWIFTSDP_EVENT_STREAM_ADDED, SWIFTSDP_EVENT_TRACK, SWIFTSDP_EVENT_TRACK,
                      SWIFTSDP_EVENT_SIGNALING_STATE, SWIFTSDP_EVENT_GATHER}));
  CHECK(events[0].state == SWIFTSDP_STATE_HAVE_REMOTE_OFFER && events[3].text == "camera");
  CHECK(sessionText(server, SWIFTSDP_TEXT_REMOTE_STREAM, events[5].id) == "camera");
  // The id of a track is an app's own affair, so that none need be told.
  const std::string track = sessionText(server, SWIFTSDP_TEXT_REMOTE_TRACK, events[6].id);
  CHECK(offered.sections[2].has("msid:camera" + (track.empty() ? "" : " " + track)));
  publisher.serverEvents.assign(events.begin(), events.end());
  publisher.trickle(false);
  publisher.checkRemoteTransport(server, midOf(client, audio), 1);
  publisher.checkRemoteTransport(client, midOf(client, video), 1);
  // A balanced offer has a transport for audio and one for video, which gather both.
  CHECK(Description(described(server, SWIFTSDP_CURRENT_REMOTE)).count("end-of-candidates") == 2);
  CHECK(Description(described(client, SWIFTSDP_CURRENT_LOCAL)).count("candidate:") == 2);
  std::printf("publisher: audio and simulcast offered, answered, candidates trickled\n");
}

// What a subscriber gets of one publisher: two transceivers, audio first.
struct Forwarded {
  std::uint32_t audio, video;
};

Forwarded forward(Connection &subscriber, const std::string &stream) {
  return {addTransceiver(subscriber.server.get(), SWIFTSDP_KIND_AUDIO, sendOnly, {stream}),
          addTransceiver(subscriber.server.get(), SWIFTSDP_KIND_VIDEO, sendOnly, {stream})};
}

void checkForwarded(Connection &subscriber, const Forwarded &forwarded, const std::string &stream) {
  for (std::uint32_t id : {forwarded.audio, forwarded.video}) {
    const swiftsdp_transceiver own = find(subscriber.server.get(), id);
    CHECK(own.current_direction == sendOnly && own.transport != SWIFTSDP_NO_ID);
    const std::string mid = midOf(subscriber.server.get(), id);
    swiftsdp_transceiver other = SWIFTSDP_INIT(swiftsdp_transceiver);
    CHECK_SUCCEEDS(swiftsdp_session_find_mid(subscriber.client.get(), mid.data(), mid.size(), &other,
                                             &error));
    CHECK(other.direction == receiveOnly && other.remote_stream_count == 1);
    CHECK(sessionText(subscriber.client.get(), SWIFTSDP_TEXT_REMOTE_STREAM, other.id) == stream);
  }
}

constexpr std::size_t subscriberCount = 20;

void checkJoin(std::vector<Connection> &subscribers, std::vector<Forwarded> &forwarded) {
  for (std::size_t at = 0; at < subscribers.size(); at++) {
    Connection &subscriber = subscribers[at];
    forwarded.push_back(forward(subscriber, "camera"));
    swiftsdp_data_channel_init init = SWIFTSDP_INIT(swiftsdp_data_channel_init);
    init.label = slice("chat");
    init.is_unordered = true;
    std::uint32_t channel = ~0u;
    CHECK_SUCCEEDS(
        swiftsdp_session_create_data_channel(subscriber.server.get(), &init, &channel, &error));
    CHECK(sessionText(subscriber.server.get(), SWIFTSDP_TEXT_LABEL, channel) == "chat");
    const std::vector<Event> wanted = subscriber.take(true);
    CHECK(wanted.size() == 1 && wanted[0].kind == SWIFTSDP_EVENT_NEGOTIATION_NEEDED);
    const auto [offer, answer] = subscriber.negotiate(true);
    const Description offered(offer), answered(answer);
    CHECK(offered.sections.size() == 4 && answered.sections.size() == 4);
    for (std::size_t number = 1; number < 4; number++) {
      CHECK(offered.sections[number].mid == answered.sections[number].mid);
      CHECK(answered.sections[number].port != 0);
      if (number < 3) CHECK(answered.sections[number].direction == receiveOnly);
    }
    subscriber.checkAgreement();
    checkForwarded(subscriber, forwarded[at], "camera");
    const std::vector<Event> events = subscriber.take(false);
    CHECK(count(events, SWIFTSDP_EVENT_TRACK) == 2 && count(events, SWIFTSDP_EVENT_GATHER) == 1);
    subscriber.clientEvents.assign(events.begin(), events.end());
    subscriber.trickle(at % 2 == 1);
    subscriber.checkRemoteTransport(subscriber.server.get(), midOf(subscriber.server.get(), 0), 1);

    swiftsdp_sctp sctp = SWIFTSDP_INIT(swiftsdp_sctp);
    CHECK_SUCCEEDS(swiftsdp_session_sctp(subscriber.server.get(), &sctp, &error));
    CHECK(sctp.maximum_message_size == 262'144 && !sctp.is_unlimited);
    CHECK(sessionText(subscriber.server.get(), SWIFTSDP_TEXT_DATA_MID, 0) ==
          offered.sections[3].mid);
    swiftsdp_data_channel chat = SWIFTSDP_INIT(swiftsdp_data_channel);
    CHECK_SUCCEEDS(swiftsdp_session_data_channel(subscriber.server.get(), 0, &chat, &error));
    swiftsdp_transport transport = SWIFTSDP_INIT(swiftsdp_transport);
    CHECK_SUCCEEDS(swiftsdp_session_transport(subscriber.server.get(), 0, &transport, &error));
    // RFC 8832 section 6: the DTLS client has the even streams.
    CHECK(chat.stream_id == (transport.setup == SWIFTSDP_SETUP_ACTIVE ? 0 : 1));
  }
  std::printf("subscribers: %zu joined, with audio, video and data\n", subscribers.size());
}

// A second publisher joins; all are offered its tracks, and one answers in two steps.
void checkSecondPublisher(std::vector<Connection> &subscribers, std::vector<Forwarded> &second) {
  for (std::size_t at = 0; at < subscribers.size(); at++) {
    Connection &subscriber = subscribers[at];
    swiftsdp_session *server = subscriber.server.get(), *client = subscriber.client.get();
    second.push_back(forward(subscriber, "guest"));
    CHECK(count(subscriber.take(true), SWIFTSDP_EVENT_NEGOTIATION_NEEDED) == 1);
    if (at == 9) {
      // A provisional answer, and the text of what was created, back from elsewhere.
      SessionDescription offer = createOffer(server);
      const std::string text = written(offer.get());
      CHECK_FAILS(SWIFTSDP_ERROR_INVALID_MODIFICATION,
                  swiftsdp_session_set_local_text(server, SWIFTSDP_TYPE_OFFER, text.data(),
                                                  text.size() - 2, &error));
      CHECK_SUCCEEDS(swiftsdp_session_set_local_text(server, SWIFTSDP_TYPE_OFFER, text.data(),
                                                     text.size(), &error));
      CHECK_SUCCEEDS(setRemote(client, SWIFTSDP_TYPE_OFFER, text, &error));
      CHECK_SUCCEEDS(setLocal(client, SWIFTSDP_TYPE_PRANSWER, nullptr, &error));
      CHECK(swiftsdp_session_signaling_state(client) == SWIFTSDP_STATE_HAVE_LOCAL_PRANSWER);
      const std::string provisional = described(client, SWIFTSDP_PENDING_LOCAL);
      CHECK_SUCCEEDS(setRemote(server, SWIFTSDP_TYPE_PRANSWER, provisional, &error));
      CHECK(swiftsdp_session_signaling_state(server) == SWIFTSDP_STATE_HAVE_REMOTE_PRANSWER);
      CHECK_SUCCEEDS(setLocal(client, SWIFTSDP_TYPE_IMPLICIT, nullptr, &error));
      CHECK_SUCCEEDS(setRemote(server, SWIFTSDP_TYPE_ANSWER,
                               described(client, SWIFTSDP_CURRENT_LOCAL), &error));
    } else {
      const auto [offer, answer] = subscriber.negotiate(true);
      CHECK(Description(offer).sections.size() == 6 && Description(answer).sections.size() == 6);
    }
    subscriber.checkAgreement();
    checkForwarded(subscriber, second[at], "guest");
    const std::vector<Event> events = subscriber.take(false);
    CHECK(count(events, SWIFTSDP_EVENT_TRACK) == 2 && count(events, SWIFTSDP_EVENT_GATHER) == 0);
    CHECK(count(events, SWIFTSDP_EVENT_SIGNALING_STATE) == (at == 9 ? 3u : 2u));
  }
  std::printf("joins: a second publisher, offered to all, once with a provisional answer\n");
}

// The first publisher leaves, and one that comes after it takes its sections.
void checkLeave(std::vector<Connection> &subscribers, const std::vector<Forwarded> &first) {
  for (std::size_t at = 0; at < subscribers.size(); at++) {
    Connection &subscriber = subscribers[at];
    swiftsdp_session *server = subscriber.server.get();
    subscriber.take(true);
    for (std::uint32_t id : {first[at].audio, first[at].video}) {
      CHECK_SUCCEEDS(swiftsdp_session_stop(server, id, &error));
      CHECK_SUCCEEDS(swiftsdp_session_stop(server, id, &error));
      const swiftsdp_transceiver stopping = find(server, id);
      CHECK(stopping.is_stopping && !stopping.is_stopped && stopping.direction == inactive);
      CHECK_FAILS(SWIFTSDP_ERROR_INVALID_STATE,
                  swiftsdp_session_set_direction(server, id, sendOnly, &error));
    }
    const std::vector<Event> stopped = subscriber.take(true);
    CHECK(count(stopped, SWIFTSDP_EVENT_NEGOTIATION_NEEDED) == 1);
    CHECK(count(stopped, SWIFTSDP_EVENT_TRACK_ENDED) == 2);
    const auto [offer, answer] = subscriber.negotiate(true);
    const Description offered(offer), answered(answer);
    CHECK(offered.sections.size() == 6);
    for (std::size_t number : {1u, 2u})
      CHECK(offered.sections[number].port == 0 && answered.sections[number].port == 0);
    subscriber.checkAgreement();
    CHECK(swiftsdp_session_transceiver_count(server) == 2);
    CHECK(swiftsdp_session_transceiver_count(subscriber.client.get()) == 2);
    swiftsdp_transceiver gone = SWIFTSDP_INIT(swiftsdp_transceiver);
    swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
    error.code = 1;
    CHECK(!swiftsdp_session_find_transceiver(server, first[at].audio, &gone, &error));
    CHECK(error.code == 0);
    const std::vector<Event> events = subscriber.take(false);
    CHECK(count(events, SWIFTSDP_EVENT_TRANSCEIVER_REMOVED) == 2);
    CHECK(count(events, SWIFTSDP_EVENT_TRACK_ENDED) == 2);
    CHECK(count(events, SWIFTSDP_EVENT_STREAM_REMOVED) == 2);
    // The section that spoke for the bundle went: another one does, on the same transport.
    CHECK(count(events, SWIFTSDP_EVENT_GATHER) == 0);

    const Forwarded third = forward(subscriber, "late");
    const auto [again, last] = subscriber.negotiate(true);
    CHECK(Description(again).sections.size() == 6 && Description(last).sections.size() == 6);
    subscriber.checkAgreement();
    checkForwarded(subscriber, third, "late");
    std::set<std::string> mids;
    for (std::size_t number = 1; number < 6; number++)
      mids.insert(Description(again).sections[number].mid);
    CHECK(mids.size() == 5 && mids.count(offered.sections[1].mid) == 0);
  }
  std::printf("leaves: sections rejected, and used again by who came after\n");
}

void checkGlare(Connection &subscriber) {
  swiftsdp_session *server = subscriber.server.get(), *client = subscriber.client.get();
  subscriber.take(true);
  subscriber.take(false);
  const std::size_t before = swiftsdp_session_transceiver_count(client);
  // The client wants to speak while the server changes something.
  const std::uint32_t own = addTransceiver(client, SWIFTSDP_KIND_AUDIO, sendOnly, {"hand"});
  CHECK_SUCCEEDS(setLocal(client, SWIFTSDP_TYPE_IMPLICIT, nullptr, &error));
  const std::string refused = described(client, SWIFTSDP_PENDING_LOCAL);
  addTransceiver(server, SWIFTSDP_KIND_VIDEO, sendOnly, {"screen"});
  SessionDescription offer = createOffer(server);
  CHECK_SUCCEEDS(setLocal(server, SWIFTSDP_TYPE_OFFER, offer.get(), &error));
  // The server is impolite and leaves the client's offer aside; the client rolls back.
  Connection::answer(server, client, written(offer.get()));
  std::vector<Event> events = subscriber.take(false);
  std::vector<std::uint32_t> states;
  for (const Event &event : events)
    if (event.kind == SWIFTSDP_EVENT_SIGNALING_STATE) states.push_back(event.state);
  CHECK((states == std::vector<std::uint32_t>{
                       SWIFTSDP_STATE_HAVE_LOCAL_OFFER, SWIFTSDP_STATE_STABLE,
                       SWIFTSDP_STATE_HAVE_REMOTE_OFFER, SWIFTSDP_STATE_STABLE}));
  // For the track, and again once the server's offer is answered.
  CHECK(count(events, SWIFTSDP_EVENT_NEGOTIATION_NEEDED) == 2);
  CHECK(find(client, own).mid_size == 0);
  // Now it is the client's turn, and the server takes the microphone.
  const auto [second, answer] = subscriber.negotiate(false);
  CHECK(second != refused);
  subscriber.checkAgreement();
  CHECK(find(client, own).current_direction == sendOnly);
  CHECK(swiftsdp_session_transceiver_count(client) == before + 2);
  CHECK(count(subscriber.take(true), SWIFTSDP_EVENT_TRACK) == 1);

  // Both sides take an offer back.
  const std::uint32_t unsent = addTransceiver(server, SWIFTSDP_KIND_AUDIO, sendOnly);
  const std::string current = described(server, SWIFTSDP_CURRENT_LOCAL);
  CHECK_SUCCEEDS(setLocal(server, SWIFTSDP_TYPE_IMPLICIT, nullptr, &error));
  CHECK(find(server, unsent).mid_size > 0);
  CHECK_SUCCEEDS(
      setRemote(client, SWIFTSDP_TYPE_OFFER, described(server, SWIFTSDP_PENDING_LOCAL), &error));
  CHECK(swiftsdp_session_transceiver_count(client) == before + 3);
  CHECK_SUCCEEDS(setLocal(server, SWIFTSDP_TYPE_ROLLBACK, nullptr, &error));
  CHECK_SUCCEEDS(setRemote(client, SWIFTSDP_TYPE_ROLLBACK, "ignored", &error));
  CHECK_FAILS(SWIFTSDP_ERROR_INVALID_STATE,
              setLocal(server, SWIFTSDP_TYPE_ROLLBACK, nullptr, &error));
  CHECK(find(server, unsent).mid_size == 0);
  CHECK(swiftsdp_session_transceiver_count(client) == before + 2);
  CHECK(described(server, SWIFTSDP_CURRENT_LOCAL) == current);
  CHECK(count(subscriber.take(false), SWIFTSDP_EVENT_TRANSCEIVER_REMOVED) == 1);
  CHECK_SUCCEEDS(swiftsdp_session_stop(server, unsent, &error));
  subscriber.negotiate(true);
  subscriber.checkAgreement();
  std::printf("glare: a local offer rolled back for a remote one; both sides rolled back\n");
}

void checkRestart(Connection &subscriber) {
  swiftsdp_session *server = subscriber.server.get(), *client = subscriber.client.get();
  subscriber.take(true);
  subscriber.take(false);
  swiftsdp_transport transport = SWIFTSDP_INIT(swiftsdp_transport);
  CHECK_SUCCEEDS(swiftsdp_session_transport(server, 0, &transport, &error));
  const std::string before =
      sessionText(server, SWIFTSDP_TEXT_LOCAL_USERNAME_FRAGMENT, transport.id);
  CHECK_SUCCEEDS(swiftsdp_session_restart_ice(server, &error));
  const std::vector<Event> wanted = subscriber.take(true);
  CHECK(wanted.size() == 1 && wanted[0].kind == SWIFTSDP_EVENT_NEGOTIATION_NEEDED);
  const std::string old = described(server, SWIFTSDP_LOCAL);
  subscriber.negotiate(true);
  subscriber.checkAgreement();
  const std::string after =
      sessionText(server, SWIFTSDP_TEXT_LOCAL_USERNAME_FRAGMENT, transport.id);
  CHECK(after != before && old.find(before) != std::string::npos);
  CHECK(described(server, SWIFTSDP_LOCAL).find(before) == std::string::npos);
  CHECK(count(subscriber.take(false), SWIFTSDP_EVENT_GATHER) == 1);
  bool isAdded = true;
  const std::string_view candidate = "candidate:1 1 udp 1 192.0.2.9 9 typ host";
  CHECK_SUCCEEDS(swiftsdp_session_add_local_candidate(server, candidate.data(), candidate.size(),
                                                      before.data(), before.size(), &isAdded, &error));
  CHECK(!isAdded);
  swiftsdp_candidate_init init = SWIFTSDP_INIT(swiftsdp_candidate_init);
  init.candidate = slice(candidate);
  init.has_index = true;
  init.username_fragment = slice(before);
  CHECK_FAILS(SWIFTSDP_ERROR_OPERATION, swiftsdp_session_add_remote_candidate(client, &init, &error));
  init.username_fragment = slice(after);
  std::printf("restart: new credentials on both sides, candidates of the old ones refused\n");
}

void checkClose(std::vector<Connection> &subscribers) {
  for (Connection &subscriber : subscribers) {
    swiftsdp_session *server = subscriber.server.get();
    subscriber.take(true);
    const std::size_t live = swiftsdp_session_transceiver_count(server);
    CHECK_SUCCEEDS(swiftsdp_session_close(server, &error));
    CHECK_SUCCEEDS(swiftsdp_session_close(server, &error));
    CHECK(swiftsdp_session_signaling_state(server) == SWIFTSDP_STATE_CLOSED);
    const std::vector<Event> events = takeEvents(server);
    CHECK(events.size() == live && count(events, SWIFTSDP_EVENT_TRACK_ENDED) == live);
    const auto state = SWIFTSDP_ERROR_INVALID_STATE;
    CHECK_FAILS(state, SessionDescription(swiftsdp_session_create_offer(server, nullptr, &error)) != nullptr);
    CHECK_FAILS(state, SessionDescription(swiftsdp_session_create_answer(server, nullptr, &error)) != nullptr);
    CHECK_FAILS(state, setLocal(server, SWIFTSDP_TYPE_IMPLICIT, nullptr, &error));
    CHECK_FAILS(state, setRemote(server, SWIFTSDP_TYPE_OFFER, "v=0\r\n", &error));
    CHECK_FAILS(state, swiftsdp_session_restart_ice(server, &error));
    CHECK_FAILS(state, swiftsdp_session_add_remote_candidate(server, nullptr, &error));
    CHECK_FAILS(state, swiftsdp_session_stop(server, 0, &error));
    CHECK(takeEvents(server).empty());
  }
  std::printf("close: every session says so, and nothing can be done with it\n");
}

}  // namespace

void checkConference() {
  Connection publisher(true);
  checkPublisher(publisher);
  std::vector<Connection> subscribers;
  for (std::size_t at = 0; at < subscriberCount; at++) subscribers.emplace_back();
  std::vector<Forwarded> first, second;
  checkJoin(subscribers, first);
  checkSecondPublisher(subscribers, second);
  checkLeave(subscribers, first);
  checkGlare(subscribers[7]);
  checkRestart(subscribers[5]);
  checkRestart(publisher);
  checkClose(subscribers);
}
