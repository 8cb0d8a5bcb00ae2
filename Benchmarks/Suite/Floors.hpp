// What a machine needs at least for the work that the library does: the same work
// in C++ with SSE2, without checks of any kind.
//
// Descriptions are well-formed, end with a line end, and are held in `Padded`
// memory, so that no load has to look where they end: more than the library may
// ask of its callers.
#ifndef SDP_BENCHMARKS_FLOORS_HPP
#define SDP_BENCHMARKS_FLOORS_HPP

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace floors {

// Bytes that may be read before and behind a description, and written behind a copy.
constexpr std::size_t padding = 64;

// A copy of a description with room around it.
class Padded {
 public:
  explicit Padded(std::string_view text);
  const char *data() const { return memory.data() + padding; }
  std::size_t size() const { return memory.size() - 2 * padding; }

 private:
  std::string memory;
};

// A line. Of an attribute `nameLength` counts the bytes before the colon or, of a flag,
// all after `a=`; it is 0 for other lines.
struct Line {
  std::uint32_t offset;
  std::uint32_t length;
  std::uint32_t nameLength;
  std::uint8_t type;
};

// How many lines there are, counted by memchr.
std::size_t countLines(const char *bytes, std::size_t size);

// Finds the lines, whose records must have room; returns how many there are.
std::size_t readStructure(const char *bytes, std::size_t size, Line *lines);

// Copies each line with its ending; returns how many bytes that is.
std::size_t copyLines(const char *bytes, std::size_t size, const Line *lines, std::size_t count,
                      char *copy);

struct Slice {
  std::uint32_t offset;
  std::uint32_t length;
};

// What a line says. The next value follows the last slice that values of the kind have.
struct Value {
  std::uint8_t kind;
  // Of the text before the value, such as `a=mid:`.
  std::uint8_t prefix;
  // A payload type, an id, a port.
  std::uint32_t small;
  std::uint64_t number;
  Slice slices[6];
};

// A parameter of an a=fmtp line, of which the value is empty if there is none.
struct Parameter {
  Slice name;
  Slice value;
};

// Room for the values of so many lines of so many bytes.
class Values {
 public:
  Values(std::size_t lines, std::size_t bytes)
      : values(new Value[lines + 1]), parameters(new Parameter[bytes]) {}
  Value *begin() const { return values.get(); }
  Parameter *beginOfParameters() const { return parameters.get(); }

 private:
  std::unique_ptr<Value[]> values;
  std::unique_ptr<Parameter[]> parameters;
};

// Reads every field of every line into `values`, and where these end into `end`;
// returns a checksum over them.
std::uint64_t readValues(const char *bytes, const Line *lines, std::size_t count,
                         const Values &values, const Value *&end);

// Writes the lines that the values say, with CR LF; returns how many bytes that is.
// The slices are of `bytes`.
std::size_t writeValues(const char *bytes, const Value *values, const Value *end, char *copy);

}  // namespace floors
#endif
