// Descriptions as the values that swiftsdp_values_write takes.
#ifndef SDP_BENCHMARKS_RECORDS_HPP
#define SDP_BENCHMARKS_RECORDS_HPP

#include <swiftsdp.h>

#include <string_view>
#include <vector>

// A value for each line of a description whose lines end with CR LF, of the kind that
// says most of it. Texts point into the description.
std::vector<swiftsdp_value> makeRecords(std::string_view description);

#endif
