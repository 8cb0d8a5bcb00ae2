// Hostile descriptions and candidates, rule by rule: the cases of
// Tests/Verification/rules.txt, whose head says what its words mean. PV-01..PV-60,
// IC-01..IC-14, SD-20, SD-31.
#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <sstream>
#include <vector>

#include "support.hpp"

namespace {

using Lines = std::vector<std::string>;

struct Case {
  std::string name, base;
  std::vector<std::pair<std::string, std::string>> changes;
  Lines expected;
  std::vector<std::pair<std::size_t, std::string>> says, omits;
};

std::vector<Case> cases;
std::map<std::string, std::vector<Lines>> texts;

std::pair<std::string, std::string> split(const std::string &text, std::string_view separator) {
  const std::size_t at = text.find(separator);
  if (at == std::string::npos) return {text, ""};
  return {text.substr(0, at), text.substr(at + separator.size())};
}

std::pair<std::size_t, std::string> numbered(const std::string &text) {
  const auto [number, rest] = split(text, " ");
  return {std::stoul(number), rest};
}

Lines words(const std::string &text) {
  std::istringstream stream(text);
  Lines words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

std::size_t replaceAll(std::string &text, std::string_view from, std::string_view to) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
    count++;
  }
  return count;
}

std::string unescaped(std::string text) {
  replaceAll(text, "\\r", "\r");
  replaceAll(text, "\\n", "\n");
  replaceAll(text, "\\0", std::string_view("\0", 1));
  return text;
}

bool begins(const std::string &line, const std::string &prefix) {
  return line.compare(0, prefix.size(), prefix) == 0;
}

std::vector<Lines> sectionsOf(const std::string &text) {
  std::vector<Lines> sections(1);
  std::size_t start = 0;
  for (std::size_t end; (end = text.find("\r\n", start)) != std::string::npos; start = end + 2) {
    const std::string line = text.substr(start, end - start);
    if (begins(line, "m=")) sections.emplace_back();
    sections.back().push_back(line);
  }
  return sections;
}

std::string joined(const std::vector<Lines> &sections) {
  std::string text;
  for (const Lines &lines : sections)
    for (const std::string &line : lines) text += line + "\r\n";
  return text;
}

void readCases() {
  std::istringstream file(readFixture("../Verification/rules.txt"));
  std::string name, text;
  for (std::string line; std::getline(file, line);) {
    if (line.empty()) continue;
    const auto [word, rest] = split(line, " ");
    if (!name.empty()) {
      if (word == "end") {
        texts[name] = sectionsOf(text);
        name.clear();
      } else {
        text += line + "\r\n";
      }
    } else if (word == "text") {
      name = rest;
      text.clear();
    } else if (word == "case") {
      cases.push_back({});
      cases.back().name = rest;
    } else if (word == "base") {
      cases.back().base = rest;
    } else if (word == "expect") {
      cases.back().expected = words(rest);
    } else if (word == "says") {
      cases.back().says.push_back(numbered(rest));
    } else if (word == "omits") {
      cases.back().omits.push_back(numbered(rest));
    } else if (word != "#") {
      cases.back().changes.push_back({word, rest});
    }
  }
  CHECK(cases.size() > 200 && texts.size() == 2);
}

// What the changes make of the text; `line` is the one that was changed last, from 1.
std::string changed(const Case &rule, std::vector<Lines> sections, std::size_t &line) {
  std::vector<std::pair<std::string, std::string>> replacements;
  std::size_t section = 0, place = Lines::size_type(-1);
  for (const auto &[word, rest] : rule.changes) {
    if (word == "raw") return unescaped(rest);
    if (word == "substitute") {
      const auto [from, to] = split(rest, " => ");
      if (from.find('\\') != std::string::npos) {
        replacements.push_back({unescaped(from), unescaped(to)});
        continue;
      }
      std::size_t count = 0;
      for (Lines &lines : sections)
        for (std::string &each : lines) count += replaceAll(each, from, to);
      if (count == 0) fail(__FILE__, __LINE__, "nothing to change", rule.name);
      continue;
    }
    const auto [number, argument] = numbered(rest);
    CHECK(number < sections.size());
    const auto [prefix, replacement] = split(argument, " => ");
    Lines &lines = sections[number];
    const auto isNamed = [&prefix = prefix](const std::string &each) { return begins(each, prefix); };
    const auto found = std::find_if(lines.begin(), lines.end(), isNamed);
    if (word == "drop") {
      sections.erase(sections.begin() + std::ptrdiff_t(number));
      continue;
    }
    if (word == "copy") {
      sections.push_back(Lines(lines));
      continue;
    }
    if (word == "add") {
      section = number;
      place = lines.size();
      lines.push_back(argument);
      continue;
    }
    if (found == lines.end()) fail(__FILE__, __LINE__, "nothing to change", rule.name);
    const std::size_t at = std::size_t(found - lines.begin());
    if (word == "remove") {
      lines.erase(std::remove_if(lines.begin(), lines.end(), isNamed), lines.end());
    } else if (word == "replace") {
      section = number;
      place = at;
      lines[at] = replacement;
    } else if (word == "after") {
      section = number;
      place = at + 1;
      lines.insert(found + 1, replacement);
    } else {
      fail(__FILE__, __LINE__, "a change is known", word);
    }
  }
  line = 1 + place;
  for (std::size_t before = 0; before < section; before++) line += sections[before].size();
  std::string text = joined(sections);
  for (const auto &[from, to] : replacements) CHECK(replaceAll(text, from, to) > 0);
  return text;
}

