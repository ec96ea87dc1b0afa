"""``python -m tests.bench.opening PAGE``: milliseconds until Chromium has the page ready and loaded, as JSON.

A process of its own: playwright can be started once in a process, and the browser must not share ours.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

RUNS = 3
TIMING = """() => {
  const t = performance.getEntriesByType("navigation")[0];
  return [t.domContentLoadedEventEnd, t.loadEventEnd];
}"""


def timings(page: Path) -> tuple[float, float]:
    """Medians over fresh profiles; ends the program when there is no browser."""
    program = os.environ.get("YUSUAN_CHROMIUM") or shutil.which("chromium")
    if program is None:
        sys.exit("bench: no chromium; run make setup")
    times = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-dev-shm-usage"])
        for _ in range(RUNS):
            context = browser.new_context()
            view = context.new_page()
            view.goto(page.resolve().as_uri(), wait_until="load")
            view.wait_for_function("performance.getEntriesByType('navigation')[0].loadEventEnd > 0")
            times.append(view.evaluate(TIMING))
            context.close()
        browser.close()
    return statistics.median(t[0] for t in times), statistics.median(t[1] for t in times)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(timings(Path(sys.argv[1]))))
