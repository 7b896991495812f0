"""The component types of the bakery, parents first, as CreateComponentType takes them."""

from .deployment import TYPE_PREFIX, Deployment
from .signals import MACHINES, SIGNALS, STATES
from .values import external, integer, series, static, string

ALARM_BASIC = "com.amazon.iottwinmaker.alarm.basic"
DOCUMENTS = "com.amazon.iottwinmaker.documents"
PARAMETERS = "com.amazon.iottwinmaker.parameters"
VIDEO = "com.amazon.kvs.video"

RECORD_COLUMNS = {
    "recordId": "STRING",
    "serviceDate": "STRING",
    "serviceKind": "STRING",
    "servicedBy": "STRING",
    "durationHours": "DOUBLE",
    "cost": "DOUBLE",
    "parts": "STRING",
}
"""The columns of the maintenance table, with their types."""


def type_id(kind: str) -> str:
    return TYPE_PREFIX + kind


def _link(kind: str, target: str = "") -> dict:
    relationship = {"relationshipType": kind}
    if target:
        relationship["targetComponentTypeId"] = target
    return {"type": "RELATIONSHIP", "relationship": relationship}


def _space() -> dict:
    return {
        "componentTypeId": type_id("space"),
        "componentTypeName": "Space",
        "description": "Where a thing stands and what it hands its product to",
        "propertyDefinitions": {
            "feeds": {"dataType": {"type": "LIST", "nestedType": _link("feeds")}},
            "isLocatedIn": {"dataType": _link("isLocatedIn")},
            "floorArea": static("DOUBLE", "m2"),
            "floor": static("INTEGER", default=integer(0)),
        },
    }


def _equipment() -> dict:
    return {
        "componentTypeId": type_id("equipment"),
        "componentTypeName": "Equipment",
        "description": "The name plate of a machine",
        "propertyDefinitions": {
            "manufacturer": static("STRING", isRequiredInEntity=True),
            "model": static("STRING", isRequiredInEntity=True),
            "serialNumber": static("STRING", isRequiredInEntity=True),
            "yearBuilt": static("INTEGER"),
            "ratedPower": static("DOUBLE", "kW"),
            "criticality": {
                "dataType": {"type": "STRING", "allowedValues": [string(word) for word in ("low", "medium", "high")]},
                "defaultValue": string("medium"),
            },
        },
    }


def _line() -> dict:
    return {
        "componentTypeId": type_id("line"),
        "componentTypeName": "Line",
        "description": "What a line makes, and the plan of its shifts",
        "isSingleton": True,
        "propertyDefinitions": {
            "product": static("STRING", isRequiredInEntity=True),
            "targetPerHour": static("INTEGER", "1/h", default=integer(36_000)),
            "shiftPlan": {"dataType": {"type": "MAP", "nestedType": {"type": "STRING"}}},
        },
    }


def _telemetry(deployment: Deployment) -> list:
    base = {
        "componentTypeId": type_id("telemetry"),
        "componentTypeName": "Telemetry",
        "description": "Readings of one device, kept as time series",
        "extendsFrom": [deployment.timeseries_type],
        "propertyDefinitions": {
            "telemetryAssetId": static("STRING", isExternalId=True, isRequiredInEntity=True),
        },
    }
    machine = {
        "componentTypeId": type_id("machine"),
        "componentTypeName": "Machine telemetry",
        "description": "Readings of a machine that runs, rests or fails",
        "extendsFrom": [type_id("telemetry")],
        "propertyDefinitions": {"State": series("STRING", allowed=STATES)},
    }
    kinds = [
        {
            "componentTypeId": type_id(kind),
            "componentTypeName": f"{kind.capitalize()} telemetry",
            "description": f"Readings of a {kind}",
            "extendsFrom": [type_id("machine" if kind in MACHINES else "telemetry")],
            "propertyDefinitions": {signal.name: series(signal.kind, signal.unit) for signal in signals},
        }
        for kind, signals in SIGNALS.items()
    ]
    return [base, machine, _burner(), *[_with_burner(kind) for kind in kinds]]


def _burner() -> dict:
    return {
        "componentTypeId": type_id("burner"),
        "componentTypeName": "Burner",
        "description": "The gas burner inside an oven",
        "propertyDefinitions": {
            "fuel": static("STRING", default=string("natural gas")),
            "ratedPower": static("DOUBLE", "kW"),
        },
    }


def _with_burner(component_type: dict) -> dict:
    if component_type["componentTypeId"] != type_id("oven"):
        return component_type
    return {**component_type, "compositeComponentTypes": {"burner": {"componentTypeId": type_id("burner")}}}


def _alarm(deployment: Deployment) -> dict:
    return {
        "componentTypeId": type_id("alarm"),
        "componentTypeName": "Alarm",
        "description": "The alarm of one machine; its status is a time series",
        "extendsFrom": [deployment.timeseries_type, ALARM_BASIC],
        "propertyDefinitions": {
            "message": static("STRING"),
            "watchedProperty": static("STRING"),
            "limit": static("DOUBLE"),
            "severity": static("STRING", default=string("medium")),
        },
    }


def _camera() -> dict:
    return {
        "componentTypeId": type_id("camera"),
        "componentTypeName": "Camera",
        "description": "Lens and view of a camera",
        "propertyDefinitions": {
            "resolution": static("STRING", default=string("1920x1080")),
            "fieldOfView": static("DOUBLE", "degree"),
            "watches": {"dataType": {"type": "LIST", "nestedType": _link("watches", type_id("space"))}},
        },
    }


def _maintenance(deployment: Deployment) -> dict:
    function = {
        "requiredProperties": ["assetNumber"],
        "scope": "ENTITY",
        "implementedBy": {"lambda": {"arn": deployment.function_arn}},
    }
    return {
        "componentTypeId": type_id("maintenance"),
        "componentTypeName": "Maintenance",
        "description": "Service records of a machine, read from another system by a function",
        "propertyDefinitions": {
            "assetNumber": static("STRING", isExternalId=True, isRequiredInEntity=True),
            "lastServiceDate": external("STRING"),
            "nextServiceDate": external("STRING"),
            "technician": external("STRING"),
            "hoursSinceService": external("DOUBLE", "h"),
            "serviceEvent": series("STRING"),
            "serviceHours": series("DOUBLE", "h"),
            **{column: external(kind) for column, kind in RECORD_COLUMNS.items()},
        },
        "functions": {
            "dataReader": function,
            "attributePropertyValueReaderByEntity": function,
            "tabularDataReaderByEntity": function,
        },
        "propertyGroups": {"records": {"groupType": "TABULAR", "propertyNames": list(RECORD_COLUMNS)}},
    }


def component_types(deployment: Deployment) -> list:
    """Every component type of the bakery, each after the types it names."""
    return [
        _space(),
        _equipment(),
        _line(),
        *_telemetry(deployment),
        _alarm(deployment),
        _camera(),
        _maintenance(deployment),
    ]
