"""Plants faults in the libraries of scratch copies of the project and runs the gate in each.

Each must fail, for what was planted and nothing else; ten pairs of equal libraries must
pass. A reduced set is measured. The library of the working tree is not compiled anew for
each: the fault is linked around one of its functions. Writes results/selftest.log, and,
where asked for, the measurements, which the tests of the judge have recordings of.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

import counting
from counting import output_of

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
SUBJECT = "parse/index/chromium-50-sections"
SUBJECT_BYTES = 198801
REDUCED = ("^parse/(index|typed)/(chromium-data-only|chromium-audio-video-data|"
           "chromium-50-sections|chromium-500-sections|sections-[0-9]*)$"
           "|^write/unedited/chromium-50-sections$")

FUNCTION = "swiftsdp_index_read"
HEAD = f"""\
#include <stdlib.h>
#include "swiftsdp.h"

bool planted_{FUNCTION}(swiftsdp_index *index, const void *bytes, size_t size, swiftsdp_error *error);

bool {FUNCTION}(swiftsdp_index *index, const void *bytes, size_t size, swiftsdp_error *error) {{
"""
TAIL = f"""\
  return planted_{FUNCTION}(index, bytes, size, error);
}}
"""
# Two instructions a turn.
LOOP = """\
  for (; turns > 0; turns--) __asm__ volatile("");
