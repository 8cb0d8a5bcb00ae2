// What libFuzzer offers the targets.
#ifndef FUZZER_H
#define FUZZER_H
#include <stddef.h>
#include <stdint.h>

// libFuzzer's own changes of an input. Returns its new size, at most `maximum`.
size_t LLVMFuzzerMutate(uint8_t *_Nonnull data, size_t size, size_t maximum);

#endif
