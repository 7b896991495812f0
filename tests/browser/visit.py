"""One person at the console: a page of a real browser, and what that browser complained about."""

import os
import time
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Page

from gemel_server import ACCESS_KEY, REGION, ROOT, SECRET_KEY, Gemel

SHOTS = Path(os.environ.get("GEMEL_SHOTS", ROOT / "tests" / "browser" / "shots"))
"""Where screenshots of a run are kept, to be looked at."""


class Visit:
    """One person at the console: a page, and what its browser complained about."""

    def __init__(self, page: Page, server: Gemel) -> None:
        self.page, self.server, self.complaints = page, server, []
        self._asked: set[str] = set()
        page.on("request", lambda it: self._asked.add(it.url) if it.method == "HEAD" else None)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error}"))

    def _heard(self, message: ConsoleMessage) -> None:
        # Whether a thing is there is asked by HEAD; that it is not is an answer, which browsers log as an error.
        is_answer = "404" in message.text and message.location["url"] in self._asked
        if message.type in ("error", "warning") and not is_answer and not _is_of_the_browser(message.text):
            self.complaints.append(f"{message.type}: {message.text}")

    def go(self, path: str) -> None:
        """Opens a page below /console."""
        self.page.goto(f"{self.server.url}/console{path}")

    def until(self, expression: str, seconds: float = 60) -> None:
        """Waits until an expression holds in the page. Playwright's own way makes code from text, which our policy forbids."""
        end = time.monotonic() + seconds
        while not self.page.evaluate(expression):
            assert time.monotonic() < end, f"`{expression}` does not become true within {seconds} s"
            self.page.wait_for_timeout(50)

    def shot(self, name: str) -> None:
        """Keeps a picture of what is on screen."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}.png")


def _is_of_the_browser(text: str) -> bool:
    """Words of a browser that draws without a graphics card; nothing the console did."""
    return any(words in text for words in ("GPU stall due to ReadPixels", "Automatic fallback to software WebGL", "GL Driver Message"))


def session(server: Gemel) -> dict:
    """What console/src/session.ts keeps of somebody who is signed in."""
    return {
        "accessKeyId": ACCESS_KEY,
        "secretAccessKey": SECRET_KEY,
        "region": REGION,
        "endpoint": server.url,
        "arn": "arn:aws:iam::000000000000:root",
        "accountId": "000000000000",
    }
