// What servers do: shared capability sets, ICE-lite, transports of their own, and
// sections whose numbers, names and sources they choose.
#include <algorithm>
#include <thread>
#include <vector>

#include "support.hpp"

namespace {

using Capabilities =
    std::unique_ptr<swiftsdp_capabilities, Releaser<swiftsdp_capabilities_release>>;

constexpr std::string_view fingerprintValue =
    "4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19:E5:7C:AB:3E:4B:65:2E:7D:46:3F:54:42:CD:54:F1";
constexpr std::string_view otherValue =
    "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF";

const swiftsdp_fingerprint ours = {slice("sha-256"), slice(fingerprintValue)};

Session makeSession(const swiftsdp_capabilities *capabilities,
                    const swiftsdp_server_options *server) {
  swiftsdp_session_configuration configuration = SWIFTSDP_INIT(swiftsdp_session_configuration);
  configuration.bundle_policy = SWIFTSDP_BUNDLE_MAX_BUNDLE;
  configuration.fingerprints = &ours;
  configuration.fingerprint_count = 1;
  configuration.capabilities = capabilities;
  configuration.server = server;
  swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
  Session session(swiftsdp_session_create(&configuration, &error));
  if (!session) fail(__FILE__, __LINE__, "swiftsdp_session_create", describe(error));
  return session;
}

std::string textOf(const swiftsdp_description *description) {
  CHECK(description != nullptr);
  std::string text(swiftsdp_description_size(description), '\0');
  CHECK_SUCCEEDS(swiftsdp_description_write(description, text.data(), text.size(), &error));
  return text;
}

// What the session would offer now.
std::string offered(swiftsdp_session *session) {
  swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
  SessionDescription offer(swiftsdp_session_create_offer(session, nullptr, &error));
  if (!offer) fail(__FILE__, __LINE__, "swiftsdp_session_create_offer", describe(error));
  return textOf(offer.get());
}

std::size_t count(const std::string &text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    found++;
  return found;
}

// Offers to the peer, which answers; the offer and the answer.
std::pair<std::string, std::string> negotiate(swiftsdp_session *session, swiftsdp_session *peer) {
  std::string offer = offered(session);
  CHECK_SUCCEEDS(setLocal(session, SWIFTSDP_TYPE_OFFER, nullptr, &error));
  CHECK_SUCCEEDS(setRemote(peer, SWIFTSDP_TYPE_OFFER, offer, &error));
  swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
  SessionDescription answer(swiftsdp_session_create_answer(peer, nullptr, &error));
  if (!answer) fail(__FILE__, __LINE__, "swiftsdp_session_create_answer", describe(error));
  CHECK_SUCCEEDS(setLocal(peer, SWIFTSDP_TYPE_ANSWER, nullptr, &error));
  CHECK_SUCCEEDS(setRemote(session, SWIFTSDP_TYPE_ANSWER, textOf(answer.get()), &error));
  return {offer, textOf(answer.get())};
}

swiftsdp_codec_capability codec(std::string_view name, std::uint32_t kind, std::uint32_t rate,
                                std::uint32_t payloadType) {
  swiftsdp_codec_capability codec = {};
  codec.name = slice(name);
  codec.kind = kind;
  codec.clock_rate = rate;
  codec.payload_type = payloadType;
  codec.has_payload_type = true;
  return codec;
}

constexpr std::string_view midURI = "urn:ietf:params:rtp-hdrext:sdes:mid";

// The codecs of one router.
Capabilities makeRouter() {
  const swiftsdp_slice other[] = {slice("nack rpsi")};
  swiftsdp_codec_capability codecs[] = {codec("opus", SWIFTSDP_KIND_AUDIO, 48'000, 100),
                                        codec("VP8", SWIFTSDP_KIND_VIDEO, 90'000, 101),
                                        codec("H264", SWIFTSDP_KIND_VIDEO, 90'000, 103)};
  codecs[0].channels = 2;
  codecs[0].parameters = slice("minptime=10;useinbandfec=1");
  codecs[0].maximum_packet_time = 60;
  codecs[1].retransmits = true;
  codecs[1].has_retransmission_payload_type = true;
  codecs[1].retransmission_payload_type = 102;
  codecs[1].feedback = SWIFTSDP_FEEDBACK_TRANSPORT_CC | SWIFTSDP_FEEDBACK_NACK |
                       SWIFTSDP_FEEDBACK_NACK_PLI | SWIFTSDP_FEEDBACK_CCM_FIR;
  codecs[1].other_feedback = other;
  codecs[1].other_feedback_count = 1;
  codecs[2].parameters = slice("packetization-mode=1;profile-level-id=42e01f");
  codecs[2].has_payload_type = false;
  const swiftsdp_extension_capability extensions[] = {
      {slice("urn:3gpp:video-orientation"), 0, false, true}, {slice(midURI), 1, true, true}};
  swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
  Capabilities router(swiftsdp_capabilities_create(codecs, 3, extensions, 2, &error));
  if (!router) fail(__FILE__, __LINE__, "swiftsdp_capabilities_create", describe(error));
  return router;
}

void checkCapabilities() {
  Capabilities router = makeRouter();
  Session session = makeSession(router.get(), nullptr);
  // The sessions keep what they need.
  router.reset();
  swiftsdp_transceiver_init init = SWIFTSDP_INIT(swiftsdp_transceiver_init);
  init.direction = SWIFTSDP_DIRECTION_SENDRECV;
  for (std::uint32_t kind : {SWIFTSDP_KIND_AUDIO, SWIFTSDP_KIND_VIDEO}) {
    init.kind = kind;
    CHECK_SUCCEEDS(swiftsdp_session_add_transceiver(session.get(), &init, nullptr, &error));
  }
  std::string offer = offered(session.get());
  for (std::string_view line :
       {"m=audio 9 UDP/TLS/RTP/SAVPF 100\r\n", "m=video 0 UDP/TLS/RTP/SAVPF 101 102 96\r\n",
        "a=rtpmap:100 opus/48000/2\r\n", "a=fmtp:100 minptime=10;useinbandfec=1\r\n",
        "a=maxptime:60\r\n", "a=rtcp-fb:101 transport-cc\r\na=rtcp-fb:101 ccm fir\r\n"
        "a=rtcp-fb:101 nack\r\na=rtcp-fb:101 nack pli\r\na=rtcp-fb:101 nack rpsi\r\n",
        "a=fmtp:102 apt=101\r\n", "a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid\r\n",
        "a=extmap:2 urn:3gpp:video-orientation\r\n"})
    if (offer.find(line) == std::string::npos)
      fail(__FILE__, __LINE__, "the offer has the line", std::string(line));
  CHECK(offer.find("goog-remb") == std::string::npos);

  // Names of feedback, in the standard set.
  swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
  Capabilities standard(swiftsdp_capabilities_create_standard(
      SWIFTSDP_FEEDBACK_GOOG_REMB | SWIFTSDP_FEEDBACK_NACK, &error));
  CHECK(standard != nullptr);
  session = makeSession(standard.get(), nullptr);
  CHECK_SUCCEEDS(swiftsdp_session_add_transceiver(session.get(), &init, nullptr, &error));
  offer = offered(session.get());
  CHECK(count(offer, "goog-remb") == count(offer, " nack\r\n") && count(offer, "goog-remb") == 5);
  CHECK(count(offer, "transport-cc") == 0 && count(offer, "nack pli") == 0);

  // Hostile and contradictory ones.
  auto refuse = [](std::uint32_t code, const swiftsdp_codec_capability &given,
                   std::size_t copies = 1) {
    std::vector<swiftsdp_codec_capability> codecs(copies, given);
    CHECK_FAILS(code, swiftsdp_capabilities_create(codecs.data(), copies, nullptr, 0, &error));
  };
  const swiftsdp_codec_capability good = codec("VP8", SWIFTSDP_KIND_VIDEO, 90'000, 101);
  refuse(SWIFTSDP_ERROR_INVALID_MODIFICATION, good, 2);
  refuse(SWIFTSDP_ERROR_ARGUMENT, good, 257);
  for (std::uint32_t payloadType : {64u, 95u, 128u, 255u, 256u, 0xFFFFFFFFu}) {
    swiftsdp_codec_capability bad = good;
    bad.payload_type = payloadType;
    refuse(SWIFTSDP_ERROR_RANGE, bad);
  }
  for (std::string_view name : {"", "V P8", "VP8\r\na=x"}) {
    swiftsdp_codec_capability bad = good;
    bad.name = slice(name);
    refuse(SWIFTSDP_ERROR_TYPE, bad);
  }
  swiftsdp_codec_capability bad = good;
  bad.parameters = slice("a=1\nb=2");
  refuse(SWIFTSDP_ERROR_TYPE, bad);
  bad = good;
  bad.kind = 2;
  refuse(SWIFTSDP_ERROR_ARGUMENT, bad);
  bad = good;
  bad.feedback = 32;
  refuse(SWIFTSDP_ERROR_ARGUMENT, bad);
  bad = good;
  bad.maximum_packet_time = 65'536;
  refuse(SWIFTSDP_ERROR_ARGUMENT, bad);
  bad = good;
  bad.name.bytes = nullptr;
  refuse(SWIFTSDP_ERROR_ARGUMENT, bad);
  for (std::string_view value : {"", "nack\r\na=x", "n ack  x", "nack\npli"}) {
    const swiftsdp_slice feedback[] = {slice(value)};
    bad = good;
    bad.other_feedback = feedback;
    bad.other_feedback_count = 1;
    if (value != "n ack  x") refuse(SWIFTSDP_ERROR_TYPE, bad);
  }
  bad = good;
  bad.other_feedback_count = 1;
  refuse(SWIFTSDP_ERROR_ARGUMENT, bad);
  for (auto [uri, id, code] :
       {std::tuple("", 1u, SWIFTSDP_ERROR_TYPE), std::tuple("a b", 1u, SWIFTSDP_ERROR_TYPE),
        std::tuple("urn:a", 15u, SWIFTSDP_ERROR_RANGE), std::tuple("urn:a", 256u, SWIFTSDP_ERROR_RANGE),
        std::tuple("urn:a", 65'537u, SWIFTSDP_ERROR_RANGE)}) {
    const swiftsdp_extension_capability extension = {slice(uri), id, true, true};
    CHECK_FAILS(std::uint32_t(code), swiftsdp_capabilities_create(nullptr, 0, &extension, 1, &error));
  }
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_capabilities_create(nullptr, 1, nullptr, 0, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_capabilities_create_standard(64, &error));
  CHECK(swiftsdp_capabilities_create(nullptr, 1, nullptr, 0, nullptr) == nullptr);
  swiftsdp_capabilities_release(nullptr);

  // One set, sessions on several threads.
  Capabilities shared = makeRouter();
  std::vector<std::thread> threads;
  std::vector<std::size_t> sizes(4);
  for (std::size_t number = 0; number < sizes.size(); number++)
    threads.emplace_back([&, number] {
      for (int round = 0; round < 50; round++) {
        Session session = makeSession(shared.get(), nullptr);
        swiftsdp_transceiver_init init = SWIFTSDP_INIT(swiftsdp_transceiver_init);
        init.kind = SWIFTSDP_KIND_VIDEO;
        CHECK_SUCCEEDS(swiftsdp_session_add_transceiver(session.get(), &init, nullptr, &error));
        sizes[number] += count(offered(session.get()), "a=rtpmap:101 VP8/90000");
      }
    });
  for (std::thread &thread : threads) thread.join();
  CHECK(std::count(sizes.begin(), sizes.end(), 50) == 4);
  std::printf("capability sets: numbers, feedback by name, shared by sessions of four threads\n");
}

void checkHostTransports() {
  swiftsdp_server_options server = SWIFTSDP_INIT(swiftsdp_server_options);
  server.is_ice_lite = true;
  server.hosts_transports = true;
  server.answers_as_dtls_server = true;
  server.mid_prefix = slice("m");
  server.bandwidth_as = 500;
  Session session = makeSession(nullptr, &server);
  swiftsdp_transceiver_init init = SWIFTSDP_INIT(swiftsdp_transceiver_init);
  init.kind = SWIFTSDP_KIND_VIDEO;
  init.direction = SWIFTSDP_DIRECTION_SENDRECV;
  std::uint32_t id = 0;
  CHECK_SUCCEEDS(swiftsdp_session_add_transceiver(session.get(), &init, &id, &error));
  CHECK_SUCCEEDS(swiftsdp_session_add_data_section(session.get(), &error));

  swiftsdp_transport_demand demands[2] = {};
  std::size_t missing = 0;
  CHECK_SUCCEEDS(swiftsdp_session_missing_transports(session.get(), nullptr, demands, 2, &missing, &error));
  CHECK(missing == 1 && demands[0].index == 0 && demands[0].transceiver == id);
  CHECK(demands[0].section == SWIFTSDP_SECTION_TRANSCEIVER && demands[0].transport == SWIFTSDP_NO_ID);
  CHECK_FAILS(SWIFTSDP_ERROR_OPERATION, swiftsdp_session_create_offer(session.get(), nullptr, &error));

  const swiftsdp_fingerprint own = {slice("sha-256"), slice(otherValue)};
  const swiftsdp_slice candidates[] = {
      slice("candidate:1 1 udp 2130706431 192.0.2.1 4000 typ host")};
  swiftsdp_host_transport transport = SWIFTSDP_INIT(swiftsdp_host_transport);
  transport.username_fragment = slice("worker1");
  transport.password = slice("0123456789012345678901");
  transport.fingerprints = &own;
  transport.fingerprint_count = 1;
  transport.candidates = candidates;
  transport.candidate_count = 1;
  transport.end_of_candidates = true;
  transport.default_address = slice("198.51.100.1");
  transport.default_port = 7'000;

  // What is malformed is refused, and nothing is kept of it.
  auto refuse = [&](std::uint32_t code, auto change) {
    swiftsdp_host_transport bad = transport;
    change(bad);
    CHECK_FAILS(code, swiftsdp_session_add_host_transport(session.get(), &bad, &error));
  };
  refuse(SWIFTSDP_ERROR_TYPE, [](auto &bad) { bad.username_fragment = slice("a-b-c"); });
  refuse(SWIFTSDP_ERROR_TYPE, [](auto &bad) { bad.password = slice("short"); });
  refuse(SWIFTSDP_ERROR_TYPE, [](auto &bad) { bad.tls_id = slice("short"); });
  refuse(SWIFTSDP_ERROR_TYPE, [](auto &bad) { bad.default_address = slice("1.2.3.4\r\na=x"); });
  refuse(SWIFTSDP_ERROR_ARGUMENT, [](auto &bad) { bad.section = 3; });
  refuse(SWIFTSDP_ERROR_ARGUMENT, [](auto &bad) { bad.candidates = nullptr; });
  refuse(SWIFTSDP_ERROR_ARGUMENT, [](auto &bad) { bad.struct_size = 1; });
  const swiftsdp_slice broken[] = {slice("candidate:1 1 udp x 192.0.2.1 4000 typ host"),
                                   slice("candidate:1 1 udp 1 192.0.2.1 4000 typ srflx raddr 1.2.3.4 rport 9")};
  for (const swiftsdp_slice &line : broken)
    refuse(SWIFTSDP_ERROR_TYPE, [&](auto &bad) { bad.candidates = &line; });
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_session_add_host_transport(session.get(), nullptr, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_session_add_host_transport(nullptr, &transport, &error));
  CHECK_SUCCEEDS(swiftsdp_session_missing_transports(session.get(), nullptr, nullptr, 0, &missing, &error));
  CHECK(missing == 1);

  CHECK_SUCCEEDS(swiftsdp_session_add_host_transport(session.get(), &transport, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_INVALID_MODIFICATION,
              swiftsdp_session_add_host_transport(session.get(), &transport, &error));
  Session peer = makeSession(nullptr, nullptr);
  auto [offer, answer] = negotiate(session.get(), peer.get());
  for (std::string_view line :
       {"a=ice-lite\r\n", "m=video 7000 ", "c=IN IP4 198.51.100.1\r\nb=AS:500\r\n",
        "a=ice-ufrag:worker1\r\n", "a=ice-pwd:0123456789012345678901\r\n",
        "a=candidate:1 1 udp 2130706431 192.0.2.1 4000 typ host\r\n", "a=end-of-candidates\r\n",
        "a=mid:m0\r\n", "a=mid:m1\r\n"})
    if (offer.find(line) == std::string::npos)
      fail(__FILE__, __LINE__, "the offer has the line", std::string(line));
  CHECK(offer.find(fingerprintValue) == std::string::npos && offer.find("a=tls-id") == std::string::npos);
  CHECK(answer.find("a=ice-lite") == std::string::npos);
  swiftsdp_transport described = SWIFTSDP_INIT(swiftsdp_transport);
  CHECK_SUCCEEDS(swiftsdp_session_transport(session.get(), 0, &described, &error));
  CHECK(described.ice_role == SWIFTSDP_ICE_CONTROLLED);
  CHECK_SUCCEEDS(swiftsdp_session_transport(peer.get(), 0, &described, &error));
  CHECK(described.ice_role == SWIFTSDP_ICE_CONTROLLING);
  swiftsdp_remote_transport remote = SWIFTSDP_INIT(swiftsdp_remote_transport);
  swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
  CHECK(!swiftsdp_session_remote_transport(peer.get(), "m0", 2, &remote, &error));
  CHECK(error.code == SWIFTSDP_ERROR_INSUFFICIENT_SPACE && remote.candidate_count == 1);
  CHECK(remote.is_ice_lite && remote.end_of_candidates);

  // Restart by the program: asked for, handed over, negotiated.
  swiftsdp_offer_options options = SWIFTSDP_INIT(swiftsdp_offer_options);
  options.ice_restart = true;
  CHECK_SUCCEEDS(swiftsdp_session_missing_transports(session.get(), &options, demands, 2, &missing, &error));
  CHECK(missing == 1 && demands[0].transport != SWIFTSDP_NO_ID);
  CHECK(sessionText(session.get(), SWIFTSDP_TEXT_LOCAL_USERNAME_FRAGMENT, demands[0].transport) == "worker1");
  CHECK_FAILS(SWIFTSDP_ERROR_OPERATION, swiftsdp_session_create_offer(session.get(), &options, &error));
  transport.username_fragment = slice("worker2");
  CHECK_FAILS(SWIFTSDP_ERROR_INVALID_MODIFICATION,
              swiftsdp_session_restart_host_transport(session.get(), "worker1", 7, &transport, &error));
  transport.password = slice("abcdefghijklmnopqrstuv");
  CHECK_FAILS(SWIFTSDP_ERROR_INVALID_STATE,
              swiftsdp_session_restart_host_transport(session.get(), "worker9", 7, &transport, &error));
  CHECK(!swiftsdp_session_is_negotiation_needed(session.get()));
  CHECK_SUCCEEDS(swiftsdp_session_restart_host_transport(session.get(), "worker1", 7, &transport, &error));
  CHECK(swiftsdp_session_is_negotiation_needed(session.get()));
  CHECK_SUCCEEDS(swiftsdp_session_set_default_address(session.get(), "worker2", 7, "2001:db8::2", 11, 443, true, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_TYPE, swiftsdp_session_set_default_address(session.get(), "worker2", 7, "x", 1, 1, false, &error));
  offer = negotiate(session.get(), peer.get()).first;
  CHECK(offer.find("m=video 443 TCP/DTLS/RTP/SAVPF ") != std::string::npos);
  CHECK(offer.find("c=IN IP6 2001:db8::2\r\n") != std::string::npos);
  CHECK(offer.find("a=ice-ufrag:worker2\r\n") != std::string::npos);
  CHECK_FAILS(SWIFTSDP_ERROR_INVALID_STATE,
              swiftsdp_session_remove_host_transport(session.get(), "worker2", 7, &error));
  transport.username_fragment = slice("spare");
  CHECK_SUCCEEDS(swiftsdp_session_add_host_transport(session.get(), &transport, &error));
  CHECK_SUCCEEDS(swiftsdp_session_remove_host_transport(session.get(), "spare", 5, &error));

  // The peer offers, and leaves the role open: we are the server.
  CHECK(negotiate(peer.get(), session.get()).second.find("a=ice-lite\r\n") != std::string::npos);
  swiftsdp_host_transport second = transport;
  second.username_fragment = slice("answerer");
  Session answerer = makeSession(nullptr, &server);
  CHECK_SUCCEEDS(swiftsdp_session_add_host_transport(answerer.get(), &second, &error));
  Session offerer = makeSession(nullptr, nullptr);
  CHECK_SUCCEEDS(swiftsdp_session_add_transceiver(offerer.get(), &init, nullptr, &error));
  CHECK(negotiate(offerer.get(), answerer.get()).second.find("a=setup:passive\r\n") != std::string::npos);

  // Options that cannot be.
  for (auto [prefix, name, bandwidth, code] :
       {std::tuple("a b", "", 0u, SWIFTSDP_ERROR_TYPE), std::tuple("12345678901", "", 0u, SWIFTSDP_ERROR_TYPE),
        std::tuple("", "a\nb", 0u, SWIFTSDP_ERROR_TYPE),
        std::tuple("", "", 0x80000000u, SWIFTSDP_ERROR_RANGE)}) {
    swiftsdp_server_options bad = SWIFTSDP_INIT(swiftsdp_server_options);
    bad.mid_prefix = slice(prefix);
    bad.canonical_name = slice(name);
    bad.bandwidth_tias = bandwidth;
    swiftsdp_session_configuration configuration = SWIFTSDP_INIT(swiftsdp_session_configuration);
    configuration.server = &bad;
    CHECK_FAILS(std::uint32_t(code), swiftsdp_session_create(&configuration, &error));
  }
  // They stay what they were made with, and other ones are refused.
  swiftsdp_session_configuration configuration = SWIFTSDP_INIT(swiftsdp_session_configuration);
  configuration.bundle_policy = SWIFTSDP_BUNDLE_MAX_BUNDLE;
  CHECK_SUCCEEDS(swiftsdp_session_set_configuration(session.get(), &configuration, false, &error));
  configuration.server = &server;
  CHECK_SUCCEEDS(swiftsdp_session_set_configuration(session.get(), &configuration, false, &error));
  server.is_ice_lite = false;
  CHECK_FAILS(SWIFTSDP_ERROR_INVALID_MODIFICATION,
              swiftsdp_session_set_configuration(session.get(), &configuration, false, &error));
  Capabilities router = makeRouter();
  configuration.server = nullptr;
  configuration.capabilities = router.get();
  CHECK_FAILS(SWIFTSDP_ERROR_INVALID_MODIFICATION,
              swiftsdp_session_set_configuration(session.get(), &configuration, false, &error));
  std::printf("ICE-lite with transports of the program: handed over, restarted, answered\n");
}

void checkPins() {
  const swiftsdp_codec vp8 = {slice("VP8"), {}, 90'000, 0};
  const swiftsdp_codec vp9 = {slice("VP9"), slice("profile-id=0"), 90'000, 0};
  Session session = makeSession(nullptr, nullptr);
  const swiftsdp_payload_type_pin shared[] = {{vp9, 111, 112, true}};
  const swiftsdp_extension_pin ids[] = {{slice(midURI), 14}};
  CHECK_SUCCEEDS(swiftsdp_session_pin_formats(session.get(), shared, 1, ids, 1, &error));

  const std::uint32_t sources[] = {11, 12, 13, 14};
  const std::uint32_t sim[] = {11, 13}, fid[] = {11, 12}, fec[] = {13, 14};
  const swiftsdp_source_group groups[] = {{sim, 2, SWIFTSDP_GROUP_SIM},
                                          {fid, 2, SWIFTSDP_GROUP_FID},
                                          {fec, 2, SWIFTSDP_GROUP_FEC_FR}};
  const swiftsdp_payload_type_pin payloadTypes[] = {{vp8, 120, 121, true}};
  swiftsdp_pins pins = SWIFTSDP_INIT(swiftsdp_pins);
  pins.mid = slice("cam");
  pins.track = slice("track");
  pins.canonical_name = slice("router@sfu");
  pins.sources = sources;
  pins.source_count = 4;
  pins.groups = groups;
  pins.group_count = 3;
  pins.payload_types = payloadTypes;
  pins.payload_type_count = 1;
  pins.bandwidth_as = 1'000;
  pins.bandwidth_tias = 900'000;
  pins.has_bandwidth = true;
  const swiftsdp_slice streams[] = {slice("stream")};
  swiftsdp_transceiver_init init = SWIFTSDP_INIT(swiftsdp_transceiver_init);
  init.kind = SWIFTSDP_KIND_VIDEO;
  init.direction = SWIFTSDP_DIRECTION_SENDONLY;
  init.streams = streams;
  init.stream_count = 1;
  init.pins = &pins;
  std::uint32_t id = 0;
  CHECK_SUCCEEDS(swiftsdp_session_add_transceiver(session.get(), &init, &id, &error));
  CHECK_SUCCEEDS(swiftsdp_session_add_named_data_section(session.get(), "data", 4, &error));
  Session peer = makeSession(nullptr, nullptr);
  std::string offer = negotiate(session.get(), peer.get()).first;
  for (std::string_view line :
       {"a=mid:cam\r\n", "a=mid:data\r\n", "a=msid:stream track\r\n",
        "b=AS:1000\r\nb=TIAS:900000\r\n",
        "a=ssrc-group:SIM 11 13\r\na=ssrc-group:FID 11 12\r\na=ssrc-group:FEC-FR 13 14\r\n",
        "a=ssrc:11 cname:router@sfu\r\na=ssrc:12 cname:router@sfu\r\n",
        "a=rtpmap:120 VP8/90000\r\n", "a=fmtp:121 apt=120\r\n", "a=rtpmap:111 VP9/90000\r\n",
        "a=extmap:14 urn:ietf:params:rtp-hdrext:sdes:mid\r\n"})
    if (offer.find(line) == std::string::npos)
      fail(__FILE__, __LINE__, "the offer has the line", std::string(line));
  CHECK(sessionText(session.get(), SWIFTSDP_TEXT_MID, id) == "cam");
  CHECK(sessionText(peer.get(), SWIFTSDP_TEXT_REMOTE_TRACK, 0) == "track");

  // What contradicts itself or the session is refused, and the offer stays the same.
  offer = offered(session.get());
  auto refuse = [&](std::uint32_t code, auto change) {
    swiftsdp_pins bad = pins;
    change(bad);
    CHECK_FAILS(code, swiftsdp_session_pin_transceiver(session.get(), id, &bad, &error));
    CHECK(offered(session.get()) == offer);
  };
  refuse(SWIFTSDP_ERROR_INVALID_MODIFICATION, [](auto &bad) { bad.mid = slice("cam2"); });
  refuse(SWIFTSDP_ERROR_TYPE, [](auto &bad) { bad.track = slice("a b"); });
  refuse(SWIFTSDP_ERROR_TYPE, [](auto &bad) { bad.canonical_name = slice("a\r\na=x"); });
  refuse(SWIFTSDP_ERROR_TYPE, [](auto &bad) { bad.source_count = 3; });
  refuse(SWIFTSDP_ERROR_ARGUMENT, [](auto &bad) { bad.source_count = 65'536; });
  refuse(SWIFTSDP_ERROR_ARGUMENT, [](auto &bad) { bad.sources = nullptr; });
  refuse(SWIFTSDP_ERROR_RANGE, [](auto &bad) { bad.bandwidth_tias = 0x80000000u; });
  const std::uint32_t zero[] = {0}, twice[] = {1, 1};
  refuse(SWIFTSDP_ERROR_RANGE, [&](auto &bad) {
    bad.sources = zero;
    bad.source_count = 1;
    bad.group_count = 0;
  });
  refuse(SWIFTSDP_ERROR_INVALID_MODIFICATION, [&](auto &bad) {
    bad.sources = twice;
    bad.source_count = 2;
    bad.group_count = 0;
  });
  const swiftsdp_source_group unknown[] = {{fid, 2, 3}};
  refuse(SWIFTSDP_ERROR_ARGUMENT, [&](auto &bad) {
    bad.groups = unknown;
    bad.group_count = 1;
  });
  for (auto [payloadType, code] :
       {std::pair(64u, SWIFTSDP_ERROR_RANGE), std::pair(300u, SWIFTSDP_ERROR_RANGE),
        std::pair(111u, SWIFTSDP_ERROR_INVALID_MODIFICATION)}) {
    const swiftsdp_payload_type_pin wrong[] = {{vp8, payloadType, 0, false}};
    refuse(std::uint32_t(code), [&](auto &bad) { bad.payload_types = wrong; });
    CHECK_FAILS(std::uint32_t(code),
                swiftsdp_session_pin_formats(session.get(), wrong, 1, nullptr, 0, &error));
  }
  const swiftsdp_extension_pin wrongIDs[] = {{slice(midURI), 15}};
  CHECK_FAILS(SWIFTSDP_ERROR_RANGE,
              swiftsdp_session_pin_formats(session.get(), nullptr, 0, wrongIDs, 1, &error));
  swiftsdp_transceiver_init second = init;
  swiftsdp_pins same = pins;
  same.mid = {};
  second.pins = &same;
  CHECK_FAILS(SWIFTSDP_ERROR_INVALID_MODIFICATION,
              swiftsdp_session_add_transceiver(session.get(), &second, nullptr, &error));
  same.source_count = same.group_count = 0;
  same.mid = slice("data");
  CHECK_FAILS(SWIFTSDP_ERROR_INVALID_MODIFICATION,
              swiftsdp_session_add_transceiver(session.get(), &second, nullptr, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_INVALID_MODIFICATION,
              swiftsdp_session_add_named_data_section(session.get(), "other", 5, &error));
  CHECK(offered(session.get()) == offer);
  CHECK_FAILS(SWIFTSDP_ERROR_INVALID_STATE,
              swiftsdp_session_pin_transceiver(session.get(), 99, &pins, &error));
  CHECK_SUCCEEDS(swiftsdp_session_pin_transceiver(session.get(), id, nullptr, &error));
  offer = offered(session.get());
  CHECK(count(offer, "a=ssrc") == 0 && count(offer, "b=") == 0 && count(offer, "a=mid:cam") == 1);

  // A subscriber's numbers, from what it published with.
  Session publisher = makeSession(nullptr, nullptr);
  CHECK_SUCCEEDS(swiftsdp_session_pin_formats(publisher.get(), payloadTypes, 1, ids, 1, &error));
  init.pins = nullptr;
  CHECK_SUCCEEDS(swiftsdp_session_add_transceiver(publisher.get(), &init, nullptr, &error));
  std::string published = offered(publisher.get());
  Session subscriber = makeSession(nullptr, nullptr);
  CHECK_FAILS(SWIFTSDP_ERROR_MISSING_VERSION,
              swiftsdp_session_adopt_formats(subscriber.get(), "m=audio", 7, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT,
              swiftsdp_session_adopt_formats(subscriber.get(), nullptr, 7, &error));
  CHECK_SUCCEEDS(swiftsdp_session_adopt_formats(subscriber.get(), published.data(), published.size(), &error));
  CHECK_SUCCEEDS(swiftsdp_session_add_transceiver(subscriber.get(), &init, nullptr, &error));
  offer = offered(subscriber.get());
  CHECK(offer.find("a=rtpmap:120 VP8/90000\r\n") != std::string::npos);
  CHECK(offer.find("a=extmap:14 urn:ietf:params:rtp-hdrext:sdes:mid\r\n") != std::string::npos);
  CHECK_FAILS(SWIFTSDP_ERROR_INVALID_STATE,
              swiftsdp_session_adopt_formats(subscriber.get(), published.data(), published.size(), &error));
  std::printf("pins: mids, tracks, sources, bandwidth, payload types, identifiers\n");
}

}  // namespace

void checkHosting() {
  checkCapabilities();
  checkHostTransports();
  checkPins();
}
