"""Draws a run of results/runs.

plots.py RUN RESULTS

Writes RESULTS/plots/*.svg; the history is drawn of RESULTS/baseline.
"""
import json
import os
import re
import sys

import matplotlib
matplotlib.use("svg")
import matplotlib.pyplot as pyplot  # noqa: E402
from matplotlib.ticker import FuncFormatter, NullLocator  # noqa: E402

# The same bytes for the same figures.
matplotlib.rcParams.update({
    "svg.hashsalt": "swift-sdp", "svg.fonttype": "none", "font.family": "DejaVu Sans",
    "font.size": 10, "axes.spines.top": False, "axes.spines.right": False,
    "axes.grid": True, "grid.color": "#e6e6e6", "axes.axisbelow": True})
OURS = ["#08519c", "#3182bd", "#e6550d", "#a63603", "#756bb1"]
FLOORS = ["#9a9a9a", "#555555", "#777777"]
OTHERS = ["#31a354", "#d95fa8", "#b8860b", "#17a2b8", "#d62728", "#8c6bb1"]


def time_label(nanoseconds, _=None):
    for unit, size in (("s", 1e9), ("ms", 1e6), ("µs", 1e3)):
        if nanoseconds >= size:
            return f"{nanoseconds / size:g} {unit}"
    return f"{nanoseconds:g} ns"


def series(benchmarks, operation):
    """Sections and nanoseconds of OPERATION/sections-N."""
    points = []
    for name, entry in benchmarks.items():
        match = re.fullmatch(re.escape(operation) + r"/sections-(\d+)", name)
        if match:
            points.append((int(match.group(1)), min(entry["nanoseconds"])))
    return sorted(points)


def spread(positions, least):
    """Heights of labels, apart by `least`, as near to their lines as can be."""
    order = sorted(range(len(positions)), key=lambda at: positions[at])
    heights = [positions[at] for at in order]
    for _ in range(200):
        for at in range(len(heights) - 1):
            gap = heights[at + 1] - heights[at]
            if gap < least:
                heights[at] -= (least - gap) / 2
                heights[at + 1] += (least - gap) / 2
    return {at: height for at, height in zip(order, heights)}


def save(figure, directory, name):
    figure.savefig(os.path.join(directory, name), metadata={"Date": None}, bbox_inches="tight")
    pyplot.close(figure)


def draw_series(directory, name, title, benchmarks, lines):
    """Time against sections on log axes; each line is named at its end."""
    from math import log10
    drawn = [(label, series(benchmarks, operation), style)
             for label, operation, style in lines]
    drawn = [(label, points, style) for label, points, style in drawn if len(points) > 1]
    if not drawn:
        return
    figure, axes = pyplot.subplots(figsize=(8.2, 5.2))
    axes.set_xscale("log", base=2)
    axes.set_yscale("log")
    for label, points, style in drawn:
        axes.plot(*zip(*points), marker="o", markersize=3, **style)
    low, high = axes.get_ylim()
    places = spread([log10(points[-1][1]) for _, points, _ in drawn],
                    (log10(high) - log10(low)) / 27)
    for at, (label, points, style) in enumerate(drawn):
        axes.annotate(label, (points[-1][0], points[-1][1]),
                      xytext=(points[-1][0] * 1.18, 10 ** places[at]), color=style["color"],
                      va="center", annotation_clip=False,
                      arrowprops={"arrowstyle": "-", "color": style["color"], "linewidth": 0.5,
                                  "relpos": (0, 0.5)})
    sections = [count for count, _ in drawn[0][1]]
    axes.set_xticks(sections, [str(count) for count in sections])
    axes.xaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(time_label))
    axes.set_xlabel("media sections")
    axes.set_ylabel("time")
    axes.set_title(title, loc="left")
    save(figure, directory, name)


def ours(at):
    return {"color": OURS[at], "linewidth": 2}


def floor(at):
    return {"color": FLOORS[at], "linewidth": 1.2, "linestyle": (0, (5, 2))}


def draw_parsing(directory, benchmarks):
    peers = sorted({name.split("/")[1] for name in benchmarks if name.startswith("peer/")})
    draw_series(
        directory, "parsing.svg", "Parsing", benchmarks,
        [("index", "parse/index", ours(0)), ("every field", "parse/typed", ours(1)),
         ("every field, strict", "parse/strict", ours(2)),
         ("floor: memchr", "floor/memchr-lines", floor(0)),
         ("floor: every field", "floor/typed", floor(1))] +
        [(peer, f"peer/{peer}", {"color": OTHERS[at % len(OTHERS)], "linewidth": 1})
         for at, peer in enumerate(peers)])


def draw_writing(directory, benchmarks):
    draw_series(
        directory, "writing.svg", "Writing", benchmarks,
        [("unedited", "write/unedited", ours(0)),
         ("a line edited in each section", "write/edited", ours(1)),
         ("the same as segments", "write/segments", ours(4)),
         ("from typed values", "write/typed", ours(2)),
         ("floor: memcpy", "floor/memcpy", floor(0)),
         ("floor: line by line", "floor/line-slices", floor(1)),
         ("floor: typed values", "floor/typed-write", floor(2))])


