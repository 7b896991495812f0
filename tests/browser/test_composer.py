"""The composer as people use it: compose, bind, see live colours, undo, meet another editor, go back in time."""

import io
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime

from PIL import Image
from playwright.sync_api import Page, expect

import stage
from gemel_server import Gemel
from visit import Visit

RULES = {
    "heat": {
        "statements": [
            {"expression": "Temperature >= 500", "target": "iottwinmaker.common.color:#ff0000"},
            {"expression": "Temperature < 500", "target": "iottwinmaker.common.color:#00ff00"},
        ]
    }
}
PLANE = {"type": "PlaneGeometry", "width": 40, "height": 40, "color": "#888888"}


def now() -> str:
    """This moment as the API writes it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def open_scene(it: Visit, scene_id: str, rest: str = "") -> None:
    """Opens a scene and waits until all that can be loaded is on screen."""
    it.page.add_init_script("addEventListener('gemel:scene-loaded', () => { window.sceneIsLoaded = true })")
    it.go(f"/workspaces/bakery/scenes/{scene_id}{rest}")
    it.until("window.sceneIsLoaded === true", 90)


def colour(page: Page) -> tuple[int, int, int]:
    """The mean colour in the middle of the picture."""
    box = page.locator("canvas").first.bounding_box()
    clip = {"x": box["x"] + box["width"] / 2 - 12, "y": box["y"] + box["height"] / 2 - 12, "width": 24, "height": 24}
    image = Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("RGB")
    return image.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))


def wait_for_colour(page: Page, wanted: Callable[[tuple[int, int, int]], bool], seconds: float = 20) -> float:
    """Waits until the middle of the picture has a colour; answers how long that took."""
    begun = time.monotonic()
    while not wanted(seen := colour(page)):
        assert time.monotonic() - begun < seconds, f"the picture is {seen}"
        time.sleep(0.03)
    return time.monotonic() - begun


def is_red(it: tuple[int, int, int]) -> bool:
    return it[0] > it[1] + 50 and it[0] > it[2] + 50


def is_green(it: tuple[int, int, int]) -> bool:
    return it[1] > it[0] + 50 and it[1] > it[2] + 50


def test_a_written_value_changes_a_colour_on_screen(visit: Callable[..., Visit], plant: Gemel) -> None:
    heat = stage.shader("mixer-1", "telemetry", "Temperature", "heat")
    stage.put(plant, "heat-map", stage.document([stage.node("Floor", PLANE, heat)], RULES))
    it = visit()
    stage.write(plant, "mixer-1", "telemetry", "Temperature", {"doubleValue": 20.0}, now())
    open_scene(it, "heat-map")
    wait_for_colour(it.page, is_green)
    stage.write(plant, "mixer-1", "telemetry", "Temperature", {"doubleValue": 900.0}, now())
    seconds = wait_for_colour(it.page, is_red)
    print(f"red {seconds * 1000:.0f} ms after the write was acknowledged, as screenshots see it")
    it.shot("journey-live-colour")
    assert it.complaints == []


def test_compose_save_undo_and_open_again(visit: Callable[..., Visit], plant: Gemel) -> None:
    stage.put(plant, "composed", stage.document([]))
    it = visit()
    open_scene(it, "composed")
    page = it.page
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("menuitem", name="3D model").click()
    page.get_by_role("button", name=re.compile("mixer.glb")).click()
    place(page)
    expect(page.get_by_role("treeitem", name=re.compile("Mixer"))).to_be_visible()

    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("menuitem", name="Tag", exact=True).click()
    place(page)
    expect(page.get_by_role("treeitem", name=re.compile("Tag"))).to_be_visible()
    page.get_by_role("combobox", name="Property the tag shows").fill("mixer-2 temperature")
    page.get_by_role("option", name=re.compile("Mixer 2")).first.click()
    page.get_by_role("button", name="Make a rule for this").click()
    page.get_by_label("Condition 1").fill("Temperature >= 1000")
    it.shot("journey-composed")
    page.keyboard.press("Control+s")
    expect(page.get_by_text(re.compile("^Saved"))).to_be_visible()

    nodes = stage.stored(plant, "composed")["nodes"]
    kinds = [part["type"] for node in nodes for part in node["components"]]
    assert sorted(kinds) == ["ModelRef", "Tag"]
    made = next(part for node in nodes for part in node["components"] if part["type"] == "Tag")
    rule = stage.stored(plant, "composed")["rules"][made["ruleBasedMapId"]]
    assert rule["statements"][0]["expression"] == "Temperature >= 1000"
    assert made["valueDataBinding"]["dataBindingContext"] == {"entityId": "mixer-2", "componentName": "telemetry", "propertyName": "Temperature"}

    page.get_by_role("tab", name="Hierarchy").click()
    expect_both(page)
    undo = page.get_by_role("button", name=re.compile("^Undo"))
    while undo.is_enabled():
        undo.click()
    expect(page.get_by_role("treeitem")).to_have_count(0)
    redo = page.get_by_role("button", name=re.compile("^Redo"))
    while redo.is_enabled():
        redo.click()
    expect_both(page)
    open_scene(it, "composed")
    expect_both(page)
    assert it.complaints == []


def expect_both(page: Page) -> None:
    """The model and its tag are in the hierarchy."""
    for name in ("Mixer", "Tag"):
        expect(page.get_by_role("treeitem", name=re.compile(f"^{name}")).first).to_be_visible()


def place(page: Page) -> None:
    """Clicks the middle of the picture, where something is to be placed."""
    box = page.locator("canvas").first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.6
    page.mouse.move(x - 5, y - 5)
    page.mouse.move(x, y)
    page.mouse.click(x, y)


def test_two_editors_never_overwrite_each_other(visit: Callable[..., Visit], plant: Gemel) -> None:
    stage.put(plant, "shared", stage.document([stage.node("Mine"), stage.node("Theirs")]))
    it = visit()
    open_scene(it, "shared")
    rename(it.page, "Mine", "Mine, renamed")
    changed = stage.stored(plant, "shared")
    changed["nodes"][1]["name"] = "Theirs, renamed"
    stage.put(plant, "shared", changed)
    it.page.keyboard.press("Control+s")
    expect(it.page.get_by_text("Somebody else saved this scene")).to_be_visible()
    it.shot("journey-conflict")
    names = [node["name"] for node in stage.stored(plant, "shared")["nodes"]]
    assert names == ["Mine", "Theirs, renamed"], "nothing is overwritten before somebody decides"
    it.page.get_by_role("button", name="Merge and save").click()
    expect(it.page.get_by_text("Somebody else saved this scene")).to_be_hidden()
    expect(it.page.get_by_text(re.compile("^Saved")).first).to_be_visible()
    names = [node["name"] for node in stage.stored(plant, "shared")["nodes"]]
    assert sorted(names) == ["Mine, renamed", "Theirs, renamed"]


def rename(page: Page, old: str, new: str) -> None:
    """Renames a node in the hierarchy."""
    page.get_by_role("treeitem", name=re.compile(f"^{old}")).click()
    page.keyboard.press("F2")
    page.get_by_role("tree").get_by_label("Name").fill(new)
    page.keyboard.press("Enter")


def test_the_time_bar_shows_the_plant_as_it_was(visit: Callable[..., Visit], plant: Gemel) -> None:
    heat = stage.shader("mixer-4", "telemetry", "Temperature", "heat")
    stage.put(plant, "past", stage.document([stage.node("Floor", PLANE, heat)], RULES))
    stage.write(plant, "mixer-4", "telemetry", "Temperature", {"doubleValue": 900.0}, now())
    it = visit()
    open_scene(it, "past")
    wait_for_colour(it.page, is_red)
    bar = it.page.get_by_role("slider", name="Time that is shown").first
    bar.focus()
    it.page.keyboard.press("Home")
    wait_for_colour(it.page, is_green)
    it.shot("journey-past")
    it.page.get_by_role("button", name="Go live").click()
    wait_for_colour(it.page, is_red)
    assert it.complaints == []