// ---- Sessions

std::string written(const swiftsdp_description *description) {
  std::string text(swiftsdp_description_size(description), '\0');
  CHECK_SUCCEEDS(swiftsdp_description_write(description, text.data(), text.size(), &error));
  return text;
}

std::string created(swiftsdp_session *session) {
  const bool answers = swiftsdp_session_signaling_state(session) == SWIFTSDP_STATE_HAVE_REMOTE_OFFER;
  swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
  SessionDescription description(answers ? swiftsdp_session_create_answer(session, nullptr, &error)
                                         : swiftsdp_session_create_offer(session, nullptr, &error));
  if (!description) fail(__FILE__, __LINE__, "it is created", describe(error));
  return written(description.get());
}

// A session with the transceivers of the table, as far as the base goes.
Session makeSession(const std::string &base) {
  const std::string hash = joined(texts["offer"]);
  const std::size_t at = hash.find("sha-256 ") + 8;
  const swiftsdp_fingerprint fingerprint = {slice("sha-256"), slice(std::string_view(hash).substr(at, 95))};
  swiftsdp_session_configuration configuration = SWIFTSDP_INIT(swiftsdp_session_configuration);
  configuration.fingerprints = &fingerprint;
  configuration.fingerprint_count = 1;
  Session session(swiftsdp_session_create(&configuration, nullptr));
  CHECK(session);
  swiftsdp_transceiver_init init = SWIFTSDP_INIT(swiftsdp_transceiver_init);
  init.direction = SWIFTSDP_DIRECTION_SENDRECV;
  CHECK_SUCCEEDS(swiftsdp_session_add_transceiver(session.get(), &init, nullptr, &error));
  init.kind = SWIFTSDP_KIND_VIDEO;
  init.direction = SWIFTSDP_DIRECTION_SENDONLY;
  CHECK_SUCCEEDS(swiftsdp_session_add_transceiver(session.get(), &init, nullptr, &error));
  CHECK_SUCCEEDS(swiftsdp_session_add_data_section(session.get(), &error));
  const auto applyLocal = [&] {
    CHECK_SUCCEEDS(setLocal(session.get(), SWIFTSDP_TYPE_IMPLICIT, nullptr, &error));
  };
  if (base == "offer") return session;
  if (base == "later-offer") {
    CHECK_SUCCEEDS(setRemote(session.get(), SWIFTSDP_TYPE_OFFER, joined(texts["offer"]), &error));
    applyLocal();
    return session;
  }
  applyLocal();
  if (base == "answer") return session;
  CHECK_SUCCEEDS(setRemote(session.get(), SWIFTSDP_TYPE_ANSWER, joined(texts["answer"]), &error));
  if (base == "later-answer") applyLocal();
  return session;
}

