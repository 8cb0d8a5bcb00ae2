"""Counts what benchmarks take, under callgrind: the same in every run.

counting.py PROGRAM OUTPUT
"""
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
FIXTURES = os.path.join("..", "Tests", "Fixtures")
# Two at once, of about the same length.
HALVES = ("^(parse|look-up|offer)/",
          "^(write|json|answer|remote|join-storm|credentials/(pair|batch-1000))/")


class Failure(Exception):
    """Something that was asked for cannot be measured here."""


def need(tool, package):
    if not shutil.which(tool):
        raise Failure(f"{tool} is missing: install the Debian package {package}")


def output_of(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    if done.returncode != 0:
        raise Failure(f"{' '.join(command)}: {(done.stderr or done.stdout).strip()}")
    return done.stdout


def python_with(module, package):
    """An interpreter that has a module, which that of Debian has of its package."""
    search = f"import importlib.util; raise SystemExit(not importlib.util.find_spec('{module}'))"
    for python in (sys.executable, "/usr/bin/python3"):
        if os.path.exists(python) and subprocess.run([python, "-c", search],
                                                     check=False).returncode == 0:
            return python
    raise Failure(f"{module} is missing: install the Debian package {package}")


def build(*targets):
    done = subprocess.run(["make", "-s", "-j2", "-C", HERE, *targets],
                          stdout=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        raise Failure(" ".join(("make",) + targets) + " failed")


def environment():
    """What counts depend on besides the library."""
    swift = re.search(r"Swift version (\S+)", output_of("swiftc", "--version"))
    with open("/proc/cpuinfo", encoding="ascii", errors="replace") as file:
        flags = set(file.read().split())
    return {
        "swift": swift.group(1) if swift else "unknown",
        "machine": platform.machine(),
        "libc": " ".join(platform.libc_ver()),
        "valgrind": output_of("valgrind", "--version").strip(),
        "simd": next((name for name in ("avx2", "sse2", "asimd") if name in flags), "none"),
    }


def count(program, pattern="", halves=HALVES):
    """Instructions and allocations of an operation, and bytes and sections, by name."""
    need("valgrind", "valgrind")
    counted = {}
    with ThreadPoolExecutor(len(halves)) as pool:
        for part in pool.map(lambda half: count_part(program, [half, pattern]), halves):
            counted.update(part)
    if not counted:
        raise Failure(f"no benchmark has a name like {pattern}")
    return counted


def count_part(program, patterns):
    with tempfile.TemporaryDirectory() as directory:
        # Without an environment, since where the stack begins depends on it.
        printed = output_of(
            "env", "-i", shutil.which("valgrind"), "--tool=callgrind", "--instr-atstart=no",
            f"--callgrind-out-file={directory}/%p", os.path.relpath(program, HERE),
            f"--fixtures={FIXTURES}", *(f"--count={pattern}" for pattern in patterns), cwd=HERE)
        counted = {}
        for line in printed.splitlines():
            entry = json.loads(line)
            if "missing" in entry:
                continue
            with open(os.path.join(directory, str(entry["process"])), encoding="utf-8") as file:
                total = re.search(r"^totals: (\d+)$", file.read(), re.MULTILINE)
            counted[entry["name"]] = {
                "instructions": int(total.group(1)) // entry["operations"],
                "allocations": entry["allocations"] / entry["operations"],
            }
    return counted


def sizes(directory):
    """Bytes of the libraries in a directory."""
    archive = output_of("size", os.path.join(directory, "libswiftsdp.a")).splitlines()[1]
    with tempfile.TemporaryDirectory() as temporary:
        stripped = os.path.join(temporary, "libswiftsdp.so")
        output_of("strip", "-o", stripped, os.path.join(directory, "libswiftsdp.so"))
        return {"libswiftsdp.a, code and data": int(archive.split()[3]),
                "libswiftsdp.so, stripped": os.path.getsize(stripped)}


if __name__ == "__main__":
    try:
        with open(sys.argv[2], "w", encoding="utf-8") as written:
            json.dump(count(os.path.abspath(sys.argv[1])), written)
    except Failure as failure:
        raise SystemExit(f"counting: {failure}") from failure
