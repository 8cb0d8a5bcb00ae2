// Random sources through swiftsdp.h: arguments, what is written where, and that a
// child process never has its parent's bytes.
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>

#include <cerrno>
#include <cstddef>
#include <set>
#include <thread>
#include <vector>

#include "support.hpp"

namespace {

constexpr std::uint32_t kinds[] = {SWIFTSDP_RANDOM_KERNEL, SWIFTSDP_RANDOM_BUFFERED,
                                   SWIFTSDP_RANDOM_FAST};
constexpr std::size_t size = 64;
const char *program;

RandomSource makeSource(std::uint32_t kind) {
  swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
  RandomSource source(swiftsdp_random_source_create(kind, &error));
  if (!source) fail(__FILE__, __LINE__, "swiftsdp_random_source_create", describe(error));
  return source;
}

std::string draw(swiftsdp_random_source *source) {
  std::string bytes(size, '\0');
  CHECK_SUCCEEDS(swiftsdp_random_source_bytes(source, bytes.data(), bytes.size(), &error));
  return bytes;
}

void checkArguments() {
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_random_source_create(3, &error) != nullptr);
  // The sources of tests are out of reach.
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_random_source_create(254, &error) != nullptr);
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_random_source_create(255, &error) != nullptr);
  swiftsdp_random_source_release(nullptr);
  CHECK(swiftsdp_random_source_kind(nullptr) == SWIFTSDP_RANDOM_KERNEL);
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_random_source_reseed(nullptr, &error));
  char bytes[32];
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_random_source_bytes(nullptr, bytes, 1, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT,
              swiftsdp_random_source_credentials(nullptr, 1, 8, 24, bytes, 32, &error));
  for (std::uint32_t kind : kinds) {
    RandomSource source = makeSource(kind);
    CHECK(swiftsdp_random_source_kind(source.get()) == kind ||
          swiftsdp_random_source_kind(source.get()) == SWIFTSDP_RANDOM_KERNEL);
    CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT,
                swiftsdp_random_source_bytes(source.get(), nullptr, 1, &error));
    CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT,
                swiftsdp_random_source_bytes(source.get(), bytes, SIZE_MAX, &error));
    CHECK_SUCCEEDS(swiftsdp_random_source_bytes(source.get(), nullptr, 0, &error));
    for (auto [fragment, password] : {std::pair<std::size_t, std::size_t>{3, 24},
                                      {257, 24}, {8, 21}, {8, 257}, {0, 0}, {SIZE_MAX, 24}})
      CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT,
                  swiftsdp_random_source_credentials(source.get(), 1, fragment, password, bytes,
                                                     SIZE_MAX, &error));
    for (std::size_t count : {SIZE_MAX, SIZE_MAX / 2, SIZE_MAX / 32, SIZE_MAX / 32 + 1})
      CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT,
                  swiftsdp_random_source_credentials(source.get(), count, 8, 24, bytes, SIZE_MAX,
                                                     &error));
    CHECK_FAILS(SWIFTSDP_ERROR_INSUFFICIENT_SPACE,
                swiftsdp_random_source_credentials(source.get(), 1, 8, 24, bytes, 31, &error));
    CHECK_FAILS(SWIFTSDP_ERROR_INSUFFICIENT_SPACE,
                swiftsdp_random_source_credentials(source.get(), 1, 8, 24, nullptr, 0, &error));
    CHECK_SUCCEEDS(swiftsdp_random_source_credentials(source.get(), 0, 8, 24, nullptr, 0, &error));
  }
}

void checkCredentials() {
  const std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  GuardedMemory memory(600 * 300);
  for (std::uint32_t kind : kinds) {
    RandomSource source = makeSource(kind);
    std::set<std::string> seen;
    std::size_t made = 0;
    for (std::size_t fragment : {4, 5, 8, 256})
      for (std::size_t password : {22, 23, 24, 256})
        for (std::size_t count : {1, 2, 300}) {
          const std::size_t pair = fragment + password;
          char *buffer = memory.end(count * pair);
          CHECK_SUCCEEDS(swiftsdp_random_source_credentials(source.get(), count, fragment, password,
                                                            buffer, count * pair, &error));
          CHECK(std::string_view(buffer, count * pair).find_first_not_of(alphabet) ==
                std::string_view::npos);
          for (std::size_t number = 0; number < count; number++, made++)
            seen.emplace(buffer + number * pair, pair);
        }
    CHECK(seen.size() == made);
    CHECK_SUCCEEDS(swiftsdp_random_source_reseed(source.get(), &error));
    CHECK(draw(source.get()) != draw(source.get()));
  }
}

