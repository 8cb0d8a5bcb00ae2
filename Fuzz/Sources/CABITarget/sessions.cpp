#include "sessions.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace {

// Texts and arrays that a call is given, each of just its size.
class Arguments {
 public:
  explicit Arguments(Input &input) : input_(input) {}

  // Mostly one of `usual`, else a line of the input, or NULL with a size.
  swiftsdp_slice text(std::initializer_list<const char *> usual) {
    const std::uint8_t choice = input_.byte();
    if (choice == 255) return {nullptr, static_cast<std::size_t>(input_.number() & 0xFFFF)};
    return keep(choice < 224 ? std::string(usual.begin()[choice % usual.size()]) : input_.line());
  }
  swiftsdp_slice keep(const std::string &text) {
    blocks_.emplace_back(text.data(), text.size());
    return {blocks_.back().data(), text.size()};
  }
  // Up to `most` elements, made by `make`; sometimes NULL with a count.
  template <typename Element, typename Make>
  const Element *array(std::size_t &count, std::size_t most, Make make) {
    std::vector<Element> elements;
    count = input_.below(most + 1);
    for (std::size_t i = 0; i < count; i++) elements.push_back(make());
    if (input_.byte() == 255) return nullptr;
    blocks_.emplace_back(elements.data(), count * sizeof(Element));
    return reinterpret_cast<const Element *>(blocks_.back().data());
  }
  swiftsdp_slice mid() { return text({"0", "1", "a", "", "2", "audio"}); }
  swiftsdp_slice track() { return text({"", "camera", "microphone"}); }
  swiftsdp_slice uri() {
    return text({"urn:ietf:params:rtp-hdrext:sdes:mid",
                 "urn:ietf:params:rtp-hdrext:ssrc-audio-level", "urn:x"});
  }
  const swiftsdp_slice *streams(std::size_t &count) {
    return array<swiftsdp_slice>(count, 3, [&] { return text({"s", "t", "-"}); });
  }
  swiftsdp_codec codec() {
    static const struct {
      const char *name, *parameters;
      std::uint32_t rate, channels;
    } usual[] = {{"opus", "", 48000, 2},
                 {"VP8", "", 90000, 0},
                 {"rtx", "", 90000, 0},
                 {"", "", 0, 0},
                 {"PCMU", "", 8000, 0},
                 {"VP9", "profile-id=0", 90000, 0},
                 {"H264", "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f",
                  90000, 0}};
    const std::uint8_t choice = input_.byte();
    if (choice < 224) {
      const auto &one = usual[choice % (sizeof usual / sizeof *usual)];
      return {keep(one.name), keep(one.parameters), one.rate, one.channels};
    }
    return {text({"opus"}), text({"x=1"}), number(), number()};
  }
  swiftsdp_encoding encoding() {
    static const double numbers[] = {0, 1, 2, 0.5, 30, -1, 1e308, INFINITY, -0.0, NAN};
    swiftsdp_encoding encoding = {};
    encoding.rid = text({"", "q", "h", "f"});
    if (input_.chance(4)) encoding.codec = codec();
    encoding.scale_resolution_down_by = numbers[input_.below(40) % 10];
    encoding.maximum_framerate = numbers[input_.below(10)];
    encoding.maximum_bitrate = number();
    encoding.is_inactive = input_.chance(4);
    return encoding;
  }
  swiftsdp_fingerprint fingerprint() {
    return {text({"sha-256"}), text({"00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:"
                                     "44:55:66:77:88:99:AA:BB:CC:DD:EE:FF"})};
  }
  swiftsdp_payload_type_pin payloadType() {
    return {codec(), 96 + number() % 32, number(), input_.chance(2)};
  }
  swiftsdp_extension_pin extension() { return {uri(), number()}; }
  void fill(swiftsdp_pins &pins) {
    if (input_.chance(2)) pins.mid = mid();
    pins.track = track();
    pins.canonical_name = text({"", "name"});
    pins.sources = array<std::uint32_t>(pins.source_count, 4, [&] { return number(); });
    pins.groups = array<swiftsdp_source_group>(pins.group_count, 2, [&] {
      swiftsdp_source_group group = {};
      group.sources = array<std::uint32_t>(group.source_count, 3, [&] { return number(); });
      group.semantics = static_cast<std::uint32_t>(input_.below(4));
      return group;
    });
    pins.payload_types =
        array<swiftsdp_payload_type_pin>(pins.payload_type_count, 2, [&] { return payloadType(); });
    pins.extensions =
        array<swiftsdp_extension_pin>(pins.extension_count, 2, [&] { return extension(); });
    pins.bandwidth_as = number();
    pins.bandwidth_tias = number();
    pins.has_bandwidth = input_.chance(2);
  }
  swiftsdp_slice candidate() {
    return text({"candidate:1 1 udp 2122260223 192.0.2.1 5000 typ host", "",
                 "candidate:2 1 tcp 1 2001:db8::1 9 typ host tcptype active",
                 "candidate:3 1 udp 1 192.0.2.9 6 typ relay raddr 0.0.0.0 rport 0"});
  }
  std::uint32_t number() { return static_cast<std::uint32_t>(input_.number()); }

 private:
  Input &input_;
  std::vector<Block> blocks_;
};

std::string written(const swiftsdp_description *description) {
  std::string text(swiftsdp_description_size(description), 0);
  REQUIRE(!description || swiftsdp_description_write(description, &text[0], text.size(), nullptr));
  return text;
}

std::string textOf(const swiftsdp_session *session, std::uint32_t which) {
  swiftsdp_description *description = swiftsdp_session_description(session, which, nullptr);
  const std::string text = written(description);
  swiftsdp_description_release(description);
  return text;
}

auto members(const swiftsdp_transceiver &one) {
  return std::make_tuple(one.id, one.kind, one.direction, one.current_direction, one.mid_size,
                         one.is_stopped, one.is_stopping, one.transport, one.stream_count,
                         one.remote_stream_count, one.encoding_count);
}
auto members(const swiftsdp_transport &one) {
  return std::make_tuple(one.id, one.ice_role, one.setup, one.has_local_credentials,
                         one.has_remote_credentials);
}
auto members(const swiftsdp_data_channel &one) {
  return std::make_tuple(one.id, one.state, one.stream_id, one.label_size, one.subprotocol_size);
}

// What can be seen of a session without changing it.
struct Seen {
  std::uint32_t state, trickles;
  bool needsOffer;
  std::vector<swiftsdp_transceiver> transceivers;
  std::vector<swiftsdp_transport> transports;
  std::vector<swiftsdp_data_channel> channels;
  std::string texts[4];

