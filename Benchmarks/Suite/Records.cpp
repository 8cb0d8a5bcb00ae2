#include "Records.hpp"

#include <algorithm>
#include <cstdint>
#include <string>

#include "Support.hpp"

namespace {

using Text = std::string_view;

swiftsdp_slice slice(Text text) { return {text.data(), text.size()}; }

// The fields of a line, each up to a separator or the end.
struct Fields {
  Text rest;

  Text text(char separator) {
    const Text field = rest.substr(0, rest.find(separator));
    rest.remove_prefix(std::min(field.size() + 1, rest.size()));
    return field;
  }
  swiftsdp_slice next(char separator = ' ') { return slice(text(separator)); }
  swiftsdp_slice all() { return slice(rest); }
  std::uint32_t number(char separator = ' ') {
    std::uint32_t number = 0;
    for (const char digit : text(separator)) number = number * 10 + std::uint32_t(digit - '0');
    return number;
  }
};

// What the line says if it is of a kind of its own and well-formed, else anything.
swiftsdp_value typed(Text line) {
  swiftsdp_value value = {};
  Fields fields{line};
  const Text name = fields.text(line.substr(0, 2) == "a=" ? ':' : '=');
  if (name == "a=rtpmap") {
    value.kind = SWIFTSDP_VALUE_RTPMAP;
    value.n[0] = fields.number();
    value.texts[0] = fields.next('/');
    value.n[1] = fields.number('/');
    value.n[2] = fields.number();
  } else if (name == "a=fmtp") {
    value.kind = SWIFTSDP_VALUE_FMTP;
    value.n[0] = fields.number();
    value.texts[0] = fields.all();
  } else if (name == "a=rtcp-fb") {
    value.kind = SWIFTSDP_VALUE_RTCP_FB;
    value.flags = fields.rest.substr(0, 2) == "* ";
    value.n[0] = fields.number();
    value.texts[0] = fields.next();
    value.texts[1] = fields.all();
  } else if (name == "a=extmap") {
    value.kind = SWIFTSDP_VALUE_EXTMAP;
    Fields id{fields.text(' ')};
    value.n[0] = id.number('/');
    value.texts[1] = id.all();
    value.texts[0] = fields.next();
    value.texts[2] = fields.all();
  } else if (name == "a=ssrc") {
    value.kind = SWIFTSDP_VALUE_SSRC;
    value.n[0] = fields.number();
    value.flags = fields.rest.find(':') != Text::npos;
    value.texts[0] = fields.next(':');
    value.texts[1] = fields.all();
  } else if (name == "a=ssrc-group") {
    value.kind = SWIFTSDP_VALUE_SSRC_GROUP;
    value.texts[0] = fields.next();
    for (; value.flags < 3 && !fields.rest.empty(); value.flags++)
      value.n[value.flags] = fields.number();
  } else if (name == "a=fingerprint") {
    value.kind = SWIFTSDP_VALUE_FINGERPRINT;
    value.texts[0] = fields.next();
    value.texts[1] = fields.all();
  } else if (name == "a=msid") {
    value.kind = SWIFTSDP_VALUE_MSID;
    value.texts[0] = fields.next();
    value.texts[1] = fields.all();
  } else if (name == "a=candidate") {
    value.kind = SWIFTSDP_VALUE_CANDIDATE;
    value.texts[0] = fields.next();
    value.n[0] = fields.number();
    value.flags = fields.text(' ') == "tcp";
    value.n[1] = fields.number();
    value.texts[1] = fields.next();
    value.n[2] = fields.number();
    fields.next();
    value.texts[2] = fields.all();
  } else if (name == "m") {
    value.kind = SWIFTSDP_VALUE_MEDIA;
    value.texts[0] = fields.next();
    Fields ports{fields.text(' ')};
    value.n[0] = ports.number('/');
    value.n[1] = ports.number('/');
    value.texts[1] = fields.next();
    value.texts[2] = fields.all();
  } else if (name == "c") {
    value.kind = SWIFTSDP_VALUE_CONNECTION;
    fields.next();
    value.texts[0] = fields.next();
    value.texts[1] = fields.all();
  }
  return value;
}

// What every line is: a letter or a name, and a text.
swiftsdp_value untyped(Text line) {
  swiftsdp_value value = {};
  Fields fields{line};
  if (fields.text('=') != "a") {
    value.kind = SWIFTSDP_VALUE_LINE;
    value.n[0] = std::uint8_t(line[0]);
    value.texts[0] = fields.all();
    return value;
  }
  value.kind = SWIFTSDP_VALUE_ATTRIBUTE;
  value.flags = fields.rest.find(':') != Text::npos;
  value.texts[0] = fields.next(':');
  value.texts[1] = fields.all();
  return value;
}

bool isWritten(const swiftsdp_value &value, Text line) {
  std::string written(line.size() + 128, '\0');
  std::size_t size = 0;
  return swiftsdp_values_write(&value, 1, written.data(), written.size(), &size, nullptr) &&
         Text(written.data(), size) == line;
}

}  // namespace

std::vector<swiftsdp_value> makeRecords(Text description) {
  std::vector<swiftsdp_value> values;
  while (!description.empty()) {
    const Text line = description.substr(0, description.find('\n') + 1);
    const Text content = line.substr(0, line.size() - 2);
    values.push_back(typed(content));
    if (!isWritten(values.back(), line)) values.back() = untyped(content);
    require(isWritten(values.back(), line), "making values of a line");
    description.remove_prefix(line.size());
  }
  return values;
}