// Runs `start`, which makes a process that calls `child`, and reads what the child
// writes of its source.
std::string bytesOfChild(swiftsdp_random_source *source,
                         pid_t (*start)(void (*)(swiftsdp_random_source *, int),
                                        swiftsdp_random_source *, int)) {
  int ends[2];
  CHECK(pipe(ends) == 0);
  const pid_t child = start(
      [](swiftsdp_random_source *source, int end) {
        char bytes[size];
        if (!swiftsdp_random_source_bytes(source, bytes, size, nullptr)) _exit(1);
        _exit(write(end, bytes, size) == ssize_t(size) ? 0 : 1);
      },
      source, ends[1]);
  CHECK(child > 0);
  close(ends[1]);
  std::string bytes(size, '\0');
  CHECK(read(ends[0], bytes.data(), size) == ssize_t(size));
  close(ends[0]);
  int status = 1;
  CHECK(waitpid(child, &status, 0) == child && status == 0);
  return bytes;
}

pid_t startByFork(void (*child)(swiftsdp_random_source *, int), swiftsdp_random_source *source,
                  int end) {
  const pid_t process = fork();
  if (process == 0) child(source, end);
  return process;
}

// As a program does that knows nothing of pthread_atfork and of process ids that
// libraries remember.
pid_t startByClone(void (*child)(swiftsdp_random_source *, int), swiftsdp_random_source *source,
                   int end) {
  const long process = syscall(SYS_clone, SIGCHLD, nullptr, nullptr, nullptr, nullptr);
  if (process == 0) child(source, end);
  return pid_t(process);
}

// The child of a vfork has its parent's memory, so that what it draws is drawn for
// both; here it goes on as another program.
pid_t startByVforkAndExec(void (*)(swiftsdp_random_source *, int), swiftsdp_random_source *source,
                          int end) {
  static char unused[size];
  const std::string kind = std::to_string(swiftsdp_random_source_kind(source));
  const std::string descriptor = std::to_string(end);
  const pid_t process = vfork();
  if (process == 0) {
    if (!swiftsdp_random_source_bytes(source, unused, size, nullptr)) _exit(1);
    execl(program, program, "--draw", kind.c_str(), descriptor.c_str(), nullptr);
    _exit(1);
  }
  return process;
}

void checkChildren() {
  for (std::uint32_t kind : kinds) {
    // With bytes left from before, and without.
    for (std::size_t before : {0, 1, 7, 62, 63, 1500}) {
      for (auto start : {startByFork, startByClone, startByVforkAndExec}) {
        RandomSource source = makeSource(kind);
        std::set<std::string> seen;
        for (std::size_t count = 0; count < before; count++) seen.insert(draw(source.get()));
        // Two children of the same state, the parent, and the grandchild's state.
        seen.insert(bytesOfChild(source.get(), start));
        seen.insert(bytesOfChild(source.get(), start));
        seen.insert(draw(source.get()));
        seen.insert(bytesOfChild(source.get(), start));
        CHECK(seen.size() == before + 4);
      }
    }
  }
}

// A fork in the middle of a request: a signal handler makes the child, which then
// goes on with the request as its parent does.
volatile sig_atomic_t isChild, forks;
pid_t latest;

void forkNow(int) {
  if (isChild || forks > 0) return;
  const int saved = errno;
  const pid_t process = static_cast<pid_t>(syscall(SYS_clone, SIGCHLD, nullptr, nullptr, nullptr, nullptr));
  if (process == 0) isChild = 1;
  latest = process;
  forks = forks + 1;
  errno = saved;
}