  explicit Seen(const swiftsdp_session *session)
      : state(swiftsdp_session_signaling_state(session)),
        trickles(swiftsdp_session_can_trickle(session)),
        needsOffer(swiftsdp_session_is_negotiation_needed(session)) {
    all(session, swiftsdp_session_transceiver_count(session), swiftsdp_session_transceiver,
        transceivers);
    all(session, swiftsdp_session_transport_count(session), swiftsdp_session_transport, transports);
    all(session, swiftsdp_session_data_channel_count(session), swiftsdp_session_data_channel,
        channels);
    for (std::uint32_t which = 0; which < 4; which++) texts[which] = textOf(session, which);
  }
  bool operator==(const Seen &other) const {
    return state == other.state && trickles == other.trickles && needsOffer == other.needsOffer &&
           same(transceivers, other.transceivers) && same(transports, other.transports) &&
           same(channels, other.channels) && texts[0] == other.texts[0] &&
           texts[1] == other.texts[1] && texts[2] == other.texts[2] && texts[3] == other.texts[3];
  }

 private:
  template <typename Element, typename Get>
  static void all(const swiftsdp_session *session, std::size_t count, Get get,
                  std::vector<Element> &into) {
    for (std::size_t i = 0; i < count; i++) {
      Element element = SWIFTSDP_INIT(Element);
      REQUIRE(get(session, i, &element, nullptr));
      into.push_back(element);
    }
  }
  template <typename Element>
  static bool same(const std::vector<Element> &one, const std::vector<Element> &other) {
    return one.size() == other.size() && std::equal(one.begin(), one.end(), other.begin(),
                                                    [](const Element &one, const Element &other) {
                                                      return members(one) == members(other);
                                                    });
  }
};

// Makes a call that changes the session, or fails and leaves it as it was.
template <typename Make>
bool change(swiftsdp_session *session, Input &input, Make make) {
  Error error(input);
  const Seen before(session);
  const bool done = make(error.get());
  error.check(done);
  if (!done) REQUIRE(Seen(session) == before);
  if (done) REQUIRE(session != nullptr);
  return done;
}

std::uint32_t anyTransceiver(const swiftsdp_session *session, Input &input) {
  const std::size_t count = swiftsdp_session_transceiver_count(session);
  if (count == 0 || input.chance(16)) return static_cast<std::uint32_t>(input.number());
  swiftsdp_transceiver transceiver = SWIFTSDP_INIT(swiftsdp_transceiver);
  REQUIRE(swiftsdp_session_transceiver(session, input.below(count), &transceiver, nullptr));
  return transceiver.id;
}

std::uint32_t anyTransport(const swiftsdp_session *session, Input &input) {
  const std::size_t count = swiftsdp_session_transport_count(session);
  if (count == 0 || input.chance(16)) return static_cast<std::uint32_t>(input.number());
  swiftsdp_transport transport = SWIFTSDP_INIT(swiftsdp_transport);
  REQUIRE(swiftsdp_session_transport(session, input.below(count), &transport, nullptr));
  return transport.id;
}

std::string sessionText(const swiftsdp_session *session, std::uint32_t kind, std::uint32_t id) {
  std::size_t size = 0;
  swiftsdp_session_text(session, kind, id, 0, nullptr, 0, &size, nullptr);
  std::string text(size, 0);
  return swiftsdp_session_text(session, kind, id, 0, &text[0], size, nullptr, nullptr) ? text : "";
}

// A user name fragment of the session, or what the input says.
swiftsdp_slice anyFragment(const swiftsdp_session *session, Input &input, Arguments &arguments) {
  if (input.chance(8)) return arguments.text({"fragment", "host1", ""});
  return arguments.keep(
      sessionText(session, SWIFTSDP_TEXT_LOCAL_USERNAME_FRAGMENT, anyTransport(session, input)));
}

// One line of a description removed, repeated, moved or put in, or a byte replaced.
void mutate(std::string &text, Input &input) {
  for (std::size_t round = input.below(8); round > 4; round--) {
    std::vector<std::string> lines;
    for (std::size_t at = 0, end; at < text.size(); at = end) {
      end = text.find('\n', at);
      end = end == std::string::npos ? text.size() : end + 1;
      lines.push_back(text.substr(at, end - at));
    }
    if (lines.empty()) return;
    const std::size_t line = (input.byte() * 256u + input.byte()) % lines.size();
    const std::size_t other = (input.byte() * 256u + input.byte()) % lines.size();
    switch (input.below(6)) {
      case 0: lines[line].clear(); break;
      case 1: lines[line] += lines[line]; break;
      case 2: std::swap(lines[line], lines[other]); break;
      case 3: lines[line] += input.line() + "\r\n"; break;
      case 4: lines[line] = lines[other]; break;
      default: lines[line][input.byte() % lines[line].size()] = static_cast<char>(input.byte());
    }
    text.clear();
    for (const std::string &one : lines) text += one;
  }
}

bool isWhole(const swiftsdp_codec &codec, const Block &texts) {
  return isWithin(codec.name, texts) && isWithin(codec.parameters, texts);
}
bool isWhole(const swiftsdp_encoding &encoding, const Block &texts) {
  return isWithin(encoding.rid, texts) && isWhole(encoding.codec, texts);
}
bool isWhole(const swiftsdp_negotiated_codec &codec, const Block &texts) {
  return isWhole(codec.codec, texts) && isWithin(codec.peer_parameters, texts) &&
         codec.payload_type < 128;
}
bool isWhole(const swiftsdp_negotiated_extension &extension, const Block &texts) {
  return isWithin(extension.uri, texts) && extension.id > 0 && extension.id < 256;
}
bool isWhole(const swiftsdp_negotiated_encoding &encoding, const Block &texts) {
  return isWithin(encoding.rid, texts) && isWithin(encoding.restrictions, texts) &&
         isWithin(encoding.payload_types, texts);
}

// Asks for a list: how much there is, then into memory of about that size.
template <typename Element, typename Get>
void readElements(Input &input, Get get) {
  Error error(input), second(input);
  std::size_t count = 0, size = 0, countAgain = 0, sizeAgain = 0;
  const bool isEmpty = get(static_cast<Element *>(nullptr), std::size_t(0), &count,
                           static_cast<char *>(nullptr), std::size_t(0), &size, error.get());
  error.check(isEmpty);
  if (isEmpty) REQUIRE(count == 0 && size == 0);
  const bool isThere = isEmpty || count > 0 || size > 0;
  REQUIRE(count < 10000 && size < biggest);
  const std::size_t capacity = Output::size(input, count);
  Block memory(capacity * sizeof(Element));
  Output texts(input, size);
  auto *elements = reinterpret_cast<Element *>(memory.data());
  const bool done =
      get(elements, capacity, input.chance(8) ? nullptr : &countAgain, texts.block.data(),
          texts.block.size(), input.chance(8) ? nullptr : &sizeAgain, second.get());
  second.check(done);
  REQUIRE(done == (isThere && capacity >= count && texts.block.size() >= size));
  REQUIRE((countAgain == 0 || countAgain == count) && (sizeAgain == 0 || sizeAgain == size));
  for (std::size_t i = 0; done && i < count; i++) REQUIRE(isWhole(elements[i], texts.block));
  for (std::size_t i = 0; !done && i < memory.size(); i++) REQUIRE(memory.data()[i] == 0x5A);
  for (std::size_t i = 0; !done && i < texts.block.size(); i++)
    REQUIRE(texts.block.data()[i] == 0x5A);
}

