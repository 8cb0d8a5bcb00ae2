/* Writes the bytes of a random source to standard output until nobody reads them:
 * for statistical suites.
 *
 *   random-bytes kernel|buffered|fast | dieharder -a -g 200
 */
#include <stdio.h>
#include <string.h>
#include <swiftsdp.h>

int main(int count, char **arguments) {
  static const char *const kinds[] = {"kernel", "buffered", "fast"};
  static char bytes[65536];
  uint32_t kind = 0;
  while (count == 2 && kind < 3 && strcmp(arguments[1], kinds[kind]) != 0) kind++;
  if (count != 2 || kind == 3) {
    fprintf(stderr, "usage: random-bytes kernel|buffered|fast\n");
    return 2;
  }
  swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
  swiftsdp_random_source *source = swiftsdp_random_source_create(kind, &error);
  do {
    if (source == NULL || !swiftsdp_random_source_bytes(source, bytes, sizeof bytes, &error)) {
      fprintf(stderr, "random-bytes: %.*s\n", (int)error.reason.size, error.reason.bytes);
      return 1;
    }
  } while (fwrite(bytes, sizeof bytes, 1, stdout) == 1);
  swiftsdp_random_source_release(source);
  return 0;
}
