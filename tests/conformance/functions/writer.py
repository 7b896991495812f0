"""A writer that refuses what is below zero, and says so entry by entry."""


def handler(event, context):
    wrong = [it for it in event["entries"] if any(value["value"]["doubleValue"] < 0 for value in it["propertyValues"])]
    errors = [{"errors": [{"errorCode": "409", "errorMessage": "below zero", "entry": it}]} for it in wrong]
    return {"errorEntries": errors}