// All that can be seen of a session; what it says next included, where that is settled.
std::string observed(swiftsdp_session *session) {
  std::ostringstream all;
  all << swiftsdp_session_signaling_state(session) << swiftsdp_session_can_trickle(session)
      << swiftsdp_session_is_negotiation_needed(session);
  for (std::size_t at = 0; at < swiftsdp_session_transceiver_count(session); at++) {
    swiftsdp_transceiver one = SWIFTSDP_INIT(swiftsdp_transceiver);
    CHECK_SUCCEEDS(swiftsdp_session_transceiver(session, at, &one, &error));
    all << '|' << one.id << ',' << one.direction << ',' << one.current_direction << ','
        << one.is_stopped << one.is_stopping << ',' << one.transport << ',' << one.encoding_count
        << ',' << one.remote_stream_count << ','
        << sessionText(session, SWIFTSDP_TEXT_MID, one.id);
  }
  for (std::uint32_t which = SWIFTSDP_CURRENT_LOCAL; which <= SWIFTSDP_PENDING_REMOTE; which++) {
    swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
    SessionDescription description(swiftsdp_session_description(session, which, &error));
    CHECK(error.code == 0);
    all << '|';
    if (description)
      all << swiftsdp_description_revision(description.get()) << written(description.get());
  }
  all << '|' << created(session);
  return all.str();
}

const std::map<std::string, std::uint32_t> codes = {
    {"InvalidAccessError", SWIFTSDP_ERROR_INVALID_ACCESS},
    {"InvalidStateError", SWIFTSDP_ERROR_INVALID_STATE},
    {"OperationError", SWIFTSDP_ERROR_OPERATION},
    {"TypeError", SWIFTSDP_ERROR_TYPE},
    {"empty", SWIFTSDP_ERROR_EMPTY},
    {"nul-byte", SWIFTSDP_ERROR_NUL_BYTE},
    {"unknown-line-type", SWIFTSDP_ERROR_UNKNOWN_LINE_TYPE},
    {"missing-version", SWIFTSDP_ERROR_MISSING_VERSION},
    {"duplicate-line", SWIFTSDP_ERROR_DUPLICATE_LINE},
    {"misplaced-line", SWIFTSDP_ERROR_MISPLACED_LINE},
    {"line-order", SWIFTSDP_ERROR_LINE_ORDER},
    {"missing-origin", SWIFTSDP_ERROR_MISSING_ORIGIN},
    {"missing-session-name", SWIFTSDP_ERROR_MISSING_SESSION_NAME},
    {"missing-time", SWIFTSDP_ERROR_MISSING_TIME},
    {"unexpected-value", SWIFTSDP_ERROR_UNEXPECTED_VALUE},
    {"missing-value", SWIFTSDP_ERROR_MISSING_VALUE},
    {"missing-field", SWIFTSDP_ERROR_MISSING_FIELD},
    {"malformed-value", SWIFTSDP_ERROR_MALFORMED_VALUE},
    {"malformed-number", SWIFTSDP_ERROR_MALFORMED_NUMBER},
    {"number-out-of-range", SWIFTSDP_ERROR_NUMBER_OUT_OF_RANGE},
    {"trailing-bytes", SWIFTSDP_ERROR_TRAILING_BYTES},
    {"length-out-of-range", SWIFTSDP_ERROR_LENGTH_OUT_OF_RANGE},
    {"unknown-keyword", SWIFTSDP_ERROR_UNKNOWN_KEYWORD},
};

void checkError(const Case &rule, const swiftsdp_error &error, std::string_view text,
                std::size_t line) {
  const bool isSyntax = rule.expected[0] == "RTCError";
  const std::size_t first = isSyntax ? 1 : 0;
  const bool isExpected = codes.count(rule.expected[first]) > 0 &&
                          error.code == codes.at(rule.expected[first]) &&
                          error.section == std::stoul(rule.expected[first + 1]) &&
                          error.reason.size > 0;
  if (!isExpected) fail(__FILE__, __LINE__, rule.name.c_str(), describe(error));
  if (!isSyntax) return;
  std::uint64_t found = 0;
  CHECK(swiftsdp_locate(text.data(), text.size(), error.offset, &found, nullptr));
  if (rule.expected.size() > 3) line = std::stoul(rule.expected[3]);
  if (found != line) fail(__FILE__, __LINE__, rule.name.c_str(), "line " + std::to_string(found));
}

// The next description, once the one of the case is applied.
void checkNext(const Case &rule, swiftsdp_session *session) {
  const std::vector<Lines> next = sectionsOf(created(session));
  for (const auto &[section, line] : rule.says)
    if (std::count(next.at(section).begin(), next.at(section).end(), line) == 0)
      fail(__FILE__, __LINE__, rule.name.c_str(), line);
  for (const auto &[section, prefix] : rule.omits)
    for (const std::string &line : next.at(section))
      if (begins(line, prefix)) fail(__FILE__, __LINE__, rule.name.c_str(), line);
}

