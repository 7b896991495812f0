"""Fixtures of the browser suite: a real binary with the bakery in it, and Debian's Chromium signed in to its console."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

pytest.importorskip("playwright", reason="playwright is not installed: run `make test`")
from playwright.sync_api import Browser, expect, sync_playwright  # noqa: E402

from gemel_server import ACCESS_KEY, ROOT, SECRET_KEY, Gemel, environment  # noqa: E402
from visit import Visit, session  # noqa: E402

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# A browser that draws 3D without a graphics card is slow to begin with.
expect.set_options(timeout=20_000)
ARGUMENTS = [
    "--no-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    "--disable-background-networking",
]
DAYS = "0.1"
"""Enough readings for charts, alarms and the time bar."""


@pytest.fixture(scope="session")
def plant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gemel]:
    """A server with the console built in and the bakery loaded."""
    with Gemel(tmp_path_factory.mktemp("plant") / "data") as server:
        if b'id="root"' not in server.get("/console/")[1]:
            pytest.skip("this binary has no console in it: run `make console`, then build again")
        load(server)
        yield server


def load(server: Gemel) -> None:
    """Loads the demo plant as a user does."""
    command = [sys.executable, str(ROOT / "examples" / "bakery" / "load.py"), "--days", DAYS]
    settings = {"AWS_ENDPOINT_URL": server.url, "AWS_ACCESS_KEY_ID": ACCESS_KEY, "AWS_SECRET_ACCESS_KEY": SECRET_KEY}
    done = subprocess.run(command, env=environment(**settings), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for a worker; each test has a profile of its own in it."""
    if CHROMIUM is None:
        pytest.skip("no chromium here: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(plant: Gemel, browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Opens the console as somebody who is signed in (or not), at a width, in a theme."""
    contexts = []

    def open_page(width: int = 1440, height: int = 900, theme: str = "light", is_signed_in: bool = True, server: Gemel | None = None) -> Visit:
        at = server or plant
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme, accept_downloads=True)
        contexts.append(context)
        context.set_default_timeout(60_000)
        if is_signed_in:
            context.add_init_script(f"sessionStorage.setItem('gemel.session', {json.dumps(json.dumps(session(at)))})")
        return Visit(context.new_page(), at)

    yield open_page
    for context in contexts:
        context.close()
