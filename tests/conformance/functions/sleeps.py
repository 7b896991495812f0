"""A connector that takes longer than anybody waits."""

import time


def handler(event, context):
    time.sleep(30)
    return {"propertyValues": []}
