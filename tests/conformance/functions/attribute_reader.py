"""A reader of properties that are stored elsewhere."""


def handler(event, context):
    names = event["selectedProperties"]
    if event["properties"]["serial"]["value"]["stringValue"] != "SN-1" or "serial" in names:
        raise ValueError(f"the event is not as documented: {event}")
    values = {"maker": {"stringValue": f"maker of {event['entityId']}"}, "load": {"doubleValue": "12.5"}}
    reference = {"entityId": event["entityId"], "componentName": event["componentName"]}
    answer = {
        name: {"propertyReference": {**reference, "propertyName": name}, "propertyValue": values[name]} for name in names
    }
    return {"propertyValues": answer}
