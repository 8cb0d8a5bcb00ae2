#!/usr/bin/env python3
"""Makes a table of what the benchmarks wrote.

report.py JSON --command COMMAND [--results DIRECTORY]
report.py --filter-of REGEX BOUNDS
report.py JSON --bounds REGEX BOUNDS

Without --results the table is printed. With it, the JSON goes there as
benchmarks-DATE.json and the table as README.md. All figures are of that one run.

--filter-of prints which benchmarks the bounds of such a name compare, as a regular
expression; --bounds compares them and fails if a bound is exceeded.
"""
import argparse
import json
import os
import platform
import re
import subprocess

FAMILIES = [
    ("parse", "Reading", """\
`parse/index` finds the lines and sections (`swiftsdp_index_read`), `parse/check` reads
every typed value besides (`swiftsdp_index_check`), `parse/walk` asks for every section
and line after `parse/index`, one call each. The index is used again and again."""),
    ("write", "Writing", """\
`write/description` writes back what was read, `write/offer` an offer that was created."""),
    ("offer", "Offers", """\
`offer/cold` makes a session, adds the transceivers, creates an offer and releases all;
`offer/unchanged` creates the offer again when nothing changed; `offer/one-changed` after
the direction of one transceiver was changed. The policy is `balanced`, there is one
fingerprint. Sizes are those of the offers."""),
    ("credentials", "Credentials", """\
A pair is a user name fragment of 8 characters and a password of 24: 24 random bytes.
`credentials/pair` makes one a call, `credentials/batch-1000` a thousand a call,
`credentials/thousand` a thousand calls in one or two threads with a source each, whose
time is that of the clock. The others take 24 bytes and make no characters of them. The
time of each is that of a pair."""),
    ("floor", "Floors", """\
`memcpy` copies the same bytes, `memchr-lines` counts their lines with `memchr`."""),
]