void checkForkInTheMiddle() {
  struct sigaction action = {}, before = {};
  action.sa_handler = forkNow;
  CHECK(sigaction(SIGALRM, &action, &before) == 0);
  // The batch takes longer than the timer, so that the signal comes within it.
  std::vector<char> buffer(32 * 20000);
  const std::size_t places[] = {0, buffer.size() / 2, buffer.size() - 32};
  // What the kernel gave before the fork it cannot take back.
  for (std::uint32_t kind : {SWIFTSDP_RANDOM_BUFFERED, SWIFTSDP_RANDOM_FAST}) {
    RandomSource source = makeSource(kind);
    if (swiftsdp_random_source_kind(source.get()) != kind) continue;
    int compared = 0;
    for (int attempt = 0; attempt < 40; attempt++) {
      int ends[2];
      CHECK(pipe(ends) == 0);
      forks = 0;
      itimerval timer = {};
      timer.it_value.tv_usec = 20 + 25 * (attempt % 20);
      CHECK(setitimer(ITIMER_REAL, &timer, nullptr) == 0);
      bool isMiddle = false;
      const bool succeeded = swiftsdp_random_source_credentials(
          source.get(), buffer.size() / 32, 8, 24, buffer.data(), buffer.size(), nullptr);
      isMiddle = forks > 0;
      if (isChild) {
        // The first, the middle and the last pairs of what the child got.
        char pairs[96];
        for (std::size_t number : {0, 1, 2})
          std::memcpy(pairs + 32 * number, buffer.data() + places[number], 32);
        const bool wrote = succeeded && write(ends[1], pairs, sizeof pairs) == sizeof pairs;
        _exit(wrote ? 0 : 1);
      }
      CHECK(succeeded);
      while (forks == 0) usleep(100);
      close(ends[1]);
      // A child made after the request has nothing to compare.
      char child[96];
      const ssize_t count = read(ends[0], child, sizeof child);
      close(ends[0]);
      int status = 1;
      CHECK(waitpid(latest, &status, 0) == latest);
      if (!isMiddle) continue;
      CHECK(status == 0 && count == ssize_t(sizeof child));
      compared++;
      // Not even the first pair, which was made before the fork.
      for (std::size_t number : {0, 1, 2})
        CHECK(std::memcmp(child + 32 * number, buffer.data() + places[number], 32) != 0);
    }
    CHECK(compared > 0);
  }
  CHECK(sigaction(SIGALRM, &before, nullptr) == 0);
}

// From here on that system call does nothing and returns `error`, or success if that
// is 0.
bool answerForKernel(long number, std::uint32_t error) {
  sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, std::uint32_t(number), 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  sock_fprog program = {sizeof code / sizeof *code, code};
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

// Runs `body` in a child, whose kernel may then be another one. False if the
// kernel of this machine does not let itself be replaced.
bool inChild(void (*body)()) {
  const pid_t child = fork();
  CHECK(child >= 0);
  if (child == 0) {
    body();
    _exit(0);
  }
  int status = 1;
  CHECK(waitpid(child, &status, 0) == child);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 77) return false;
  CHECK(status == 0);
  return true;
}

void checkOtherKernels() {
  // One that knows no such advice, and one that accepts everything and does
  // nothing, as emulators of user programs do.
  const bool replaced = inChild([] {
    if (!answerForKernel(SYS_madvise, EINVAL)) _exit(77);
    for (std::uint32_t kind : kinds) {
      RandomSource source = makeSource(kind);
      CHECK(swiftsdp_random_source_kind(source.get()) == SWIFTSDP_RANDOM_KERNEL);
      CHECK(draw(source.get()) != draw(source.get()));
    }
  });
  if (!replaced) {
    std::printf("  system calls cannot be filtered here: other kernels passed over\n");
    return;
  }
  inChild([] {
    if (!answerForKernel(SYS_madvise, 0)) _exit(77);
    for (std::uint32_t kind : kinds) {
      RandomSource source = makeSource(kind);
      CHECK(swiftsdp_random_source_kind(source.get()) == SWIFTSDP_RANDOM_KERNEL);
      CHECK(draw(source.get()) != draw(source.get()));
    }
  });
  // One without random bytes, from the start and later.
  inChild([] {
    RandomSource used[3];
    for (std::uint32_t kind : kinds) {
      used[kind] = makeSource(kind);
      draw(used[kind].get());
    }
    if (!answerForKernel(SYS_getrandom, ENOSYS)) _exit(77);
    char bytes[size] = {};
    for (std::uint32_t kind : kinds) {
      RandomSource source = makeSource(kind);
      for (int attempt = 0; attempt < 6; attempt++) {
        CHECK_FAILS(SWIFTSDP_ERROR_NOT_READABLE,
                    swiftsdp_random_source_bytes(source.get(), bytes, size, &error));
        CHECK_FAILS(SWIFTSDP_ERROR_NOT_READABLE,
                    swiftsdp_random_source_credentials(source.get(), 1, 8, 24, bytes, size, &error));
        for (char byte : bytes) CHECK(byte == 0);
      }
      if (kind == SWIFTSDP_RANDOM_KERNEL) continue;
      CHECK_FAILS(SWIFTSDP_ERROR_NOT_READABLE, swiftsdp_random_source_reseed(source.get(), &error));
      int given = 0;
      while (swiftsdp_random_source_bytes(used[kind].get(), bytes, size, nullptr)) given++;
      // What was kept or one seed makes, and no more.
      CHECK(given > 0 && std::size_t(given) <= 65536 / size);
    }
  });
  // A session says the same.
  inChild([] {
    const swiftsdp_fingerprint fingerprint = {
        slice("sha-1"), slice("4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19:E5:7C:AB")};
    swiftsdp_session_configuration configuration = SWIFTSDP_INIT(swiftsdp_session_configuration);
    configuration.fingerprints = &fingerprint;
    configuration.fingerprint_count = 1;
    RandomSource source = makeSource(SWIFTSDP_RANDOM_FAST);
    if (!answerForKernel(SYS_getrandom, ENOSYS)) _exit(77);
    for (swiftsdp_random_source *given : {source.get(), (swiftsdp_random_source *)nullptr}) {
      configuration.random_source = given;
      Session session(swiftsdp_session_create(&configuration, nullptr));
      CHECK_FAILS(SWIFTSDP_ERROR_NOT_READABLE,
                  swiftsdp_session_create_offer(session.get(), nullptr, &error) != nullptr);
    }
  });
  std::printf("random sources: kernels that refuse, and that accept what they do not do\n");
}

