"""Measures aiortc on descriptions in files.

aiortc.py SECONDS REPETITIONS INPUT...

An input is a directory of descriptions that are parsed one after another. Prints a JSON
object a line, with nanoseconds of processor time a pass.
"""
import json
import os
import sys
import time

# Not this file.
sys.path.pop(0)
from aiortc.sdp import SessionDescription  # noqa: E402


def measure(directory, seconds, repetitions):
    measured = {"peer": "aiortc", "input": os.path.basename(directory),
                "delivers": "objects of what aiortc uses: codecs, candidates, DTLS, ICE, SCTP and SSRC "
                            "typed; the rest is dropped"}
    texts = []
    for name in sorted(os.listdir(directory)):
        with open(os.path.join(directory, name), encoding="utf-8", newline="") as file:
            texts.append(file.read())
    measured["bytes"] = sum(len(text.encode()) for text in texts)

    def make_pass():
        return sum(len(SessionDescription.parse(text).media) for text in texts)

    try:
        measured["sections"] = make_pass()
    except Exception as error:  # Whatever a parser throws is an input that it does not read.
        measured["error"] = f"{type(error).__name__}: {error}"
        return measured
    measured["nanoseconds"] = []
    for _ in range(repetitions):
        passes, start = 0, time.process_time()
        while passes == 0 or time.process_time() - start < seconds:
            make_pass()
            passes += 1
        measured["nanoseconds"].append((time.process_time() - start) / passes * 1e9)
    return measured


for path in sys.argv[3:]:
    print(json.dumps(measure(path, float(sys.argv[1]), int(sys.argv[2]))), flush=True)
