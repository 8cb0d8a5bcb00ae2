"""Plants faults in scratch copies of the project and runs the gate in each.

Each must fail, for what was planted and nothing else; ten pairs of equal libraries must
pass. A reduced set is measured. Writes results/selftest.log, and the measurements of each
fault for the tests of the judge (Tests/BenchmarkTests/Recordings) where asked for.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
SUBJECT = "parse/index/chromium-50-sections"
SUBJECT_BYTES = 198801
REDUCED = ("^parse/(index|typed)/(chromium-data-only|chromium-audio-video-data|"
           "chromium-50-sections|chromium-500-sections|sections-[0-9]*)$"
           "|^write/unedited/chromium-50-sections$")

HEAD = """\
#include "swiftsdp_shims.h"
#include <stdlib.h>

void swiftsdp_shim_planted(const void *bytes, size_t size) {
  (void)bytes, (void)size;
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
  size_t turns = (size / 1024) * (size / 1024) * {instructions} / 20000;
{LOOP}""",
        "size": f"""\
  static const char planted[{size // 20}] = {{1}};
  __asm__ volatile("" : : "r"(planted));
""",
    }


def copy_project(directory):
    """What the gate needs, as a repository of one commit."""
    os.makedirs(os.path.join(directory, "Tests"))
    for name in ("Sources", "Benchmarks", "Tests/Fixtures"):
        shutil.copytree(os.path.join(ROOT, name), os.path.join(directory, name),
                        ignore=shutil.ignore_patterns(".build", "__pycache__"))
    for arguments in (["init", "-q"], ["add", "Sources"],
                      ["-c", "user.name=gate", "-c", "user.email=gate@localhost", "commit", "-q",
                       "-m", "Copy"]):
        subprocess.run(["git", "-C", directory] + arguments, check=True)


def plant(directory, statements):
    shims = os.path.join(directory, "Sources/CSwiftSDPShims")
    with open(os.path.join(shims, "planted.c"), "w", encoding="utf-8") as file:
        file.write(HEAD + statements + "}\n")
    replace(os.path.join(shims, "include/swiftsdp_shims.h"), r"(?s)(.*)(\n#endif)",
            r"\1\nvoid swiftsdp_shim_planted(const void *bytes, size_t size);\2")
    replace(os.path.join(directory, "Sources/SDPBridge/Reading.swift"),
            r"(func swiftsdp_index_read\([^{]*\{\n\s*)(?:return )?(?=unsafe read\()",
            r"\1unsafe swiftsdp_shim_planted(bytes, size)\n    return ")


def replace(path, pattern, replacement):
    with open(path, encoding="utf-8") as file:
        text, count = re.subn(pattern, replacement, file.read(), count=1)
    if count != 1:
        raise SystemExit(f"selftest: there is no {pattern} in {path}")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


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
    def __init__(self):
        self.lines, self.failures, self.start = [], 0, time.monotonic()

    def say(self, text):
        print(text, flush=True)
        self.lines.append(text)

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


def run(cache, recordings=None):
    log = Log()
    with tempfile.TemporaryDirectory() as scratch:
        clean = os.path.join(scratch, "clean")
        copy_project(clean)
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

        # As many at once as there are processors: counts do not depend on it.
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
    with open(os.path.join(ROOT, "results", "selftest.log"), "w", encoding="utf-8") as file:
        file.write("Benchmarks/gate --selftest\n\n" + "\n".join(log.lines) + "\n")
    return 1 if log.failures else 0
