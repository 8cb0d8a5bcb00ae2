// What the calls share: a host with a few handles of each kind, and arguments that are
// as hostile as the header allows.
#ifndef HOST_HPP
#define HOST_HPP

#include <swiftsdp.h>

#include <cctype>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

[[noreturn]] inline void violation(const char *file, int line, const char *what) {
  std::fprintf(stderr, "property violated, %s line %d: %s\n", file, line, what);
  std::abort();
}

#define REQUIRE(condition) ((condition) ? void(0) : violation(__FILE__, __LINE__, #condition))

// A block of just that size, where AddressSanitizer notices an access one byte beyond it.
class Block {
 public:
  explicit Block(std::size_t size, int fill = 0x5A)
      : bytes_(static_cast<char *>(std::malloc(size ? size : 1))), size_(size) {
    if (!bytes_) std::abort();
    std::memset(bytes_.get(), fill, size ? size : 1);
  }
  Block(const void *bytes, std::size_t size) : Block(size) {
    if (size) std::memcpy(bytes_.get(), bytes, size);
  }
  char *data() const { return size_ ? bytes_.get() : nullptr; }
  std::size_t size() const { return size_; }

 private:
  struct Free {
    void operator()(char *bytes) const { std::free(bytes); }
  };
  std::unique_ptr<char, Free> bytes_;
  std::size_t size_;
};

// The bytes of an input as numbers and texts.
class Input {
 public:
  Input(const std::uint8_t *bytes, std::size_t size) : bytes_(bytes), rest_(size) {}
  bool atEnd() const { return rest_ == 0; }
  std::uint8_t byte() {
    if (rest_ == 0) return 0;
    rest_--;
    return *bytes_++;
  }
  std::size_t below(std::size_t limit) { return limit == 0 ? 0 : byte() % limit; }
  bool chance(unsigned one_in) { return byte() % one_in == 0; }
  // Mostly small, or at the end of a range.
  std::uint64_t number() {
    static const std::uint64_t ends[] = {
        0,          1,          127,        128,        255,
        256,        65535,      65536,      0x7FFFFFFF, 0x80000000,
        0xFFFFFFFF, 0x100000000, INT64_MAX, 1ull << 63, UINT64_MAX};
    const std::uint8_t choice = byte();
    return choice < 200 ? choice % 40 : ends[choice % (sizeof ends / sizeof *ends)];
  }
  // Up to a line feed, which is left out.
  std::string line() {
    std::string text;
    while (rest_ > 0) {
      const char next = static_cast<char>(byte());
      if (next == '\n') break;
      text += next;
    }
    return text;
  }
  // Up to two bytes 0x01, or the end: a description has lines.
  std::string text() {
    std::string text;
    while (rest_ > 0) {
      const char next = static_cast<char>(byte());
      if (next == 1) break;
      text += next;
    }
    return text;
  }

 private:
  const std::uint8_t *bytes_;
  std::size_t rest_;
};

inline bool isWithin(swiftsdp_slice part, const Block &whole) {
  return part.size == 0 ||
         (part.bytes >= whole.data() && part.bytes + part.size <= whole.data() + whole.size());
}

// Reads every byte of a slice, so that AddressSanitizer sees it.
inline unsigned touch(swiftsdp_slice slice) {
  unsigned sum = 0;
  for (std::size_t i = 0; i < slice.size; i++) sum += static_cast<unsigned char>(slice.bytes[i]);
  return sum;
}

// A struct that begins with its size, right, too small, or larger than we know, in memory
// of as much as it claims.
template <typename Struct>
class Versioned {
 public:
  explicit Versioned(Input &input) {
    std::size_t size = sizeof(Struct);
    const std::uint8_t choice = input.byte();
    if (choice >= 240) size = choice - 240 < 8 ? 0 : sizeof(std::size_t) + choice % sizeof(Struct);
    if (choice == 239) size = sizeof(Struct) + 16;
    isNull_ = choice == 238;
    memory_ = Block(size < sizeof(std::size_t) ? sizeof(std::size_t) : size, 0);
    std::memcpy(memory_.data(), &size, sizeof size);
  }
  Struct *get() { return isNull_ ? nullptr : reinterpret_cast<Struct *>(memory_.data()); }
  // Whether all members may be used.
  bool isWhole() const { return !isNull_ && memory_.size() >= sizeof(Struct); }
  Struct *operator->() { return reinterpret_cast<Struct *>(memory_.data()); }

 private:
  Block memory_{0};
  bool isNull_ = false;
};

