#!/usr/bin/env python3
"""Makes tables of what the benchmarks wrote.

report.py JSON --command COMMAND [--counts JSON] [--peers JSONL] [--results ROOT]
report.py --results ROOT
report.py --filter-of REGEX BOUNDS
report.py --doubling-of REGEX BOUNDS
report.py JSON --bounds REGEX BOUNDS [--doubling JSON] [--write FILE]

Without --results the table is printed. With it, what was measured goes to results/runs as
DATE-MACHINE.json, the tables and plots to results/README.md, and those of the package's
README are made anew. All figures are of that one run; without JSON they are of the last one
there.

--filter-of prints which benchmarks the bounds of such a name compare, as a regular
expression, --doubling-of which hostile descriptions they are about; --bounds compares
them and fails if a bound is exceeded or something was not measured.
"""
import argparse
import datetime
import json
import os
import platform
import re
import statistics
import subprocess
import sys

from counting import Failure, python_with

FAMILIES = [
    ("parse", "Reading", """\
`parse/index` finds the lines and sections (`swiftsdp_index_read`), `parse/typed` reads
every typed value besides, `parse/strict` checks the whole grammar too, `parse/walk` asks
for every section and line after `parse/index`, one call each. The index is used again and
again. `mix` reads 64 different descriptions one after the other, `mix-alone` each of them
64 times before the next; its figures are those of one pass."""),
    ("write", "Writing", """\
`write/unedited` writes back what was read, `write/edited` with one line replaced in every
section, `write/segments` gives the segments of that for `writev`, `write/typed` from typed values (`swiftsdp_values_write`); `write/offer` writes an
offer that was created."""),
    ("json", "JSON", """\
`json/escape` writes a description as the content of a JSON string, `json/unescape` reads
such content; its bytes are those of the content."""),
    ("look-up", "Look-up", """\
A media section by its mid, among 50 and among 500 (`swiftsdp_index_find_mid`), once the
table of mids is made. Bytes are those of the mids."""),
    ("offer", "Offers", """\
`offer/cold` makes a session, adds the transceivers, creates an offer and releases all;
`offer/unchanged` creates the offer again when nothing changed; `offer/one-changed` after
the direction of one transceiver was changed; `offer/restart` one that restarts ICE. The policy is `balanced`, there is one
fingerprint. Sizes are those of the offers."""),
    ("answer", "Answers", """\
`answer/cold` makes a session, applies the peer's offer, creates, applies and writes the
answer, and releases all; `answer/unchanged` creates the answer again. Sizes are those of
the answers."""),
    ("remote", "Descriptions of the peer", """\
`remote/offer` applies an offer of the peer in the place of the same one, `remote/answer`
an offer in which nothing changed and the peer's answer to it."""),
    ("join-storm", "Join storm", """\
A server's sessions for 4 or 16 participants who come one after another. At each coming
every session gets audio and video of the others that it does not have yet: transceivers
are added, the offer is created, written and applied, and so is the peer's answer, which
was made before. Time, sections and all else are those of one negotiation."""),
    ("credentials", "Credentials", """\
A pair is a user name fragment of 8 characters and a password of 24: 24 random bytes.
`credentials/pair` makes one a call, `credentials/batch-1000` a thousand a call,
`credentials/thousand` a thousand calls in one or two threads with a source each, whose
time is that of the clock. The others take 24 bytes and make no characters of them. The
time of each is that of a pair."""),
    ("floor", "Floors", """\
The same work in C++ without checks of any kind, with SSE2 (`Floors.hpp`): `memcpy` copies
the bytes, `memchr-lines` counts their lines with libc's `memchr`; `structural` makes a
record of each line, `typed` besides reads the fields of each line into records and a
checksum over them; `line-slices` copies each line by its record, `typed-write` makes the
text anew from the typed records."""),
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
    """The repetitions of one benchmark: times, bytes, sections, instructions and
    allocations of an operation."""

    def __init__(self, name, nanoseconds=(), bytes=0, calls=1, sections=0, allocations=None,
                 instructions=None):
        self.name = name
        self.family = name.split("/")[0]
        self.input = name.split("/")[-1]
        self.times = list(nanoseconds)
        self.bytes = bytes
        self.calls = calls
        self.sections = sections
        self.allocations = allocations
        self.instructions = instructions

    def kept(self):
        """What is kept of it in results/."""
        return {"name": self.name, "bytes": self.bytes, "calls": self.calls,
                "sections": self.sections, "allocations": self.allocations,
                "instructions": self.instructions,
                "nanoseconds": [float(f"{time:.4g}") for time in self.times]}

    @property
    def least(self):
        return min(self.times)

    @property
    def median(self):
        return statistics.median(self.times)


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
        operations = run["operations"]
        time = run["real_time" if "/real_time" in run["name"] else "cpu_time"]
        entry.times.append(time / operations)
        entry.bytes = run["bytes"] / operations
        entry.sections = run["sections"] / operations
        entry.calls = run["calls"]
        if "allocations" in run:
            entry.allocations = run["allocations"] / operations
    return measured


def read_peers(path, context):
    """What peers measured themselves, a JSON object a line."""
    measured = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            given = json.loads(line)
            context["peer/" + given["peer"]] = given["delivers"]
            if given.get("error"):
                print(f"report.py: {given['peer']} does not read {given['input']}: {given['error']}",
                      file=sys.stderr)
                continue
            name = f"peer/{given['peer']}/{given['input']}"
            measured[name] = Measured(name, given["nanoseconds"], given["bytes"], 1,
                                      given["sections"], given.get("allocations"))
    return measured


def read_kept(results):
    """The benchmarks of a file of results/, by name."""
    return {kept["name"]: Measured(**kept) for kept in results["benchmarks"]}


def in_order(measured):
    """As registered, which random interleaving mixes up."""
    families = [family for family, _, _ in FAMILIES] + ["peer"]

    def key(entry):
        inputs = [other.bytes for other in measured.values() if other.input == entry.input]
        return (families.index(entry.family), entry.name.rsplit("/", 1)[0], max(inputs),
                entry.input)

    return sorted(measured.values(), key=key)


def time_text(nanoseconds):
    for unit, size in (("s", 1e9), ("ms", 1e6), ("µs", 1e3)):
        if nanoseconds >= size:
            return f"{nanoseconds / size:.3g} {unit}"
    return f"{nanoseconds:.3g} ns"


def size_text(size):
    return f"{size / 1e6:.3g} MB" if size >= 1e6 else f"{size / 1e3:.3g} kB"


def ratio_text(entry, floor):
    if floor is None or floor is entry:
        return "–"
    ratio = entry.least / floor.least
    return f"{ratio:.0f}" if ratio >= 100 else f"{ratio:.3g}"


def number_text(value, digits=3):
    if value is None or value == 0:
        return "–" if value is None else "0"
    return f"{value:,.0f}" if value >= 100 else f"{value:.{digits}g}"


def tables(measured):
    text = []
    for family, title, explanation in FAMILIES:
        rows = [entry for entry in in_order(measured) if entry.family == family]
        if not rows:
            continue
        text.append(f"## {title}\n\n{explanation}\n")
        text.append("| benchmark | bytes | time | ns a section | GB/s | instructions | allocations "
                    "| × memcpy | × memchr | median / least |")
        text.append("|---|" + "--:|" * 9)
        for entry in rows:
            text.append("| `{}` | {:,.0f} | {} | {} | {:.3g} | {} | {} | {} | {} | {:.2f} |".format(
                entry.name, entry.bytes, time_text(entry.least),
                number_text(entry.least / entry.sections if entry.sections else None),
                entry.bytes / entry.least, number_text(entry.instructions),
                number_text(entry.allocations),
                ratio_text(entry, measured.get(f"floor/memcpy/{entry.input}")),
                ratio_text(entry, measured.get(f"floor/memchr-lines/{entry.input}")),
                entry.median / entry.least))
        text.append("")
    return "\n".join(text)


PEER_INPUTS = [("data", "chromium-data-only"), ("audio, video, data", "chromium-audio-video-data"),
               ("gathered", "chromium-gathered"), ("50 sections", "chromium-50-sections"),
               ("500 sections", "chromium-500-sections"), ("64 different ones", "mix")]
# Of ours what comes nearest to what others give.
OURS = [("parse/index", "lines and sections by place, over the caller's bytes; fields read when asked"),
        ("parse/typed", "besides, every field of every line as a typed value"),
        ("parse/strict", "besides, the whole grammar checked")]


def peer_table(context, measured):
    """What each parser takes and what a parse of it gives."""
    peers = sorted({entry.name.rsplit("/", 1)[0] for entry in measured.values()
                    if entry.family == "peer"})
    if not peers:
        return ""
    reference = "parse/typed"
    lines = ["## Others", "", "Parsing the same bytes, whatever a parse gives, and freeing it. In "
             f"brackets how many times as long it takes as `{reference}`. Those in Go and Python "
             "measure themselves, in processes of their own, of which all threads count.", "",
             "| parser | " + " | ".join(title for title, _ in PEER_INPUTS) + " | what a parse gives |",
             "|---|" + "--:|" * len(PEER_INPUTS) + "---|"]
    for name, delivers in OURS + [(peer, context.get(peer, "")) for peer in peers]:
        cells = []
        for _, given in PEER_INPUTS:
            entry, ours = measured.get(f"{name}/{given}"), measured.get(f"{reference}/{given}")
            if entry is None:
                cells.append("not read")
            else:
                cells.append(f"{time_text(entry.least)} ({number_text(entry.least / ours.least)})")
        title = f"`{name}`" if name.startswith("parse/") else name.removeprefix("peer/")
        lines.append(f"| {title} | " + " | ".join(cells) + f" | {delivers} |")
    return "\n".join(lines) + "\n"


PLOTS = [("parsing.svg", "Parsing against media sections: ours, floors, others"),
         ("writing.svg", "Writing against media sections, beside the floors"),
         ("offers.svg", "Offers and answers against media sections"),
         ("share.svg", "Share of the floor: how much of the time the floor needs too"),
         ("history.svg", "Instructions since the first baseline")]


def document(context, measured, command, json_name, directory=None):
    repetitions = max(len(entry.times) for entry in measured.values())
    facts = context["machine"]
    plots = "".join(f"![{title}](plots/{name})\n\n" for name, title in PLOTS
                    if directory and os.path.exists(os.path.join(directory, "plots", name)))
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
`median / least` says how much the machine was disturbed. Instructions are counted by
callgrind, allocations by the program, of a pass over an input whose memory has grown.

{plots}{peer_table(context, measured)}
{tables(measured)}"""


def read_bounds(pattern, path):
    """The bounds of such a name, those of several inputs once for each."""
    with open(path, encoding="utf-8") as file:
        bounds = [bound for bound in json.load(file) if re.search(pattern, bound["name"])]
    if not bounds:
        raise SystemExit(f"report.py: no bound has a name like {pattern}")
    expanded = []
    for bound in bounds:
        for name in bound.get("inputs", [None]):
            one = {key: value.replace("{input}", name) if name and isinstance(value, str) else value
                   for key, value in bound.items()}
            if name:
                one["name"] += f", {name}"
            expanded.append(one)
    return expanded


def compared(bound):
    return [bound[role] for role in ("divide", "by", "allocations_of") if role in bound]


def filter_of(bounds):
    names = {name for bound in bounds for name in compared(bound)}
    # Google Benchmark's expressions know no escapes for what does not need them.
    return "^(" + "|".join(sorted(names)) + ")$" if names else ""


def doubling_of(bounds):
    return "|".join(bound["doubling"] for bound in bounds if "doubling" in bound)


class Verdict:
    """What became of a bound: its value, its limit, and a few words."""

    def __init__(self, bound, value, is_kept, words):
        self.bound, self.value, self.is_kept, self.words = bound, value, is_kept, words

    def __str__(self):
        bound = self.bound
        state = "kept" if self.is_kept else "INVALID" if bound.get("is_floor") else "MISSED"
        if self.value is None:
            state = "ABSENT"
        limit = "at most {:.4g}".format(bound["at_most"]) if "at_most" in bound else \
            "at least {:.4g}".format(bound["at_least"])
        if bound.get("allowance_ns"):
            limit += f" and {bound['allowance_ns']} ns a call"
        if "aim" in bound:
            limit += f", aim {bound['aim']:.4g}"
        value = "–" if self.value is None else f"{self.value:.3f}"
        return f"{state:<7} {bound['name']}: {value}, {limit} ({self.words})"


def judge_doubling(bound, sizes):
    """The greatest ratio of a shape's sizes to the half of each."""
    ratio = max(more["instructions"] / less["instructions"] for less, more in zip(sizes, sizes[1:]))
    words = "{} bytes, {:.3g} to {:.3g} instructions a byte, {} allocations".format(
        ", ".join(f"{size['bytes']:,}" for size in sizes),
        *sorted(size["instructions"] / size["bytes"] for size in sizes)[::len(sizes) - 1],
        sum(size["allocations"] for size in sizes))
    errors = {size["error"] for size in sizes} - {0}
    if errors:
        words += f", refused with {', '.join(map(str, errors))}"
    is_kept = (ratio <= bound["at_most"] and not errors
               and not any(size["allocations"] for size in sizes))
    return Verdict(bound, ratio, is_kept, words)


def judge(bound, measured, doubling):
    """The verdicts on a bound, which are several only for hostile input."""
    if "doubling" in bound:
        shapes = {name: sizes for name, sizes in doubling.items()
                  if re.search(bound["doubling"], name)}
        return [judge_doubling(dict(bound, name=f"{bound['name']}, {name}"), sizes)
                for name, sizes in shapes.items()] or [
                    Verdict(bound, None, False, "no hostile input was measured")]
    missing = [name for name in compared(bound) if name not in measured]
    if missing:
        return [Verdict(bound, None, False, f"{', '.join(missing)} was not measured")]
    if "allocations_of" in bound:
        entry = measured[bound["allocations_of"]]
        return [Verdict(bound, entry.allocations, entry.allocations <= bound["at_most"],
                        "allocations a pass")]
    divided, by = (measured[bound[role]] for role in ("divide", "by"))
    time, other = divided.least, by.least
    words = f"{time_text(time)} / {time_text(other)}"
    if bound.get("per_byte"):
        time, other = time / divided.bytes, other / by.bytes
        words = f"{time:.4f} / {other:.4f} ns a byte"
    allowance = bound.get("allowance_ns", 0) * divided.calls
    if "at_most" in bound:
        is_kept = time <= bound["at_most"] * other + allowance
    else:
        is_kept = time + allowance >= bound["at_least"] * other
    return [Verdict(bound, time / other, is_kept, words)]


def check_bounds(bounds, measured, doubling, path):
    """Prints each bound and what it is of; says whether all are kept."""
    verdicts = [verdict for bound in bounds for verdict in judge(bound, measured, doubling)]
    lines = [str(verdict) for verdict in verdicts]
    if any(verdict.bound.get("is_floor") and not verdict.is_kept for verdict in verdicts):
        lines.append("The run is not valid: a floor is slower than it may be here and now.")
    missed = sum(not verdict.is_kept for verdict in verdicts)
    lines.append(f"{len(verdicts) - missed} of {len(verdicts)} bounds kept")
    print("\n".join(lines))
    if path:
        facts = machine()
        date = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d")
        with open(path, "w", encoding="utf-8") as file:
            file.write("# Bounds\n\n    Benchmarks/run --bounds\n\n"
                       f"{date}, {facts['processor']}, {facts['swift']}; least of interleaved "
                       "repetitions of one run. Written by that command.\n\n```\n"
                       + "\n".join(lines) + "\n```\n")
    return missed == 0


# ---- The README of the package ----------------------------------------------

# What is shown there: an operation, its benchmark, and the floor it is compared with.
SHOWN = [
    ("index", "parse/index", "floor/memchr-lines", "`memchr` line count"),
    ("every typed field", "parse/typed", "floor/typed", "the same in C++, unchecked"),
    ("the same, strict grammar", "parse/strict", "floor/typed", "the same in C++, unchecked"),
    ("write, unedited", "write/unedited", "floor/memcpy", "`memcpy`"),
    ("write, a line edited in every section", "write/edited", "floor/line-slices",
     "copying each line"),
    ("write, from typed values", "write/typed", "floor/typed-write", "the same in C++, unchecked"),
]
SHOWN_INPUTS = [("audio, video, data", "chromium-audio-video-data"),
                ("50 sections", "chromium-50-sections"),
                ("500 sections", "chromium-500-sections"),
                ("64 different ones", "mix")]
BEGIN, END = "<!-- performance: made by Benchmarks/run --tables -->", "<!-- end of performance -->"


def performance(context, measured):
    sizes = [measured[f"floor/memcpy/{name}"].bytes for _, name in SHOWN_INPUTS]
    titles = [f"{title}, {size_text(size)}" for (title, _), size in zip(SHOWN_INPUTS, sizes)]
    lines = ["| | " + " | ".join(titles) + " | compared with |",
             "|---|" + "--:|" * len(SHOWN_INPUTS) + "---|"]
    for title, operation, floor, words in SHOWN:
        if f"{operation}/{SHOWN_INPUTS[0][1]}" not in measured:
            continue
        cells = []
        for _, name in SHOWN_INPUTS:
            entry = measured[f"{operation}/{name}"]
            ratio = entry.least / measured[f"{floor}/{name}"].least
            cells.append(f"{time_text(entry.least)}, {ratio:.2f} ×")
        lines.append(f"| {title} | " + " | ".join(cells) + f" | {words} |")
    return "\n".join(lines) + f"""

Least processor times of {context['date'][:10]} on {context['machine']['processor']},
one thread, and how many times as long as the floor takes for the same bytes in the same run."""


def runs_of(root):
    return os.path.join(root, "results", "runs")


def draw(root, path):
    subprocess.run([python_with("matplotlib", "python3-matplotlib"), os.path.join(os.path.dirname(os.path.abspath(__file__)), "plots.py"),
                    path, os.path.join(root, "results")], check=True)


def write_tables(name, root):
    """Makes results/README.md, the plots and the table of the package's README of a run."""
    with open(os.path.join(runs_of(root), name), encoding="utf-8") as file:
        results = json.load(file)
    measured = read_kept(results)
    context = results["context"]
    draw(root, os.path.join(runs_of(root), name))
    text = document(context, measured, context["command"], f", which is in [{name}](runs/{name})",
                    os.path.join(root, "results"))
    with open(os.path.join(root, "results", "README.md"), "w", encoding="utf-8") as file:
        file.write(text)
    path = os.path.join(root, "README.md")
    with open(path, encoding="utf-8") as file:
        readme = file.read()
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"report.py: {path} has no place for the table")
    with open(path, "w", encoding="utf-8") as file:
        file.write(f"{before}{BEGIN}\n{performance(context, measured)}\n{END}{after}")
    print(f"wrote results/README.md, results/plots and the table of README.md, from {name}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("json", nargs="?")
    parser.add_argument("--command")
    parser.add_argument("--counts", metavar="JSON")
    parser.add_argument("--peers", metavar="JSONL")
    parser.add_argument("--results", metavar="ROOT")
    parser.add_argument("--filter-of", nargs=2, metavar=("REGEX", "BOUNDS"))
    parser.add_argument("--doubling-of", nargs=2, metavar=("REGEX", "BOUNDS"))
    parser.add_argument("--bounds", nargs=2, metavar=("REGEX", "BOUNDS"))
    parser.add_argument("--doubling", metavar="JSON")
    parser.add_argument("--write", metavar="FILE")
    arguments = parser.parse_args()
    if arguments.filter_of:
        print(filter_of(read_bounds(*arguments.filter_of)))
        return
    if arguments.doubling_of:
        print(doubling_of(read_bounds(*arguments.doubling_of)))
        return
    if arguments.json is None:
        write_tables(max(os.listdir(runs_of(arguments.results))), arguments.results)
        return
    if arguments.bounds:
        doubling, measured = {}, {}
        if os.path.getsize(arguments.json) > 0:
            with open(arguments.json, encoding="utf-8") as file:
                measured = read(json.load(file)["benchmarks"])
        if arguments.doubling:
            with open(arguments.doubling, encoding="utf-8") as file:
                doubling = json.load(file)
        if not check_bounds(read_bounds(*arguments.bounds), measured, doubling, arguments.write):
            raise SystemExit(1)
        return
    with open(arguments.json, encoding="utf-8") as file:
        results = json.load(file)
    context = results["context"]
    # What is said of the machine is what figures depend on, not its name.
    context.pop("host_name", None)
    context["machine"] = machine()
    context["command"] = arguments.command
    measured = read(results["benchmarks"])
    if arguments.peers:
        measured.update(read_peers(arguments.peers, context))
    if arguments.counts:
        with open(arguments.counts, encoding="utf-8") as file:
            for name, counted in json.load(file).items():
                if name in measured:
                    measured[name].instructions = counted["instructions"]
    if arguments.results is None:
        print(document(context, measured, arguments.command, ""))
        return
    slug = re.sub(r"[^a-z0-9]+", "-", context["machine"]["processor"].lower()).strip("-")
    name = f"{context['date'][:10]}-{slug}.json"
    os.makedirs(runs_of(arguments.results), exist_ok=True)
    with open(os.path.join(runs_of(arguments.results), name), "w", encoding="utf-8") as file:
        # A benchmark a line.
        lines = ",\n".join("  " + json.dumps(entry.kept()) for entry in in_order(measured))
        file.write('{"context": %s,\n "benchmarks": [\n%s\n]}\n' % (json.dumps(context), lines))
    write_tables(name, arguments.results)


if __name__ == "__main__":
    try:
        main()
    except Failure as failure:
        raise SystemExit(f"report.py: {failure}") from failure