void keep(Host &host, Input &input, swiftsdp_description *description) {
  if (description)
    replace<swiftsdp_description, swiftsdp_description_release>(pick(host.made, input),
                                                                description);
}

// What `swiftsdp_session_create` and `swiftsdp_session_set_configuration` are given.
struct Configuration {
  Versioned<swiftsdp_session_configuration> whole;
  Versioned<swiftsdp_limits> limits;
  Versioned<swiftsdp_server_options> server;

  Configuration(Host &host, Input &input, Arguments &arguments)
      : whole(input), limits(input), server(input) {
    if (!whole.isWhole()) return;
    whole->bundle_policy = static_cast<std::uint32_t>(input.below(input.chance(8) ? 4 : 3));
    whole->omits_rtcp_address = input.chance(2);
    whole->receives_simulcast = input.chance(2);
    whole->fingerprints = arguments.array<swiftsdp_fingerprint>(
        whole->fingerprint_count, 2, [&] { return arguments.fingerprint(); });
    if (input.chance(2)) whole->random_source = pick(host.sources, input);
    if (input.chance(2)) whole->offer_cache = pick(host.caches, input);
    if (input.chance(4)) whole->capabilities = pick(host.capabilities, input);
    if (input.chance(2)) {
      std::uint32_t *const numbers[] = {
          &whole->maximum_message_size, &whole->ice_transport_policy,
          &whole->candidate_pool_size,  &whole->sctp_port,
          &whole->maximum_encodings,    &whole->username_fragment_size,
          &whole->password_size,        &whole->event_capacity};
      *numbers[input.below(8)] = arguments.number();
    }
    if (input.chance(8)) {
      const std::size_t size = limits.isWhole() ? limits->struct_size : 0;
      if (size) {
        swiftsdp_limits_get(static_cast<std::uint32_t>(input.below(3)), limits.get());
        limits->struct_size = size;
        std::uint64_t *const numbers[] = {&limits->media_sections, &limits->rids,
                                          &limits->candidates, &limits->bytes};
        *numbers[input.below(4)] = input.number();
      }
      whole->limits = limits.get();
    }
    if (input.chance(2)) {
      if (server.isWhole()) {
        server->is_ice_lite = input.chance(2);
        server->hosts_transports = input.chance(2);
        server->answers_as_dtls_server = input.chance(2);
        server->bandwidth_as = arguments.number();
        server->bandwidth_tias = arguments.number();
        server->mid_prefix = arguments.text({"", "m", "section"});
        server->canonical_name = arguments.text({"", "name"});
      }
      whole->server = server.get();
    }
  }
};

swiftsdp_host_transport transportOf(const swiftsdp_session *session, Input &input,
                                    Arguments &arguments) {
  swiftsdp_host_transport transport = SWIFTSDP_INIT(swiftsdp_host_transport);
  transport.username_fragment = input.chance(8)
                                    ? arguments.text({"host1", "host2", "host3", "ho"})
                                    : arguments.keep("host" + std::to_string(input.byte()));
  transport.password = arguments.text({"apasswordof24characters0"});
  transport.fingerprints = arguments.array<swiftsdp_fingerprint>(
      transport.fingerprint_count, 2, [&] { return arguments.fingerprint(); });
  transport.tls_id = arguments.text({"", "abcdefghijklmnopqrstuvwxyz"});
  transport.candidates = arguments.array<swiftsdp_slice>(transport.candidate_count, 2,
                                                         [&] { return arguments.candidate(); });
  transport.default_address = arguments.text({"", "192.0.2.1", "2001:db8::1"});
  if (transport.default_address.size)
    transport.default_port = static_cast<std::uint16_t>(input.number());
  transport.default_is_tcp = input.chance(4);
  transport.end_of_candidates = input.chance(4);
  transport.section = static_cast<std::uint32_t>(input.below(8) > 4 ? input.below(4) : 0);
  if (transport.section) transport.transceiver = anyTransceiver(session, input);
  return transport;
}

// What the next description of the session lacks, if the program has the transports.
void supply(swiftsdp_session *session, Input &input) {
  swiftsdp_transport_demand demands[8];
  std::size_t count = 0;
  if (!swiftsdp_session_missing_transports(session, nullptr, demands, 8, &count, nullptr)) return;
  for (std::size_t i = 0; i < count && i < 8; i++) {
    Arguments arguments(input);
    swiftsdp_host_transport transport = transportOf(session, input, arguments);
    const std::uint32_t id = demands[i].transport;
    if (id == SWIFTSDP_NO_ID) {
      transport.section = demands[i].section;
      transport.transceiver = demands[i].transceiver;
      swiftsdp_session_add_host_transport(session, &transport, nullptr);
    } else {
      const std::string fragment = sessionText(session, SWIFTSDP_TEXT_LOCAL_USERNAME_FRAGMENT, id);
      swiftsdp_session_restart_host_transport(session, fragment.data(), fragment.size(), &transport,
                                              nullptr);
    }
  }
}

// No text of a caller or a peer adds lines: what is written is read again.
void checkOwn(const std::string &text) {
  if (text.empty()) return;
  static const auto unlimited = [] {
    swiftsdp_limits limits = SWIFTSDP_INIT(swiftsdp_limits);
    swiftsdp_limits_get(SWIFTSDP_LIMITS_UNLIMITED, &limits);
    return limits;
  }();
  swiftsdp_index *index = swiftsdp_index_create(&unlimited, nullptr);
  REQUIRE(swiftsdp_index_read(index, text.data(), text.size(), nullptr));
  swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
  REQUIRE(swiftsdp_index_check(index, &error));
  swiftsdp_index_release(index);
}

}  // namespace