// An error for one call, and what holds of it afterwards.
class Error {
 public:
  explicit Error(Input &input) : error_(input) {}
  swiftsdp_error *get() { return error_.get(); }
  // `done` is what the call returned. A call that finds nothing leaves a code of 0.
  void check(bool done, bool mayFindNothing = false) {
    if (!error_.isWhole()) return;
    if (done) {
      REQUIRE(error_->code == 0);
      return;
    }
    REQUIRE(mayFindNothing || error_->code != 0);
    REQUIRE((error_->reason.size > 0) == (error_->code != 0));
    touch(error_->reason);
  }
  std::uint32_t code() { return error_.isWhole() ? error_->code : 0; }

 private:
  Versioned<swiftsdp_error> error_;
};

constexpr std::size_t biggest = 1 << 17;

// Memory of a size around `needed`, and the capacity that the library is told.
struct Output {
  Block block;
  Output(Input &input, std::size_t needed) : block(size(input, needed)) {}
  static std::size_t size(Input &input, std::size_t needed) {
    if (needed > biggest) needed = biggest;
    switch (input.below(8)) {
      case 0: return 0;
      case 1: return needed ? needed - 1 : 0;
      case 2: return needed + 1;
      case 3: return needed / 2;
      default: return needed;
    }
  }
};

// The text that a call is given: bytes, NULL without a size, or NULL with one.
struct Text {
  Block block;
  std::size_t size;
  const char *data;
  explicit Text(Input &input) : block(make(input)), size(block.size()), data(block.data()) {
    if (input.byte() == 255) {
      data = nullptr;
      size = input.number() & 0xFFFF;
    }
  }
  static Block make(Input &input) {
    const std::string line = input.line();
    return Block(line.data(), line.size());
  }
};

// Writes `size` bytes into memory of about that size.
template <typename Write>
void writeWhole(Input &input, std::size_t size, Write write) {
  Output output(input, size);
  Error error(input);
  const bool done = write(output.block.data(), output.block.size(), error.get());
  error.check(done);
  REQUIRE(!done || output.block.size() >= size);
}

// The same where the size is a call of its own: it is exact.
template <typename Measure, typename Write>
void writeJSON(Input &input, Measure measure, Write write) {
  Error error(input), second(input);
  std::size_t size = 0, written = 0;
  const bool measured = measure(&size, error.get());
  error.check(measured);
  Output output(input, size);
  std::size_t *result = input.chance(4) ? nullptr : &written;
  const bool done = write(output.block.data(), output.block.size(), result, second.get());
  second.check(done);
  REQUIRE(done == (measured && output.block.size() >= size));
  if (done && result) REQUIRE(written == size);
}

// Walks over segments, as many at a time as the input says, and joins them. False if the
// walk is refused, or is none that began at the start.
template <typename Next>
bool walk(Input &input, Next next, std::string &joined) {
  swiftsdp_cursor cursor = {};
  // What no walk gave must not end the program.
  const bool isForged = input.chance(8);
  if (isForged) cursor = {{input.number(), input.number()}};
  const std::size_t capacity = input.below(input.chance(2) ? 20 : 4);
  Block memory(capacity * sizeof(swiftsdp_slice));
  auto *slices = reinterpret_cast<swiftsdp_slice *>(memory.data());
  for (std::size_t round = 0; round < 100000; round++) {
    Error error(input);
    std::size_t count = 0;
    const bool done = next(&cursor, slices, capacity, &count, error.get());
    error.check(done);
    if (!done) return false;
    REQUIRE(count <= capacity);
    for (std::size_t i = 0; i < count; i++) {
      touch(slices[i]);
      if (!isForged && slices[i].size) joined.append(slices[i].bytes, slices[i].size);
    }
    if (count < capacity) return !isForged;
  }
  violation(__FILE__, __LINE__, "a walk of segments does not end");
}

// Two handles of each kind; any may be NULL.
struct Host {
  static constexpr std::size_t count = 2;
  swiftsdp_index *indexes[count] = {};
  // What the indexes have read.
  Block descriptions[count] = {Block(0), Block(0)};
  swiftsdp_edit *edits[count] = {};
  // The index that an edit is of; NULL once that was released.
  swiftsdp_index *edited[count] = {};
  swiftsdp_buffer *buffers[count] = {};
  swiftsdp_difference *differences[count] = {};
  swiftsdp_random_source *sources[count] = {};
  swiftsdp_capabilities *capabilities[count] = {};
  swiftsdp_offer_cache *caches[count] = {};
  swiftsdp_session *sessions[count] = {};
  // Of the sessions: what they created, and what they have applied.
  swiftsdp_description *made[count] = {};
  Host();
  ~Host();
};

template <typename Handle>
Handle *&pick(Handle *(&handles)[Host::count], Input &input) {
  return handles[input.below(Host::count)];
}

template <typename Handle, void (*Release)(Handle *)>
void replace(Handle *&old, Handle *handle) {
  Release(old);
  old = handle;
}

// A call of the library with arguments from the input.
struct Call {
  const char *name;
  void (*make)(Host &host, Input &input);
};

#endif