void checkDescription(const Case &rule) {
  const bool isOffer = rule.base == "offer" || rule.base == "later-offer";
  const std::string good = joined(texts[isOffer ? "offer" : "answer"]);
  std::size_t line = 0;
  const std::string text = changed(rule, texts[isOffer ? "offer" : "answer"], line);
  CHECK(text != good);
  GuardedMemory memory(text.size());
  const std::string_view bad = memory.putAtEnd(text);
  if (rule.expected[0] == "ok") {
    Session session = makeSession(rule.base);
    CHECK_SUCCEEDS(setRemote(session.get(), isOffer ? SWIFTSDP_TYPE_OFFER : SWIFTSDP_TYPE_ANSWER,
                             bad, &error));
    checkNext(rule, session.get());
    return;
  }
  // In the base's state, beside an offer of ours, and beside another one of the peer.
  for (int variant = 0; variant < (isOffer ? 3 : 2); variant++) {
    Session session = makeSession(rule.base);
    if (isOffer && variant == 1)
      CHECK_SUCCEEDS(setLocal(session.get(), SWIFTSDP_TYPE_OFFER, nullptr, &error));
    if (isOffer && variant == 2)
      CHECK_SUCCEEDS(setRemote(session.get(), SWIFTSDP_TYPE_OFFER, good, &error));
    const std::uint32_t type = isOffer          ? SWIFTSDP_TYPE_OFFER
                               : variant == 0 ? SWIFTSDP_TYPE_ANSWER
                                              : SWIFTSDP_TYPE_PRANSWER;
    const std::string before = observed(session.get());
    swiftsdp_event event = SWIFTSDP_INIT(swiftsdp_event);
    while (swiftsdp_session_next_event(session.get(), &event, nullptr)) {
    }
    swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
    if (setRemote(session.get(), type, bad, &error))
      fail(__FILE__, __LINE__, "does not fail", rule.name);
    checkError(rule, error, bad, line);
    if (observed(session.get()) != before)
      fail(__FILE__, __LINE__, "the session is as before", rule.name);
    CHECK(!swiftsdp_session_next_event(session.get(), &event, nullptr));
    CHECK_SUCCEEDS(setRemote(session.get(), type, good, &error));
  }
}

void checkCandidates(const Case &rule) {
  Session session = makeSession(rule.base);
  const std::string before = observed(session.get());
  swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
  for (const auto &change : rule.changes) {
    const Lines fields = words(change.second);
    if (fields[0] == "nil") {
      CHECK_SUCCEEDS(swiftsdp_session_add_remote_candidate(session.get(), nullptr, &error));
      continue;
    }
    std::string rest = change.second;
    for (int field = 0; field < 3; field++) rest = split(rest, " ").second;
    const std::string candidate = unescaped(rest);
    swiftsdp_candidate_init init = SWIFTSDP_INIT(swiftsdp_candidate_init);
    init.candidate = slice(candidate);
    if (fields[0] != "-") init.mid = slice(fields[0]);
    init.has_index = fields[1] != "-";
    if (init.has_index) init.index = std::uint16_t(std::stoul(fields[1]));
    if (fields[2] != "-") init.username_fragment = slice(fields[2]);
    swiftsdp_session_add_remote_candidate(session.get(), &init, &error);
  }
  if (rule.expected[0] == "ok") {
    if (error.code != 0) fail(__FILE__, __LINE__, rule.name.c_str(), describe(error));
    CHECK(observed(session.get()) != before);
    return;
  }
  checkError(rule, error, {}, 0);
  CHECK(observed(session.get()) == before);
}

// The values of all lines that begin so, at any level.
std::multiset<std::string> values(const std::string &text, const std::string &prefix) {
  std::multiset<std::string> found;
  for (const Lines &lines : sectionsOf(text))
    for (const std::string &line : lines)
      if (begins(line, prefix)) found.insert(line.substr(prefix.size()));
  return found;
}

std::string restarted(swiftsdp_session *session) {
  swiftsdp_offer_options options = SWIFTSDP_INIT(swiftsdp_offer_options);
  options.ice_restart = true;
  SessionDescription offer(swiftsdp_session_create_offer(session, &options, nullptr));
  CHECK(offer);
  return written(offer.get());
}

