// Makes the calls that Fuzz/Sources/CABITarget makes, with inputs from files: the corpus of
// that fuzzer and what it has found. Here with the library as C hosts get it.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

int main(int count, char **arguments) {
  std::size_t inputs = 0;
  for (int i = 1; i < count; i++) {
    for (const auto &entry : std::filesystem::directory_iterator(arguments[i])) {
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(file), {}};
      LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t *>(bytes.data()), bytes.size());
      inputs++;
    }
  }
  std::printf("replay: %zu inputs\n", inputs);
  return inputs > 0 ? 0 : 1;
}
