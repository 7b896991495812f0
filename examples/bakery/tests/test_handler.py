"""The maintenance function answers the events of the connector contract."""

import csv
import importlib.util
import io
import zipfile
from datetime import datetime, timezone

import pytest
from conftest import BAKERY

from loader.function import package
from maintenance import handler
from plant.component_types import RECORD_COLUMNS
from plant.components import asset_number
from plant.signals import MACHINES
from plant.tree import of_kind

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=timezone.utc)
ASSET = {"assetNumber": {"definition": {"dataType": {"type": "STRING"}}, "value": {"stringValue": "MX-0003"}}}
HERE = {"workspaceId": "bakery", "entityId": "mixer-3", "componentName": "maintenance", "properties": ASSET}
HISTORY = {
    **HERE,
    "componentTypeId": "com.example.bakery.maintenance",
    "selectedProperties": ["serviceEvent"],
    "startTime": "2020-01-01T00:00:00Z",
    "endTime": "2030-01-01T00:00:00Z",
    "startDateTime": 1577836800,
    "endDateTime": 1893456000,
    "maxResults": 100,
    "orderByTime": "ASCENDING",
}
TABLE = {**HERE, "propertyGroupName": "records", "selectedProperties": ["recordId", "cost", "serviceKind"]}
ROWS = [
    row for row in csv.DictReader((BAKERY / "maintenance" / "maintenance.csv").open()) if row["machine"] == "mixer-3"
]
DATES = [row["service_date"] for row in ROWS]


def history(**changes):
    return handler.handle({**HISTORY, **changes}, None)


def times(answer):
    return [value["time"] for series in answer["propertyValues"] for value in series["values"]]


def test_file_knows_every_machine():
    rows = handler._rows()
    assert 100 <= len(rows) <= 250
    assert {asset_number(machine) for machine in of_kind(*MACHINES)} == {row["asset_number"] for row in rows}
    assert len(DATES) >= 3 and sorted(DATES) == DATES


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, DATES),
        ({"orderByTime": "DESCENDING", "maxResults": 1}, DATES[-1:]),
        ({"startTime": DATES[0]}, DATES[1:]),
        ({"endTime": DATES[0]}, DATES[:1]),
        ({"endTime": DATES[1].replace("Z", ".000000000+00:00")}, DATES[:2]),
        ({"startTime": "1899-12-31T00:00:00Z"}, DATES),
        ({"startTime": DATES[0], "endTime": DATES[0]}, []),
        ({"nextToken": "1", "maxResults": 1}, DATES[1:2]),
        ({"nextToken": None}, DATES),
        ({"propertyFilters": [{"propertyName": "serviceEvent", "operator": "=", "value": {"stringValue": "x"}}]}, []),
        ({"properties": {}}, DATES),
        ({"properties": {"assetNumber": {"value": {"stringValue": "none"}}}}, []),
    ],
)
def test_history(changes, expected):
    assert times(history(**changes)) == expected


def test_history_by_seconds_alone():
    event = {key: value for key, value in HISTORY.items() if key not in ("startTime", "endTime")}
    assert times(handler.handle(event, None)) == DATES


def test_history_pages_join():
    token, seen = None, []
    while True:
        answer = history(maxResults=2, **({"nextToken": token} if token else {}))
        seen += times(answer)
        token = answer.get("nextToken")
        if not token:
            break
    assert seen == DATES


def test_history_of_two_properties_has_two_series():
    answer = history(selectedProperties=["serviceEvent", "serviceHours"])
    names = [series["entityPropertyReference"]["propertyName"] for series in answer["propertyValues"]]
    assert names == ["serviceEvent", "serviceHours"]
    assert "doubleValue" in answer["propertyValues"][1]["values"][0]["value"]
    assert answer["propertyValues"][0]["entityPropertyReference"]["entityId"] == "mixer-3"


