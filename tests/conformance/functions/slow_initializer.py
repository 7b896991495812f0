"""An initializer that takes a while, so that what it initializes can be seen at work."""

import time


def handler(event, context):
    if "entityId" in event:
        time.sleep(2)
    return {"properties": {"p": {"definition": {"dataType": {"type": "STRING"}}, "value": {"stringValue": "ready"}}}}