void createCapabilities(Host &host, Input &input) {
  Arguments arguments(input);
  Error error(input);
  swiftsdp_capabilities *made;
  if (input.chance(2)) {
    made = swiftsdp_capabilities_create_standard(static_cast<std::uint32_t>(input.number()),
                                                 error.get());
  } else {
    std::size_t codecCount = 0, extensionCount = 0;
    const auto *codecs = arguments.array<swiftsdp_codec_capability>(codecCount, 4, [&] {
      const swiftsdp_codec codec = arguments.codec();
      swiftsdp_codec_capability capability = {};
      capability.name = codec.name;
      capability.parameters = codec.parameters;
      capability.kind = static_cast<std::uint32_t>(input.below(3));
      capability.clock_rate = codec.clock_rate;
      capability.channels = codec.channels;
      capability.feedback = static_cast<std::uint32_t>(input.below(33));
      capability.other_feedback = arguments.array<swiftsdp_slice>(
          capability.other_feedback_count, 2, [&] { return arguments.text({"nack rpsi", "x"}); });
      capability.payload_type = arguments.number();
      capability.has_payload_type = input.chance(4);
      capability.retransmission_payload_type = arguments.number();
      capability.has_retransmission_payload_type = input.chance(8);
      capability.maximum_packet_time = arguments.number();
      capability.retransmits = input.chance(2);
      return capability;
    });
    const auto *extensions = arguments.array<swiftsdp_extension_capability>(extensionCount, 3, [&] {
      return swiftsdp_extension_capability{arguments.uri(), arguments.number(), input.chance(2),
                                           input.chance(2)};
    });
    made =
        swiftsdp_capabilities_create(codecs, codecCount, extensions, extensionCount, error.get());
  }
  error.check(made != nullptr);
  if (made)
    replace<swiftsdp_capabilities, swiftsdp_capabilities_release>(pick(host.capabilities, input),
                                                                  made);
}

void createCache(Host &host, Input &input) {
  swiftsdp_offer_cache *&cache = pick(host.caches, input);
  if (input.chance(2)) {
    swiftsdp_offer_cache *made =
        swiftsdp_offer_cache_create(input.number() << 10, input.number() << 8);
    REQUIRE(made != nullptr);
    return replace<swiftsdp_offer_cache, swiftsdp_offer_cache_release>(cache, made);
  }
  Versioned<swiftsdp_offer_cache_state> state(input);
  Error error(input);
  const bool done = swiftsdp_offer_cache_statistics(cache, state.get(), error.get());
  error.check(done);
  if (done && state.isWhole()) REQUIRE(state->bodies == 0 ? state->bytes == 0 : state->misses > 0);
}

void createSession(Host &host, Input &input) {
  Arguments arguments(input);
  Configuration configuration(host, input, arguments);
  Error error(input);
  swiftsdp_session *session = swiftsdp_session_create(configuration.whole.get(), error.get());
  error.check(session != nullptr);
  if (!session) return;
  REQUIRE(swiftsdp_session_signaling_state(session) == SWIFTSDP_STATE_STABLE);
  replace<swiftsdp_session, swiftsdp_session_release>(pick(host.sessions, input), session);
}

void configure(Host &host, Input &input) {
  swiftsdp_session *session = pick(host.sessions, input);
  Arguments arguments(input);
  switch (input.below(8)) {
    case 0: {
      Configuration configuration(host, input, arguments);
      const bool changesServers = input.chance(2);
      change(session, input, [&](auto *error) {
        return swiftsdp_session_set_configuration(session, configuration.whole.get(),
                                                  changesServers, error);
      });
      return;
    }
    case 1: {
      std::size_t count = 0;
      const auto *fingerprints =
          arguments.array<swiftsdp_fingerprint>(count, 2, [&] { return arguments.fingerprint(); });
      change(session, input, [&](auto *error) {
        return swiftsdp_session_set_fingerprints(session, fingerprints, count, error);
      });
      return;
    }
    case 2: {
      const swiftsdp_slice text = arguments.text({"", "eyJpZHAiOnt9fQ=="});
      change(session, input, [&](auto *error) {
        return swiftsdp_session_set_identity_assertion(session, text.bytes, text.size, error);
      });
      return;
    }
    case 3:
      change(session, input,
             [&](auto *error) { return swiftsdp_session_restart_ice(session, error); });
      return;
    case 4: {
      const bool closes = input.chance(8);
      if (closes)
        change(session, input, [&](auto *error) { return swiftsdp_session_close(session, error); });
      if (closes) REQUIRE(swiftsdp_session_signaling_state(session) == SWIFTSDP_STATE_CLOSED);
      return;
    }
    case 5: {
      Versioned<swiftsdp_codec_policy> policy(input);
      if (policy.isWhole()) {
        policy->order = static_cast<std::uint32_t>(input.below(3));
        policy->maximum_codecs = static_cast<std::uint32_t>(input.below(4));
        policy->filters = arguments.array<swiftsdp_codec_filter>(policy->filter_count, 2, [&] {
          const swiftsdp_codec codec = arguments.codec();
          return swiftsdp_codec_filter{codec.name, codec.parameters};
        });
      }
      change(session, input, [&](auto *error) {
        return swiftsdp_session_set_codec_policy(session, policy.get(), error);
      });
      return;
    }
    case 6: {
      const bool reuses = input.chance(2);
      change(session, input, [&](auto *error) {
        return swiftsdp_session_set_reuses_idle_transceivers(session, reuses, error);
      });
      return;
    }
    default: {
      const std::size_t size = input.byte();
      const swiftsdp_slice bytes =
          arguments.keep(size < 8 ? input.text() : textOf(session, size % 6));
      change(session, input, [&](auto *error) {
        return swiftsdp_session_adopt_formats(session, bytes.bytes, bytes.size, error);
      });
    }
  }
}

void readState(Host &host, Input &input) {
  const swiftsdp_session *session = pick(host.sessions, input);
  const Seen seen(session);
  REQUIRE(seen.state <= SWIFTSDP_STATE_CLOSED && seen.trickles <= SWIFTSDP_NO);
  for (const std::string &text : {seen.texts[0], seen.texts[1]}) checkOwn(text);
  Versioned<swiftsdp_sctp> sctp(input);
  Error error(input);
  error.check(swiftsdp_session_sctp(session, sctp.get(), error.get()), true);
}

void addTransceiver(Host &host, Input &input) {
  swiftsdp_session *session = pick(host.sessions, input);
  const std::size_t count = swiftsdp_session_transceiver_count(session);
  if (count > 40) return;
  Arguments arguments(input);
  std::uint32_t id = 0;
  std::uint32_t *result = input.chance(16) ? nullptr : &id;
  bool done;
  if (input.chance(4)) {
    const swiftsdp_slice track = arguments.track();
    std::size_t streamCount = 0;
    const swiftsdp_slice *streams = arguments.streams(streamCount);
    const std::uint32_t kind = static_cast<std::uint32_t>(input.below(3));
    done = change(session, input, [&](auto *error) {
      return swiftsdp_session_add_track(session, kind, track.bytes, track.size, streams,
                                        streamCount, result, error);
    });
  } else {
    Versioned<swiftsdp_transceiver_init> init(input);
    Versioned<swiftsdp_pins> pins(input);
    if (init.isWhole()) {
      const std::uint8_t choice = input.byte();
      init->kind = choice < 240 ? choice % 2 : choice;
      init->direction = choice < 240 ? (3 - choice / 2 % 4) : choice;
      init->streams = arguments.streams(init->stream_count);
      init->encodings = arguments.array<swiftsdp_encoding>(init->encoding_count, 3,
                                                           [&] { return arguments.encoding(); });
      init->track = arguments.track();
      if (input.chance(4)) {
        if (pins.isWhole()) arguments.fill(*pins.get());
        init->pins = pins.get();
      }
    }
    done = change(session, input, [&](auto *error) {
      return swiftsdp_session_add_transceiver(session, init.get(), result, error);
    });
  }
  const std::size_t now = swiftsdp_session_transceiver_count(session);
  REQUIRE(now == count || (done && now == count + 1));
  if (done && result) {
    swiftsdp_transceiver transceiver = SWIFTSDP_INIT(swiftsdp_transceiver);
    REQUIRE(swiftsdp_session_find_transceiver(session, id, &transceiver, nullptr) &&
            transceiver.id == id);
  }
}

