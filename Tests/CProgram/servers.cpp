// What servers ask for: simulcast that is received, codec policies, sections that are
// used again. SD-43, SD-67, SO-11, SO-20, PV-06.
#include <vector>

#include "support.hpp"

namespace {

constexpr std::string_view sha256 =
    "4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19:E5:7C:AB:3E:4B:65:2E:7D:46:3F:54:42:CD:54:F1";

Session makeSession() {
  const swiftsdp_fingerprint fingerprint = {slice("sha-256"), slice(sha256)};
  swiftsdp_session_configuration configuration = SWIFTSDP_INIT(swiftsdp_session_configuration);
  configuration.fingerprints = &fingerprint;
  configuration.fingerprint_count = 1;
  Session session(swiftsdp_session_create(&configuration, nullptr));
  CHECK(session);
  return session;
}

std::uint32_t addVideo(swiftsdp_session *session, std::uint32_t direction) {
  swiftsdp_transceiver_init init = SWIFTSDP_INIT(swiftsdp_transceiver_init);
  init.kind = SWIFTSDP_KIND_VIDEO;
  init.direction = direction;
  std::uint32_t id = SWIFTSDP_NO_ID;
  CHECK_SUCCEEDS(swiftsdp_session_add_transceiver(session, &init, &id, &error));
  return id;
}

std::string local(const swiftsdp_session *session) {
  SessionDescription description(swiftsdp_session_description(session, SWIFTSDP_LOCAL, nullptr));
  CHECK(description);
  std::string text(swiftsdp_description_size(description.get()), '\0');
  CHECK_SUCCEEDS(swiftsdp_description_write(description.get(), text.data(), text.size(), &error));
  return text;
}

// Both texts of an exchange.
std::pair<std::string, std::string> negotiate(swiftsdp_session *offerer,
                                              swiftsdp_session *answerer) {
  CHECK_SUCCEEDS(setLocal(offerer, SWIFTSDP_TYPE_OFFER, nullptr, &error));
  const std::string offer = local(offerer);
  CHECK_SUCCEEDS(setRemote(answerer, SWIFTSDP_TYPE_OFFER, offer, &error));
  CHECK_SUCCEEDS(setLocal(answerer, SWIFTSDP_TYPE_ANSWER, nullptr, &error));
  const std::string answer = local(answerer);
  CHECK_SUCCEEDS(setRemote(offerer, SWIFTSDP_TYPE_ANSWER, answer, &error));
  return {offer, answer};
}

bool has(const std::string &text, std::string_view line) {
  return text.find("\r\n" + std::string(line) + "\r\n") != std::string::npos;
}

std::size_t count(const std::string &text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at++) found++;
  return found;
}

