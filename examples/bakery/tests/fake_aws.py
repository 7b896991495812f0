"""A small AWS in memory for the loader: every request is checked against botocore's own service models."""

import base64
import hashlib

import botocore.session
from botocore.exceptions import ClientError
from botocore.validate import ParamValidator

_SESSION = botocore.session.get_session()
_MODELS: dict = {}


def request_problems(service: str, operation: str, request: dict) -> str:
    """What botocore says about a request; empty when it would be sent."""
    model = _MODELS.setdefault(service, _SESSION.get_service_model(service))
    shape = model.operation_model(operation).input_shape
    return ParamValidator().validate(request, shape).generate_report()


class FakeClient:
    """A client whose calls go to methods of the fake; each is checked and counted."""

    def __init__(self, aws, service: str):
        self._aws, self._service = aws, service

    def __getattr__(self, name: str):
        operation = "".join(part.capitalize() for part in name.split("_"))

        def call(**request):
            problems = request_problems(self._service, operation, request)
            assert not problems, f"{operation}: {problems}\n{request}"
            self._aws.calls.append(operation)
            return getattr(self._aws, name)(**request)

        return call


def _missing(operation: str, code: str = "ResourceNotFoundException") -> ClientError:
    answer = {"Error": {"Code": code, "Message": "not there"}, "ResponseMetadata": {"HTTPStatusCode": 404}}
    return ClientError(answer, operation)


class FakeAws:
    """What the loader calls, kept in dictionaries."""

    region = "us-east-1"
    endpoint_url = None
    builtin = ("com.gemel.timeseries",)

    def __init__(self):
        self.calls: list = []
        self.buckets: dict = {}
        self.metadata: dict = {}
        self.cors: dict = {}
        self.lambdas: dict = {}
        self.workspaces: dict = {}
        self.types: dict = {}
        self.entities: dict = {}
        self.scenes: dict = {}
        self.values: dict = {}
        self.s3, self.functions = FakeClient(self, "s3"), FakeClient(self, "lambda")
        self.twin = self.data = FakeClient(self, "iottwinmaker")

    def account(self) -> str:
        return "123456789012"

    def writes(self) -> list:
        """The calls that change something."""
        return [call for call in self.calls if not call.startswith(("Get", "Head", "List"))]

    # -- storage

    def head_bucket(self, Bucket):
        if Bucket not in self.buckets:
            raise _missing("HeadBucket", "404")

    def create_bucket(self, Bucket):
        self.buckets[Bucket] = {}

    def get_bucket_cors(self, Bucket):
        if Bucket not in self.cors:
            raise _missing("GetBucketCors", "NoSuchCORSConfiguration")
        return self.cors[Bucket]

    def put_bucket_cors(self, Bucket, CORSConfiguration):
        self.cors[Bucket] = CORSConfiguration

    def head_object(self, Bucket, Key):
        if Key not in self.buckets[Bucket]:
            raise _missing("HeadObject", "404")
        body, kind = self.buckets[Bucket][Key]
        return {"ETag": f'"{hashlib.md5(body).hexdigest()}"', "ContentType": kind, "Metadata": self.metadata.get(Key, {})}

    def put_object(self, Bucket, Key, Body, ContentType, Metadata):
        self.buckets[Bucket][Key] = (Body, ContentType)
        self.metadata[Key] = Metadata

    # -- functions

    def get_function(self, FunctionName):
        if FunctionName not in self.lambdas:
            raise _missing("GetFunction")
        return {"Configuration": {**self.lambdas[FunctionName], "State": "Active"}}

    def create_function(self, Code, **settings):
        self.lambdas[settings["FunctionName"]] = settings
        self.update_function_code(settings["FunctionName"], Code["ZipFile"])

    def update_function_code(self, FunctionName, ZipFile):
        digest = base64.b64encode(hashlib.sha256(ZipFile).digest()).decode()
        self.lambdas[FunctionName]["CodeSha256"] = digest

    def update_function_configuration(self, **settings):
        self.lambdas[settings["FunctionName"]].update(settings)

    # -- the twin

    def get_workspace(self, workspaceId):
        return self._found(self.workspaces, workspaceId)

    def create_workspace(self, **request):
        self.workspaces[request["workspaceId"]] = request

    def get_component_type(self, workspaceId, componentTypeId):
        if componentTypeId in self.builtin:
            return {"componentTypeId": componentTypeId, "status": {"state": "ACTIVE"}}
        return {**self._found(self.types, componentTypeId), "status": {"state": "ACTIVE"}}

    def create_component_type(self, **request):
        for parent in request.get("extendsFrom", []):
            assert parent in self.types or parent.startswith("com.amazon.") or parent in self.builtin, parent
        self.types[request["componentTypeId"]] = request

    def update_component_type(self, **request):
        self.types[request["componentTypeId"]].update(request)

    def get_entity(self, workspaceId, entityId):
        return {**self._found(self.entities, entityId), "status": {"state": "ACTIVE"}}

    def create_entity(self, **request):
        assert request["parentEntityId"] in ("$ROOT", *self.entities), request["parentEntityId"]
        self.entities[request["entityId"]] = request

    def update_entity(self, workspaceId, entityId, componentUpdates=None, **update):
        stored = self.entities[entityId]
        stored.update({name: update[name] for name in ("entityName", "description") if name in update})
        for name, change in (componentUpdates or {}).items():
            component = stored["components"].setdefault(name, {"componentTypeId": change.get("componentTypeId")})
            component.setdefault("properties", {}).update(change["propertyUpdates"])

    def get_scene(self, workspaceId, sceneId):
        return self._found(self.scenes, sceneId)

    def create_scene(self, **request):
        self.scenes[request["sceneId"]] = request

    @staticmethod
    def _found(things, name):
        if name not in things:
            raise _missing("Get")
        return things[name]

    # -- values

    def batch_put_property_values(self, workspaceId, entries):
        assert 1 <= len(entries) <= 10
        for entry in entries:
            assert 1 <= len(entry["propertyValues"]) <= 10
            reference = entry["entityPropertyReference"]
            series = self.values.setdefault(
                (reference["entityId"], reference["componentName"], reference["propertyName"]), {}
            )
            series.update({value["time"]: value["value"] for value in entry["propertyValues"]})
        return {"errorEntries": []}

    def get_property_value_history(self, entityId, componentName, selectedProperties, orderByTime, startTime, **_):
        pick = min if orderByTime == "ASCENDING" else max
        found = []
        for name in selectedProperties:
            series = self.values.get((entityId, componentName, name), {})
            times = [time for time in series if time > startTime]
            if times:
                reference = {"entityId": entityId, "componentName": componentName, "propertyName": name}
                value = {"time": pick(times), "value": series[pick(times)]}
                found.append({"entityPropertyReference": reference, "values": [value]})
        return {"propertyValues": found}
