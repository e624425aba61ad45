"""The other side of a benchmark suite: cases that are run when a line on stdin asks for them.

A suite's program calls serve with its cases: functions without arguments that set up a case and return a function of a count, which does the
case that many times. "run CASE N" is answered by the seconds this took, or by the number that the function returns, if it does. Set-up happens
before the first run and is not counted.
"""
import sys
import time


def missing(module):
    """Tells the harness that a module cannot be imported, and ends."""
    print("missing", module, flush=True)
    sys.exit(3)


def serve(description, cases):
    """Answers until stdin ends."""
    print("ready", description, flush=True)
    ready = {}
    for line in sys.stdin:
        command, name, count = line.split()
        if command != "run" or name not in cases:
            print(f"unknown: {line.strip()}", flush=True)
            continue
        if name not in ready:
            ready[name] = cases[name]()
        run, repetitions = ready[name], int(count)
        start = time.perf_counter()
        result = run(repetitions)
        print(time.perf_counter() - start if result is None else result, flush=True)