def test_history_by_type_names_assets():
    event = {key: value for key, value in HISTORY.items() if key not in ("entityId", "componentName")}
    answer = handler.handle({**event, "properties": {}}, None)
    references = [series["entityPropertyReference"] for series in answer["propertyValues"]]
    assert len(references) == len(of_kind(*MACHINES))
    assert all(
        "entityId" not in reference and "assetNumber" in reference["externalIdProperty"] for reference in references
    )


def test_attributes():
    names = ["lastServiceDate", "nextServiceDate", "technician", "hoursSinceService", "assetNumber"]
    values = handler.handle({**HERE, "selectedProperties": names}, None, NOW)["propertyValues"]
    last = ROWS[-1]
    assert values["lastServiceDate"]["propertyValue"] == {"stringValue": last["service_date"]}
    assert values["nextServiceDate"]["propertyValue"] == {"stringValue": last["next_service_date"]}
    assert values["technician"]["propertyValue"] == {"stringValue": last["technician"]}
    assert values["hoursSinceService"]["propertyValue"]["doubleValue"] > 0
    assert values["technician"]["propertyReference"] == {
        "entityId": "mixer-3",
        "componentName": "maintenance",
        "propertyName": "technician",
    }
    assert "propertyValue" not in values["assetNumber"]


def table(**conditions):
    more = {name: conditions.pop(name) for name in ("nextToken", "maxResults") if name in conditions}
    return handler.handle({**TABLE, "tabularConditions": conditions, **more}, None)


def test_table_rows_carry_the_columns_asked_for():
    [rows] = handler.handle(TABLE, None)["tabularPropertyValues"]
    assert [row["recordId"]["stringValue"] for row in rows] == [row["record_id"] for row in ROWS]
    assert all(list(row) == TABLE["selectedProperties"] for row in rows)
    assert set(handler.TABLE) == set(RECORD_COLUMNS)


@pytest.mark.parametrize("order", ["ASCENDING", "DESCENDING"])
def test_table_orders(order):
    [rows] = table(orderBy=[{"propertyName": "cost", "order": order}])["tabularPropertyValues"]
    costs = [row["cost"]["doubleValue"] for row in rows]
    assert costs == sorted(costs, reverse=order == "DESCENDING")


@pytest.mark.parametrize(
    ("operator", "value", "keep"),
    [
        (">", {"doubleValue": 200}, lambda cost: cost > 200),
        ("<=", {"integerValue": 200}, lambda cost: cost <= 200),
        ("!=", {"stringValue": "200"}, lambda cost: cost != 200),
    ],
)
def test_table_filters(operator, value, keep):
    [rows] = table(propertyFilters=[{"propertyName": "cost", "operator": operator, "value": value}])[
        "tabularPropertyValues"
    ]
    assert len(rows) == sum(keep(float(row["cost"])) for row in ROWS)


def test_table_pages():
    first = table(maxResults=2)
    second = table(maxResults=2, nextToken=first["nextToken"])
    ids = [row["recordId"]["stringValue"] for page in (first, second) for row in page["tabularPropertyValues"][0]]
    assert ids == [row["record_id"] for row in ROWS[:4]]


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ({**HISTORY, "selectedProperties": ["Temperature"]}, "no time series"),
        ({**HISTORY, "startTime": "yesterday"}, "not a time"),
        ({**HISTORY, "nextToken": "abc"}, "no token"),
        ({**TABLE, "selectedProperties": ["price"]}, "no column"),
        ({**TABLE, "tabularConditions": {"orderBy": [{"propertyName": "price"}]}}, "cannot order"),
        (
            {**TABLE, "tabularConditions": {"propertyFilters": [{"propertyName": "cost", "operator": "like"}]}},
            "unknown operator",
        ),
        ({"workspaceId": "bakery"}, "cannot tell"),
    ],
)
def test_bad_events_are_told_in_words(event, words):
    with pytest.raises(ValueError, match=words):
        handler.handle(event, None)


def test_package_is_complete_and_always_the_same(tmp_path):
    assert package() == package()
    zipfile.ZipFile(io.BytesIO(package())).extractall(tmp_path)
    spec = importlib.util.spec_from_file_location("deployed", tmp_path / "handler.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert times(module.handle(HISTORY, None)) == DATES