void changeTransceiver(Host &host, Input &input) {
  swiftsdp_session *session = pick(host.sessions, input);
  Arguments arguments(input);
  const std::uint32_t id = anyTransceiver(session, input);
  std::size_t count = 0;
  const auto make = [&](auto call) { change(session, input, call); };
  switch (input.below(11)) {
    case 0:
      return make([&](auto *error) { return swiftsdp_session_remove_track(session, id, error); });
    case 1: {
      const swiftsdp_slice track = arguments.track();
      return make([&](auto *error) {
        return swiftsdp_session_replace_track(session, id, track.bytes, track.size, error);
      });
    }
    case 2: {
      const swiftsdp_slice *streams = arguments.streams(count);
      return make([&](auto *error) {
        return swiftsdp_session_set_streams(session, id, streams, count, error);
      });
    }
    case 3: {
      const auto direction = static_cast<std::uint32_t>(input.below(input.chance(8) ? 256 : 4));
      return make([&](auto *error) {
        return swiftsdp_session_set_direction(session, id, direction, error);
      });
    }
    case 4: return make([&](auto *error) { return swiftsdp_session_stop(session, id, error); });
    case 5: {
      const auto *codecs =
          arguments.array<swiftsdp_codec>(count, 4, [&] { return arguments.codec(); });
      return make([&](auto *error) {
        return swiftsdp_session_set_codec_preferences(session, id, codecs, count, error);
      });
    }
    case 6: {
      const auto *encodings =
          arguments.array<swiftsdp_encoding>(count, 3, [&] { return arguments.encoding(); });
      return make([&](auto *error) {
        return swiftsdp_session_set_encodings(session, id, encodings, count, error);
      });
    }
    case 7: {
      const auto *encodings = arguments.array<swiftsdp_received_encoding>(count, 3, [&] {
        swiftsdp_received_encoding encoding = {};
        encoding.rid = arguments.text({"q", "h", "f"});
        encoding.restrictions = arguments.text({"", "max-width=1280;max-fps=30"});
        encoding.codecs = arguments.array<swiftsdp_codec>(encoding.codec_count, 2,
                                                          [&] { return arguments.codec(); });
        encoding.is_paused = input.chance(2);
        encoding.is_alternative = input.chance(4);
        return encoding;
      });
      return make([&](auto *error) {
        return swiftsdp_session_set_received_encodings(session, id, encodings, count, error);
      });
    }
    case 8:
      return make(
          [&](auto *error) { return swiftsdp_session_release_transceiver(session, id, error); });
    case 9: {
      const auto audio = static_cast<std::uint32_t>(input.below(4)),
                 video = static_cast<std::uint32_t>(input.below(4));
      return make([&](auto *error) {
        return swiftsdp_session_offer_to_receive(session, audio, video, error);
      });
    }
    default: return;
  }
}

void pin(Host &host, Input &input) {
  swiftsdp_session *session = pick(host.sessions, input);
  Arguments arguments(input);
  if (input.chance(2)) {
    std::size_t typeCount = 0, extensionCount = 0;
    const auto *types = arguments.array<swiftsdp_payload_type_pin>(
        typeCount, 3, [&] { return arguments.payloadType(); });
    const auto *extensions = arguments.array<swiftsdp_extension_pin>(
        extensionCount, 3, [&] { return arguments.extension(); });
    change(session, input, [&](auto *error) {
      return swiftsdp_session_pin_formats(session, types, typeCount, extensions, extensionCount,
                                          error);
    });
    return;
  }
  const std::uint32_t id = anyTransceiver(session, input);
  Versioned<swiftsdp_pins> pins(input);
  if (pins.isWhole()) arguments.fill(*pins.get());
  change(session, input, [&](auto *error) {
    return swiftsdp_session_pin_transceiver(session, id, pins.get(), error);
  });
}

void readTransceiver(Host &host, Input &input) {
  const swiftsdp_session *session = pick(host.sessions, input);
  Arguments arguments(input);
  Versioned<swiftsdp_transceiver> transceiver(input);
  Error error(input);
  const std::size_t position = input.number();
  switch (input.below(4)) {
    case 0: {
      const bool done =
          swiftsdp_session_transceiver(session, position, transceiver.get(), error.get());
      error.check(done);
      REQUIRE(!done || position < swiftsdp_session_transceiver_count(session));
      return;
    }
    case 1: {
      const std::uint32_t id = anyTransceiver(session, input);
      const bool done =
          swiftsdp_session_find_transceiver(session, id, transceiver.get(), error.get());
      error.check(done, true);
      if (done && transceiver.isWhole())
        REQUIRE(transceiver->id == id && transceiver->kind <= SWIFTSDP_KIND_VIDEO);
      return;
    }
    case 2: {
      const swiftsdp_slice mid = arguments.mid();
      const bool done =
          swiftsdp_session_find_mid(session, mid.bytes, mid.size, transceiver.get(), error.get());
      error.check(done, true);
      if (done && transceiver.isWhole())
        REQUIRE(sessionText(session, SWIFTSDP_TEXT_MID, transceiver->id) ==
                std::string(mid.bytes, mid.size));
      return;
    }
    default: {
      std::uint64_t limit = 0;
      error.check(swiftsdp_session_bitrate_limit(session, anyTransceiver(session, input),
                                                 input.chance(16) ? nullptr : &limit, error.get()),
                  true);
    }
  }
}

