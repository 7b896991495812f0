"""The guide's getting-started journey, by hand: sign in, workspace, entity, component, test of a connector, sign out."""

import json
import re
from collections.abc import Callable

from playwright.sync_api import expect

from gemel_server import ACCESS_KEY, SECRET_KEY, Gemel
from visit import Visit


def test_a_link_signs_in_once(visit: Callable[..., Visit], plant: Gemel) -> None:
    printed = json.loads(plant.run("console-link", "--json", "--listen", plant.host).stdout)
    it = visit(is_signed_in=False)
    it.page.goto(printed["url"])
    expect(it.page.get_by_role("heading", level=1, name=re.compile("Workspaces|bakery"))).to_be_visible()
    assert "link=" not in it.page.url, "the link stays out of the history"
    again = visit(is_signed_in=False)
    again.page.goto(printed["url"])
    expect(again.page.get_by_text("The link did not work")).to_be_visible()
    expect(again.page.get_by_text("gemel console-link").first).to_be_visible()
    again.shot("sign-in-used-link")
    assert it.complaints == []


def test_keys_are_checked_and_signing_out_forgets_them(visit: Callable[..., Visit]) -> None:
    it = visit(is_signed_in=False)
    it.go("/workspaces/bakery/entities/mixer-3")
    it.page.get_by_label("Access key ID").fill(ACCESS_KEY)
    secret = it.page.get_by_label("Secret access key")
    secret.fill("not the secret of anybody")
    it.page.get_by_role("button", name="Sign in").click()
    expect(it.page.get_by_text(re.compile("secret", re.IGNORECASE)).nth(1)).to_be_visible()
    it.shot("sign-in-wrong-secret")
    secret.fill(SECRET_KEY)
    it.page.get_by_role("button", name="Sign in").click()
    expect(it.page.get_by_role("heading", name="Mixer 3")).to_be_visible()
    it.page.get_by_role("button", name=re.compile("root")).click()
    it.page.get_by_role("menuitem", name="Sign out").click()
    expect(it.page.get_by_label("Access key ID")).to_be_visible()
    assert it.page.evaluate("sessionStorage.getItem('gemel.session')") is None


def test_workspace_entity_and_documents(visit: Callable[..., Visit], plant: Gemel) -> None:
    it = visit()
    it.go("/workspaces")
    it.page.get_by_role("button", name="Create workspace").first.click()
    dialog = it.page.get_by_role("dialog")
    dialog.get_by_label("ID").fill("first-steps")
    dialog.get_by_role("button", name="Create workspace").click()
    expect(it.page).to_have_url(re.compile("/workspaces/first-steps"))
    it.shot("journey-new-workspace")

    it.go("/workspaces/first-steps/entities")
    it.page.get_by_role("button", name=re.compile("Create")).first.click()
    dialog = it.page.get_by_role("dialog")
    dialog.get_by_label("Name", exact=True).fill("Water pump")
    dialog.get_by_placeholder("water-pump").fill("water-pump")
    dialog.get_by_role("button", name="Create", exact=True).click()
    expect(it.page.get_by_role("heading", name="Water pump")).to_be_visible()

    it.page.get_by_role("button", name="Add component").first.click()
    expect(it.page.get_by_role("heading", name="Add component", level=1)).to_be_visible()
    it.page.get_by_label("Component type").last.click()
    it.page.keyboard.type("documents")
    it.page.get_by_role("option", name=re.compile("documents")).first.click()
    it.page.get_by_placeholder("telemetry").fill("papers")
    it.page.get_by_role("button", name=re.compile("Add document")).click()
    it.page.get_by_label("Name of document 1").fill("Manual")
    it.page.get_by_label("Address of Manual").fill("https://example.com/pump.pdf")
    it.shot("journey-documents")
    it.page.get_by_role("button", name=re.compile("^(Add component|Add|Save)$")).last.click()
    expect(it.page.get_by_text("papers").first).to_be_visible()

    entity = plant.client("iottwinmaker").get_entity(workspaceId="first-steps", entityId="water-pump")
    documents = entity["components"]["papers"]["properties"]["documents"]["value"]["mapValue"]
    assert documents["Manual"]["stringValue"] == "https://example.com/pump.pdf"
    assert it.complaints == []


def test_a_connector_is_tried(visit: Callable[..., Visit]) -> None:
    it = visit()
    it.go("/workspaces/bakery/entities/mixer-3/components/telemetry")
    it.page.get_by_role("tab", name="Test").click()
    it.page.get_by_label("Time-series properties").click()
    for name in ("RPM", "Power"):
        it.page.get_by_role("option", name=name).click()
    it.page.keyboard.press("Escape")
    it.page.get_by_role("button", name="Run test").click()
    expect(it.page.get_by_role("tab", name="Chart")).to_be_visible()
    expect(it.page.get_by_text("GetPropertyValueHistory")).to_be_visible()
    it.page.get_by_role("tab", name="Raw answer").click()
    expect(it.page.get_by_text("entityPropertyReference").first).to_be_visible()
    it.shot("journey-test")
    assert it.complaints == []
