"""A reader as the public samples write them: values as texts, times of several forms, a null token."""

VALUES = {"v": {"doubleValue": "12.5"}, "running": {"booleanValue": "True"}}


def handler(event, context):
    startless = not (event["startDateTime"] and event["endDateTime"] and event["startTime"] and event["endTime"])
    if startless or event["maxResults"] < 1 or event["orderByTime"] != "ASCENDING" or "nextToken" in event:
        raise ValueError(f"the event is not as documented: {event}")
    reference = {"entityId": event["entityId"], "componentName": event["componentName"]}
    series = [
        {
            "entityPropertyReference": {**reference, "propertyName": name},
            "values": [{"time": "2026-01-01T00:00:00.000000000Z", "value": VALUES[name]}],
        }
        for name in event["selectedProperties"]
    ]
    return {"propertyValues": series, "nextToken": None}