def draw_sessions(directory, benchmarks):
    draw_series(
        directory, "offers.svg", "Offers and answers", benchmarks,
        [("first offer of a session", "offer/cold", ours(0)),
         ("offer, nothing changed", "offer/unchanged", ours(1)),
         ("offer, one changed", "offer/one-changed", ours(4)),
         ("offer, ICE restart", "offer/restart", {"color": OTHERS[0], "linewidth": 2}),
         ("the peer's offer applied", "remote/offer", ours(2)),
         ("the peer's answer applied", "remote/answer", {"color": OTHERS[2], "linewidth": 2}),
         ("first answer of a session", "answer/cold", ours(3))])


# An operation and the floor of the same work.
SHARES = [("index", "parse/index", "floor/structural"), ("every field", "parse/typed", "floor/typed"),
          ("every field, strict", "parse/strict", "floor/typed"),
          ("write, unedited", "write/unedited", "floor/memcpy"),
          ("write, a line edited", "write/edited", "floor/line-slices"),
          ("write, typed values", "write/typed", "floor/typed-write")]
SHARE_INPUTS = [("data", "chromium-data-only"), ("audio, video, data", "chromium-audio-video-data"),
                ("50 sections", "chromium-50-sections"), ("500 sections", "chromium-500-sections"),
                ("64 different ones", "mix")]


def draw_shares(directory, benchmarks):
    figure, axes = pyplot.subplots(figsize=(8.2, 4.4))
    width = 0.8 / len(SHARE_INPUTS)
    colors = ["#c6dbef", "#9ecae1", "#4292c6", "#08519c", "#e6550d"]
    for number, (title, given) in enumerate(SHARE_INPUTS):
        places, shares = [], []
        for at, (_, operation, base) in enumerate(SHARES):
            entry, least = (benchmarks.get(f"{name}/{given}") for name in (operation, base))
            if entry and least:
                places.append(at + (number - (len(SHARE_INPUTS) - 1) / 2) * width)
                shares.append(100 * min(least["nanoseconds"]) / min(entry["nanoseconds"]))
        bars = axes.bar(places, shares, width * 0.92, label=title, color=colors[number])
        axes.bar_label(bars, [f"{share:.0f}" for share in shares], fontsize=7, padding=1)
    axes.axhline(100, color="#555555", linewidth=1)
    axes.set_xticks(range(len(SHARES)), [title.replace(", ", ",\n") for title, _, _ in SHARES])
    axes.grid(False, axis="x")
    axes.set_ylabel("floor's time / our time, %")
    axes.set_title("Share of the floor: C++ without checks is 100 %", loc="left")
    axes.legend(frameon=False, ncols=len(SHARE_INPUTS), loc="upper center",
                bbox_to_anchor=(0.5, -0.14), columnspacing=1, handlelength=1)
    save(figure, directory, "share.svg")


def shortened(text):
    return text if len(text) <= 28 else text[:27] + "…"


def draw_history(directory, results):
    """Of each baseline's headline counts, as shares of the first."""
    baselines = os.path.join(results, "baseline")
    names = sorted(os.listdir(baselines)) if os.path.isdir(baselines) else []
    if not names:
        return
    with open(os.path.join(baselines, names[-1]), encoding="utf-8") as file:
        history = json.load(file)["history"]
    figure, axes = pyplot.subplots(figsize=(8.2, 4.4))
    ends = []
    headlines = list(dict.fromkeys(name for entry in history for name in entry["instructions"]))
    colors = OURS + OTHERS
    for at, name in enumerate(headlines):
        points = [(number, entry["instructions"][name]) for number, entry in enumerate(history)
                  if name in entry["instructions"]]
        shares = [100 * count / points[0][1] for _, count in points]
        axes.plot([number for number, _ in points], shares, marker="o", markersize=4,
                  color=colors[at % len(colors)])
        ends.append((points[-1], shares[-1], colors[at % len(colors)],
                     name.replace("/chromium-50-sections", "").replace("/50-sections", "")))
    high = max(125, axes.get_ylim()[1])
    axes.set_ylim(0, high)
    places = spread([share for _, share, _, _ in ends], high / 20)
    below = max(0, max(places.values()) - high * 0.98)
    for at, ((number, count), share, color, name) in enumerate(ends):
        axes.annotate(f"{name}, {count:,}", (number, share),
                      xytext=(len(history) - 1 + max(len(history) - 1, 1) * 0.06,
                              places[at] - below),
                      color=color, va="center", annotation_clip=False,
                      arrowprops={"arrowstyle": "-", "color": color, "linewidth": 0.5,
                                  "relpos": (0, 0.5)})
    axes.set_xlim(-0.15, max(len(history) - 1, 0.3) + 0.02)
    # The dates of some; the reasons are in the baseline.
    step = -(-len(history) // 8)
    axes.set_xticks(range(0, len(history), step),
                    [f"{entry['date']}\n{shortened(entry['why'])}" for entry in history[::step]],
                    fontsize=8)
    axes.set_ylabel("instructions, % of the first")
    axes.set_title(f"Instructions, 50 sections ({names[-1].removesuffix('.json')})", loc="left")
    save(figure, directory, "history.svg")


def main():
    run, results = sys.argv[1:]
    with open(run, encoding="utf-8") as file:
        benchmarks = {entry["name"]: entry for entry in json.load(file)["benchmarks"]}
    directory = os.path.join(results, "plots")
    os.makedirs(directory, exist_ok=True)
    draw_parsing(directory, benchmarks)
    draw_writing(directory, benchmarks)
    draw_sessions(directory, benchmarks)
    draw_shares(directory, benchmarks)
    draw_history(directory, results)


main()