void checkSimulcast() {
  Session server = makeSession(), client = makeSession();
  const std::uint32_t id = addVideo(server.get(), SWIFTSDP_DIRECTION_RECVONLY);
  const swiftsdp_codec vp8 = {slice("VP8"), {}, 90000, 0};
  swiftsdp_received_encoding layers[4] = {};
  layers[0].rid = slice("h");
  layers[0].restrictions = slice("max-width=1280");
  layers[1].rid = slice("m");
  layers[1].codecs = &vp8;
  layers[1].codec_count = 1;
  layers[2].rid = slice("n");
  layers[2].is_alternative = true;
  layers[3].rid = slice("l");
  layers[3].is_paused = true;
  CHECK_SUCCEEDS(swiftsdp_session_set_received_encodings(server.get(), id, layers, 4, &error));
  std::uint32_t sender = SWIFTSDP_NO_ID;
  CHECK_SUCCEEDS(swiftsdp_session_add_track(client.get(), SWIFTSDP_KIND_VIDEO, "t", 1, nullptr, 0,
                                            &sender, &error));
  const auto [offer, answer] = negotiate(server.get(), client.get());
  CHECK(has(offer, "a=rid:h recv max-width=1280") && has(offer, "a=rid:m recv pt=96"));
  CHECK(has(offer, "a=simulcast:recv h;m,n;~l"));
  CHECK(has(answer, "a=simulcast:send h;m;l"));

  // The list: sizes first, then nothing into memory that is too small.
  std::size_t number = 0, size = 0;
  CHECK_FAILS(SWIFTSDP_ERROR_INSUFFICIENT_SPACE,
              swiftsdp_session_negotiated_encodings(server.get(), id, nullptr, 0, &number, nullptr,
                                                    0, &size, &error));
  CHECK(number == 3 && size == 3);
  std::vector<swiftsdp_negotiated_encoding> read(number);
  GuardedMemory memory(size);
  CHECK_FAILS(SWIFTSDP_ERROR_INSUFFICIENT_SPACE,
              swiftsdp_session_negotiated_encodings(server.get(), id, read.data(), 2, nullptr,
                                                    memory.end(size), size, nullptr, &error));
  CHECK_SUCCEEDS(swiftsdp_session_negotiated_encodings(server.get(), id, read.data(), number,
                                                       nullptr, memory.end(size), size, nullptr,
                                                       &error));
  const char *const rids[] = {"h", "m", "l"};
  for (std::uint32_t at = 0; at < 3; at++)
    CHECK(text(read[at].rid) == rids[at] && read[at].stream == at && !read[at].is_paused);

  // A peer that says more of them.
  CHECK_SUCCEEDS(setLocal(server.get(), SWIFTSDP_TYPE_OFFER, nullptr, &error));
  std::string other = answer;
  other.replace(other.find("a=rid:m send"), 12, "a=rid:m send pt=96;max-fps=5");
  other.replace(other.find("send h;m;l"), 10, "send ~h;m");
  CHECK_SUCCEEDS(setRemote(server.get(), SWIFTSDP_TYPE_ANSWER, other, &error));
  char texts[64];
  CHECK_SUCCEEDS(swiftsdp_session_negotiated_encodings(server.get(), id, read.data(), 3, &number,
                                                       texts, sizeof texts, nullptr, &error));
  CHECK(number == 2 && read[0].is_paused && !read[1].is_paused);
  CHECK(text(read[1].restrictions) == "max-fps=5" && text(read[1].payload_types) == "\x60");

  // What is refused changes nothing.
  const std::string before = local(server.get());
  layers[0].is_alternative = true;
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT,
              swiftsdp_session_set_received_encodings(server.get(), id, layers, 4, &error));
  layers[0].is_alternative = false;
  for (std::string_view rid : {"", "a b", "h;l", "m", "x\r\na=y"}) {
    layers[0].rid = slice(rid);
    CHECK_FAILS(SWIFTSDP_ERROR_TYPE,
                swiftsdp_session_set_received_encodings(server.get(), id, layers, 4, &error));
  }
  layers[0].rid = slice("h");
  layers[0].restrictions = slice("max-width=1\r\na=evil");
  CHECK_FAILS(SWIFTSDP_ERROR_TYPE,
              swiftsdp_session_set_received_encodings(server.get(), id, layers, 4, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT,
              swiftsdp_session_set_received_encodings(server.get(), id, nullptr, 1, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_session_set_received_encodings(
                                           server.get(), id, layers, ~std::size_t(0), &error));
  CHECK_FAILS(SWIFTSDP_ERROR_INVALID_STATE,
              swiftsdp_session_set_received_encodings(server.get(), 99, layers + 1, 1, &error));
  CHECK(local(server.get()) == before);
  CHECK_SUCCEEDS(setLocal(server.get(), SWIFTSDP_TYPE_OFFER, nullptr, &error));
  // What answers left out is gone.
  CHECK(has(local(server.get()), "a=simulcast:recv h;m"));
}

void checkCodecPolicy() {
  Session client = makeSession(), server = makeSession();
  const std::uint32_t id = addVideo(client.get(), SWIFTSDP_DIRECTION_SENDRECV);
  swiftsdp_codec_filter filters[] = {{slice("vp8"), slice("none=1")},
                                     {slice("h264"), slice("packetization-mode=0")}};
  swiftsdp_codec_policy policy = SWIFTSDP_INIT(swiftsdp_codec_policy);
  policy.order = SWIFTSDP_CODEC_ORDER_OWN;
  policy.maximum_codecs = 1;
  policy.filters = filters;
  policy.filter_count = 2;
  CHECK_SUCCEEDS(swiftsdp_session_set_codec_policy(server.get(), &policy, &error));
  const std::string single = negotiate(client.get(), server.get()).second;
  CHECK(count(single, "a=rtpmap:") == 2 && has(single, "a=rtpmap:104 H264/90000"));
  std::size_t number = 0;
  CHECK_FAILS(SWIFTSDP_ERROR_INSUFFICIENT_SPACE,
              swiftsdp_session_negotiated_codecs(client.get(), id, nullptr, 0, &number, nullptr, 0,
                                                 nullptr, &error));
  CHECK(number == 2);
  CHECK_SUCCEEDS(swiftsdp_session_set_codec_policy(server.get(), nullptr, &error));
  CHECK(count(negotiate(client.get(), server.get()).second, "a=rtpmap:") == 10);

  policy.order = 2;
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT,
              swiftsdp_session_set_codec_policy(server.get(), &policy, &error));
  policy.order = 0;
  filters[0].name = slice("");
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT,
              swiftsdp_session_set_codec_policy(server.get(), &policy, &error));
  filters[0].name = {nullptr, 3};
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT,
              swiftsdp_session_set_codec_policy(server.get(), &policy, &error));
  policy.filters = nullptr;
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT,
              swiftsdp_session_set_codec_policy(server.get(), &policy, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_session_set_codec_policy(nullptr, nullptr, &error));
  CHECK(count(negotiate(client.get(), server.get()).second, "a=rtpmap:") == 10);

  // What the peer wants to be sent.
  std::uint64_t limit = 0;
  swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
  CHECK(!swiftsdp_session_bitrate_limit(client.get(), id, &limit, &error) && error.code == 0);
  CHECK_SUCCEEDS(setLocal(client.get(), SWIFTSDP_TYPE_OFFER, nullptr, &error));
  std::string answer = local(server.get());
  answer.insert(answer.find("\r\n", answer.find("c=IN")) + 2, "b=AS:500\r\n");
  CHECK_SUCCEEDS(setRemote(client.get(), SWIFTSDP_TYPE_ANSWER, answer, &error));
  CHECK_SUCCEEDS(swiftsdp_session_bitrate_limit(client.get(), id, &limit, &error));
  CHECK(limit == 459000);
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT,
              swiftsdp_session_bitrate_limit(client.get(), 99, &limit, &error));
}

