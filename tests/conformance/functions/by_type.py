"""A reader that answers for a whole component type when it is asked so, and for one entity otherwise."""


def handler(event, context):
    point = {"time": "2026-01-01T00:00:01Z", "value": {"doubleValue": 7.5}}
    if "entityId" in event:
        reference = {"entityId": event["entityId"], "componentName": event["componentName"], "propertyName": "v"}
    else:
        assert event["componentTypeId"] == "t" and "componentName" not in event
        reference = {"externalIdProperty": {"asset": "a-1"}, "propertyName": "v"}
    return {"propertyValues": [{"entityPropertyReference": reference, "values": [point]}]}
