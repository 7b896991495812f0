"""An initializer that brings one property with its value."""


def handler(event, context):
    if "workspaceId" not in event:
        raise ValueError(f"the event is not as documented: {event}")
    definition = {"dataType": {"type": "STRING"}, "isTimeSeries": False}
    return {"properties": {"p": {"definition": definition, "value": {"stringValue": "from the source"}}}}