void readText(Host &host, Input &input) {
  const swiftsdp_session *session = pick(host.sessions, input);
  Error error(input), second(input);
  const auto kind = static_cast<std::uint32_t>(input.below(13));
  const bool isOfTransport =
      kind >= SWIFTSDP_TEXT_LOCAL_USERNAME_FRAGMENT && kind < SWIFTSDP_TEXT_DATA_MID;
  const std::uint32_t id =
      isOfTransport ? anyTransport(session, input) : anyTransceiver(session, input);
  const std::size_t number = input.number();
  std::size_t size = 0, again = 0;
  const bool isEmpty =
      swiftsdp_session_text(session, kind, id, number, nullptr, 0, &size, error.get());
  error.check(isEmpty);
  if (isEmpty) REQUIRE(size == 0);
  Output output(input, size);
  const bool isNull = input.chance(8);
  const bool done =
      swiftsdp_session_text(session, kind, id, number, output.block.data(), output.block.size(),
                            isNull ? nullptr : &again, second.get());
  second.check(done);
  REQUIRE(done == ((isEmpty || size > 0) && output.block.size() >= size));
  if (done && !isNull) REQUIRE(again == size);
  // Names that are never written are the program's own affair.
  const bool isWritten = kind != SWIFTSDP_TEXT_TRACK && kind != SWIFTSDP_TEXT_LABEL &&
                         kind != SWIFTSDP_TEXT_SUBPROTOCOL;
  for (std::size_t i = 0; done && isWritten && i < size; i++) {
    const char byte = output.block.data()[i];
    REQUIRE(byte != '\r' && byte != '\n' && byte != 0);
  }
}

void readList(Host &host, Input &input) {
  const swiftsdp_session *session = pick(host.sessions, input);
  const std::uint32_t id = anyTransceiver(session, input);
  switch (input.below(5)) {
    case 0:
      return readElements<swiftsdp_encoding>(input, [&](auto... arguments) {
        return swiftsdp_session_encodings(session, id, arguments...);
      });
    case 1: {
      const auto kind = static_cast<std::uint32_t>(input.below(3));
      return readElements<swiftsdp_codec>(input, [&](auto... arguments) {
        return swiftsdp_session_codecs(session, kind, arguments...);
      });
    }
    case 2:
      return readElements<swiftsdp_negotiated_codec>(input, [&](auto... arguments) {
        return swiftsdp_session_negotiated_codecs(session, id, arguments...);
      });
    case 3:
      return readElements<swiftsdp_negotiated_extension>(input, [&](auto... arguments) {
        return swiftsdp_session_negotiated_extensions(session, id, arguments...);
      });
    default:
      return readElements<swiftsdp_negotiated_encoding>(input, [&](auto... arguments) {
        return swiftsdp_session_negotiated_encodings(session, id, arguments...);
      });
  }
}

void changeData(Host &host, Input &input) {
  swiftsdp_session *session = pick(host.sessions, input);
  const std::size_t count = swiftsdp_session_data_channel_count(session);
  Arguments arguments(input);
  switch (input.below(5)) {
    case 0:
      change(session, input,
             [&](auto *error) { return swiftsdp_session_add_data_section(session, error); });
      return;
    case 1: {
      const swiftsdp_slice mid = arguments.mid();
      change(session, input, [&](auto *error) {
        return swiftsdp_session_add_named_data_section(session, mid.bytes, mid.size, error);
      });
      return;
    }
    case 2: {
      if (count > 40) return;
      Versioned<swiftsdp_data_channel_init> init(input);
      if (init.isWhole()) {
        init->label = arguments.text({"", "chat", "\xC3\xA9"});
        init->subprotocol = arguments.text({"", "x"});
        init->maximum_packet_life_time = static_cast<std::uint16_t>(input.number());
        init->maximum_retransmits = static_cast<std::uint16_t>(input.number());
        init->stream_id = static_cast<std::uint16_t>(input.number());
        init->has_maximum_packet_life_time = input.chance(4);
        init->has_maximum_retransmits = input.chance(4);
        init->is_unordered = input.chance(2);
        init->is_negotiated = input.chance(2);
      }
      std::uint32_t id = 0;
      const bool done = change(session, input, [&](auto *error) {
        return swiftsdp_session_create_data_channel(session, init.get(), &id, error);
      });
      REQUIRE(swiftsdp_session_data_channel_count(session) == count + done);
      return;
    }
    case 3: {
      const auto id = static_cast<std::uint32_t>(input.number()),
                 state = static_cast<std::uint32_t>(input.below(5));
      change(session, input, [&](auto *error) {
        return swiftsdp_session_set_channel_state(session, id, state, error);
      });
      return;
    }
    default: {
      Versioned<swiftsdp_data_channel> channel(input);
      Error error(input);
      const std::size_t position = input.number();
      const bool done =
          swiftsdp_session_data_channel(session, position, channel.get(), error.get());
      error.check(done);
      REQUIRE(!done || position < count);
      if (!done || !channel.isWhole()) return;
      REQUIRE(channel->state <= SWIFTSDP_CHANNEL_CLOSED);
      REQUIRE(sessionText(session, SWIFTSDP_TEXT_LABEL, channel->id).size() == channel->label_size);
      REQUIRE(sessionText(session, SWIFTSDP_TEXT_SUBPROTOCOL, channel->id).size() ==
              channel->subprotocol_size);
    }
  }
}

void createDescription(Host &host, Input &input) {
  swiftsdp_session *session = pick(host.sessions, input);
  swiftsdp_description *made = nullptr;
  const bool isDefault = input.chance(2);
  if (input.chance(4)) {
    Error error(input);
    made = swiftsdp_session_description(session, static_cast<std::uint32_t>(input.below(8)),
                                        error.get());
    error.check(made != nullptr, true);
    return keep(host, input, made);
  }
  if (input.chance(2)) supply(session, input);
  if (input.chance(2)) {
    Versioned<swiftsdp_offer_options> options(input);
    if (options.isWhole()) options->ice_restart = input.chance(2);
    if (options.isWhole())
      options->voice_activity_detection = static_cast<std::uint32_t>(input.below(4));
    change(session, input, [&](auto *error) {
      made = swiftsdp_session_create_offer(session, isDefault ? nullptr : options.get(), error);
      return made != nullptr;
    });
    if (made) REQUIRE(swiftsdp_description_type(made) == SWIFTSDP_TYPE_OFFER);
  } else {
    Versioned<swiftsdp_answer_options> options(input);
    if (options.isWhole())
      options->voice_activity_detection = static_cast<std::uint32_t>(input.below(4));
    change(session, input, [&](auto *error) {
      made = swiftsdp_session_create_answer(session, isDefault ? nullptr : options.get(), error);
      return made != nullptr;
    });
    if (made) REQUIRE(swiftsdp_description_type(made) == SWIFTSDP_TYPE_ANSWER);
  }
  if (made) REQUIRE(swiftsdp_description_revision(made) == 0);
  checkOwn(written(made));
  keep(host, input, made);
}

