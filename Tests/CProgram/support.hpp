// What both parts of the program use: checks that end it, owners of handles, and
// memory behind which there is nothing.
#ifndef SUPPORT_HPP
#define SUPPORT_HPP

#include <swiftsdp.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

[[noreturn]] inline void fail(const char *file, int line, const char *what,
                              const std::string &detail = {}) {
  std::fflush(stdout);
  std::fprintf(stderr, "%s:%d: failed: %s%s%s\n", file, line, what, detail.empty() ? "" : ": ",
               detail.c_str());
  std::exit(1);
}

#define CHECK(condition) ((condition) ? void(0) : fail(__FILE__, __LINE__, #condition))

// That `call`, which is given `&error`, fails with that code, and says why.
#define CHECK_FAILS(expected, call)                                                      \
  do {                                                                                   \
    swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);                                \
    if (call) fail(__FILE__, __LINE__, "does not fail", #call);                          \
    if (error.code != (expected)) fail(__FILE__, __LINE__, #call " is " #expected, describe(error)); \
    if (error.reason.size == 0) fail(__FILE__, __LINE__, "has a reason", #call);         \
  } while (false)

// That `call`, which is given `&error`, succeeds and leaves the error alone.
#define CHECK_SUCCEEDS(call)                                               \
  do {                                                                     \
    swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);                  \
    if (!(call)) fail(__FILE__, __LINE__, #call, describe(error));         \
    if (error.code != 0) fail(__FILE__, __LINE__, "error is left alone", #call); \
  } while (false)

inline std::string_view text(swiftsdp_slice slice) {
  return slice.size == 0 ? std::string_view() : std::string_view(slice.bytes, slice.size);
}

inline swiftsdp_slice slice(std::string_view text) { return {text.data(), text.size()}; }

inline std::string describe(const swiftsdp_error &error) {
  return "code " + std::to_string(error.code) + ", section " + std::to_string(error.section) +
         ", offset " + std::to_string(error.offset) + ", " + std::string(text(error.reason));
}

template <auto Release>
struct Releaser {
  template <typename Handle>
  void operator()(Handle *handle) const {
    Release(handle);
  }
};
using Index = std::unique_ptr<swiftsdp_index, Releaser<swiftsdp_index_release>>;
using Session = std::unique_ptr<swiftsdp_session, Releaser<swiftsdp_session_release>>;
using SessionDescription =
    std::unique_ptr<swiftsdp_description, Releaser<swiftsdp_description_release>>;
using RandomSource =
    std::unique_ptr<swiftsdp_random_source, Releaser<swiftsdp_random_source_release>>;

inline bool setLocal(swiftsdp_session *session, std::uint32_t type,
                     const swiftsdp_description *description, swiftsdp_error *error) {
  return swiftsdp_session_set_local_description(session, type, description, error);
}
inline bool setRemote(swiftsdp_session *session, std::uint32_t type, std::string_view text,
                      swiftsdp_error *error) {
  return swiftsdp_session_set_remote_description(session, type, text.data(), text.size(), error);
}

// A text of a session, written where there is nothing behind it.
inline std::string sessionText(const swiftsdp_session *session, std::uint32_t kind,
                               std::uint32_t id, std::size_t number = 0);

// The program's own checks of a NULL error are elsewhere; here NULL is a bug.
inline Index makeIndex(const swiftsdp_limits *limits = nullptr) {
  swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
  Index index(swiftsdp_index_create(limits, &error));
  if (!index) fail(__FILE__, __LINE__, "swiftsdp_index_create", describe(error));
  return index;
}

// Room for texts that end right before, or begin right after, a page that no one
// may touch: an access outside of the text ends the program.
class GuardedMemory {
 public:
  explicit GuardedMemory(std::size_t capacity) {
    page_ = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    room_ = (capacity + page_ - 1) / page_ * page_;
    if (room_ == 0) room_ = page_;
    void *mapped = mmap(nullptr, room_ + 2 * page_, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(mapped != MAP_FAILED);
    start_ = static_cast<char *>(mapped);
    CHECK(mprotect(start_, page_, PROT_NONE) == 0);
    CHECK(mprotect(start_ + page_ + room_, page_, PROT_NONE) == 0);
  }
  ~GuardedMemory() { munmap(start_, room_ + 2 * page_); }
  GuardedMemory(const GuardedMemory &) = delete;
  GuardedMemory &operator=(const GuardedMemory &) = delete;

  // Memory of that size at the end.
  char *end(std::size_t size) {
    CHECK(size <= room_);
    return start_ + page_ + room_ - size;
  }
  std::string_view putAtEnd(std::string_view text) {
    return {static_cast<char *>(std::memcpy(end(text.size()), text.data(), text.size())),
            text.size()};
  }
  std::string_view putAtStart(std::string_view text) {
    CHECK(text.size() <= room_);
    return {static_cast<char *>(std::memcpy(start_ + page_, text.data(), text.size())),
            text.size()};
  }

 private:
  char *start_;
  std::size_t page_, room_;
};

inline std::string sessionText(const swiftsdp_session *session, std::uint32_t kind,
                               std::uint32_t id, std::size_t number) {
  std::size_t size = 0;
  swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
  if (!swiftsdp_session_text(session, kind, id, number, nullptr, 0, &size, &error)) {
    CHECK(error.code == SWIFTSDP_ERROR_INSUFFICIENT_SPACE && error.offset == size && size > 0);
  }
  GuardedMemory memory(size);
  CHECK_SUCCEEDS(
      swiftsdp_session_text(session, kind, id, number, memory.end(size), size, nullptr, &error));
  return std::string(memory.end(size), size);
}

std::string readFixture(const std::string &name);
// The files of Fuzz/corpus/hostile.
std::vector<std::string> readHostileInputs();

void checkCaches();
void checkConference();
void checkSessionCalls();
void checkEditing();
void checkReading();
void checkHosting();
void checkHostileInput();
void checkRules();
void checkServerFeatures();
// Runs `program` again as `program --draw KIND DESCRIPTOR`, which calls drawForParent.
void checkRandomSources(const char *program);
int drawForParent(const char *kind, const char *descriptor);

#endif
