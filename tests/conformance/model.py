"""The public service model inside of the installed botocore, and requests built from it without its checks."""

import datetime
import functools
import json
from urllib.parse import quote

import botocore.session
from botocore.model import OperationModel, ServiceModel
from botocore.validate import ParamValidator


@functools.cache
def service() -> ServiceModel:
    """IoT TwinMaker as botocore knows it."""
    return botocore.session.get_session().get_service_model("iottwinmaker")


def operation(name: str) -> OperationModel:
    """One operation."""
    return service().operation_model(name)


def complaints(name: str, given: dict) -> str:
    """What botocore's own check of parameters says; empty when it would send them."""
    shape = operation(name).input_shape
    if shape is None:
        return "" if not given else "the operation takes nothing"
    unknown = [key for key in given if key not in shape.members]
    if unknown:
        return f"unknown members {unknown}"
    return ParamValidator().validate(given, shape).generate_report()


def encode(value: object) -> object:
    """A member as JSON has it."""
    if isinstance(value, datetime.datetime):
        return value.timestamp()
    if isinstance(value, dict):
        return {key: encode(it) for key, it in value.items()}
    if isinstance(value, list):
        return [encode(it) for it in value]
    if isinstance(value, float) and value != value:
        return "NaN"
    return value


def text(value: object) -> str:
    """A member as a path or query has it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def request(name: str, given: dict) -> tuple[str, str, bytes]:
    """Method, target and body of a call; nothing is checked, every member may be wrong."""
    model = operation(name)
    members = model.input_shape.members if model.input_shape else {}
    target, query, body = model.http["requestUri"], [], {}
    for key, value in given.items():
        traits = members[key].serialization if key in members else {}
        wire_name = traits.get("name", key)
        if traits.get("location") == "uri":
            target = target.replace("{" + wire_name + "}", quote(text(value), safe="-_.~"))
        elif traits.get("location") == "querystring":
            values = value if isinstance(value, list) else [value]
            query += [f"{quote(wire_name, safe='-_.~')}={quote(text(it), safe='-_.~')}" for it in values]
        else:
            body[wire_name] = encode(value)
    if query:
        target += ("&" if "?" in target else "?") + "&".join(query)
    method = model.http["method"]
    return method, target, b"" if method in ("GET", "DELETE") else json.dumps(body).encode()
