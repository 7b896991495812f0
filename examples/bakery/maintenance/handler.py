"""A connector as one would write it for AWS Lambda: reads service records from a CSV file beside it.

It answers three functions of the component type `com.example.bakery.maintenance`: the history of service events
(dataReader), facts about the last service (attributePropertyValueReaderByEntity) and the records as a table
(tabularDataReaderByEntity). It needs nothing but Python.
"""

import csv
import re
from datetime import datetime, timedelta, timezone
from pathlib import Path

FILE = Path(__file__).with_name("maintenance.csv")
DEFAULT_PAGE = 100

TABLE = {
    "recordId": ("record_id", str),
    "serviceDate": ("service_date", str),
    "serviceKind": ("kind", str),
    "servicedBy": ("technician", str),
    "durationHours": ("duration_hours", float),
    "cost": ("cost", float),
    "parts": ("parts", str),
}
"""Property name -> column of the file and its type."""

HISTORY = {
    "serviceEvent": lambda row: f"{row['kind']}: {row['parts']}",
    "serviceHours": lambda row: float(row["duration_hours"]),
}

OPERATORS = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}

_TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)$")


def handle(event, _context=None, now=None):
    """Answers one event; which function is meant shows in the keys of the event."""
    rows = _rows()
    if "startTime" in event or "startDateTime" in event:
        return _history(event, rows)
    if "propertyGroupName" in event or "tabularConditions" in event:
        return _table(event, rows)
    if "selectedProperties" in event:
        return _attributes(event, rows, now or datetime.now(timezone.utc))
    raise ValueError(f"cannot tell which function is meant by an event with {sorted(event)}")


def _rows():
    with FILE.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _of_asset(event, rows):
    """The rows of the asset the event is about, oldest first; by asset number, or by entity when there is none."""
    number = _text((event.get("properties") or {}).get("assetNumber"))
    if number:
        return [row for row in rows if row["asset_number"] == number]
    return [row for row in rows if row["machine"] == event.get("entityId")]


def _text(prop):
    value = (prop or {}).get("value") or (prop or {}).get("definition", {}).get("defaultValue") or {}
    return value.get("stringValue")


def _value(plain):
    return {"doubleValue": plain} if isinstance(plain, float) else {"stringValue": plain}


def _plain(value):
    """What a DataValue holds, whatever member it uses."""
    return next((held for held in (value or {}).values() if held is not None), None)


# -- time series ------------------------------------------------------------------------------------------------


def parse_time(text):
    """A time as ISO text, with any offset and up to nine digits of a second; or as seconds since 1970."""
    if isinstance(text, (int, float)):
        return datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=text)
    match = _TIME.match(text or "")
    if not match:
        raise ValueError(f"`{text}` is not a time like 2026-01-31T12:00:00Z")
    *fields, second, fraction, zone = match.groups()
    micro = int((fraction or "0").ljust(9, "0")[:6])
    local = datetime(*map(int, fields), int(second or 0), micro, tzinfo=timezone.utc)
    if zone == "Z":
        return local
    offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    return local - offset if zone[0] == "+" else local + offset


def _history(event, rows):
    start = parse_time(event.get("startTime") or event.get("startDateTime"))
    end = parse_time(event.get("endTime") or event.get("endDateTime"))
    by_entity = "entityId" in event
    assets = _by_asset(_of_asset(event, rows) if by_entity else rows)
    first, size = _page(event)
    series, more = [], False
    for name in event["selectedProperties"]:
        if name not in HISTORY:
            raise ValueError(f"`{name}` is no time series here; there are {', '.join(HISTORY)}")
        for number, of_asset in assets.items():
            events = [
                (row["service_date"], HISTORY[name](row))
                for row in of_asset
                if start < parse_time(row["service_date"]) <= end
            ]
            events = [entry for entry in events if _accepted(event.get("propertyFilters"), {name: entry[1]})]
            events.sort(reverse=event.get("orderByTime") == "DESCENDING")
            page = events[first : first + size]
            more = more or len(events) > first + size
            if page:
                values = [{"time": time, "value": _value(value)} for time, value in page]
                series.append({"entityPropertyReference": _reference(event, name, number), "values": values})
    return _paged({"propertyValues": series}, first + size if more else None)


def _by_asset(rows):
    assets = {}
    for row in rows:
        assets.setdefault(row["asset_number"], []).append(row)
    return assets


def _reference(event, name, number):
    """In component-type mode an asset is known by its external id only."""
    if "entityId" in event:
        return {"entityId": event["entityId"], "componentName": event.get("componentName"), "propertyName": name}
    return {"externalIdProperty": {"assetNumber": number}, "propertyName": name}


# -- single values ----------------------------------------------------------------------------------------------


def _attributes(event, rows, now):
    of_asset = _of_asset(event, rows)
    facts = _facts(of_asset[-1], now) if of_asset else {}
    values = {}
    for name in event["selectedProperties"]:
        reference = {
            "entityId": event.get("entityId"),
            "componentName": event.get("componentName"),
            "propertyName": name,
        }
        values[name] = {"propertyReference": reference}
        if name in facts:
            values[name]["propertyValue"] = _value(facts[name])
    return {"propertyValues": values}


def _facts(last, now):
    since = now - parse_time(last["service_date"])
    facts = {name: convert(last[column]) for name, (column, convert) in TABLE.items()}
    facts["lastServiceDate"] = last["service_date"]
    facts["nextServiceDate"] = last["next_service_date"]
    facts["technician"] = last["technician"]
    facts["hoursSinceService"] = round(since.total_seconds() / 3600.0, 2)
    return facts


# -- table ------------------------------------------------------------------------------------------------------


def _table(event, rows):
    columns = event.get("selectedProperties") or list(TABLE)
    unknown = [name for name in columns if name not in TABLE]
    if unknown:
        raise ValueError(f"no column `{unknown[0]}`; there are {', '.join(TABLE)}")
    records = [
        {name: convert(row[column]) for name, (column, convert) in TABLE.items()} for row in _of_asset(event, rows)
    ]
    conditions = event.get("tabularConditions") or {}
    records = [record for record in records if _accepted(conditions.get("propertyFilters"), record)]
    for order in reversed(conditions.get("orderBy") or []):
        name = order["propertyName"]
        if name not in TABLE:
            raise ValueError(f"cannot order by `{name}`; there are {', '.join(TABLE)}")
        records.sort(key=lambda record: record[name], reverse=order.get("order") == "DESCENDING")
    first, size = _page(event)
    page = [{name: _value(record[name]) for name in columns} for record in records[first : first + size]]
    following = first + size if len(records) > first + size else None
    return _paged({"tabularPropertyValues": [page]}, following)


def _accepted(filters, record):
    """Whether a record passes every filter that names one of its fields."""
    for rule in filters or []:
        compare = OPERATORS.get(rule.get("operator") or "=")
        if compare is None:
            raise ValueError(f"unknown operator `{rule['operator']}`; use one of {' '.join(OPERATORS)}")
        name, wanted = rule.get("propertyName"), _plain(rule.get("value"))
        if name not in record:
            raise ValueError(f"cannot filter by `{name}`; there are {', '.join(record)}")
        held = record[name]
        if not compare(held, type(held)(wanted)):
            return False
    return True


def _page(event):
    """Where the page begins, and how many values it may have; our token is that place as text."""
    token = event.get("nextToken")
    if token and not str(token).isdigit():
        raise ValueError(f"`{token}` is no token of this function")
    return int(token or 0), int(event.get("maxResults") or DEFAULT_PAGE)


def _paged(result, following):
    if following is not None:
        result["nextToken"] = str(following)
    return result