// What this side makes: IC-03, IC-04, IC-05, IC-06, IC-08, IC-11, IC-13, IC-15.
void checkIdentifiers() {
  std::set<std::string> fragments, passwords, ids;
  std::size_t sessions = 50, pairs = 0;
  for (std::size_t number = 0; number < sessions; number++) {
    Session session = makeSession("offer");
    const std::string text = created(session.get());
    CHECK(created(session.get()) == text);
    for (const std::string &fragment : values(text, "a=ice-ufrag:")) fragments.insert(fragment);
    for (const std::string &password : values(text, "a=ice-pwd:")) passwords.insert(password);
    pairs += values(text, "a=ice-pwd:").size();
    const Lines origin = words(sectionsOf(text)[0][1]);
    CHECK(std::stoull(origin[1]) <= 9223372036854775807u);
    ids.insert(origin[1]);
  }
  // Audio, video and data have a transport each.
  CHECK(pairs == 3 * sessions && fragments.size() == pairs && passwords.size() == pairs);
  CHECK(ids.size() == sessions);

  // Bundled, there is one pair; each restart changes both, the DTLS association goes on.
  Session session = makeSession("candidate");
  const std::string before = created(session.get());
  CHECK(values(before, "a=ice-ufrag:").size() == 1);
  CHECK(created(session.get()) == before);
  std::string last = before;
  for (int round = 0; round < 10; round++) {
    const std::string text = restarted(session.get());
    CHECK_SUCCEEDS(setLocal(session.get(), SWIFTSDP_TYPE_OFFER, nullptr, &error));
    CHECK(fragments.insert(*values(text, "a=ice-ufrag:").begin()).second);
    CHECK(passwords.insert(*values(text, "a=ice-pwd:").begin()).second);
    CHECK(values(text, "a=tls-id:") == values(before, "a=tls-id:"));
    std::string answer = joined(texts["answer"]);
    const std::string restart = "a=ice-ufrag:new" + std::to_string(round) + "\r\na=ice-pwd:";
    replaceAll(answer, "a=ice-ufrag:abcd\r\na=ice-pwd:", restart);
    CHECK_SUCCEEDS(setRemote(session.get(), SWIFTSDP_TYPE_ANSWER, answer, &error));
  }

  // Layers that the program does not name have short names.
  const swiftsdp_encoding encodings[8] = {};
  swiftsdp_transceiver_init init = SWIFTSDP_INIT(swiftsdp_transceiver_init);
  init.kind = SWIFTSDP_KIND_VIDEO;
  init.direction = SWIFTSDP_DIRECTION_SENDONLY;
  init.encodings = encodings;
  init.encoding_count = 8;
  CHECK_SUCCEEDS(swiftsdp_session_add_transceiver(session.get(), &init, nullptr, &error));
  const std::multiset<std::string> rids = values(created(session.get()), "a=rid:");
  CHECK(rids.size() == 8);
  for (const std::string &rid : rids) CHECK(rid.find(' ') <= 3);

  // With relays alone nothing of the host is told.
  Session relayed = makeSession("answer");
  swiftsdp_session_configuration configuration = SWIFTSDP_INIT(swiftsdp_session_configuration);
  configuration.ice_transport_policy = SWIFTSDP_ICE_TRANSPORT_RELAY;
  CHECK_SUCCEEDS(
      swiftsdp_session_set_configuration(relayed.get(), &configuration, false, &error));
  SessionDescription local(swiftsdp_session_description(relayed.get(), SWIFTSDP_LOCAL, nullptr));
  const std::string fragment = *values(written(local.get()), "a=ice-ufrag:").begin();
  for (const std::string type : {"host", "srflx raddr 10.0.0.1 rport 9", "relay raddr 10.0.0.1 rport 9"}) {
    const std::string candidate = "candidate:1 1 udp 1 192.0.2.1 3478 typ " + type;
    bool isAdded = false;
    CHECK_SUCCEEDS(swiftsdp_session_add_local_candidate(
        relayed.get(), candidate.data(), candidate.size(), fragment.data(), fragment.size(),
        &isAdded, &error));
    CHECK(isAdded == begins(type, "relay"));
  }
  local.reset(swiftsdp_session_description(relayed.get(), SWIFTSDP_LOCAL, nullptr));
  CHECK(values(written(local.get()), "a=candidate:") ==
        std::multiset<std::string>{"1 1 udp 1 192.0.2.1 3478 typ relay raddr 0.0.0.0 rport 0"});
}

}  // namespace

void checkRules() {
  readCases();
  std::size_t refused = 0;
  for (const Case &rule : cases) {
    if (rule.base == "candidate") {
      checkCandidates(rule);
    } else {
      checkDescription(rule);
    }
    if (rule.expected[0] != "ok") refused++;
  }
  checkIdentifiers();
  std::printf("rules: %zu cases, %zu of them refused\n", cases.size(), refused);
}
