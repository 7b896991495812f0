"""Measures the scene view in software WebGL: ready, script a frame, draw calls, heap, DOM; a row a scene, and the floor.

Run it from the root of the repository, after building the page:

    npx vite build --config bench/scene/vite.config.ts
    .venv/bin/python bench/scene/run.py [--rounds 3] [--counts 200,1000,5000,20000] [--write FILE]
"""

import argparse
import functools
import http.server
import json
import os
import statistics
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

ARGS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]
SIZES = {"viewer": (320, 240), "floor": (320, 240), "editor": (900, 600)}
COLUMNS = ["ready ms", "script ms/frame", "with values ms/frame", "idle frames/s", "draw calls", "heap MB", "DOM nodes"]
DIST = str(Path(__file__).resolve().parent / "dist")


def serve():
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=DIST))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def metrics(cdp):
    return {m["name"]: m["value"] for m in cdp.send("Performance.getMetrics")["metrics"]}


# Asks for frames one after the other, each after the last was drawn; `write` also changes values before each.
FRAMES = """async ([frames, write]) => {
  const next = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)))
  for (let i = 0; i < frames; i++) { if (write) bench.write(); bench.frame(); await next() }
}"""
IDLE = """async () => { let n = 0; const proto = WebGL2RenderingContext.prototype, clear = proto.clear
  proto.clear = function (...a) { n++; return clear.apply(this, a) }
  await new Promise(done => setTimeout(done, 1500)); proto.clear = clear; return n / 1.5 }"""


def measure(browser, base, kind, count, mode, frames):
    width, height = SIZES[mode]
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    cdp = context.new_cdp_session(page)
    try:  # the thread's own time, which other programs on the machine do not lengthen
        cdp.send("Performance.setTimeDomain", {"timeDomain": "threadTicks"})
    except Exception:
        pass
    cdp.send("Performance.enable")
    page.goto(f"{base}/index.html?kind={kind}&count={count}&mode={mode}")
    page.wait_for_function("window.bench && window.bench.ready_ms > 0", timeout=180_000)
    page.wait_for_timeout(1000)
    idle = page.evaluate(IDLE)
    page.evaluate(FRAMES, [5, False])
    def script(write):
        before = metrics(cdp)
        page.evaluate(FRAMES, [frames, write])
        return (metrics(cdp)["ScriptDuration"] - before["ScriptDuration"]) * 1000 / frames
    plain = script(False)
    live = script(True) if mode != "floor" and kind == "T" else None
    cdp.send("HeapProfiler.collectGarbage")
    page.wait_for_timeout(300)
    heap = metrics(cdp)["JSHeapUsedSize"] / 1e6
    row = {
        "ready ms": page.evaluate("bench.ready_ms"), "script ms/frame": plain, "with values ms/frame": live, "idle frames/s": idle,
        "draw calls": page.evaluate("bench.drawCalls()"), "heap MB": heap, "DOM nodes": page.evaluate("document.querySelectorAll('*').length"),
    }
    context.close()
    return row


def show(values):
    values = [v for v in values if v is not None]
    if not values:
        return "–"
    digits = 0 if max(values) >= 100 else 1 if max(values) >= 10 else 2
    middle, low, high = statistics.median(values), min(values), max(values)
    return f"{middle:.{digits}f}" if low == high else f"{middle:.{digits}f} ({low:.{digits}f}–{high:.{digits}f})"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--frames", type=int, default=40)
    parser.add_argument("--counts", default="200,1000,5000,20000")
    parser.add_argument("--modes", default="viewer,editor,floor")
    parser.add_argument("--kinds", default="M,T")
    parser.add_argument("--write")
    options = parser.parse_args()
    server = serve()
    rows = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGS)
        version = browser.version
        for mode in options.modes.split(","):
            for kind in options.kinds.split(","):
                if mode == "floor" and kind == "T":
                    continue
                for count in map(int, options.counts.split(",")):
                    rounds = [measure(browser, f"http://127.0.0.1:{server.server_port}", kind, count, mode, options.frames)
                              for _ in range(options.rounds)]
                    rows.append([f"{mode} {kind}{count}"] + [show([r[c] for r in rounds]) for c in COLUMNS])
                    print(" | ".join(rows[-1]), flush=True)
        browser.close()
    server.shutdown()
    load = os.getloadavg()
    table = ["| scene | " + " | ".join(COLUMNS) + " |", "|---|" + "---|" * len(COLUMNS)] + ["| " + " | ".join(r) + " |" for r in rows]
    print("\n".join(table))
    print("\nThe peer (App Kit's scene composer) is not run here; see the report for what was measured before.")
    if options.write:
        write(options.write, table, options.rounds, options.frames, version, load)


def write(path, table, rounds, frames, version, load):
    text = f"""# Performance of the scene view

Measured by `bench/scene/run.py` ({rounds} rounds, median with least and most; {frames} frames each) in Chromium {version} with
software WebGL (SwiftShader) on {os.cpu_count()} cores, load average {load[0]:.1f} at the end. M: a node with a cube each; T: a node with a
bound tag each. Viewer at 320 × 240, editor at 900 × 600. “Script” is the main thread's script time a frame while the camera
turns; “with values”: while a tenth of all values change before each frame. “Floor” is three's own BatchedMesh with as many cubes
and nothing else. “Ready” counts from the start of the page's loading, its script included.

{chr(10).join(table)}

App Kit's scene composer 10.13.1 on the same kind of documents, measured before on the same kind of machine: ready after
2.5 / 5.0 / 10.3 s (M200 / 1,000 / 5,000) and 2.3 / 4.6 / 11.0 s (T); script 2.4 / 15 / 86 ms (M) and 6.7 / 48 / 329 ms (T) a frame;
heap 27 / 65 / 251 MB (M) and 41 / 136 / 608 MB (T). It was not measured again in this run.
"""
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


main()