def first_line(*command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return (done.stdout or done.stderr).splitlines()[0].strip()


def processor():
    """The model and the number of processors."""
    fields = {}
    try:
        with open("/proc/cpuinfo", encoding="ascii", errors="replace") as file:
            for line in file:
                name, _, value = line.partition(":")
                fields.setdefault(name.strip(), value.strip())
    except OSError:
        pass
    model = fields.get("model name", "unknown")
    if model.lower() in ("unknown", ""):
        model = "{} family {} model {}".format(
            fields.get("vendor_id", platform.machine()), fields.get("cpu family", "?"),
            fields.get("model", "?"))
    return f"{model}, {os.cpu_count()} processors"


def machine():
    return {
        "processor": processor(),
        "kernel": f"{platform.system()} {platform.release()} {platform.machine()}",
        "swift": re.sub(r"^swift-driver version: \S+ ", "", first_line("swift", "--version")),
        "clang": first_line("clang", "--version"),
        "google_benchmark": first_line("pkg-config", "--modversion", "benchmark"),
    }


class Measured:
    """The repetitions of one benchmark."""

    def __init__(self, name):
        self.name = name
        self.family = name.split("/")[0]
        self.input = name.split("/")[-1]
        self.times = []
        self.bytes = 0

    @property
    def least(self):
        return min(self.times)

    @property
    def median(self):
        ordered = sorted(self.times)
        return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


def read(runs):
    """The benchmarks in order, by name."""
    measured = {}
    for run in runs:
        if run.get("error_occurred"):
            raise SystemExit(f"report.py: {run['name']}: {run.get('error_message')}")
        if run["run_type"] != "iteration":
            continue
        if run["time_unit"] != "ns":
            raise SystemExit(f"report.py: {run['name']} is not in nanoseconds")
        entry = measured.setdefault(run["name"], Measured(run["name"]))
        # What else runs does not count, where there is one thread.
        pairs = run.get("pairs", 1)
        time = run["real_time" if "/real_time" in run["name"] else "cpu_time"]
        entry.times.append(time / pairs)
        entry.bytes = run["bytes"] / pairs
    return measured


def in_order(measured):
    """As registered, which random interleaving mixes up."""
    families = [family for family, _, _ in FAMILIES]

    def key(entry):
        inputs = [other.bytes for other in measured.values() if other.input == entry.input]
        return (families.index(entry.family), entry.name.rsplit("/", 1)[0], max(inputs),
                entry.input)

    return sorted(measured.values(), key=key)


def time_text(nanoseconds):
    for unit, size in (("ms", 1e6), ("µs", 1e3)):
        if nanoseconds >= size:
            return f"{nanoseconds / size:.3g} {unit}"
    return f"{nanoseconds:.3g} ns"


def ratio_text(entry, floor):
    if floor is None or floor is entry:
        return "–"
    ratio = entry.least / floor.least
    return f"{ratio:.0f}" if ratio >= 100 else f"{ratio:.3g}"


def tables(measured):
    text = []
    for family, title, explanation in FAMILIES:
        rows = [entry for entry in in_order(measured) if entry.family == family]
        if not rows:
            continue
        text.append(f"## {title}\n\n{explanation}\n")
        text.append("| benchmark | bytes | time | GB/s | × memcpy | × memchr | median / least |")
        text.append("|---|--:|--:|--:|--:|--:|--:|")
        for entry in rows:
            text.append("| `{}` | {:,.0f} | {} | {:.3g} | {} | {} | {:.2f} |".format(
                entry.name, entry.bytes, time_text(entry.least), entry.bytes / entry.least,
                ratio_text(entry, measured.get(f"floor/memcpy/{entry.input}")),
                ratio_text(entry, measured.get(f"floor/memchr-lines/{entry.input}")),
                entry.median / entry.least))
        text.append("")
    return "\n".join(text)


def document(context, measured, command, json_name):
    repetitions = max(len(entry.times) for entry in measured.values())
    facts = context["machine"]
    return f"""\
# Benchmarks

`{command}`, {context['date']}. Written by that command; all figures are of this one run{json_name}.

| | |
|---|---|
| processor | {facts['processor']} |
| kernel | {facts['kernel']} |
| Swift | {facts['swift']} |
| C++ | {facts['clang']} |
| Google Benchmark | {facts['google_benchmark']} |

Each time is the least processor time of {repetitions} repetitions in random order. A GB is 10⁹
bytes. `× memcpy` and `× memchr` say how many times as long it takes as the floor of the
same run takes for the same bytes. Ratios can be compared between runs, times cannot.
`median / least` says how much the machine was disturbed.

{tables(measured)}"""


def read_bounds(pattern, path):
    with open(path, encoding="utf-8") as file:
        bounds = [bound for bound in json.load(file) if re.search(pattern, bound["name"])]
    if not bounds:
        raise SystemExit(f"report.py: no bound has a name like {pattern}")
    return bounds


def filter_of(bounds):
    names = {name for bound in bounds for name in (bound["divide"], bound["by"])}
    # Google Benchmark's expressions know no escapes for what does not need them.
    return "^(" + "|".join(sorted(names)) + ")$"


def check_bounds(bounds, measured):
    """Prints each bound and what it is of; says whether all are kept."""
    kept = True
    for bound in bounds:
        missing = [name for name in (bound["divide"], bound["by"]) if name not in measured]
        if missing:
            raise SystemExit(f"report.py: {', '.join(missing)} was not measured")
        time, other = (measured[bound[role]].least for role in ("divide", "by"))
        allowance = bound.get("allowance_ns", 0)
        if "at_most" in bound:
            limit, is_kept = bound["at_most"], time <= bound["at_most"] * other + allowance
        else:
            limit, is_kept = bound["at_least"], time + allowance >= bound["at_least"] * other
        kept = kept and is_kept
        print("{:<7} {}: {:.3f}, {} {:.4g}{} ({} / {})".format(
            "kept" if is_kept else "MISSED", bound["name"], time / other,
            "at most" if "at_most" in bound else "at least", limit,
            f" and {allowance} ns" if allowance else "", time_text(time), time_text(other)))
    return kept


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("json", nargs="?")
    parser.add_argument("--command")
    parser.add_argument("--results")
    parser.add_argument("--filter-of", nargs=2, metavar=("REGEX", "BOUNDS"))
    parser.add_argument("--bounds", nargs=2, metavar=("REGEX", "BOUNDS"))
    arguments = parser.parse_args()
    if arguments.filter_of:
        print(filter_of(read_bounds(*arguments.filter_of)))
        return
    with open(arguments.json, encoding="utf-8") as file:
        results = json.load(file)
    measured = read(results["benchmarks"])
    if arguments.bounds:
        if not check_bounds(read_bounds(*arguments.bounds), measured):
            raise SystemExit(1)
        return
    context = results["context"]
    # What is said of the machine is what figures depend on, not its name.
    context.pop("host_name", None)
    context["machine"] = machine()
    context["command"] = arguments.command
    if arguments.results is None:
        print(document(context, measured, arguments.command, ""))
        return
    name = f"benchmarks-{context['date'][:10]}.json"
    os.makedirs(arguments.results, exist_ok=True)
    with open(os.path.join(arguments.results, name), "w", encoding="utf-8") as file:
        json.dump(results, file, indent=1)
        file.write("\n")
    readme = document(context, measured, arguments.command, f", which is in [{name}]({name})")
    with open(os.path.join(arguments.results, "README.md"), "w", encoding="utf-8") as file:
        file.write(readme)
    print(f"wrote results/{name} and results/README.md")


if __name__ == "__main__":
    main()
