"""The resource library: a model is uploaded, counted, and there for other clients."""

import re
import sys
from collections.abc import Callable

from playwright.sync_api import expect

from gemel_server import ROOT, Gemel
from visit import Visit

sys.path.insert(0, str(ROOT / "examples" / "bakery"))
from models.build import models  # noqa: E402


def test_a_model_is_uploaded_and_looked_at(visit: Callable[..., Visit], plant: Gemel) -> None:
    oven = models()["oven"]
    it = visit()
    it.go("/workspaces/bakery/library/models")
    expect(it.page.get_by_text("mixer.glb")).to_be_visible()
    files = [{"name": "my-oven.glb", "mimeType": "model/gltf-binary", "buffer": oven}]
    it.page.get_by_test_id("upload-files").first.set_input_files(files)
    # The tile comes when the object is stored; the panel of uploads names it before.
    expect(it.page.get_by_role("button", name=re.compile("^my-oven.glb 3D model"))).to_be_visible()
    it.go("/workspaces/bakery/library/models?object=models/my-oven.glb")
    expect(it.page.get_by_text(re.compile("triangles", re.IGNORECASE)).first).to_be_visible()
    it.shot("journey-preview")
    stored = plant.client("s3").get_object(Bucket="gemel-bakery", Key="models/my-oven.glb")["Body"].read()
    assert stored == oven
    assert it.complaints == []
