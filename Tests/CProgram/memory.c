// A72: where the k-th request for memory fails, for every k, the call says so and
// leaves all as it was. Linked with --wrap=realloc, by which the library gets what it
// can do without; the descriptions of errors are in swiftsdp.h.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <swiftsdp.h>

void *__real_realloc(void *memory, size_t size);
void *__wrap_realloc(void *memory, size_t size);

static long requests, failing = -1;

void *__wrap_realloc(void *memory, size_t size) {
  return requests++ == failing ? NULL : __real_realloc(memory, size);
}

#define CHECK(condition)                                                       \
  do {                                                                         \
    if (!(condition)) {                                                        \
      fprintf(stderr, "%s:%d: failed: %s\n", __FILE__, __LINE__, #condition);  \
      exit(1);                                                                 \
    }                                                                          \
  } while (0)

static char description[1 << 16];
static size_t size;

static void make_description(void) {
  size = (size_t)sprintf(description, "v=0\r\no=- 1 1 IN IP4 0\r\ns=-\r\nt=0 0\r\n");
  for (int number = 0; number < 100; number++)
    size += (size_t)sprintf(description + size, "m=audio 9 RTP/AVP 0\r\na=mid:m%d\r\na=sendonly\r\n", number);
}

// Reads, looks a mid up, edits and writes. Each step that fails for want of memory is
// seen to have changed nothing, and is done once more.
static void use_everything(void) {
  swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
  swiftsdp_index *index = swiftsdp_index_create(NULL, &error);
  CHECK(index);
  if (!swiftsdp_index_read(index, description, size, &error)) {
    CHECK(error.code == SWIFTSDP_ERROR_OUT_OF_MEMORY && swiftsdp_index_section_count(index) == 0);
    CHECK(swiftsdp_index_read(index, description, size, &error));
  }
  CHECK(swiftsdp_index_section_count(index) == 101);

  // Without memory for a table the section is found by a walk.
  size_t section = 0;
  CHECK(swiftsdp_index_find_mid(index, "m99", 3, &section, &error) && section == 100);

  swiftsdp_edit *edit = swiftsdp_edit_create(index, &error);
  if (!edit) {
    CHECK(error.code == SWIFTSDP_ERROR_OUT_OF_MEMORY);
    edit = swiftsdp_edit_create(index, &error);
  }
  CHECK(edit);
  const char *line = "a=ptime:20";
  size_t edited = size;
  for (size_t number = 1; number <= 100; number++) {
    if (!swiftsdp_edit_insert(edit, number, 2, line, strlen(line), &error)) {
      CHECK(error.code == SWIFTSDP_ERROR_OUT_OF_MEMORY && swiftsdp_edit_size(edit) == edited);
      CHECK(swiftsdp_edit_insert(edit, number, 2, line, strlen(line), &error));
    }
    edited += strlen(line) + 2;
    CHECK(swiftsdp_edit_size(edit) == edited);
    if (!swiftsdp_edit_move(edit, number, 2, 3, &error)) {
      CHECK(error.code == SWIFTSDP_ERROR_OUT_OF_MEMORY && swiftsdp_edit_size(edit) == edited);
      CHECK(swiftsdp_edit_move(edit, number, 2, 3, &error));
    }
  }

  swiftsdp_buffer *buffer = swiftsdp_buffer_create(&error);
  CHECK(buffer);
  if (!swiftsdp_edit_append(edit, buffer, &error)) {
    CHECK(error.code == SWIFTSDP_ERROR_OUT_OF_MEMORY && swiftsdp_buffer_bytes(buffer).size == 0);
    CHECK(swiftsdp_edit_append(edit, buffer, &error));
  }
  CHECK(swiftsdp_buffer_bytes(buffer).size == edited);
  if (!swiftsdp_edit_append_json(edit, buffer, &error)) {
    CHECK(error.code == SWIFTSDP_ERROR_OUT_OF_MEMORY);
    CHECK(swiftsdp_buffer_bytes(buffer).size == edited);
    CHECK(swiftsdp_edit_append_json(edit, buffer, &error));
  }
  CHECK(swiftsdp_buffer_bytes(buffer).size > 2 * edited);
  swiftsdp_buffer_release(buffer);
  swiftsdp_edit_release(edit);
  swiftsdp_index_release(index);
}

int main(void) {
  make_description();
  use_everything();
  long all = requests;
  CHECK(all > 8);
  for (failing = 0; failing < all; failing++) {
    requests = 0;
    use_everything();
    CHECK(requests > failing);
  }
  printf("memory: each of %ld requests failed once\n", all);
  return 0;
}
