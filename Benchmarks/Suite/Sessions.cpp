// Benchmarks of sessions: offers, answers, descriptions of the peer.
#include "Benchmarks.hpp"

#include <swiftsdp.h>

#include <memory>
#include <string>
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
struct DescriptionRelease {
  void operator()(swiftsdp_description *description) const {
    swiftsdp_description_release(description);
  }
};
using Session = std::unique_ptr<swiftsdp_session, SessionRelease>;
using Description = std::unique_ptr<swiftsdp_description, DescriptionRelease>;

std::size_t sizeOf(const Description &description) {
  return swiftsdp_description_size(description.get());
}

std::string text(const Description &description) {
  std::string bytes(sizeOf(description), '\0');
  require(swiftsdp_description_write(description.get(), bytes.data(), bytes.size(), nullptr),
          "writing a description");
  return bytes;
}

Description createOffer(const Session &session, bool restartsICE = false) {
  swiftsdp_offer_options options = swiftsdp_offer_options();
  options.struct_size = sizeof options;
  options.ice_restart = restartsICE;
  Description offer(swiftsdp_session_create_offer(session.get(), &options, nullptr));
  require(sizeOf(offer) > 0, "creating an offer");
  return offer;
}

Description createAnswer(const Session &session) {
  Description answer(swiftsdp_session_create_answer(session.get(), nullptr, nullptr));
  require(sizeOf(answer) > 0, "creating an answer");
  return answer;
}

void setLocal(const Session &session, std::uint32_t type, const Description &description) {
  require(swiftsdp_session_set_local_description(session.get(), type, description.get(), nullptr),
          "setting a local description");
}

void setRemote(const Session &session, std::uint32_t type, const std::string &description) {
  require(swiftsdp_session_set_remote_description(session.get(), type, description.data(),
                                                  description.size(), nullptr),
          "setting a remote description");
}

// The answer of `peer`, which has applied it.
std::string answerOf(const Session &peer, const std::string &offer) {
  setRemote(peer, SWIFTSDP_TYPE_OFFER, offer);
  const Description answer = createAnswer(peer);
  setLocal(peer, SWIFTSDP_TYPE_ANSWER, answer);
  return text(answer);
}

// Makes an offer of `session`, which both apply, and applies the answer; returns that.
std::string negotiate(const Session &session, const Session &peer) {
  const Description offer = createOffer(session);
  setLocal(session, SWIFTSDP_TYPE_OFFER, offer);
  const std::string answer = answerOf(peer, text(offer));
  setRemote(session, SWIFTSDP_TYPE_ANSWER, answer);
  return answer;
}

// Without transceivers: those that an offer asks for are made for it.
Session makeAnswerer() { return Session(makeSession({"", 0, false})); }

void addOffers(const Conference &conference) {
  const std::size_t sections = conference.sections;
  add("offer/cold/" + conference.name, [=](Measurement &measurement) {
    const std::size_t bytes = sizeOf(createOffer(Session(makeSession(conference))));
    measurement.of({bytes, 1, sections}, [&] { createOffer(Session(makeSession(conference))); });
  });
  add("offer/unchanged/" + conference.name, [=](Measurement &measurement) {
    const Session session(makeSession(conference));
    const std::size_t bytes = sizeOf(createOffer(session));
    measurement.of({bytes, 1, sections}, [&] { createOffer(session); });
  });
  // Other credentials for every transport.
  add("offer/restart/" + conference.name, [=](Measurement &measurement) {
    const Session session(makeSession(conference)), peer = makeAnswerer();
    negotiate(session, peer);
    const std::size_t bytes = sizeOf(createOffer(session, true));
    measurement.of({bytes, 1, sections}, [&] { createOffer(session, true); });
  });
  // A transceiver in the middle stops sending, and starts again.
  add("offer/one-changed/" + conference.name, [=](Measurement &measurement) {
    const Session session(makeSession(conference));
    const auto offerWith = [&](std::uint32_t direction) {
      require(swiftsdp_session_set_direction(session.get(), std::uint32_t(sections / 2), direction,
                                             nullptr),
              "setting a direction");
      return sizeOf(createOffer(session));
    };
    const std::size_t bytes =
        offerWith(SWIFTSDP_DIRECTION_SENDRECV) + offerWith(SWIFTSDP_DIRECTION_RECVONLY);
    measurement.of({bytes, 2, 2 * sections}, [&] {
      offerWith(SWIFTSDP_DIRECTION_SENDRECV);
      offerWith(SWIFTSDP_DIRECTION_RECVONLY);
    });
  });
  add("write/offer/" + conference.name, [=](Measurement &measurement) {
    const Session session(makeSession(conference));
    const Description offer = createOffer(session);
    std::vector<char> copy(sizeOf(offer));
    bool succeeded = true;
    measurement.of({copy.size(), 1, sections}, [&] {
      succeeded &= swiftsdp_description_write(offer.get(), copy.data(), copy.size(), nullptr);
      benchmark::DoNotOptimize(copy.data());
      benchmark::ClobberMemory();
    });
    require(succeeded, "writing an offer");
  });
}

// ---- Both sides ---------------------------------------------------------------

