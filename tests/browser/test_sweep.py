"""Every page once: no complaint of the browser, no finding of axe, nothing wider than the screen, no empty blank."""

import re
from collections.abc import Callable

import pytest

from axe import findings
from gemel_server import ROOT, Gemel
from visit import Visit

IDS = {
    "workspaceId": "bakery",
    "entityId": "mixer-3",
    "componentTypeId": "com.example.bakery.mixer",
    "componentPath": "telemetry",
    "path": "telemetry",
    "view": "components",
    "sceneId": "bakery-floor",
    "functionName": "bakery-maintenance",
}
"""What stands for each parameter of a path."""


def paths() -> list[str]:
    """The paths that the console's own pages name; one with optional parameters stands for one without and one with."""
    found = []
    for file in sorted((ROOT / "console" / "src" / "pages").glob("*/page.tsx")):
        named = re.findall(r"path: '([^']+)'", file.read_text())
        assert named, f"{file}: no `path: '…'` found; the sweep reads them"
        for path in named:
            found.append(re.sub(r"/(:\w+\?|\*)", "", path))
            optional = re.findall(r"/:\w+\?", path)
            found += [re.sub(r"/(:\w+\?|\*)", "", path) + "".join(optional[:n]) for n in range(1, len(optional) + 1)]
    return list(dict.fromkeys(found))


def filled(path: str) -> str:
    """A path with real things in it."""
    return re.sub(r":(\w+)\??", lambda it: IDS[it.group(1)], path)


SWEEP = [(path, width, theme) for path in paths() for width, theme in ((1440, "light"), (820, "dark"))]


@pytest.mark.parametrize(("path", "width", "theme"), SWEEP, ids=[f"{filled(p)}-{w}-{t}" for p, w, t in SWEEP])
def test_page(visit: Callable[..., Visit], path: str, width: int, theme: str) -> None:
    it = visit(width=width, height=1100 if width < 1000 else 900, theme=theme)
    it.go(filled(path))
    settle(it)
    it.shot(f"sweep{filled(path).replace('/', '-')}-{width}-{theme}")
    text = it.page.locator("body").inner_text()
    assert len(text.strip()) > 40, "the page is blank"
    assert not re.search(r"\bundefined\b|\bNaN\b|\[object Object\]", text), text[:2000]
    overflow = it.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert overflow <= 0, f"the page is {overflow} px wider than the screen"
    assert findings(it.page) == []
    assert it.complaints == []


def of_a_workspace() -> list[str]:
    """The pages that a workspace has before anything is in it."""
    return [it for it in paths() if ":workspaceId" in it and it.count(":") == 1]


@pytest.mark.parametrize("path", of_a_workspace())
def test_page_of_an_empty_workspace(visit: Callable[..., Visit], plant: Gemel, path: str) -> None:
    twinmaker = plant.client("iottwinmaker")
    if "nothing-yet" not in [it["workspaceId"] for it in twinmaker.list_workspaces()["workspaceSummaries"]]:
        twinmaker.create_workspace(workspaceId="nothing-yet")
    it = visit()
    it.go(filled(path).replace("bakery", "nothing-yet"))
    settle(it)
    it.shot(f"empty{filled(path).replace('/', '-')}")
    assert len(it.page.locator("main, [role=main]").first.inner_text().strip()) > 20
    assert findings(it.page) == []
    assert it.complaints == []


def settle(it: Visit) -> None:
    """Waits until the page has what it asked for first. Pages that listen never fall silent, so that there is an end."""
    it.page.wait_for_selector("main, [role=main], canvas", state="attached")
    it.until("!document.querySelector('[data-loading], [class*=awsui_spinner]')", 30)
    it.page.wait_for_timeout(700)
