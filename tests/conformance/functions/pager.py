"""A reader with pages and a token of its own, which must come back as it was given."""

PAGES = {None: ("first", 1.0, "token/1 é"), "token/1 é": ("second", 2.0, None)}


def handler(event, context):
    _, value, token = PAGES[event.get("nextToken")]
    reference = {"entityId": event["entityId"], "componentName": event["componentName"], "propertyName": "v"}
    point = {"time": f"2026-01-01T00:00:0{int(value)}Z", "value": {"doubleValue": value}}
    answer = {"propertyValues": [{"entityPropertyReference": reference, "values": [point]}]}
    return {**answer, "nextToken": token} if token else answer
