"""Judges measurements: whether anything got slower, bigger or greedier.

Measurements are a JSON object:

    base, now       {"what", "counts": {name: {"instructions", "allocations"}}, "sizes": {name: bytes}}
    times           {"base": {name: [ns]}, "now": {name: [ns]}}, or none
    confirmation    the same, of those that `times` makes suspects
"""
import json
import os
import re
import statistics
import tempfile

from counting import Failure, output_of, python_with

INSTRUCTIONS = 1.01
SIZE = 1.02
TIME = 1.05
SIGNIFICANCE = 0.05
# When the sections double, instructions do not more than that: a quadratic part of a
# quarter at the smaller size exceeds it.
GROWTH = 2.25
GROWTH_FROM = 64

COMPARE = ("/usr/share/benchmark/compare.py", "/usr/share/googlebenchmark/tools/compare.py")


class Finding:
    """One thing compared: worse, better or new ones are named in the table."""

    def __init__(self, kind, name, base, now, limit, state):
        self.kind, self.name, self.base, self.now = kind, name, base, now
        self.limit, self.state = limit, state

    @property
    def is_worse(self):
        return self.state == "worse"

    @property
    def ratio(self):
        if self.base is None or self.now is None:
            return 1.0
        return self.now / self.base if self.base else (1.0 if not self.now else float("inf"))

    def change(self):
        if self.now is None:
            return "no longer measured"
        if self.state == "new":
            return "new"
        if self.kind == "allocations":
            return f"{self.base:g} → {self.now:g}"
        if self.kind == "growth":
            return f"{self.now:.2f} × when sections double"
        ratio = (self.ratio - 1) * 100
        return f"{ratio:+.1f} %" if abs(ratio) < 100 else f"{self.ratio:.2f} ×"

    def record(self):
        return {"kind": self.kind, "name": self.name, "base": self.base, "now": self.now,
                "limit": self.limit, "state": self.state}


def compare(kind, base, now, limit):
    """Two objects of numbers by name; the limit is a factor."""
    findings = []
    for name in sorted(base.keys() | now.keys()):
        old, new = base.get(name), now.get(name)
        if new is None:
            # What is not measured any more could hide anything.
            state = "worse"
        elif old is None:
            state = "new"
        elif new > old * limit:
            state = "worse"
        elif new < old / limit:
            state = "better"
        else:
            state = "same"
        findings.append(Finding(kind, name, old, new, limit, state))
    return findings


def growth(counts):
    """Of each series of 1, 2, 4, … sections, from one size to the next."""
    findings = []
    for name, entry in sorted(counts.items()):
        match = re.fullmatch(r"(.*/sections-)(\d+)", name)
        if not match or int(match.group(2)) < 2 * GROWTH_FROM:
            continue
        half = counts.get(f"{match.group(1)}{int(match.group(2)) // 2}")
        if half:
            ratio = entry["instructions"] / half["instructions"]
            findings.append(Finding("growth", name, None, ratio, GROWTH,
                                    "worse" if ratio > GROWTH else "same"))
    return findings


def rank_test(times):
    """p-values of Google Benchmark's compare tool, by name."""
    tool = next((path for path in COMPARE if os.path.exists(path)), None)
    if tool is None:
        raise Failure("compare.py is missing: install the Debian package libbenchmark-tools")
    python = python_with("scipy", "python3-scipy")
    with tempfile.TemporaryDirectory() as directory:
        paths = []
        for side in ("base", "now"):
            paths.append(os.path.join(directory, side + ".json"))
            runs = [{"name": name, "run_name": name, "run_type": "iteration", "iterations": 1,
                     "real_time": time, "cpu_time": time, "time_unit": "ns"}
                    for name, several in times[side].items() for time in several]
            with open(paths[-1], "w", encoding="utf-8") as file:
                json.dump({"context": {}, "benchmarks": runs}, file)
        result = os.path.join(directory, "result.json")
        output_of(python, tool, "-d", result, "benchmarks", *paths)
        with open(result, encoding="utf-8") as file:
            return {entry["name"]: entry["utest"]["cpu_pvalue"] for entry in json.load(file)
                    if entry.get("utest")}


