"""A reader of rows; the conditions are for it to heed."""


def handler(event, context):
    rows = [
        {"crate": {"stringValue": "a"}, "weight": {"doubleValue": 5.0}},
        {"crate": {"stringValue": "b"}, "weight": {"doubleValue": 7.0}},
    ]
    order = event["tabularConditions"]["orderBy"][0]
    rows.sort(key=lambda it: it[order["propertyName"]]["doubleValue"], reverse=order["order"] == "DESCENDING")
    return {"tabularPropertyValues": [rows]}