void checkIdleTransceivers() {
  Session server = makeSession(), client = makeSession();
  CHECK_SUCCEEDS(swiftsdp_session_set_reuses_idle_transceivers(server.get(), true, &error));
  const std::uint32_t id = addVideo(server.get(), SWIFTSDP_DIRECTION_SENDONLY);
  for (int round = 0; round < 3; round++) {
    CHECK(count(negotiate(server.get(), client.get()).first, "\r\nm=") == 1);
    CHECK_SUCCEEDS(swiftsdp_session_release_transceiver(server.get(), id, &error));
    CHECK(swiftsdp_session_is_negotiation_needed(server.get()));
    CHECK(has(negotiate(server.get(), client.get()).first, "a=inactive"));
    CHECK(addVideo(server.get(), SWIFTSDP_DIRECTION_SENDONLY) == id);
  }
  CHECK(sessionText(server.get(), SWIFTSDP_TEXT_MID, id) == "0");
  CHECK_FAILS(SWIFTSDP_ERROR_INVALID_STATE,
              swiftsdp_session_release_transceiver(server.get(), 99, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_session_release_transceiver(nullptr, id, &error));
  CHECK_SUCCEEDS(swiftsdp_session_release_transceiver(server.get(), id, &error));
  negotiate(server.get(), client.get());
  CHECK_SUCCEEDS(swiftsdp_session_set_reuses_idle_transceivers(server.get(), false, &error));
  CHECK(addVideo(server.get(), SWIFTSDP_DIRECTION_SENDONLY) != id);
  CHECK_SUCCEEDS(swiftsdp_session_close(server.get(), &error));
  CHECK_FAILS(SWIFTSDP_ERROR_INVALID_STATE,
              swiftsdp_session_release_transceiver(server.get(), id, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_INVALID_STATE,
              swiftsdp_session_set_reuses_idle_transceivers(server.get(), true, &error));
}

}  // namespace

void checkServerFeatures() {
  checkSimulcast();
  checkCodecPolicy();
  checkIdleTransceivers();
  std::printf("servers: simulcast received, codec policies, sections used again\n");
}
