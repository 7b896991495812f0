"""Plays a case against a running server: what must be there first, then each step and what must come back."""

import io
import json
import time
import uuid
import zipfile
from dataclasses import replace

import botocore.exceptions
from botocore import xform_name

import model
from casefile import HERE, Case, Error, Step, fill, preparations
from gemel_server import ACCOUNT, REGION, Gemel
from matching import mismatches
from signed import Answer, Signer, Wire

SETTLE_MAX_S = 20
# What to ask after a call that may still be at work when it answers, and the members that name the thing.
SETTLING = {
    "CreateEntity": ("GetEntity", ("workspaceId", "entityId")),
    "UpdateEntity": ("GetEntity", ("workspaceId", "entityId")),
    "DeleteEntity": ("GetEntity", ("workspaceId", "entityId")),
    "CreateComponentType": ("GetComponentType", ("workspaceId", "componentTypeId")),
    "UpdateComponentType": ("GetComponentType", ("workspaceId", "componentTypeId")),
    "DeleteComponentType": ("GetComponentType", ("workspaceId", "componentTypeId")),
}
SIGNERS = {
    "unknown key": Signer(access_key="AKIANOBODYHASTHISKEY"),
    "wrong secret": Signer(secret_key="this-is-not-the-secret-of-that-key"),
    "foreign token": Signer(token="a-token-of-somebody-else"),
    "clock behind": Signer(clock_skew_s=-1200),
    "clock ahead": Signer(clock_skew_s=1200),
    "clock a little behind": Signer(clock_skew_s=-600),
    "header not covered": Signer(unsigned_headers=("x-amz-meta-late",)),
    "unknown service": Signer(service="quantumledger"),
}