void readDescription(Host &host, Input &input) {
  const swiftsdp_description *description = pick(host.made, input);
  REQUIRE(swiftsdp_description_type(description) <= SWIFTSDP_TYPE_ROLLBACK);
  if (!description)
    REQUIRE(swiftsdp_description_version(nullptr) == 0 &&
            swiftsdp_description_revision(nullptr) == 0);
  switch (input.below(3)) {
    case 0:
      return writeWhole(input, swiftsdp_description_size(description), [&](auto... arguments) {
        return swiftsdp_description_write(description, arguments...);
      });
    case 1:
      return writeJSON(
          input,
          [&](auto... arguments) {
            return swiftsdp_description_json_size(description, arguments...);
          },
          [&](auto... arguments) {
            return swiftsdp_description_write_json(description, arguments...);
          });
    default: {
      const bool isJSON = input.chance(2);
      std::string joined;
      const auto next = [&](auto... arguments) {
        return swiftsdp_description_segments(description, isJSON, arguments...);
      };
      if (!walk(input, next, joined)) return;
      std::string whole = written(description);
      if (isJSON) {
        std::size_t size = 0;
        REQUIRE(swiftsdp_description_json_size(description, &size, nullptr));
        whole.resize(size);
        REQUIRE(swiftsdp_description_write_json(description, &whole[0], size, nullptr, nullptr));
      }
      REQUIRE(joined == whole);
    }
  }
}

void setLocal(Host &host, Input &input) {
  swiftsdp_session *session = pick(host.sessions, input);
  const std::uint8_t choice = input.byte();
  const std::uint32_t type = choice < 64 ? std::uint32_t(SWIFTSDP_TYPE_IMPLICIT) : choice % 5;
  Arguments arguments(input);
  const swiftsdp_description *made = input.chance(4) ? nullptr : pick(host.made, input);
  const bool isText = input.chance(2);
  std::string text = written(made);
  if (isText && input.chance(2)) mutate(text, input);
  const swiftsdp_slice bytes = arguments.keep(text);
  change(session, input, [&](auto *error) {
    return isText ? swiftsdp_session_set_local_text(session, type, bytes.bytes, bytes.size, error)
                  : swiftsdp_session_set_local_description(session, type, made, error);
  });
}

void setRemote(Host &host, Input &input) {
  const std::size_t place = input.below(Host::count);
  swiftsdp_session *session = host.sessions[place];
  Arguments arguments(input);
  const std::uint8_t choice = input.byte();
  // Mostly the type that fits.
  const bool answers = swiftsdp_session_signaling_state(session) == SWIFTSDP_STATE_HAVE_LOCAL_OFFER;
  const std::uint32_t type = choice < 192 ? (answers ? 1 + choice % 2 : 0) : choice % 5;
  std::string text;
  switch (input.below(4)) {
    case 0: text = written(pick(host.made, input)); break;
    case 1: text = textOf(host.sessions[1 - place], SWIFTSDP_LOCAL); break;
    case 2: {
      const Block &block = host.descriptions[input.below(Host::count)];
      if (block.data()) text.assign(block.data(), block.size());
      break;
    }
    default: text = input.text();
  }
  mutate(text, input);
  const swiftsdp_slice bytes = arguments.keep(text);
  change(session, input, [&](auto *error) {
    return swiftsdp_session_set_remote_description(session, type, bytes.bytes, bytes.size, error);
  });
}

// One exchange between both sessions, as signalling brings it, as far as the input says.
void negotiate(Host &host, Input &input) {
  const std::size_t place = input.below(Host::count);
  swiftsdp_session *sides[] = {host.sessions[place], host.sessions[1 - place]};
  Arguments arguments(input);
  const std::size_t steps = input.below(8) > 5 ? input.below(4) : 4;
  for (std::size_t step = 0; step < steps; step++) {
    // Offerer, answerer; the one who describes itself and then its peer.
    swiftsdp_session *own = sides[step / 2];
    const bool isProvisional = step / 2 == 1 && input.chance(4);
    const std::uint32_t type = step / 2 == 0   ? std::uint32_t(SWIFTSDP_TYPE_OFFER)
                               : isProvisional ? std::uint32_t(SWIFTSDP_TYPE_PRANSWER)
                                               : std::uint32_t(SWIFTSDP_TYPE_ANSWER);
    supply(own, input);
    if (!change(own, input, [&](auto *error) {
          return swiftsdp_session_set_local_description(own, type, nullptr, error);
        }))
      return;
    const std::string local = textOf(own, SWIFTSDP_LOCAL);
    checkOwn(local);
    if (++step == steps) return;
    std::string text = local;
    if (input.chance(4)) mutate(text, input);
    const swiftsdp_slice bytes = arguments.keep(text);
    swiftsdp_session *peer = sides[1 - step / 2];
    if (!change(peer, input, [&](auto *error) {
          return swiftsdp_session_set_remote_description(peer, type, bytes.bytes, bytes.size,
                                                         error);
        }))
      return;
    if (type != SWIFTSDP_TYPE_ANSWER) continue;
    for (const swiftsdp_session *side : sides)
      REQUIRE(swiftsdp_session_signaling_state(side) == SWIFTSDP_STATE_STABLE);
  }
}

void addCandidate(Host &host, Input &input) {
  swiftsdp_session *session = pick(host.sessions, input);
  Arguments arguments(input);
  bool isAdded = false;
  switch (input.below(4)) {
    case 0: {
      const swiftsdp_slice candidate = arguments.candidate(),
                           fragment = anyFragment(session, input, arguments);
      change(session, input, [&](auto *error) {
        return swiftsdp_session_add_local_candidate(session, candidate.bytes, candidate.size,
                                                    fragment.bytes, fragment.size, &isAdded, error);
      });
      return;
    }
    case 1: {
      const swiftsdp_slice fragment = anyFragment(session, input, arguments);
      change(session, input, [&](auto *error) {
        return swiftsdp_session_end_local_candidates(session, fragment.bytes, fragment.size,
                                                     &isAdded, error);
      });
      return;
    }
    case 2: {
      Versioned<swiftsdp_candidate_init> init(input);
      if (init.isWhole()) {
        init->candidate = arguments.candidate();
        init->mid = arguments.mid();
        if (input.chance(4))
          init->username_fragment = arguments.keep(sessionText(
              session, SWIFTSDP_TEXT_REMOTE_USERNAME_FRAGMENT, anyTransport(session, input)));
        init->index = static_cast<std::uint16_t>(input.number());
        init->has_index = input.chance(2);
      }
      change(session, input, [&](auto *error) {
        return swiftsdp_session_add_remote_candidate(session, init.get(), error);
      });
      return;
    }
    default: {
      std::string text = input.text();
      if (input.chance(2)) {
        const std::uint32_t id = anyTransport(session, input);
        text =
            "a=ice-ufrag:" + sessionText(session, SWIFTSDP_TEXT_REMOTE_USERNAME_FRAGMENT, id) +
            "\r\na=ice-pwd:" + sessionText(session, SWIFTSDP_TEXT_REMOTE_PASSWORD, id) +
            "\r\nm=audio 9 RTP/AVP 0\r\na=mid:0\r\na=candidate:1 1 udp 1 192.0.2.7 7 typ host\r\n"
            "a=end-of-candidates\r\n";
        mutate(text, input);
      }
      const swiftsdp_slice bytes = arguments.keep(text);
      change(session, input, [&](auto *error) {
        return swiftsdp_session_add_remote_fragment(session, bytes.bytes, bytes.size, error);
      });
    }
  }
}

