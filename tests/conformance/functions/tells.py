"""A reader that tells what it was asked and what it runs in."""

import json
import os

NAMES = [
    "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_REGION", "AWS_ENDPOINT_URL",
    "AWS_LAMBDA_FUNCTION_NAME", "LAMBDA_TASK_ROOT", "TZ",
]


def told(event):
    """The event for `event`, the environment for everything else, in parts that fit a value."""
    if event["selectedProperties"] == ["event"]:
        return json.dumps(event)
    return json.dumps({name: os.environ.get(name) for name in NAMES})


def handler(event, context):
    name = event["selectedProperties"][0]
    keys = {"entityId": event["entityId"], "componentName": event["componentName"]} if "entityId" in event else {}
    reference = {**keys, "propertyName": name, "externalIdProperty": {"key": "k"}}
    point = {"time": "2026-01-01T00:00:00Z", "value": {"stringValue": told(event)}}
    return {"propertyValues": [{"entityPropertyReference": reference, "values": [point]}]}
