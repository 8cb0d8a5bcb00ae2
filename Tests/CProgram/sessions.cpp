// The functions of sessions with arguments that are wrong: NULL, out of range, too large,
// texts that would inject lines, memory that ends too early.
#include <functional>

#include "sessions.hpp"

namespace {

constexpr auto argument = SWIFTSDP_ERROR_ARGUMENT;
constexpr auto whole = ~std::size_t(0);

// All that can be seen of a session, but for its events.
std::string observed(const swiftsdp_session *session) {
  std::string all = std::to_string(swiftsdp_session_signaling_state(session));
  for (std::size_t at = 0; at < swiftsdp_session_transceiver_count(session); at++) {
    swiftsdp_transceiver own = SWIFTSDP_INIT(swiftsdp_transceiver);
    CHECK_SUCCEEDS(swiftsdp_session_transceiver(session, at, &own, &error));
    for (std::uint64_t value :
         {std::uint64_t(own.id), std::uint64_t(own.kind), std::uint64_t(own.direction),
          std::uint64_t(own.current_direction), own.mid_size, std::uint64_t(own.is_stopped),
          std::uint64_t(own.is_stopping), std::uint64_t(own.transport),
          std::uint64_t(own.stream_count), std::uint64_t(own.remote_stream_count),
          std::uint64_t(own.encoding_count)})
      all += ' ' + std::to_string(value);
    all += sessionText(session, SWIFTSDP_TEXT_MID, own.id);
    all += sessionText(session, SWIFTSDP_TEXT_TRACK, own.id);
  }
  for (std::size_t at = 0; at < swiftsdp_session_data_channel_count(session); at++) {
    swiftsdp_data_channel channel = SWIFTSDP_INIT(swiftsdp_data_channel);
    CHECK_SUCCEEDS(swiftsdp_session_data_channel(session, at, &channel, &error));
    all += ' ' + std::to_string(channel.state) + ' ' + std::to_string(channel.stream_id);
  }
  all += ' ' + std::to_string(swiftsdp_session_transport_count(session));
  for (std::uint32_t which = 0; which <= SWIFTSDP_REMOTE; which++) {
    SessionDescription description(swiftsdp_session_description(session, which, nullptr));
    all += '|';
    if (description) all += written(description.get());
  }
  return all;
}

struct Pair {
  Session offerer, answerer;
  std::uint32_t audio, video;
};

// An offer with audio, simulcast and data, and its answer.
Pair makePair() {
  SessionOptions options;
  swiftsdp_limits limits = SWIFTSDP_INIT(swiftsdp_limits);
  CHECK(swiftsdp_limits_get(SWIFTSDP_LIMITS_UNLIMITED, &limits));
  options.limits = &limits;
  options.receivesSimulcast = true;
  options.policy = SWIFTSDP_BUNDLE_MAX_BUNDLE;
  Pair pair{makeSession(options), makeSession(options), 0, 0};
  swiftsdp_session *offerer = pair.offerer.get(), *answerer = pair.answerer.get();
  pair.audio = addTransceiver(offerer, SWIFTSDP_KIND_AUDIO, SWIFTSDP_DIRECTION_SENDRECV, {"s"});
  swiftsdp_encoding encodings[2] = {};
  encodings[0].rid = slice("lo");
  encodings[1].rid = slice("hi");
  swiftsdp_transceiver_init init = SWIFTSDP_INIT(swiftsdp_transceiver_init);
  init.kind = SWIFTSDP_KIND_VIDEO;
  init.direction = SWIFTSDP_DIRECTION_SENDRECV;
  init.encodings = encodings;
  init.encoding_count = 2;
  CHECK_SUCCEEDS(swiftsdp_session_add_transceiver(offerer, &init, &pair.video, &error));
  swiftsdp_data_channel_init channel = SWIFTSDP_INIT(swiftsdp_data_channel_init);
  channel.label = slice("label");
  channel.subprotocol = slice("protocol");
  CHECK_SUCCEEDS(swiftsdp_session_create_data_channel(offerer, &channel, nullptr, &error));
  SessionDescription offer = createOffer(offerer);
  CHECK_SUCCEEDS(setLocal(offerer, SWIFTSDP_TYPE_OFFER, offer.get(), &error));
  CHECK_SUCCEEDS(setRemote(answerer, SWIFTSDP_TYPE_OFFER, written(offer.get()), &error));
  CHECK_SUCCEEDS(setLocal(answerer, SWIFTSDP_TYPE_IMPLICIT, nullptr, &error));
  SessionDescription answer(swiftsdp_session_description(answerer, SWIFTSDP_LOCAL, nullptr));
  CHECK_SUCCEEDS(setRemote(offerer, SWIFTSDP_TYPE_ANSWER, written(answer.get()), &error));
  return pair;
}

// Each function without a session, and what looks at one without a result.
void checkNull() {
  swiftsdp_session_configuration configuration = SWIFTSDP_INIT(swiftsdp_session_configuration);
  swiftsdp_data_channel_init channel = SWIFTSDP_INIT(swiftsdp_data_channel_init);
  swiftsdp_transceiver transceiver = SWIFTSDP_INIT(swiftsdp_transceiver);
  swiftsdp_data_channel found = SWIFTSDP_INIT(swiftsdp_data_channel);
  swiftsdp_candidate_init candidate = SWIFTSDP_INIT(swiftsdp_candidate_init);
  swiftsdp_transport transport = SWIFTSDP_INIT(swiftsdp_transport);
  swiftsdp_remote_transport remote = SWIFTSDP_INIT(swiftsdp_remote_transport);
  swiftsdp_sctp sctp = SWIFTSDP_INIT(swiftsdp_sctp);
  swiftsdp_event event = SWIFTSDP_INIT(swiftsdp_event);
  Pair pair = makePair();
  swiftsdp_session *live = pair.offerer.get();
  using Call = std::function<bool(swiftsdp_session *, swiftsdp_error *)>;
  const Call calls[] = {
      [&](auto *s, auto *e) { return swiftsdp_session_set_configuration(s, &configuration, false, e); },
      [&](auto *s, auto *e) { return swiftsdp_session_set_fingerprints(s, nullptr, 0, e); },
      [&](auto *s, auto *e) { return swiftsdp_session_set_identity_assertion(s, nullptr, 0, e); },
      [&](auto *s, auto *e) { return swiftsdp_session_restart_ice(s, e); },
      [&](auto *s, auto *e) { return swiftsdp_session_close(s, e); },
      [&](auto *s, auto *e) { return swiftsdp_session_add_track(s, 0, "t", 1, nullptr, 0, nullptr, e); },
      [&](auto *s, auto *e) { return swiftsdp_session_remove_track(s, 0, e); },
      [&](auto *s, auto *e) { return swiftsdp_session_replace_track(s, 0, nullptr, 0, e); },
      [&](auto *s, auto *e) { return swiftsdp_session_set_streams(s, 0, nullptr, 0, e); },
      [&](auto *s, auto *e) { return swiftsdp_session_stop(s, 0, e); },
      [&](auto *s, auto *e) { return swiftsdp_session_set_codec_preferences(s, 0, nullptr, 0, e); },
      [&](auto *s, auto *e) { return swiftsdp_session_set_encodings(s, 0, nullptr, 0, e); },
      [&](auto *s, auto *e) { return swiftsdp_session_find_transceiver(s, 0, &transceiver, e); },
      [&](auto *s, auto *e) { return swiftsdp_session_find_mid(s, "0", 1, &transceiver, e); },
      [&](auto *s, auto *e) { return swiftsdp_session_text(s, 0, 0, 0, nullptr, 0, nullptr, e); },
      [&](auto *s, auto *e) { return swiftsdp_session_encodings(s, 0, nullptr, 0, nullptr, nullptr, 0, nullptr, e); },
      [&](auto *s, auto *e) { return swiftsdp_session_codecs(s, 0, nullptr, 0, nullptr, nullptr, 0, nullptr, e); },
      [&](auto *s, auto *e) { return swiftsdp_session_negotiated_codecs(s, 0, nullptr, 0, nullptr, nullptr, 0, nullptr, e); },
      [&](auto *s, auto *e) { return swiftsdp_session_negotiated_extensions(s, 0, nullptr, 0, nullptr, nullptr, 0, nullptr, e); },
      [&](auto *s, auto *e) { return swiftsdp_session_create_data_channel(s, &channel, nullptr, e); },
      [&](auto *s, auto *e) { return swiftsdp_session_set_channel_state(s, 0, 1, e); },
      [&](auto *s, auto *e) { return swiftsdp_session_data_channel(s, 0, &found, e); },
      [&](auto *s, auto *e) { return swiftsdp_session_create_answer(s, nullptr, e) != nullptr; },
      [&](auto *s, auto *e) { return swiftsdp_session_offer_to_receive(s, 0, 0, e); },
      [&](auto *s, auto *e) { return swiftsdp_session_set_local_text(s, 0, nullptr, 0, e); },
      [&](auto *s, auto *e) { return swiftsdp_session_description(s, 0, e) != nullptr; },
      [&](auto *s, auto *e) { return swiftsdp_session_add_local_candidate(s, nullptr, 0, nullptr, 0, nullptr, e); },
      [&](auto *s, auto *e) { return swiftsdp_session_end_local_candidates(s, nullptr, 0, nullptr, e); },
      [&](auto *s, auto *e) { return swiftsdp_session_add_remote_candidate(s, &candidate, e); },
      [&](auto *s, auto *e) { return swiftsdp_session_add_remote_fragment(s, nullptr, 0, e); },
      [&](auto *s, auto *e) { return swiftsdp_session_transport(s, 0, &transport, e); },
      [&](auto *s, auto *e) { return swiftsdp_session_remote_transport(s, "0", 1, &remote, e); },
      [&](auto *s, auto *e) { return swiftsdp_session_sctp(s, &sctp, e); },
      [&](auto *s, auto *e) { return swiftsdp_session_next_event(s, &event, e); },
  };
  for (const Call &call : calls) {
    CHECK_FAILS(argument, call(nullptr, &error));
    CHECK(!call(nullptr, nullptr));
  }
  const std::string before = observed(live);
  CHECK_FAILS(argument, swiftsdp_session_set_configuration(live, nullptr, false, &error));
  CHECK_FAILS(argument, swiftsdp_session_create_data_channel(live, nullptr, nullptr, &error));
  CHECK_FAILS(argument, swiftsdp_session_find_transceiver(live, 0, nullptr, &error));
  CHECK_FAILS(argument, swiftsdp_session_find_mid(live, "0", 1, nullptr, &error));
  CHECK_FAILS(argument, swiftsdp_session_data_channel(live, 0, nullptr, &error));
  CHECK_FAILS(argument, swiftsdp_session_transport(live, 0, nullptr, &error));
  CHECK_FAILS(argument, swiftsdp_session_remote_transport(live, "0", 1, nullptr, &error));
  CHECK_FAILS(argument, swiftsdp_session_sctp(live, nullptr, &error));
  CHECK_FAILS(argument, swiftsdp_session_next_event(live, nullptr, &error));
  CHECK_FAILS(argument, swiftsdp_description_json_size(nullptr, nullptr, &error));
  CHECK_FAILS(argument, swiftsdp_description_write_json(nullptr, nullptr, 0, nullptr, &error));
  CHECK(swiftsdp_description_type(nullptr) == 0 && swiftsdp_description_revision(nullptr) == 0);
  CHECK(swiftsdp_session_transport_count(nullptr) == 0);
  CHECK(swiftsdp_session_data_channel_count(nullptr) == 0);
  CHECK(!swiftsdp_session_is_negotiation_needed(nullptr));
  CHECK(swiftsdp_session_can_trickle(nullptr) == SWIFTSDP_UNKNOWN);

  // Structs whose size is not set, and ones that are older than the library.
  event.struct_size = 7;
  CHECK_FAILS(argument, swiftsdp_session_next_event(live, &event, &error));
  event.struct_size = offsetof(swiftsdp_event, state);
  event.state = 77;
  CHECK_SUCCEEDS(swiftsdp_session_next_event(live, &event, &error));
  CHECK(event.kind == SWIFTSDP_EVENT_NEGOTIATION_NEEDED && event.state == 77);
  remote.struct_size = sizeof remote - 1;
  CHECK_FAILS(argument, swiftsdp_session_remote_transport(live, "0", 1, &remote, &error));
  candidate.struct_size = 0;
  CHECK_FAILS(argument, swiftsdp_session_add_remote_candidate(live, &candidate, &error));
  channel.struct_size = 3;
  CHECK_FAILS(argument, swiftsdp_session_create_data_channel(live, &channel, nullptr, &error));
  swiftsdp_answer_options options = swiftsdp_answer_options();
  CHECK_FAILS(argument, swiftsdp_session_create_answer(live, &options, &error) != nullptr);
  CHECK(observed(live) == before);
  std::printf("arguments of sessions: %zu functions without one\n", std::size(calls));
}

void checkRanges() {
  Pair pair = makePair();
  swiftsdp_session *live = pair.offerer.get();
  const std::string before = observed(live);
  const auto state = SWIFTSDP_ERROR_INVALID_STATE;
  for (std::uint32_t id : {99u, 1u << 31, SWIFTSDP_NO_ID}) {
    CHECK_FAILS(state, swiftsdp_session_stop(live, id, &error));
    CHECK_FAILS(state, swiftsdp_session_set_direction(live, id, 0, &error));
    CHECK_FAILS(state, swiftsdp_session_replace_track(live, id, "t", 1, &error));
    CHECK_FAILS(state, swiftsdp_session_set_streams(live, id, nullptr, 0, &error));
    CHECK_FAILS(state, swiftsdp_session_set_codec_preferences(live, id, nullptr, 0, &error));
    CHECK_FAILS(state, swiftsdp_session_set_encodings(live, id, nullptr, 0, &error));
    CHECK_SUCCEEDS(swiftsdp_session_remove_track(live, id, &error));
    CHECK_FAILS(argument, swiftsdp_session_set_channel_state(live, id, 1, &error));
    CHECK_FAILS(argument, swiftsdp_session_encodings(live, id, nullptr, 0, nullptr, nullptr, 0, nullptr, &error));
    CHECK_FAILS(argument, swiftsdp_session_negotiated_codecs(live, id, nullptr, 0, nullptr, nullptr, 0, nullptr, &error));
    CHECK_FAILS(argument, swiftsdp_session_negotiated_extensions(live, id, nullptr, 0, nullptr, nullptr, 0, nullptr, &error));
    for (std::uint32_t kind = 0; kind < SWIFTSDP_TEXT_DATA_MID; kind++)
      CHECK_FAILS(argument, swiftsdp_session_text(live, kind, id, 0, nullptr, 0, nullptr, &error));
  }
  for (std::uint32_t kind : {12u, 255u, ~0u})
    CHECK_FAILS(argument, swiftsdp_session_text(live, kind, 0, 0, nullptr, 0, nullptr, &error));
  for (std::size_t number : {std::size_t(1), whole, whole >> 1}) {
    CHECK_FAILS(argument, swiftsdp_session_text(live, SWIFTSDP_TEXT_STREAM, pair.audio, number,
                                                nullptr, 0, nullptr, &error));
    swiftsdp_data_channel channel = SWIFTSDP_INIT(swiftsdp_data_channel);
    CHECK_FAILS(argument, swiftsdp_session_data_channel(live, number, &channel, &error));
    swiftsdp_transport transport = SWIFTSDP_INIT(swiftsdp_transport);
    CHECK_FAILS(argument, swiftsdp_session_transport(live, number, &transport, &error));
  }
  for (std::uint32_t value : {4u, 255u, ~0u}) {
    CHECK_FAILS(argument, swiftsdp_session_set_channel_state(live, 0, value, &error));
    CHECK_FAILS(argument, swiftsdp_session_offer_to_receive(live, value, 0, &error));
    CHECK_FAILS(argument, swiftsdp_session_offer_to_receive(live, 0, value, &error));
    CHECK_FAILS(argument, swiftsdp_session_codecs(live, value, nullptr, 0, nullptr, nullptr, 0, nullptr, &error));
    CHECK_FAILS(argument, swiftsdp_session_add_track(live, value, "t", 1, nullptr, 0, nullptr, &error));
    CHECK_FAILS(argument, setRemote(live, value, "v=0\r\n", &error));
    if (value != SWIFTSDP_TYPE_IMPLICIT) CHECK_FAILS(argument, setLocal(live, value, nullptr, &error));
    CHECK_FAILS(argument, swiftsdp_session_description(live, value * 2, &error) != nullptr);
    swiftsdp_offer_options options = SWIFTSDP_INIT(swiftsdp_offer_options);
    options.voice_activity_detection = value;
    CHECK_FAILS(argument, swiftsdp_session_create_offer(live, &options, &error) != nullptr);
  }
  // Arrays that are longer than any can be, and NULL.
  for (std::size_t count : {std::size_t(1), whole, whole >> 1}) {
    CHECK_FAILS(argument, swiftsdp_session_set_streams(live, 0, nullptr, count, &error));
    CHECK_FAILS(argument, swiftsdp_session_set_encodings(live, 0, nullptr, count, &error));
    CHECK_FAILS(argument, swiftsdp_session_set_codec_preferences(live, 0, nullptr, count, &error));
    CHECK_FAILS(argument, swiftsdp_session_set_fingerprints(live, nullptr, count, &error));
    CHECK_FAILS(argument, swiftsdp_session_set_identity_assertion(live, nullptr, 1, &error));
    CHECK_FAILS(argument, swiftsdp_session_add_remote_fragment(live, nullptr, 5, &error));
    CHECK_FAILS(argument, swiftsdp_session_find_mid(live, nullptr, 5, nullptr, &error));
  }
  const swiftsdp_slice one = slice("s");
  CHECK_FAILS(argument, swiftsdp_session_set_streams(live, 0, &one, whole, &error));

  swiftsdp_session_configuration configuration = SWIFTSDP_INIT(swiftsdp_session_configuration);
  configuration.bundle_policy = SWIFTSDP_BUNDLE_MAX_BUNDLE;
  auto refuses = [&](auto change) {
    swiftsdp_session_configuration wrong = configuration;
    change(wrong);
    CHECK_FAILS(argument, swiftsdp_session_set_configuration(live, &wrong, false, &error));
    CHECK(swiftsdp_session_create(&wrong, nullptr) == nullptr);
  };
  refuses([](auto &c) { c.ice_transport_policy = 2; });
  refuses([](auto &c) { c.candidate_pool_size = 256; });
  refuses([](auto &c) { c.sctp_port = 65'536; });
  refuses([](auto &c) { c.maximum_encodings = 65; });
  refuses([](auto &c) { c.username_fragment_size = 3; });
  refuses([](auto &c) { c.password_size = 21; });
  refuses([](auto &c) { c.password_size = 257; });
  configuration.event_capacity = (1 << 20) + 1;
  CHECK(swiftsdp_session_create(&configuration, nullptr) == nullptr);
  configuration.event_capacity = 0;
  configuration.bundle_policy = SWIFTSDP_BUNDLE_BALANCED;
  CHECK_FAILS(SWIFTSDP_ERROR_INVALID_MODIFICATION,
              swiftsdp_session_set_configuration(live, &configuration, false, &error));
  CHECK(observed(live) == before);
  // Other servers restart ICE.
  configuration.bundle_policy = SWIFTSDP_BUNDLE_MAX_BUNDLE;
  const std::string plain = written(createOffer(live).get());
  CHECK_SUCCEEDS(swiftsdp_session_set_configuration(live, &configuration, true, &error));
  const std::string restarted = written(createOffer(live).get());
  CHECK(Description(plain).sections[1].line("a=ice-ufrag:") !=
        Description(restarted).sections[1].line("a=ice-ufrag:"));
  std::printf("arguments of sessions: ids, numbers, counts and settings out of range\n");
}

// Texts that could become lines of a description.
void checkInjection() {
  Pair pair = makePair();
  swiftsdp_session *live = pair.offerer.get();
  const std::string before = observed(live);
  const std::string ufrag = sessionText(live, SWIFTSDP_TEXT_LOCAL_USERNAME_FRAGMENT, 0);
  for (std::string_view bad :
       {std::string_view("\r"), std::string_view("\n"), std::string_view("\0", 1)}) {
    const std::string evil = "x" + std::string(bad) + "a=evil";
    const swiftsdp_slice stream = slice(evil);
    CHECK_FAILS(SWIFTSDP_ERROR_TYPE, swiftsdp_session_set_streams(live, pair.audio, &stream, 1, &error));
    CHECK_FAILS(SWIFTSDP_ERROR_TYPE, swiftsdp_session_set_identity_assertion(live, evil.data(), evil.size(), &error));
    swiftsdp_codec codec = swiftsdp_codec();
    codec.name = stream;
    codec.clock_rate = 90'000;
    CHECK_FAILS(SWIFTSDP_ERROR_INVALID_MODIFICATION,
                swiftsdp_session_set_codec_preferences(live, pair.video, &codec, 1, &error));
    swiftsdp_encoding encodings[2] = {};
    encodings[0].rid = stream;
    encodings[1].rid = slice("hi");
    CHECK_FAILS(SWIFTSDP_ERROR_INVALID_MODIFICATION,
                swiftsdp_session_set_encodings(live, pair.video, encodings, 2, &error));
    swiftsdp_transceiver_init init = SWIFTSDP_INIT(swiftsdp_transceiver_init);
    init.encodings = encodings;
    init.encoding_count = 2;
    CHECK_FAILS(SWIFTSDP_ERROR_TYPE, swiftsdp_session_add_transceiver(live, &init, nullptr, &error));
    const std::string candidate = "candidate:1 1 udp 1 192.0.2.1 9 typ host" + std::string(bad) + "a=evil";
    CHECK_FAILS(SWIFTSDP_ERROR_TYPE,
                swiftsdp_session_add_local_candidate(live, candidate.data(), candidate.size(),
                                                     ufrag.data(), ufrag.size(), nullptr, &error));
    swiftsdp_candidate_init given = SWIFTSDP_INIT(swiftsdp_candidate_init);
    given.candidate = slice(candidate);
    given.has_index = true;
    CHECK_FAILS(SWIFTSDP_ERROR_OPERATION, swiftsdp_session_add_remote_candidate(live, &given, &error));
  }
  CHECK(observed(live) == before);
  // A track's id is the program's own: it stands in a description only if it is a token.
  CHECK_SUCCEEDS(swiftsdp_session_replace_track(live, pair.audio, "x\r\na=evil", 9, &error));
  CHECK(written(createOffer(live).get()).find("evil") == std::string::npos);
  std::printf("arguments of sessions: no line is injected\n");
}

// Candidates that are cut off or changed are refused, and leave all as it was.
void checkHostileCandidates() {
  Pair pair = makePair();
  swiftsdp_session *live = pair.answerer.get();
  const std::string ufrag = sessionText(pair.offerer.get(), SWIFTSDP_TEXT_LOCAL_USERNAME_FRAGMENT, 0);
  const std::string mid = sessionText(live, SWIFTSDP_TEXT_MID, 0);
  const std::string fragment =
      "a=ice-ufrag:" + ufrag + "\r\na=ice-pwd:0123456789abcdefghijkl\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\n" +
      "a=mid:" + mid + "\r\na=candidate:1 1 udp 2130706431 192.0.2.1 3478 typ host\r\na=end-of-candidates\r\n";
  std::string before = observed(live);
  auto add = [&](std::string_view text) {
    swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
    const bool isAdded =
        swiftsdp_session_add_remote_fragment(live, text.data(), text.size(), &error);
    CHECK(isAdded == (error.code == 0));
    const std::string after = observed(live);
    if (!isAdded) CHECK(after == before);
    before = after;
    return isAdded;
  };
  GuardedMemory memory(fragment.size());
  std::size_t refused = 0;
  for (std::size_t size = 0; size < fragment.size(); size++)
    refused += !add(memory.putAtEnd(std::string_view(fragment).substr(0, size)));
  // What is cut off before its candidate adds nothing, and is none the less a fragment.
  CHECK(refused > 50);
  for (std::size_t at = 0; at < fragment.size(); at++) {
    for (char byte : {'\0', '\n', ' ', '\x80', '9'}) {
      std::string changed = fragment;
      changed[at] = byte;
      add(changed);
    }
  }
  // Of a second candidate that is refused nothing of the first stays.
  const std::string halves = fragment + "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:none\r\n" +
                             "a=candidate:1 1 udp 1 192.0.2.77 9 typ host\r\n";
  CHECK(!add(replaced(halves, "192.0.2.1", "192.0.2.66")));
  CHECK(observed(live).find("192.0.2.66") == std::string::npos);
  CHECK(add(replaced(fragment, "192.0.2.1", "192.0.2.66")));
  CHECK(observed(live).find("192.0.2.66") != std::string::npos);
  CHECK(!add(replaced(fragment, ufrag, "otherone")));
  CHECK(!add(replaced(fragment, "a=mid:" + mid + "\r\n", "")));

  const std::string candidate = "candidate:1 1 udp 2130706431 192.0.2.1 3478 typ host";
  swiftsdp_candidate_init init = SWIFTSDP_INIT(swiftsdp_candidate_init);
  for (std::size_t size = 1; size < candidate.size() - 3; size++) {
    init.candidate = slice(memory.putAtEnd(std::string_view(candidate).substr(0, size)));
    init.has_index = true;
    CHECK_FAILS(SWIFTSDP_ERROR_OPERATION, swiftsdp_session_add_remote_candidate(live, &init, &error));
    init.has_index = false;
    CHECK_FAILS(SWIFTSDP_ERROR_TYPE, swiftsdp_session_add_remote_candidate(live, &init, &error));
  }
  init.candidate = slice(candidate);
  init.has_index = true;
  init.index = 3;
  CHECK_FAILS(SWIFTSDP_ERROR_OPERATION, swiftsdp_session_add_remote_candidate(live, &init, &error));
  CHECK(observed(live) == before);
  std::printf("hostile: %zu fragments cut off, %zu with a byte changed\n", fragment.size(),
              5 * fragment.size());
}

// Events beyond the capacity are counted, and what comes after is told again.
void checkLostEvents() {
  SessionOptions options;
  options.eventCapacity = 3;
  Session session = makeSession(options);
  Pair pair = makePair();
  SessionDescription offer(
      swiftsdp_session_description(pair.offerer.get(), SWIFTSDP_CURRENT_LOCAL, nullptr));
  CHECK_SUCCEEDS(setRemote(session.get(), SWIFTSDP_TYPE_OFFER, written(offer.get()), &error));
  // The state, two transceivers; lost: a stream of each and two tracks.
  CHECK_SUCCEEDS(setRemote(session.get(), SWIFTSDP_TYPE_ROLLBACK, {}, &error));
  const std::vector<Event> events = takeEvents(session.get());
  CHECK(events.size() == 4 && events[3].kind == SWIFTSDP_EVENT_LOST);
  CHECK(events[0].kind == SWIFTSDP_EVENT_SIGNALING_STATE && events[2].id == 1);
  CHECK(events[3].lost > 4);
  CHECK(takeEvents(session.get()).empty());
  addTransceiver(session.get(), SWIFTSDP_KIND_AUDIO, SWIFTSDP_DIRECTION_SENDRECV);
  CHECK(takeEvents(session.get()).size() == 1);
  // One at a time, so that taken ones make room.
  for (int round = 0; round < 200; round++) {
    CHECK_SUCCEEDS(setRemote(session.get(), SWIFTSDP_TYPE_OFFER, written(offer.get()), &error));
    CHECK(takeEvents(session.get()).size() == 4);
    CHECK_SUCCEEDS(setRemote(session.get(), SWIFTSDP_TYPE_ROLLBACK, {}, &error));
    CHECK(takeEvents(session.get()).size() == 4);
  }
  std::printf("events: a bounded number waits, and what was lost is told\n");
}

// What has no other test of its own.
void checkSettings() {
  Pair pair = makePair();
  swiftsdp_session *live = pair.offerer.get();
  swiftsdp_data_channel channel = SWIFTSDP_INIT(swiftsdp_data_channel);
  CHECK(sessionText(live, SWIFTSDP_TEXT_LABEL, 0) == "label");
  CHECK(sessionText(live, SWIFTSDP_TEXT_SUBPROTOCOL, 0) == "protocol");
  CHECK_SUCCEEDS(swiftsdp_session_set_channel_state(live, 0, SWIFTSDP_CHANNEL_OPEN, &error));
  CHECK_SUCCEEDS(swiftsdp_session_data_channel(live, 0, &channel, &error));
  CHECK(channel.state == SWIFTSDP_CHANNEL_OPEN && channel.label_size == 5);
  CHECK_SUCCEEDS(swiftsdp_session_set_channel_state(live, 0, SWIFTSDP_CHANNEL_CLOSED, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_INVALID_STATE,
              swiftsdp_session_set_channel_state(live, 0, SWIFTSDP_CHANNEL_OPEN, &error));

  // VP9 before VP8, and nothing else: as the list of codecs has them.
  std::size_t count = 0, size = 0;
  CHECK(!swiftsdp_session_codecs(live, SWIFTSDP_KIND_VIDEO, nullptr, 0, &count, nullptr, 0, &size, nullptr));
  std::vector<swiftsdp_codec> codecs(count), wanted;
  std::vector<char> texts(size);
  CHECK_SUCCEEDS(swiftsdp_session_codecs(live, SWIFTSDP_KIND_VIDEO, codecs.data(), count, &count,
                                         texts.data(), size, &size, &error));
  for (std::string_view name : {"VP9", "VP8"})
    for (const swiftsdp_codec &codec : codecs)
      if (text(codec.name) == name) wanted.push_back(codec);
  CHECK(wanted.size() == 2);
  CHECK_SUCCEEDS(swiftsdp_session_set_codec_preferences(live, pair.video, wanted.data(), 2, &error));
  swiftsdp_encoding encodings[2] = {};
  encodings[0].rid = slice("lo");
  encodings[0].is_inactive = true;
  encodings[1].rid = slice("hi");
  encodings[1].maximum_bitrate = 1'000;
  encodings[1].codec = wanted[1];
  CHECK_SUCCEEDS(swiftsdp_session_set_encodings(live, pair.video, encodings, 2, &error));
  swiftsdp_encoding read[2];
  char names[32];
  CHECK_SUCCEEDS(swiftsdp_session_encodings(live, pair.video, read, 2, nullptr, names, sizeof names,
                                            nullptr, &error));
  CHECK(read[0].is_inactive && !read[1].is_inactive && read[1].maximum_bitrate == 1'000);
  CHECK(text(read[1].rid) == "hi" && text(read[1].codec.name) == "VP8");
  const Description offered(written(createOffer(live).get()));
  const std::string map = offered.sections[2].line("a=rtpmap:");
  CHECK(map.find("VP9/90000") != std::string::npos);
  CHECK(!offered.sections[2].has("rtpmap:96 rtx"));

  // The legacy options act at once.
  const std::size_t before = swiftsdp_session_transceiver_count(live);
  CHECK_SUCCEEDS(swiftsdp_session_offer_to_receive(live, SWIFTSDP_NO, SWIFTSDP_UNKNOWN, &error));
  swiftsdp_transceiver audio = SWIFTSDP_INIT(swiftsdp_transceiver);
  CHECK_SUCCEEDS(swiftsdp_session_find_transceiver(live, pair.audio, &audio, &error));
  CHECK(audio.direction == SWIFTSDP_DIRECTION_SENDONLY);
  CHECK(swiftsdp_session_transceiver_count(live) == before);

  // An identity assertion, and fingerprints that come later.
  CHECK_SUCCEEDS(swiftsdp_session_set_identity_assertion(live, "YXNzZXJ0aW9u", 12, &error));
  CHECK(written(createOffer(live).get()).find("a=identity:YXNzZXJ0aW9u\r\n") != std::string::npos);
  Session bare(swiftsdp_session_create(nullptr, nullptr));
  const swiftsdp_fingerprint fingerprint = {slice("sha-256"), slice(sha256)};
  CHECK_SUCCEEDS(swiftsdp_session_set_fingerprints(bare.get(), &fingerprint, 1, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_INVALID_MODIFICATION,
              swiftsdp_session_set_fingerprints(bare.get(), &fingerprint, 1, &error));
  SessionDescription offer(swiftsdp_session_create_offer(bare.get(), nullptr, nullptr));
  std::size_t json = 0;
  CHECK_SUCCEEDS(swiftsdp_description_json_size(offer.get(), &json, &error));
  GuardedMemory memory(json);
  CHECK_FAILS(SWIFTSDP_ERROR_INSUFFICIENT_SPACE,
              swiftsdp_description_write_json(offer.get(), memory.end(json - 1), json - 1, nullptr, &error));
  CHECK_SUCCEEDS(swiftsdp_description_write_json(offer.get(), memory.end(json), json, &json, &error));
  std::vector<char> back(json);
  CHECK_SUCCEEDS(swiftsdp_json_unescape(memory.end(json), json, back.data(), back.size(), &json, &error));
  CHECK(std::string(back.data(), json) == written(offer.get()));

  // Relayed candidates only: others are not told, and of theirs no address of the host.
  swiftsdp_session_configuration relay = SWIFTSDP_INIT(swiftsdp_session_configuration);
  relay.ice_transport_policy = SWIFTSDP_ICE_TRANSPORT_RELAY;
  relay.fingerprints = &fingerprint;
  relay.fingerprint_count = 1;
  Session relayed(swiftsdp_session_create(&relay, nullptr));
  CHECK_SUCCEEDS(swiftsdp_session_add_data_section(relayed.get(), &error));
  CHECK_SUCCEEDS(setLocal(relayed.get(), SWIFTSDP_TYPE_IMPLICIT, nullptr, &error));
  const std::vector<Event> events = takeEvents(relayed.get());
  CHECK(events.back().kind == SWIFTSDP_EVENT_GATHER);
  const std::string &ufrag = events.back().usernameFragment;
  bool isAdded = true;
  for (std::string_view line :
       {"candidate:1 1 udp 9 192.0.2.1 9 typ host",
        "candidate:2 1 udp 8 198.51.100.1 9 typ relay raddr 192.0.2.1 rport 3478"})
    CHECK_SUCCEEDS(swiftsdp_session_add_local_candidate(relayed.get(), line.data(), line.size(),
                                                        ufrag.data(), ufrag.size(), &isAdded, &error));
  const std::vector<Event> told = takeEvents(relayed.get());
  CHECK(isAdded && told.size() == 1 && told[0].kind == SWIFTSDP_EVENT_CANDIDATE);
  CHECK(told[0].text == "candidate:2 1 udp 8 198.51.100.1 9 typ relay raddr 0.0.0.0 rport 0");
  std::printf("settings: channels, codecs, encodings, identity, relay only\n");
}

}  // namespace

void checkSessionCalls() {
  checkNull();
  checkRanges();
  checkInjection();
  checkHostileCandidates();
  checkLostEvents();
  checkSettings();
}