void checkSessions() {
  const swiftsdp_fingerprint fingerprint = {
      slice("sha-1"), slice("4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19:E5:7C:AB")};
  std::set<std::string> offers;
  for (std::uint32_t kind : kinds) {
    RandomSource source = makeSource(kind);
    swiftsdp_session_configuration configuration = SWIFTSDP_INIT(swiftsdp_session_configuration);
    configuration.fingerprints = &fingerprint;
    configuration.fingerprint_count = 1;
    configuration.random_source = source.get();
    Session sessions[2];
    for (Session &session : sessions) session.reset(swiftsdp_session_create(&configuration, nullptr));
    // A session keeps its source.
    source.reset();
    for (Session &session : sessions) {
      CHECK_SUCCEEDS(swiftsdp_session_add_data_section(session.get(), &error));
      SessionDescription offer(swiftsdp_session_create_offer(session.get(), nullptr, nullptr));
      CHECK(offer);
      std::string text(swiftsdp_description_size(offer.get()), '\0');
      CHECK_SUCCEEDS(swiftsdp_description_write(offer.get(), text.data(), text.size(), &error));
      offers.insert(text);
    }
    // A program that was compiled before there were random sources.
    configuration.struct_size = offsetof(swiftsdp_session_configuration, random_source);
    configuration.random_source = reinterpret_cast<swiftsdp_random_source *>(std::uintptr_t(1));
    CHECK(Session(swiftsdp_session_create(&configuration, nullptr)));
  }
  CHECK(offers.size() == 6);
}

// Each thread with its own source: for ThreadSanitizer too.
void checkSourcesOfThreads() {
  for (std::uint32_t kind : kinds) {
    std::vector<std::set<std::string>> seen(4);
    std::vector<std::thread> threads;
    for (std::set<std::string> &mine : seen)
      threads.emplace_back([kind, &mine] {
        RandomSource source = makeSource(kind);
        for (int count = 0; count < 2000; count++) mine.insert(draw(source.get()));
      });
    for (std::thread &thread : threads) thread.join();
    std::set<std::string> all;
    for (const std::set<std::string> &mine : seen) all.insert(mine.begin(), mine.end());
    CHECK(all.size() == 8000);
  }
}

}  // namespace

int drawForParent(const char *kind, const char *descriptor) {
  RandomSource source = makeSource(std::uint32_t(std::stoul(kind)));
  const std::string bytes = draw(source.get());
  return write(std::stoi(descriptor), bytes.data(), size) == ssize_t(size) ? 0 : 1;
}

void checkRandomSources(const char *thisProgram) {
  program = thisProgram;
  checkArguments();
  checkCredentials();
  checkSessions();
  checkSourcesOfThreads();
  std::printf("random sources: arguments, credentials, sessions, threads\n");
  checkChildren();
  checkForkInTheMiddle();
  checkOtherKernels();
  std::printf("random sources: children of fork, clone, and vfork with exec\n");
}