"""


def plants(counts, sizes):
    """C statements that are run whenever a description is read, by the kind of finding
    that they must lead to."""
    instructions = counts[SUBJECT]["instructions"]
    size = sizes["libswiftsdp.a, code and data"]
    return {
        "instructions": f"""\
  size_t turns = size * {instructions * 3 // 200} / {SUBJECT_BYTES};
{LOOP}""",
        "allocations": """\
  void *memory = malloc(16);
  __asm__ volatile("" : : "r"(memory) : "memory");
  free(memory);
""",
        "growth": f"""\
  size_t turns = (size / 1024) * (size / 1024) * {instructions} / 250000;
{LOOP}""",
        "size": f"""\
  static const char planted[{size // 20}] = {{1}};
  __asm__ volatile("" : : "r"(planted));
""",
    }


def copy_project(directory):
    """What the gate needs, with what was built, as a repository of one commit; returns
    the name of the tree of its sources."""
    def ignored(path, names):
        built = {"base", "gate", "peers"} if path.endswith(".build") else {"__pycache__"}
        return built & set(names)

    os.makedirs(os.path.join(directory, "Tests"))
    for name in ("Sources", "Benchmarks", "Tests/Fixtures"):
        shutil.copytree(os.path.join(ROOT, name), os.path.join(directory, name),
                        ignore=ignored)
    for arguments in (["init", "-q"], ["add", "Sources"],
                      ["-c", "user.name=gate", "-c", "user.email=gate@localhost", "commit", "-q",
                       "-m", "Copy"]):
        subprocess.run(["git", "-C", directory] + arguments, check=True)
    return output_of("git", "-C", directory, "rev-parse", "HEAD:Sources").strip()


def plant(directory, statements):
    """Links a function with the statements in the place of FUNCTION, which it calls."""
    library = os.path.join(directory, "Benchmarks/.build/library")
    objects = os.path.join(library, "objects")
    source, compiled, whole = (os.path.join(objects, name)
                               for name in ("planted.c", "planted.o", "whole-planted.o"))
    with open(source, "w", encoding="utf-8") as file:
        file.write(HEAD + statements + TAIL)
    original = os.path.join(objects, "swiftsdp.o")
    output_of("clang", "-O2", "-fPIC", "-Wno-nullability-completeness", "-I", library, "-c", source,
              "-o", compiled)
    output_of("objcopy", f"--redefine-sym={FUNCTION}=planted_{FUNCTION}", original)
    output_of("ld", "-r", "-o", whole, compiled, original)
    output_of("objcopy", f"--localize-symbol=planted_{FUNCTION}", whole, original)
    archive = os.path.join(library, "libswiftsdp.a")
    os.remove(archive)
    output_of("ar", "rcs", archive, original)
    output_of("clang", "-shared", "-Wl,-soname,libswiftsdp.so", "-o",
              os.path.join(library, "libswiftsdp.so"), original)


def gate(directory, *arguments):
    """Runs the gate of a copy; returns its status, what it printed and what it found."""
    output = os.path.join(directory, "found")
    shutil.rmtree(output, ignore_errors=True)
    done = subprocess.run(
        [sys.executable, os.path.join(directory, "Benchmarks/gate"), "--only", REDUCED,
         "--output", output, *arguments], stdout=subprocess.PIPE, text=True, check=False)
    path = os.path.join(output, "gate.json")
    found = {}
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            found = json.load(file)
    return done.returncode, done.stdout, found


def worse(found):
    return {finding["kind"] for finding in found.get("findings", [])
            if finding["state"] == "worse"}


class Log:
    def __init__(self, path):
        self.file, self.failures, self.start = open(path, "w", encoding="utf-8"), 0, time.monotonic()
        self.file.write("Benchmarks/gate --selftest\n\n")

    def say(self, text):
        print(text, flush=True)
        self.file.write(text + "\n")
        self.file.flush()

    def expect(self, what, is_met, printed):
        self.failures += not is_met
        self.say(f"{'as expected' if is_met else 'NOT AS EXPECTED'}: {what}\n")
        self.say("".join(f"    {line}\n" for line in printed.strip().splitlines()))


def record(directory, name, found):
    """Measurements alone, without what was found in them."""
    if directory:
        os.makedirs(directory, exist_ok=True)
        found = {key: value for key, value in found.items() if key != "findings"}
        with open(os.path.join(directory, name + ".json"), "w", encoding="utf-8") as file:
            json.dump(found, file)


def run(recordings=None):
    log = Log(os.path.join(ROOT, "results", "selftest.log"))
    counting.build()
    with tempfile.TemporaryDirectory() as scratch:
        clean, cache = os.path.join(scratch, "clean"), os.path.join(scratch, "base")
        tree = copy_project(clean)
        # What the gate would build of the commit.
        shutil.copytree(os.path.join(clean, "Benchmarks/.build/library"),
                        os.path.join(cache, tree[:16]))
        status, printed, _ = gate(clean, "--refresh", "what the faults are planted in")
        log.expect("the baseline of an unchanged copy", status == 0, printed)
        baseline_directory = os.path.join(clean, "results/baseline")
        name = os.listdir(baseline_directory)[0]
        with open(os.path.join(baseline_directory, name), encoding="utf-8") as file:
            baseline = json.load(file)

        faults = plants(baseline["counts"], baseline["sizes"])

        def try_fault(kind):
            # With the baseline, and what was built.
            directory = os.path.join(scratch, kind)
            shutil.copytree(clean, directory)
            plant(directory, faults[kind])
            return gate(directory, "--counts")

        # Two at once: counts do not depend on it.
        with ThreadPoolExecutor(2) as pool:
            outcomes = dict(zip(faults, pool.map(try_fault, faults)))
        allowed = {"instructions": {"instructions"}, "allocations": {"allocations", "instructions"},
                   "growth": {"growth", "instructions"}, "size": {"size"}}
        for kind, (status, printed, found) in outcomes.items():
            is_found = status == 1 and kind in worse(found) and worse(found) <= allowed[kind]
            log.expect(f"{kind} planted, {', '.join(sorted(worse(found))) or 'nothing'} found",
                       is_found, printed)
            record(recordings, kind, found)

        # The loop that grows also takes time, which is measured alone here.
        directory = os.path.join(scratch, "growth")
        status, printed, found = gate(directory, "--base", "HEAD", "--cache", cache)
        log.expect("growth planted, time measured", status == 1 and "time" in worse(found),
                   printed)
        record(recordings, "time", found)

        for pair in range(1, 11):
            status, printed, found = gate(clean, "--base", "HEAD", "--cache", cache)
            # The tables of all ten say the same.
            log.expect(f"equal libraries, pair {pair} of 10", status == 0,
                       printed if pair == 1 or status else printed.strip().splitlines()[-1])
            record(recordings, "equal", found)
    log.say(f"{log.failures} not as expected; {time.monotonic() - log.start:.0f} seconds")
    return 1 if log.failures else 0