void readTransport(Host &host, Input &input) {
  const swiftsdp_session *session = pick(host.sessions, input);
  Error error(input), second(input);
  if (input.chance(2)) {
    Versioned<swiftsdp_transport> transport(input);
    const std::size_t position = input.number();
    const bool done = swiftsdp_session_transport(session, position, transport.get(), error.get());
    error.check(done);
    REQUIRE(!done || position < swiftsdp_session_transport_count(session));
    if (done && transport.isWhole()) REQUIRE(transport->ice_role <= SWIFTSDP_ICE_CONTROLLED);
    return;
  }
  Arguments arguments(input);
  const swiftsdp_slice mid =
      input.chance(4)
          ? arguments.mid()
          : arguments.keep(sessionText(session, SWIFTSDP_TEXT_MID, anyTransceiver(session, input)));
  Versioned<swiftsdp_remote_transport> transport(input);
  const bool found =
      swiftsdp_session_remote_transport(session, mid.bytes, mid.size, transport.get(), error.get());
  error.check(found, true);
  if (!transport.isWhole()) return;
  const bool isThere = found || error.code() == SWIFTSDP_ERROR_INSUFFICIENT_SPACE;
  const std::size_t size = transport->text_size, fingerprintCount = transport->fingerprint_count,
                    candidateCount = transport->candidate_count;
  Output texts(input, size);
  Block fingerprints(Output::size(input, fingerprintCount) * sizeof(swiftsdp_fingerprint));
  Block candidates(Output::size(input, candidateCount) * sizeof(swiftsdp_slice));
  transport->texts = texts.block.data();
  transport->text_capacity = texts.block.size();
  transport->fingerprints = reinterpret_cast<swiftsdp_fingerprint *>(fingerprints.data());
  transport->fingerprint_capacity = fingerprints.size() / sizeof(swiftsdp_fingerprint);
  transport->candidates = reinterpret_cast<swiftsdp_slice *>(candidates.data());
  transport->candidate_capacity = candidates.size() / sizeof(swiftsdp_slice);
  const bool done = swiftsdp_session_remote_transport(session, mid.bytes, mid.size, transport.get(),
                                                      second.get());
  second.check(done, true);
  if (isThere)
    REQUIRE(done == (transport->text_capacity >= size &&
                     transport->fingerprint_capacity >= fingerprintCount &&
                     transport->candidate_capacity >= candidateCount));
  if (!done) return;
  REQUIRE(transport->text_size == size && transport->fingerprint_count == fingerprintCount &&
          transport->candidate_count == candidateCount);
  REQUIRE(isWithin(transport->username_fragment, texts.block) &&
          isWithin(transport->password, texts.block));
  for (std::size_t i = 0; i < fingerprintCount; i++)
    REQUIRE(isWithin(transport->fingerprints[i].hash_function, texts.block) &&
            isWithin(transport->fingerprints[i].value, texts.block));
  for (std::size_t i = 0; i < candidateCount; i++)
    REQUIRE(isWithin(transport->candidates[i], texts.block));
}

void hostTransport(Host &host, Input &input) {
  swiftsdp_session *session = pick(host.sessions, input);
  Arguments arguments(input);
  const std::size_t choice = input.below(5);
  if (choice == 4) {
    Versioned<swiftsdp_offer_options> options(input);
    const bool isDefault = input.chance(2);
    Error error(input);
    Block memory(input.below(5) * sizeof(swiftsdp_transport_demand));
    const std::size_t capacity = memory.size() / sizeof(swiftsdp_transport_demand);
    std::size_t count = 0;
    error.check(swiftsdp_session_missing_transports(
        session, isDefault ? nullptr : options.get(),
        reinterpret_cast<swiftsdp_transport_demand *>(memory.data()), capacity,
        input.chance(16) ? nullptr : &count, error.get()));
    return;
  }
  const swiftsdp_slice fragment = anyFragment(session, input, arguments);
  swiftsdp_host_transport transport = transportOf(session, input, arguments);
  const std::uint16_t port = static_cast<std::uint16_t>(input.number());
  const swiftsdp_slice address = arguments.text({"192.0.2.1", "", "::1"});
  change(session, input, [&](auto *error) {
    switch (choice) {
      case 0: return swiftsdp_session_add_host_transport(session, &transport, error);
      case 1:
        return swiftsdp_session_restart_host_transport(session, fragment.bytes, fragment.size,
                                                       &transport, error);
      case 2:
        return swiftsdp_session_remove_host_transport(session, fragment.bytes, fragment.size,
                                                      error);
      default:
        return swiftsdp_session_set_default_address(session, fragment.bytes, fragment.size,
                                                    address.bytes, address.size, port,
                                                    transport.default_is_tcp, error);
    }
  });
}

void takeEvents(Host &host, Input &input) {
  swiftsdp_session *session = pick(host.sessions, input);
  for (std::size_t rest = input.below(16); rest > 0; rest--) {
    Versioned<swiftsdp_event> event(input);
    Error error(input);
    const bool done = swiftsdp_session_next_event(session, event.get(), error.get());
    error.check(done, true);
    if (!done) return;
    if (!event.isWhole()) continue;
    REQUIRE(event->kind >= SWIFTSDP_EVENT_NEGOTIATION_NEEDED && event->kind <= SWIFTSDP_EVENT_LOST);
    for (const swiftsdp_slice slice : {event->mid, event->text, event->username_fragment})
      touch(slice);
    if (event->kind == SWIFTSDP_EVENT_GATHER) REQUIRE(event->username_fragment.size >= 4);
    REQUIRE((event->kind == SWIFTSDP_EVENT_LOST) == (event->lost > 0));
  }
}

void releaseOthers(Host &host, Input &input) {
  switch (input.below(6)) {
    case 0:
      return replace<swiftsdp_difference, swiftsdp_difference_release>(
          pick(host.differences, input), nullptr);
    case 1:
      return replace<swiftsdp_random_source, swiftsdp_random_source_release>(
          pick(host.sources, input), nullptr);
    case 2:
      return replace<swiftsdp_session, swiftsdp_session_release>(pick(host.sessions, input),
                                                                 nullptr);
    case 3:
      return replace<swiftsdp_capabilities, swiftsdp_capabilities_release>(
          pick(host.capabilities, input), nullptr);
    case 4:
      return replace<swiftsdp_offer_cache, swiftsdp_offer_cache_release>(pick(host.caches, input),
                                                                         nullptr);
    default:
      return replace<swiftsdp_description, swiftsdp_description_release>(pick(host.made, input),
                                                                         nullptr);
  }
}
