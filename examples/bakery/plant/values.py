"""Short words for the values and definitions of the TwinMaker API."""


def string(value: str) -> dict:
    return {"stringValue": value}


def double(value: float) -> dict:
    return {"doubleValue": float(value)}


def integer(value: int) -> dict:
    return {"integerValue": int(value)}


def boolean(value: bool) -> dict:
    return {"booleanValue": bool(value)}


def string_map(values: dict) -> dict:
    return {"mapValue": {key: string(value) for key, value in values.items()}}


def relation(target: str) -> dict:
    return {"relationshipValue": {"targetEntityId": target}}


def relations(targets: list) -> dict:
    return {"listValue": [relation(target) for target in targets]}


def of_type(kind: str, value) -> dict:
    """The value as the API writes it for a property of this data type."""
    return {"DOUBLE": double, "INTEGER": integer, "BOOLEAN": boolean, "STRING": string}[kind](value)


def static(kind: str, unit: str = "", default: dict | None = None, **flags) -> dict:
    """The definition of a property whose value is kept with the entity."""
    data_type = {"type": kind}
    if unit:
        data_type["unitOfMeasure"] = unit
    definition = {"dataType": data_type, **flags}
    if default is not None:
        definition["defaultValue"] = default
    return definition


def external(kind: str, unit: str = "") -> dict:
    """The definition of a property which a function reads on demand."""
    return static(kind, unit, isStoredExternally=True)


def series(kind: str, unit: str = "", allowed: list | None = None) -> dict:
    """The definition of a property whose values are a time series."""
    definition = static(kind, unit, isTimeSeries=True)
    if allowed:
        definition["dataType"]["allowedValues"] = [string(value) for value in allowed]
    return definition
