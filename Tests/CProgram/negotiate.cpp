// Uses the library as a C++ program does, through swiftsdp.h alone: reads
// descriptions, negotiates sessions, and gives it input that is hostile.
//
//   negotiate FIXTURE_DIRECTORY
//
// Prints a line for each group of checks; the first that fails ends the program.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <thread>
#include <vector>

#include "sessions.hpp"

namespace {

std::string fixtures;

const char *const directionNames[] = {"inactive", "sendonly", "recvonly", "sendrecv"};

// What a peer answers who takes all sections that are offered but those rejected,
// and bundles them.
std::string answerTo(const std::string &offer, std::set<std::size_t> rejected = {}) {
  const Description description(offer);
  std::string group = "a=group:BUNDLE", sections;
  bool hasTransport = false;
  for (std::size_t number = 1; number < description.sections.size(); number++) {
    const Description::Section &offered = description.sections[number];
    const bool isRejected = rejected.count(number) > 0;
    sections += "m=" + offered.media + (isRejected ? " 0 " : " 9 ") + offered.protocol + " " +
                offered.formats + "\r\nc=IN IP4 0.0.0.0\r\n";
    if (isRejected) continue;
    group += " " + offered.mid;
    if (!hasTransport) {
      sections += "a=ice-ufrag:peer\r\na=ice-pwd:0123456789abcdefghijkl\r\na=fingerprint:sha-256 " +
                  std::string(sha256) + "\r\na=setup:active\r\n";
      hasTransport = true;
    }
    sections += "a=mid:" + offered.mid + "\r\n";
    if (offered.media == "application") {
      sections += "a=sctp-port:5000\r\na=max-message-size:65536\r\n";
      continue;
    }
    sections += std::string("a=") + directionNames[reversed(offered.direction)] + "\r\na=rtcp-mux\r\n";
    for (const std::string &line : offered.lines)
      if (line.rfind("a=rtpmap:", 0) == 0 || line.rfind("a=fmtp:", 0) == 0) sections += line + "\r\n";
  }
  return "v=0\r\no=- 4611731400430051336 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n" + group + "\r\n" +
         sections;
}

swiftsdp_transceiver getTransceiver(const swiftsdp_session *session, std::size_t position) {
  swiftsdp_transceiver transceiver = SWIFTSDP_INIT(swiftsdp_transceiver);
  CHECK_SUCCEEDS(swiftsdp_session_transceiver(session, position, &transceiver, &error));
  CHECK(transceiver.mid_size == sessionText(session, SWIFTSDP_TEXT_MID, transceiver.id).size());
  return transceiver;
}

std::string mid(const swiftsdp_session *session, std::size_t position) {
  return sessionText(session, SWIFTSDP_TEXT_MID, getTransceiver(session, position).id);
}

// All that can be seen of a session.
std::string observed(const swiftsdp_session *session) {
  std::ostringstream all;
  all << swiftsdp_session_signaling_state(session);
  for (std::size_t at = 0; at < swiftsdp_session_transceiver_count(session); at++) {
    const swiftsdp_transceiver transceiver = getTransceiver(session, at);
    all << '|' << transceiver.id << ',' << transceiver.kind << ',' << transceiver.direction << ','
        << transceiver.current_direction << ',' << transceiver.is_stopped << ',' << mid(session, at);
  }
  return all.str();
}

void checkSessionArguments() {
  const auto argument = SWIFTSDP_ERROR_ARGUMENT;
  swiftsdp_session_release(nullptr);
  swiftsdp_description_release(nullptr);
  CHECK(swiftsdp_session_transceiver_count(nullptr) == 0);
  CHECK(swiftsdp_session_signaling_state(nullptr) == SWIFTSDP_STATE_CLOSED);
  CHECK(swiftsdp_description_size(nullptr) == 0 && swiftsdp_description_version(nullptr) == 0);

  // Configurations.
  auto fails = [](swiftsdp_session_configuration configuration) {
    swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
    CHECK(swiftsdp_session_create(&configuration, nullptr) == nullptr);
    CHECK(swiftsdp_session_create(&configuration, &error) == nullptr);
    return error.code;
  };
  const swiftsdp_session_configuration plain = SWIFTSDP_INIT(swiftsdp_session_configuration);
  swiftsdp_session_configuration wrong = plain;
  for (std::size_t size : {std::size_t(0), std::size_t(7)}) {
    wrong.struct_size = size;
    CHECK(fails(wrong) == argument);
  }
  for (std::uint32_t policy : {3u, 256u, ~0u}) {
    wrong = plain;
    wrong.bundle_policy = policy;
    CHECK(fails(wrong) == argument);
  }
  wrong = plain;
  wrong.fingerprint_count = 1;
  CHECK(fails(wrong) == argument);
  swiftsdp_limits noSize = swiftsdp_limits();
  wrong = plain;
  wrong.limits = &noSize;
  CHECK(fails(wrong) == argument);
  const swiftsdp_fingerprint malformed[] = {
      {slice(""), slice(sha256)},           {slice("sha-256"), slice("")},
      {slice("sha-256"), slice("4A:A")},    {slice("sha-256"), slice("4A AD")},
      {slice("sha 256"), slice(sha256)},    {slice("sha-256"), slice("4A:AD\r\na=evil")},
      {{nullptr, 7}, slice(sha256)},        {slice("sha-256"), {nullptr, 95}},
  };
  for (const swiftsdp_fingerprint &fingerprint : malformed) {
    wrong = plain;
    wrong.fingerprints = &fingerprint;
    wrong.fingerprint_count = 1;
    CHECK(fails(wrong) == argument);
  }
  wrong = plain;
  wrong.fingerprints = malformed;
  wrong.fingerprint_count = ~std::size_t(0);
  CHECK(fails(wrong) == argument);

  // Without a certificate there is no offer; a newer caller's struct is taken.
  struct {
    swiftsdp_session_configuration known;
    std::uint64_t beyond[4];
  } larger = {plain, {~0ull, ~0ull, ~0ull, ~0ull}};
  larger.known.struct_size = sizeof larger;
  Session bare(swiftsdp_session_create(&larger.known, nullptr));
  CHECK(bare);
  CHECK_FAILS(SWIFTSDP_ERROR_NOT_READABLE,
              SessionDescription(swiftsdp_session_create_offer(bare.get(), nullptr, &error)) != nullptr);

  // Transceivers and directions.
  Session session = makeSession();
  swiftsdp_transceiver_init init = SWIFTSDP_INIT(swiftsdp_transceiver_init);
  std::uint32_t id = 77;
  CHECK_FAILS(argument, swiftsdp_session_add_transceiver(nullptr, &init, &id, &error));
  CHECK_FAILS(argument, swiftsdp_session_add_transceiver(session.get(), nullptr, &id, &error));
  auto refuses = [&](swiftsdp_transceiver_init init) {
    swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
    CHECK(!swiftsdp_session_add_transceiver(session.get(), &init, &id, nullptr));
    CHECK(!swiftsdp_session_add_transceiver(session.get(), &init, &id, &error));
    return error.code;
  };
  swiftsdp_transceiver_init wrongInit = init;
  wrongInit.struct_size = 0;
  CHECK(refuses(wrongInit) == argument);
  wrongInit.struct_size = 7;
  CHECK(refuses(wrongInit) == argument);
  for (std::uint32_t kind : {2u, 256u, ~0u}) {
    wrongInit = init;
    wrongInit.kind = kind;
    CHECK(refuses(wrongInit) == argument);
  }
  for (std::uint32_t direction : {4u, 255u, 256u, ~0u}) {
    wrongInit = init;
    wrongInit.direction = direction;
    CHECK(refuses(wrongInit) == argument);
    CHECK_FAILS(argument, swiftsdp_session_set_direction(session.get(), 0, direction, &error));
  }
  wrongInit = init;
  wrongInit.stream_count = 1;
  CHECK(refuses(wrongInit) == argument);
  const std::string longID(65, 'a');
  for (std::string_view stream : {std::string_view(""), std::string_view("a b"),
                                  std::string_view("a\r\nb"), std::string_view(longID)}) {
    const swiftsdp_slice streams[] = {slice("good"), slice(stream)};
    wrongInit = init;
    wrongInit.streams = streams;
    wrongInit.stream_count = 2;
    CHECK(refuses(wrongInit) == SWIFTSDP_ERROR_TYPE);
    wrongInit.stream_count = ~std::size_t(0);
    CHECK(refuses(wrongInit) == argument);
  }
  CHECK_FAILS(argument, swiftsdp_session_set_direction(nullptr, 0, 0, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_INVALID_STATE, swiftsdp_session_set_direction(session.get(), 9, 0, &error));
  CHECK_FAILS(argument, swiftsdp_session_add_data_section(nullptr, &error));
  CHECK(id == 77 && swiftsdp_session_transceiver_count(session.get()) == 0);

  struct {
    swiftsdp_transceiver_init known;
    std::uint64_t beyond[4];
  } largerInit = {init, {~0ull, ~0ull, ~0ull, ~0ull}};
  largerInit.known.struct_size = sizeof largerInit;
  CHECK_SUCCEEDS(swiftsdp_session_add_transceiver(session.get(), &largerInit.known, &id, &error));
  CHECK(id == 0 && swiftsdp_session_transceiver_count(session.get()) == 1);
  CHECK_SUCCEEDS(swiftsdp_session_add_transceiver(session.get(), &init, nullptr, &error));

  // Looking at transceivers.
  swiftsdp_transceiver transceiver = SWIFTSDP_INIT(swiftsdp_transceiver);
  CHECK_FAILS(argument, swiftsdp_session_transceiver(nullptr, 0, &transceiver, &error));
  CHECK_FAILS(argument, swiftsdp_session_transceiver(session.get(), 0, nullptr, &error));
  CHECK_FAILS(argument, swiftsdp_session_transceiver(session.get(), 2, &transceiver, &error));
  CHECK_FAILS(argument, swiftsdp_session_transceiver(session.get(), ~std::size_t(0), &transceiver, &error));
  transceiver.struct_size = 0;
  CHECK_FAILS(argument, swiftsdp_session_transceiver(session.get(), 0, &transceiver, &error));
  struct {
    swiftsdp_transceiver known;
    std::uint64_t beyond;
  } largerResult = {SWIFTSDP_INIT(swiftsdp_transceiver), 42};
  largerResult.known.struct_size = sizeof largerResult;
  CHECK_SUCCEEDS(swiftsdp_session_transceiver(session.get(), 1, &largerResult.known, &error));
  CHECK(largerResult.beyond == 42 && largerResult.known.id == 1);
  std::size_t size = 0;
  CHECK_FAILS(argument, swiftsdp_session_text(nullptr, SWIFTSDP_TEXT_MID, 0, 0, nullptr, 0, &size, &error));
  CHECK_FAILS(argument, swiftsdp_session_text(session.get(), SWIFTSDP_TEXT_MID, 2, 0, nullptr, 0, &size, &error));

  // Offers and answers.
  CHECK_FAILS(argument, SessionDescription(swiftsdp_session_create_offer(nullptr, nullptr, &error)) != nullptr);
  swiftsdp_offer_options options = swiftsdp_offer_options();
  CHECK_FAILS(argument, SessionDescription(swiftsdp_session_create_offer(session.get(), &options, &error)) != nullptr);
  CHECK_FAILS(argument, swiftsdp_description_write(nullptr, nullptr, 0, &error));
  SessionDescription offer = createOffer(session.get());
  CHECK_FAILS(argument, setLocal(nullptr, SWIFTSDP_TYPE_OFFER, offer.get(), &error));
  CHECK_FAILS(argument, setLocal(session.get(), 4, offer.get(), &error));
  CHECK_FAILS(argument, setRemote(nullptr, SWIFTSDP_TYPE_ANSWER, "v", &error));
  CHECK_FAILS(SWIFTSDP_ERROR_INVALID_STATE,
              setRemote(session.get(), SWIFTSDP_TYPE_ANSWER, "v", &error));
  CHECK_SUCCEEDS(setLocal(session.get(), SWIFTSDP_TYPE_OFFER, offer.get(), &error));
  CHECK_FAILS(argument, swiftsdp_session_set_remote_description(
                            session.get(), SWIFTSDP_TYPE_ANSWER, nullptr, 5, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_EMPTY, setRemote(session.get(), SWIFTSDP_TYPE_ANSWER, {}, &error));
  CHECK(swiftsdp_session_signaling_state(session.get()) == SWIFTSDP_STATE_HAVE_LOCAL_OFFER);

  // A limit on sections holds for offers too.
  swiftsdp_limits limits = SWIFTSDP_INIT(swiftsdp_limits);
  CHECK(swiftsdp_limits_get(SWIFTSDP_LIMITS_BROWSER, &limits));
  limits.media_sections = 3;
  SessionOptions limited;
  limited.limits = &limits;
  Session narrow = makeSession(limited);
  std::size_t added = 0;
  while (added < 10 && swiftsdp_session_add_transceiver(narrow.get(), &init, nullptr, nullptr)) added++;
  CHECK(added > 0 && added <= 3);
  CHECK_FAILS(SWIFTSDP_ERROR_OPERATION, swiftsdp_session_add_transceiver(narrow.get(), &init, nullptr, &error));
  CHECK_SUCCEEDS(swiftsdp_session_add_data_section(narrow.get(), &error));
  CHECK(Description(written(createOffer(narrow.get()).get())).sections.size() <= 4);
  std::printf("arguments of sessions: NULL, out of range, struct_size small and large\n");
}

// Six sections: two of each kind sending to streams, two that do not, data.
Session makeConference(const SessionOptions &options) {
  Session session = makeSession(options);
  addTransceiver(session.get(), SWIFTSDP_KIND_AUDIO, SWIFTSDP_DIRECTION_SENDRECV, {"stream-a", "stream-b"});
  addTransceiver(session.get(), SWIFTSDP_KIND_VIDEO, SWIFTSDP_DIRECTION_SENDONLY, {"stream-a"});
  addTransceiver(session.get(), SWIFTSDP_KIND_AUDIO, SWIFTSDP_DIRECTION_RECVONLY);
  addTransceiver(session.get(), SWIFTSDP_KIND_VIDEO, SWIFTSDP_DIRECTION_INACTIVE);
  addTransceiver(session.get(), SWIFTSDP_KIND_VIDEO, SWIFTSDP_DIRECTION_SENDRECV);
  for (int time = 0; time < 2; time++)
    CHECK_SUCCEEDS(swiftsdp_session_add_data_section(session.get(), &error));
  return session;
}

const std::uint32_t conferenceDirections[] = {
    SWIFTSDP_DIRECTION_SENDRECV, SWIFTSDP_DIRECTION_SENDONLY, SWIFTSDP_DIRECTION_RECVONLY,
    SWIFTSDP_DIRECTION_INACTIVE, SWIFTSDP_DIRECTION_SENDRECV};

void checkOffer(std::uint32_t policy, const char *name, std::size_t transports) {
  SessionOptions options;
  options.policy = policy;
  options.maximumMessageSize = 100'000;
  Session session = makeConference(options);
  CHECK(swiftsdp_session_signaling_state(session.get()) == SWIFTSDP_STATE_STABLE);
  CHECK(swiftsdp_session_transceiver_count(session.get()) == 5);
  for (std::size_t at = 0; at < 5; at++) {
    const swiftsdp_transceiver transceiver = getTransceiver(session.get(), at);
    CHECK(transceiver.id == at && transceiver.direction == conferenceDirections[at]);
    CHECK(transceiver.current_direction == SWIFTSDP_DIRECTION_NONE && !transceiver.is_stopped);
    CHECK(transceiver.mid_size == 0);
  }

  SessionDescription offer = createOffer(session.get());
  const std::string bytes = written(offer.get());
  const Description description(bytes);
  CHECK(description.sections.size() == 7);
  CHECK(description.sections[0].line("o=").find(
            " " + std::to_string(swiftsdp_description_version(offer.get())) + " ") != std::string::npos);
  const char *const media[] = {"audio", "video", "audio", "video", "video", "application"};
  std::string group = "a=group:BUNDLE";
  std::set<std::string> mids, fragments;
  for (std::size_t number = 1; number < 7; number++) {
    const Description::Section &section = description.sections[number];
    CHECK(section.media == media[number - 1]);
    CHECK(mids.insert(section.mid).second);
    group += " " + section.mid;
    const bool isBundleOnly = section.has("bundle-only");
    CHECK(isBundleOnly == (section.port == 0) && isBundleOnly == !section.has("ice-ufrag:"));
    CHECK(section.has("ice-pwd:") == !isBundleOnly && section.has("setup:actpass") == !isBundleOnly);
    CHECK(section.has("fingerprint:sha-256 " + std::string(sha256)) == !isBundleOnly);
    CHECK(section.has("fingerprint:sha-1 " + std::string(sha1)) == !isBundleOnly);
    if (!isBundleOnly) CHECK(fragments.insert(section.line("a=ice-ufrag:")).second);
    if (number < 6) CHECK(section.direction == conferenceDirections[number - 1]);
  }
  CHECK(description.sections[0].line("a=group:BUNDLE") == group);
  CHECK(description.count("ice-ufrag:") == transports);
  CHECK(description.sections[1].has("msid:stream-a") && description.sections[1].has("msid:stream-b"));
  CHECK(description.sections[2].has("msid:stream-a") && !description.sections[3].has("msid:"));
  CHECK(description.sections[6].has("max-message-size:100000"));
  CHECK(description.count("rtcp:9 ") > 0);

  // Nothing changed: the same offer. Something did: the next version, and only once.
  SessionDescription same = createOffer(session.get());
  CHECK(swiftsdp_description_version(same.get()) == swiftsdp_description_version(offer.get()));
  CHECK(written(same.get()) == bytes);
  CHECK_SUCCEEDS(swiftsdp_session_set_direction(session.get(), 0, SWIFTSDP_DIRECTION_SENDRECV, &error));
  CHECK(written(createOffer(session.get()).get()) == bytes);
  CHECK_SUCCEEDS(swiftsdp_session_set_direction(session.get(), 0, SWIFTSDP_DIRECTION_RECVONLY, &error));
  SessionDescription changed = createOffer(session.get());
  CHECK(swiftsdp_description_version(changed.get()) == swiftsdp_description_version(offer.get()) + 1);
  CHECK(written(changed.get()) != bytes && written(offer.get()) == bytes);
  CHECK(Description(written(changed.get())).sections[1].line("a=ice-ufrag:") ==
        description.sections[1].line("a=ice-ufrag:"));

  // The offer that was created before the last is stale, another session's foreign.
  const std::string before = observed(session.get());
  CHECK_FAILS(SWIFTSDP_ERROR_INVALID_MODIFICATION,
              setLocal(session.get(), SWIFTSDP_TYPE_OFFER, offer.get(), &error));
  Session other = makeConference(options);
  SessionDescription foreign = createOffer(other.get());
  CHECK_FAILS(SWIFTSDP_ERROR_INVALID_MODIFICATION,
              setLocal(session.get(), SWIFTSDP_TYPE_OFFER, foreign.get(), &error));
  CHECK(observed(session.get()) == before);

  // Offers outlive their sessions.
  const std::string latest = written(changed.get());
  session.reset();
  CHECK(written(offer.get()) == bytes && written(changed.get()) == latest);

  options.omitsRTCPAddress = true;
  CHECK(Description(written(createOffer(makeConference(options).get()).get())).count("rtcp:9 ") == 0);
  std::printf("offer, %s: 6 sections, %zu transports, %zu bytes\n", name, transports, bytes.size());
}

void checkBadAnswers(swiftsdp_session *session, const std::string &offer) {
  const std::string good = answerTo(offer);
  const auto access = std::uint32_t(SWIFTSDP_ERROR_INVALID_ACCESS);
  struct Case {
    std::string answer;
    std::uint32_t code, section;
  };
  const Case cases[] = {
      {"", SWIFTSDP_ERROR_EMPTY, 0},
      {"hello", SWIFTSDP_ERROR_MALFORMED_LINE, 0},
      {replaced(good, "v=0", "v=1"), SWIFTSDP_ERROR_MISSING_VERSION, 0},
      {replaced(good, "s=-", std::string_view("s=\0", 3)), SWIFTSDP_ERROR_NUL_BYTE, 0},
      {replaced(good, "t=0 0\r\n", "t=0 0\r\nq=1\r\n"), SWIFTSDP_ERROR_UNKNOWN_LINE_TYPE, 0},
      {replaced(good, "a=mid:0", "a=mid"), SWIFTSDP_ERROR_MISSING_VALUE, 1},
      {replaced(good, "a=sctp-port:5000", "a=sctp-port:99999"), SWIFTSDP_ERROR_NUMBER_OUT_OF_RANGE, 6},
      {replaced(good, "BUNDLE 0 1", "BUNDLE 0 x"), access, 0},
      {replaced(good, "BUNDLE 0 1", "BUNDLE 0 0"), access, 0},
      {replaced(good, "a=mid:1", "a=mid:2"), access, 2},
      {replaced(good, "m=audio", "m=video"), access, 1},
      {replaced(good, "UDP/TLS/RTP/SAVPF", "RTP/AVP"), access, 1},
      {replaced(good, "a=setup:active", "a=setup:actpass"), access, 1},
      {replaced(good, "a=ice-ufrag:peer\r\n", ""), access, 1},
      {replaced(good, "a=ice-pwd:0123456789abcdefghijkl\r\n", ""), access, 1},
      {replaced(good, "a=fingerprint:sha-256 " + std::string(sha256) + "\r\n", ""), access, 1},
      {replaced(good, "a=rtcp-mux\r\n", ""), access, 1},
      {replaced(good, "a=sctp-port:5000\r\n", ""), access, 6},
      // The second section is offered sendonly.
      {replaced(good, "a=recvonly", "a=sendrecv"), access, 2},
      {good.substr(0, good.find("m=application")), access, 0},
      {good + "m=audio 0 UDP/TLS/RTP/SAVPF 0\r\n", access, 0},
  };
  const std::string before = observed(session);
  for (const Case &bad : cases) {
    swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
    CHECK(!setRemote(session, SWIFTSDP_TYPE_ANSWER, bad.answer, &error));
    if (error.code != bad.code || error.section != bad.section || error.reason.size == 0)
      fail(__FILE__, __LINE__, "the error of", describe(error) + " of\n" + bad.answer);
    CHECK(observed(session) == before);
    CHECK(written(createOffer(session).get()) == offer);
  }
  // An answer that was cut off is refused or, if what is missing is optional, applied.
  GuardedMemory memory(good.size());
  std::size_t refused = 0;
  for (std::size_t size = 0; size < good.find("a=sctp-port"); size++) {
    const std::string_view part = memory.putAtEnd(std::string_view(good).substr(0, size));
    CHECK(!setRemote(session, SWIFTSDP_TYPE_ANSWER, part, nullptr));
    refused++;
  }
  CHECK(observed(session) == before);
  std::printf("answers: %zu bad ones and %zu that were cut off leave all as it was\n",
              std::size(cases), refused);
}

void checkNegotiation(std::uint32_t policy, const char *name) {
  SessionOptions options;
  options.policy = policy;
  Session session = makeConference(options);
  SessionDescription first = createOffer(session.get());
  const std::string bytes = written(first.get());
  CHECK_SUCCEEDS(setLocal(session.get(), SWIFTSDP_TYPE_OFFER, first.get(), &error));
  CHECK(swiftsdp_session_signaling_state(session.get()) == SWIFTSDP_STATE_HAVE_LOCAL_OFFER);
  for (std::size_t at = 0; at < 5; at++) {
    CHECK(mid(session.get(), at) == Description(bytes).sections[at + 1].mid);
    CHECK(getTransceiver(session.get(), at).current_direction == SWIFTSDP_DIRECTION_NONE);
  }
  char nothing = 'x';
  std::size_t size = 0;
  swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
  CHECK(!swiftsdp_session_text(session.get(), SWIFTSDP_TEXT_MID, 0, 0, &nothing, 0, &size, &error));
  CHECK(error.code == SWIFTSDP_ERROR_INSUFFICIENT_SPACE && error.offset == 1 && nothing == 'x');
  if (policy == SWIFTSDP_BUNDLE_BALANCED) checkBadAnswers(session.get(), bytes);

  // Every direction, and a video section that is rejected.
  const std::string answer = answerTo(bytes, {4});
  CHECK_SUCCEEDS(setRemote(session.get(), SWIFTSDP_TYPE_ANSWER, answer, &error));
  CHECK(swiftsdp_session_signaling_state(session.get()) == SWIFTSDP_STATE_STABLE);
  // The transceiver of that section has left.
  CHECK(swiftsdp_session_transceiver_count(session.get()) == 4);
  for (std::size_t at = 0; at < 4; at++) {
    const swiftsdp_transceiver transceiver = getTransceiver(session.get(), at);
    const std::uint32_t id = at < 3 ? at : at + 1;
    CHECK(transceiver.id == id && !transceiver.is_stopped);
    CHECK(transceiver.current_direction == conferenceDirections[id]);
  }
  CHECK_FAILS(SWIFTSDP_ERROR_INVALID_STATE,
              setRemote(session.get(), SWIFTSDP_TYPE_ANSWER, answer, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_INVALID_MODIFICATION,
              setLocal(session.get(), SWIFTSDP_TYPE_OFFER, first.get(), &error));
  CHECK_FAILS(SWIFTSDP_ERROR_INVALID_STATE,
              swiftsdp_session_set_direction(session.get(), 3, SWIFTSDP_DIRECTION_SENDRECV, &error));

  // The second round: a transceiver takes the place of the rejected section, and
  // another one changes.
  addTransceiver(session.get(), SWIFTSDP_KIND_AUDIO, SWIFTSDP_DIRECTION_SENDRECV, {"stream-c"});
  CHECK_SUCCEEDS(swiftsdp_session_set_direction(session.get(), 1, SWIFTSDP_DIRECTION_INACTIVE, &error));
  SessionDescription second = createOffer(session.get());
  CHECK(swiftsdp_description_version(second.get()) == swiftsdp_description_version(first.get()) + 1);
  const Description old(bytes), description(written(second.get()));
  CHECK(description.sections.size() == 7);
  for (std::size_t number = 1; number < 7; number++) {
    const Description::Section &section = description.sections[number];
    CHECK(section.port != 0);
    CHECK((section.mid == old.sections[number].mid) == (number != 4));
    if (number != 4) CHECK(section.media == old.sections[number].media);
  }
  CHECK(description.sections[4].media == "audio" && description.sections[4].has("msid:stream-c"));
  CHECK(description.sections[1].line("a=ice-ufrag:") == old.sections[1].line("a=ice-ufrag:"));
  CHECK_SUCCEEDS(setLocal(session.get(), SWIFTSDP_TYPE_OFFER, second.get(), &error));
  const std::string answered = answerTo(written(second.get()), {});
  CHECK_SUCCEEDS(
      setRemote(session.get(), SWIFTSDP_TYPE_ANSWER, answered, &error));
  CHECK(getTransceiver(session.get(), 1).current_direction == SWIFTSDP_DIRECTION_INACTIVE);
  CHECK(getTransceiver(session.get(), 4).current_direction == SWIFTSDP_DIRECTION_SENDRECV);

  // A third offer restarts ICE: new credentials, nothing else.
  SessionDescription unchanged = createOffer(session.get());
  SessionDescription restarted = createOffer(session.get(), true);
  CHECK(swiftsdp_description_version(restarted.get()) == swiftsdp_description_version(unchanged.get()) + 1);
  const Description plain(written(unchanged.get())), restart(written(restarted.get()));
  CHECK(plain.sections[1].line("a=ice-ufrag:") == old.sections[1].line("a=ice-ufrag:"));
  CHECK(restart.sections[1].has("ice-ufrag:"));
  CHECK(restart.sections[1].line("a=ice-ufrag:") != plain.sections[1].line("a=ice-ufrag:"));
  CHECK(restart.sections[1].line("a=ice-pwd:") != plain.sections[1].line("a=ice-pwd:"));
  std::printf("negotiation, %s: answered, a section rejected, one added, ICE restarted\n", name);
}

// Sessions of different threads do not touch one another; an offer is read by many.
void checkThreads() {
  Session session = makeConference({});
  SessionDescription shared = createOffer(session.get());
  const std::string expected = written(shared.get());
  std::vector<std::thread> threads;
  for (int number = 0; number < 4; number++) {
    threads.emplace_back([&] {
      for (int round = 0; round < 20; round++) {
        CHECK(written(shared.get()) == expected);
        Session own = makeConference({});
        SessionDescription offer = createOffer(own.get());
        CHECK_SUCCEEDS(setLocal(own.get(), SWIFTSDP_TYPE_OFFER, offer.get(), &error));
        const std::string answer = answerTo(written(offer.get()));
        CHECK_SUCCEEDS(
            setRemote(own.get(), SWIFTSDP_TYPE_ANSWER, answer, &error));
      }
    });
  }
  session.reset();
  for (std::thread &thread : threads) thread.join();
  CHECK(written(shared.get()) == expected);
  std::thread([offer = std::move(shared)]() mutable { offer.reset(); }).join();
  std::printf("threads: 4 with sessions of their own, one offer read by all\n");
}

}  // namespace

std::string readFixture(const std::string &name) {
  std::ifstream file(fixtures + "/" + name, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (bytes.empty()) fail(__FILE__, __LINE__, "the fixture can be read", name);
  return bytes;
}

std::vector<std::string> readHostileInputs() {
  std::vector<std::string> inputs;
  for (const auto &entry :
       std::filesystem::directory_iterator(fixtures + "/../../Fuzz/corpus/hostile")) {
    std::ifstream file(entry.path(), std::ios::binary);
    inputs.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return inputs;
}

int main(int count, char **arguments) {
  if (count == 4 && std::string_view(arguments[1]) == "--draw")
    return drawForParent(arguments[2], arguments[3]);
  if (count != 2) {
    std::fprintf(stderr, "usage: %s FIXTURE_DIRECTORY\n", arguments[0]);
    return 2;
  }
  fixtures = arguments[1];
  checkEditing();
  checkReading();
  checkHostileInput();
  checkSessionArguments();
  checkOffer(SWIFTSDP_BUNDLE_BALANCED, "balanced", 3);
  checkOffer(SWIFTSDP_BUNDLE_MAX_COMPAT, "max-compat", 6);
  checkOffer(SWIFTSDP_BUNDLE_MAX_BUNDLE, "max-bundle", 1);
  checkNegotiation(SWIFTSDP_BUNDLE_BALANCED, "balanced");
  checkNegotiation(SWIFTSDP_BUNDLE_MAX_COMPAT, "max-compat");
  checkNegotiation(SWIFTSDP_BUNDLE_MAX_BUNDLE, "max-bundle");
  checkThreads();
  checkSessionCalls();
  checkConference();
  checkRules();
  checkServerFeatures();
  checkHosting();
  checkCaches();
  checkRandomSources(arguments[0]);
  std::printf("all checks passed\n");
  return 0;
}
