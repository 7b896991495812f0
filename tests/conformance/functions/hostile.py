"""A connector that misbehaves, as its component is called."""

import os
import subprocess
import sys
import time


def crash(event):
    os._exit(7)


def hang(event):
    time.sleep(60)


def exit_early(event):
    sys.exit(0)


def no_map(event):
    return "just text"


def nothing(event):
    return None


def wrong_shape(event):
    return {"propertyValues": {"v": 5}}


def wrong_type(event):
    reference = {"entityId": event["entityId"], "componentName": event["componentName"], "propertyName": "v"}
    value = {"time": "2026-01-01T00:00:00Z", "value": {"doubleValue": "many"}}
    return {"propertyValues": [{"entityPropertyReference": reference, "values": [value]}]}


def not_json(event):
    return {"propertyValues": object()}


def huge(event):
    return {"propertyValues": [], "padding": "x" * 100_000_000}


def noisy(event):
    for _ in range(2000):
        print("x" * 1000)
        print("y" * 1000, file=sys.stderr)
    raise RuntimeError("after a lot of noise")


def children(event):
    for _ in range(5):
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    raise RuntimeError("children are left behind")


def memory(event):
    held = []
    while True:
        held.append(bytearray(50_000_000))


def endless_recursion(event):
    return endless_recursion(event)


def handler(event, context):
    return globals()[event["componentName"]](event)
