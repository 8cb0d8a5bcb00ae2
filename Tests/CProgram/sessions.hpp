// Sessions as the programs make them, and descriptions cut into sections and lines.
#ifndef SESSIONS_HPP
#define SESSIONS_HPP

#include <algorithm>
#include <string>
#include <vector>

#include "support.hpp"

inline constexpr std::string_view sha256 =
    "4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19:E5:7C:AB:3E:4B:65:2E:7D:46:3F:54:42:CD:54:F1";
inline constexpr std::string_view sha1 = "4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19:E5:7C:AB";

struct SessionOptions {
  std::uint32_t policy = SWIFTSDP_BUNDLE_BALANCED;
  std::uint32_t maximumMessageSize = 0;
  const swiftsdp_limits *limits = nullptr;
  bool omitsRTCPAddress = false;
  bool receivesSimulcast = false;
  std::uint32_t eventCapacity = 0;
};

inline Session makeSession(const SessionOptions &options = {}) {
  const swiftsdp_fingerprint fingerprints[] = {
      {slice("sha-256"), slice(sha256)},
      {slice("sha-1"), slice(sha1)},
  };
  swiftsdp_session_configuration configuration = SWIFTSDP_INIT(swiftsdp_session_configuration);
  configuration.bundle_policy = options.policy;
  configuration.maximum_message_size = options.maximumMessageSize;
  configuration.fingerprints = fingerprints;
  configuration.fingerprint_count = 2;
  configuration.limits = options.limits;
  configuration.omits_rtcp_address = options.omitsRTCPAddress;
  configuration.receives_simulcast = options.receivesSimulcast;
  configuration.event_capacity = options.eventCapacity;
  swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
  Session session(swiftsdp_session_create(&configuration, &error));
  if (!session) fail(__FILE__, __LINE__, "swiftsdp_session_create", describe(error));
  return session;
}

inline std::uint32_t addTransceiver(swiftsdp_session *session, std::uint32_t kind,
                                    std::uint32_t direction,
                                    const std::vector<std::string_view> &streams = {}) {
  std::vector<swiftsdp_slice> slices;
  for (std::string_view stream : streams) slices.push_back(slice(stream));
  swiftsdp_transceiver_init init = SWIFTSDP_INIT(swiftsdp_transceiver_init);
  init.kind = kind;
  init.direction = direction;
  init.streams = slices.data();
  init.stream_count = slices.size();
  std::uint32_t id = ~0u;
  CHECK_SUCCEEDS(swiftsdp_session_add_transceiver(session, &init, &id, &error));
  return id;
}

// An event with its texts.
struct Event {
  std::uint32_t kind, id, state, index;
  std::string mid, text, usernameFragment;
  std::uint64_t lost;
};

// All events that wait.
inline std::vector<Event> takeEvents(swiftsdp_session *session) {
  std::vector<Event> events;
  swiftsdp_event event = SWIFTSDP_INIT(swiftsdp_event);
  swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
  error.code = 1;
  while (swiftsdp_session_next_event(session, &event, &error))
    events.push_back({event.kind, event.id, event.state, event.index, std::string(text(event.mid)),
                      std::string(text(event.text)), std::string(text(event.username_fragment)),
                      event.lost});
  CHECK(error.code == 0);
  return events;
}

inline std::size_t count(const std::vector<Event> &events, std::uint32_t kind) {
  return std::size_t(std::count_if(events.begin(), events.end(),
                                   [&](const Event &event) { return event.kind == kind; }));
}

inline SessionDescription createOffer(swiftsdp_session *session, bool restartsICE = false) {
  swiftsdp_offer_options options = SWIFTSDP_INIT(swiftsdp_offer_options);
  options.ice_restart = restartsICE;
  swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
  SessionDescription offer(swiftsdp_session_create_offer(session, restartsICE ? &options : nullptr, &error));
  if (!offer) fail(__FILE__, __LINE__, "swiftsdp_session_create_offer", describe(error));
  CHECK(error.code == 0);
  return offer;
}

// Asks for the size first, as a C program does.
inline std::string written(const swiftsdp_description *offer) {
  swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
  CHECK(!swiftsdp_description_write(offer, nullptr, 0, &error));
  CHECK(error.code == SWIFTSDP_ERROR_INSUFFICIENT_SPACE);
  CHECK(error.offset == swiftsdp_description_size(offer));
  GuardedMemory memory(error.offset);
  char *buffer = memory.end(error.offset);
  CHECK_FAILS(SWIFTSDP_ERROR_INSUFFICIENT_SPACE,
              swiftsdp_description_write(offer, buffer + 1, swiftsdp_description_size(offer) - 1, &error));
  CHECK_SUCCEEDS(swiftsdp_description_write(offer, buffer, swiftsdp_description_size(offer), &error));
  return std::string(buffer, error.offset);
}

// A description cut into its sections and lines by the index.
struct Description {
  struct Section {
    std::string media, protocol, formats, mid;
    std::uint32_t port, direction;
    std::vector<std::string> lines;

    bool has(std::string_view attribute) const {
      return std::any_of(lines.begin(), lines.end(), [&](const std::string &line) {
        return line.rfind("a=" + std::string(attribute), 0) == 0;
      });
    }
    std::string line(std::string_view beginning) const {
      for (const std::string &line : lines)
        if (line.rfind(beginning, 0) == 0) return line;
      return {};
    }
  };
  std::vector<Section> sections;

  explicit Description(const std::string &bytes) {
    Index index = makeIndex();
    CHECK_SUCCEEDS(swiftsdp_index_read(index.get(), bytes.data(), bytes.size(), &error));
    CHECK_SUCCEEDS(swiftsdp_index_check(index.get(), &error));
    for (std::size_t number = 0; number < swiftsdp_index_section_count(index.get()); number++) {
      swiftsdp_section section = SWIFTSDP_INIT(swiftsdp_section);
      CHECK_SUCCEEDS(swiftsdp_index_section(index.get(), number, &section, &error));
      Section copy{std::string(text(section.media)), std::string(text(section.protocol)),
                   std::string(text(section.formats)), std::string(text(section.mid)),
                   section.port, section.direction, {}};
      for (std::size_t at = 0; at < section.line_count; at++) {
        swiftsdp_line line = SWIFTSDP_INIT(swiftsdp_line);
        CHECK_SUCCEEDS(swiftsdp_index_line(index.get(), number, at, &line, &error));
        copy.lines.push_back(std::string(text(line.line)));
      }
      sections.push_back(std::move(copy));
    }
  }

  // Media sections with that attribute.
  std::size_t count(std::string_view attribute) const {
    return std::size_t(std::count_if(sections.begin() + 1, sections.end(), [&](const Section &section) {
      return section.has(attribute);
    }));
  }
};

inline std::uint32_t reversed(std::uint32_t direction) {
  // Bit 0 sends, bit 1 receives.
  return (direction & 1) << 1 | direction >> 1;
}

inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos) fail(__FILE__, __LINE__, "the text contains", std::string(from));
  return text.replace(at, from.size(), to);
}

#endif