void addAnswers(const Conference &conference) {
  const std::size_t sections = conference.sections;
  // A participant comes: a session for it, its offer, the answer, and the end of it.
  add("answer/cold/" + conference.name, [=](Measurement &measurement) {
    const std::string offer = text(createOffer(Session(makeSession(conference))));
    const std::size_t bytes = answerOf(makeAnswerer(), offer).size();
    measurement.of({bytes, 1, sections}, [&] { answerOf(makeAnswerer(), offer); });
  });
  add("answer/unchanged/" + conference.name, [=](Measurement &measurement) {
    const Session session = makeAnswerer();
    setRemote(session, SWIFTSDP_TYPE_OFFER, text(createOffer(Session(makeSession(conference)))));
    const std::size_t bytes = sizeOf(createAnswer(session));
    measurement.of({bytes, 1, sections}, [&] { createAnswer(session); });
  });
  // The peer's offer takes the place of the same one.
  add("remote/offer/" + conference.name, [=](Measurement &measurement) {
    const Session session = makeAnswerer();
    const std::string offer = text(createOffer(Session(makeSession(conference))));
    setRemote(session, SWIFTSDP_TYPE_OFFER, offer);
    measurement.of({offer.size(), 1, sections},
                   [&] { setRemote(session, SWIFTSDP_TYPE_OFFER, offer); });
  });
  // An offer in which nothing changed is applied, and the peer's answer to it.
  add("remote/answer/" + conference.name, [=](Measurement &measurement) {
    const Session session(makeSession(conference)), peer = makeAnswerer();
    const std::string answer = negotiate(session, peer);
    measurement.of({answer.size(), 1, sections}, [&] {
      setLocal(session, SWIFTSDP_TYPE_OFFER, createOffer(session));
      setRemote(session, SWIFTSDP_TYPE_ANSWER, answer);
    });
  });
}

// A server's sessions for participants who come one after another: at each coming every
// session gets the audio and video of the others that it does not have yet, and is
// negotiated anew.
class JoinStorm {
 public:
  explicit JoinStorm(std::size_t participants) : participants(participants) {}

  // Calls `answer` with the participant and the offer for it; returns the bytes of all
  // offers.
  template <class Answer>
  std::size_t run(Answer answer) const {
    std::size_t bytes = 0;
    std::vector<Session> sessions;
    for (std::size_t joined = 0; joined < participants; joined++) {
      sessions.emplace_back(makeSession({"", 2, false}));
      for (std::size_t at = 0; at <= joined; at++) {
        for (std::size_t other = at == joined ? 0 : joined; other <= joined; other++)
          if (other != at) send(sessions[at]);
        const Description offer = createOffer(sessions[at]);
        setLocal(sessions[at], SWIFTSDP_TYPE_OFFER, offer);
        const std::string sent = text(offer);
        bytes += sent.size();
        setRemote(sessions[at], SWIFTSDP_TYPE_ANSWER, answer(at, sent));
      }
    }
    return bytes;
  }

  std::size_t negotiations() const { return participants * (participants + 1) / 2; }

  // Of all offers: after the nth has come n have 2n sections.
  std::size_t sections() const {
    return participants * (participants + 1) * (2 * participants + 1) / 3;
  }

 private:
  static void send(const Session &session) {
    for (const std::uint32_t kind : {SWIFTSDP_KIND_AUDIO, SWIFTSDP_KIND_VIDEO}) {
      swiftsdp_transceiver_init init = swiftsdp_transceiver_init();
      init.struct_size = sizeof init;
      init.kind = kind;
      init.direction = SWIFTSDP_DIRECTION_SENDONLY;
      require(swiftsdp_session_add_transceiver(session.get(), &init, nullptr, nullptr),
              "adding a transceiver");
    }
  }

  std::size_t participants;
};

// The answers are those of real sessions, made before.
void addJoinStorm(std::size_t participants) {
  add("join-storm/" + std::to_string(participants), [=](Measurement &measurement) {
    const JoinStorm storm(participants);
    std::vector<Session> peers;
    for (std::size_t at = 0; at < participants; at++) peers.push_back(makeAnswerer());
    std::vector<std::string> answers;
    const std::size_t bytes = storm.run([&](std::size_t at, const std::string &offer) {
      answers.push_back(answerOf(peers[at], offer));
      return answers.back();
    });
    measurement.of({bytes, storm.negotiations(), storm.sections()}, [&] {
      std::size_t next = 0;
      storm.run([&](std::size_t, const std::string &) -> const std::string & {
        return answers[next++];
      });
    });
  });
}

}  // namespace

void addSessions() {
  std::vector<Conference> conferences = {{"audio-video-data", 3}};
  for (const std::size_t sections : {10, 50, 200, 500})
    conferences.push_back({std::to_string(sections) + "-sections", sections});
  for (std::size_t sections = 1; sections <= 512; sections *= 2)
    conferences.push_back({"sections-" + std::to_string(sections), sections, false});
  for (const Conference &conference : conferences) {
    addOffers(conference);
    addAnswers(conference);
  }
  for (const std::size_t participants : {4, 16}) addJoinStorm(participants);
}