def compare_times(times):
    """Slower is what the rank test says after Holm's correction for so many benchmarks,
    and a median that is worse by the tolerance."""
    names = [name for name in times["base"] if name in times["now"]]
    times = {side: {name: times[side][name] for name in names} for side in ("base", "now")}
    if not names:
        return []
    p_values = rank_test(times)
    significant = set()
    for rank, name in enumerate(sorted(p_values, key=p_values.get)):
        if p_values[name] > SIGNIFICANCE / (len(p_values) - rank):
            break
        significant.add(name)
    findings = []
    for name in sorted(names):
        base, now = (statistics.median(times[side][name]) for side in ("base", "now"))
        state = "same"
        if name in significant:
            state = "worse" if now >= base * TIME else "better" if now <= base / TIME else "same"
        findings.append(Finding("time", name, base, now, TIME, state))
    return findings


def suspects(times):
    return [finding.name for finding in compare_times(times) if finding.is_worse]


def judge_times(times, confirmation):
    """What is worse in both, where the first had suspects."""
    findings = compare_times(times)
    if confirmation is not None:
        again = {finding.name for finding in compare_times(confirmation) if finding.is_worse}
        for finding in findings:
            if finding.is_worse and finding.name not in again:
                finding.state = "unconfirmed"
    return findings


def judge(measurements):
    base, now = measurements["base"], measurements["now"]
    findings = []
    if now.get("counts"):
        for kind, limit in (("instructions", INSTRUCTIONS), ("allocations", 1)):
            sides = ({name: entry[kind] for name, entry in side["counts"].items()}
                     for side in (base, now))
            findings += compare(kind, *sides, limit)
        findings += growth(now["counts"])
    if now.get("sizes"):
        findings += compare("size", base["sizes"], now["sizes"], SIZE)
    if measurements.get("times"):
        findings += judge_times(measurements["times"], measurements.get("confirmation"))
    return findings


TOLERANCES = {"instructions": "1 %", "allocations": "0", "growth": f"{GROWTH} ×", "size": "2 %",
              "time": "5 %, significant twice"}


def summary(findings):
    """A row a kind: what it is, how many, how many of them worse, the worst."""
    rows = []
    for kind, tolerance in TOLERANCES.items():
        of_kind = [finding for finding in findings if finding.kind == kind]
        if not of_kind:
            continue
        worst = max(of_kind, key=lambda finding: (
            finding.is_worse, finding.now or 0 if kind == "growth" else finding.ratio))
        worse = sum(finding.is_worse for finding in of_kind)
        rows.append((f"WORSE: {worse}" if worse else "ok", kind, str(len(of_kind)), tolerance,
                     f"{worst.name} {worst.change()}"))
    return rows


def aligned(rows):
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [" | ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip()
            for row in rows]


HEADINGS = ("", "what", "compared", "tolerance", "worst")
SHOWN = 12


def named(findings):
    """Those that are worse, the greatest first, and those that are better."""
    worse = sorted((finding for finding in findings if finding.is_worse),
                   key=lambda finding: -finding.ratio)
    better = sorted((finding for finding in findings if finding.state == "better"),
                    key=lambda finding: finding.ratio)
    return worse, better


def table(measurements, findings):
    """For a terminal: what a reviewer reads in ten seconds."""
    worse, better = named(findings)
    lines = [f"{measurements['now']['what']} against {measurements['base']['what']}", ""]
    lines += aligned([HEADINGS] + summary(findings))
    for title, some in (("worse", worse), ("better", better)):
        if some:
            lines += ["", f"{title}:"]
            lines += ["  " + line for line in aligned(
                [(finding.change(), finding.kind, finding.name) for finding in some[:SHOWN]])]
            if len(some) > SHOWN:
                lines.append(f"  and {len(some) - SHOWN} more")
    lines += ["", f"FAILED: {len(worse)} worse" if worse else "PASSED"]
    return "\n".join(lines)


def markdown(measurements, findings):
    worse, better = named(findings)
    verdict = f"❌ {len(worse)} worse" if worse else "✅ nothing is worse"
    lines = [f"### Benchmarks: {verdict}", "",
             f"{measurements['now']['what']} against {measurements['base']['what']}.", "",
             "| | what | compared | tolerance | worst |", "|---|---|--:|---|---|"]
    lines += ["| " + " | ".join(row) + " |" for row in summary(findings)]
    for title, some in (("Worse", worse), ("Better", better)):
        if some:
            lines += ["", f"<details{' open' if title == 'Worse' else ''}><summary>{title}: "
                      f"{len(some)}</summary>", "", "| | what | benchmark |", "|---|---|---|"]
            lines += [f"| {finding.change()} | {finding.kind} | `{finding.name}` |"
                      for finding in some]
            lines += ["", "</details>"]
    return "\n".join(lines) + "\n"