class Player:
    """Plays cases on one server; keeps its clients and the functions it has made."""

    def __init__(self, server: Gemel) -> None:
        self.server = server
        self.strict = server.client("iottwinmaker")
        self.loose = server.client("iottwinmaker", parameter_validation=False)
        self.functions: set[str] = set()

    def play(self, case: Case) -> None:
        """Plays one case; an assertion says what is wrong, and with which step."""
        variables = self.variables()
        for call, given in preparations(case):
            if call == "function":
                self.function(fill(given, variables))
            else:
                given = self.input(call, given, variables)
                self.settle(call, given, self.ask(self.strict, call, given))
        for at, step in enumerate(case.steps, 1):
            where = f"step {at} ({step.call})" if len(case.steps) > 1 else step.call
            self.step(step, variables, where)

    @staticmethod
    def variables() -> dict[str, object]:
        """What cases can write in `<…>`."""
        unique = uuid.uuid4().hex[:12]
        arn = f"arn:aws:iottwinmaker:{REGION}:{ACCOUNT}:workspace"
        return {
            "W": f"ws-{unique}",
            "W2": f"ws2-{unique}",
            "arn": f"{arn}/ws-{unique}",
            "workspaces": arn,
            "account": ACCOUNT,
            "lambda": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function",
        }

    @staticmethod
    def input(call: str, given: dict | None, variables: dict) -> dict:
        """The input with its variables; the fresh workspace where none is named."""
        given = fill(given or {}, variables)
        shape = model.operation(call).input_shape
        if shape and "workspaceId" in shape.required_members:
            given = {"workspaceId": variables["W"], **given}
        return given

    @staticmethod
    def ask(client, call: str, given: dict) -> dict:
        """One call by boto3."""
        return getattr(client, xform_name(call))(**given)

    def step(self, step: Step, variables: dict, where: str) -> None:
        """Does one step and compares."""
        given = self.input(step.call, step.input, variables)
        expect = fill(step.expect, variables)
        if step.error:
            step = replace(step, error=replace(step.error, message=tuple(fill(list(step.error.message), variables))))
        if step.raw is not None:
            got = self.raw(step, given, fill(step.raw, variables), where)
        else:
            got = self.client_call(step, given, where)
        assert_headers(step, got, where)
        if step.error is None and expect is not None:
            wrong = mismatches(expect, got, "")
            assert not wrong, f"{where}: {given}\n" + "\n".join(wrong)
        for name, path in step.save.items():
            value = got
            for part in str(path).split("."):
                value = value[int(part)] if isinstance(value, list) else value[part]
            variables[name] = value

    def client_call(self, step: Step, given: dict, where: str) -> dict:
        """A call by boto3; gives its answer, or the error's when that is the one expected."""
        client = self.loose if step.invalid else self.strict
        try:
            answer = self.ask(client, step.call, given)
        except botocore.exceptions.ClientError as error:
            status = error.response["ResponseMetadata"]["HTTPStatusCode"]
            code, message = error.response["Error"]["Code"], error.response["Error"].get("Message", "")
            assert_error(step.error, status, code, message, f"{where}: {given}")
            return error.response
        assert step.error is None, f"{where}: {given}: expected {step.error.code}, got {answer}"
        self.settle(step.call, given, answer)
        return answer

    def raw(self, step: Step, given: dict, raw: dict, where: str) -> dict:
        """A call by hand; gives the JSON of the answer with its headers as boto3 would."""
        method, target, body = model.request(step.call, given)
        method, target = raw.get("method", method), raw.get("path", target)
        body = raw["body"].encode() if "body" in raw else body
        host = raw.get("host", "").replace("PORT", str(self.server.port))
        headers = {"content-type": "application/json"} if body else {}
        headers |= {"host": host} if host else {}
        headers = {name: it for name, it in (headers | raw.get("headers", {})).items() if it is not None}
        wire = Wire(self.server.url)
        try:
            answer = self.send(wire, method, target, body, headers, raw.get("sign", "right"))
        finally:
            wire.close()
        return self.raw_answer(step, answer, f"{where}: {method} {target}")

    @staticmethod
    def send(wire: Wire, method: str, target: str, body: bytes, headers: dict, sign: str) -> Answer:
        """Sends it, signed in one of the ways that cases can name."""
        if sign == "none":
            return wire.send(method, target, body, headers, sign=False)
        if sign == "presigned":
            target = wire.signer.presigned(method, target, headers.get("host", wire.host), body)
            return wire.send(method, target, body, headers, sign=False)
        return wire.send(method, target, body, headers, signer=SIGNERS.get(sign) or wire.signer)

    def raw_answer(self, step: Step, answer: Answer, where: str) -> dict:
        """Compares status and error; gives the body with the metadata that boto3 would add."""
        parsed = json.loads(answer.body) if answer.body else {}
        if step.error:
            message = parsed.get("message", "") if isinstance(parsed, dict) else ""
            assert_error(step.error, answer.status, answer.error_code, message, where)
        else:
            assert answer.status == 200, f"{where}: {answer.status} {answer.body[:500]!r}"
        metadata = {"HTTPStatusCode": answer.status, "HTTPHeaders": answer.headers}
        return {**parsed, "ResponseMetadata": metadata}

    def settle(self, call: str, given: dict, answer: dict) -> None:
        """Waits until what a call began is done, so that no case depends on a moment."""
        if call not in SETTLING:
            return
        question, members = SETTLING[call]
        which = {name: given.get(name, answer.get(name)) for name in members}
        until = time.monotonic() + SETTLE_MAX_S
        while time.monotonic() < until:
            try:
                state = self.ask(self.strict, question, which)["status"]["state"]
            except self.strict.exceptions.ResourceNotFoundException:
                return
            if not state.endswith("ING"):
                return
            time.sleep(0.005)
        raise AssertionError(f"{call} {which}: still {state} after {SETTLE_MAX_S} s")

    def function(self, name: str) -> None:
        """Makes the function of `functions/NAME.py`, once a server."""
        if name in self.functions:
            return
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(f"{name}.py", (HERE / "functions" / f"{name}.py").read_text())
        self.server.client("lambda").create_function(
            FunctionName=name,
            Runtime="python3.12",
            Role=f"arn:aws:iam::{ACCOUNT}:role/functions",
            Handler=f"{name}.handler",
            Code={"ZipFile": packed.getvalue()},
            Timeout=60,
        )
        self.functions.add(name)


def assert_error(expected: Error | None, status: int, code: str, message: str, where: str) -> None:
    """The error is the one that is expected, in class, status and words."""
    got = f"{status} {code}: {message}"
    assert expected is not None, f"{where}: expected success, got {got}"
    assert (status, code) == (expected.status, expected.code), f"{where}: expected {expected}, got {got}"
    for text in expected.message:
        assert text in message, f"{where}: expected the words {text!r}, got {got}"


def assert_headers(step: Step, got: dict, where: str) -> None:
    """The headers that a case asks for, by lower-case name."""
    wrong = mismatches(step.headers, got["ResponseMetadata"]["HTTPHeaders"], "header") if step.headers else []
    assert not wrong, f"{where}: " + "; ".join(wrong)
