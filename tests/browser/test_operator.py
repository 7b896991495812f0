"""The operator's day: an alarm comes, is found, flown to and acknowledged; nothing can be edited here."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

import stage
from gemel_server import Gemel
from test_composer import now, open_scene
from visit import Visit


def test_an_alarm_is_acknowledged(visit: Callable[..., Visit], plant: Gemel) -> None:
    it = visit(theme="dark")
    open_scene(it, "bakery-floor", "/view")
    expect(it.page.get_by_role("button", name="Save")).to_have_count(0)
    stage.write(plant, "oven-2", "alarm", "alarm_status", {"stringValue": "ACTIVE"}, now())
    alarms = it.page.get_by_role("complementary", name="Alarms")
    expect(alarms.get_by_text("Oven 2").first).to_be_visible(timeout=60_000)
    it.shot("journey-alarm")
    alarms.get_by_role("button", name=re.compile("Acknowledge")).first.click()

    def status() -> str:
        window = {"startTime": "2020-01-01T00:00:00Z", "endTime": "2040-01-01T00:00:00Z"}
        answer = plant.client("iottwinmaker").get_property_value_history(
            workspaceId="bakery", entityId="oven-2", componentName="alarm", selectedProperties=["alarm_status"],
            orderByTime="DESCENDING", maxResults=1, **window,
        )
        return answer["propertyValues"][0]["values"][0]["value"]["stringValue"]

    for _ in range(100):
        if status() == "ACKNOWLEDGED":
            break
        it.page.wait_for_timeout(200)
    assert status() == "ACKNOWLEDGED"
    it.shot("journey-acknowledged")
    assert it.complaints == []


def test_search_flies_to_a_machine(visit: Callable[..., Visit]) -> None:
    it = visit()
    open_scene(it, "bakery-floor", "/view")
    it.page.get_by_placeholder("Find a machine or room").fill("freezer 2")
    it.page.get_by_role("option", name=re.compile("Freezer 2")).first.click()
    it.page.wait_for_timeout(1500)
    it.shot("journey-flown")
    expect(it.page.get_by_text("Freezer 2").first).to_be_visible()
    assert it.complaints == []
