"""Runs a Python function: asks the Runtime API for events and gives them to the handler.

Part of Gemel. Needs nothing but the interpreter. The event, the context object, the error documents
and the logger behave as AWS documents them for Lambda.
"""

import decimal
import http.client
import importlib
import json
import logging
import os
import sys
import time
import traceback

API = "/2018-06-01/runtime"
WORKER = os.getpid()


class RuntimeApi:
    """The worker's end of the Runtime API: one connection, kept open."""

    def __init__(self, address):
        self.address = address
        self.connection = http.client.HTTPConnection(address)

    def _send(self, method, path, body=None, headers=None):
        if os.getpid() != WORKER:
            os._exit(0)  # a child that the handler forked came back from the handler; it must not answer for it
        self.connection.request(method, API + path, body, headers or {})
        response = self.connection.getresponse()
        return response, response.read()

    def next(self):
        response, body = self._send("GET", "/invocation/next")
        if response.status != 200:
            raise SystemExit("the Runtime API answered %d" % response.status)
        return response.headers, body

    def respond(self, request_id, body):
        self._post("/invocation/%s/response" % request_id, body, {"Content-Type": "application/json"})

    def fail(self, request_id, document):
        self._post("/invocation/%s/error" % request_id, *_as_failure(document))

    def fail_init(self, document):
        self._post("/init/error", *_as_failure(document))

    def _post(self, path, body, headers):
        try:
            self._send("POST", path, body, headers)
        except (http.client.HTTPException, OSError):
            # A handler may have closed or shared the socket (os.fork does); once more on a new one.
            self.connection.close()
            self.connection = http.client.HTTPConnection(self.address)
            self._send("POST", path, body, headers)


def _as_failure(document):
    headers = {
        "Content-Type": "application/vnd.aws.lambda.error+json",
        "Lambda-Runtime-Function-Error-Type": document["errorType"],
    }
    return _encode(document).encode("utf-8", "surrogatepass"), headers


class CognitoIdentity:
    cognito_identity_id = None
    cognito_identity_pool_id = None


class Client:
    def __init__(self, told):
        self.installation_id = told.get("installation_id")
        self.app_title = told.get("app_title")
        self.app_version_name = told.get("app_version_name")
        self.app_version_code = told.get("app_version_code")
        self.app_package_name = told.get("app_package_name")


class ClientContext:
    def __init__(self, told):
        self.custom = told.get("custom")
        self.env = told.get("env")
        self.client = Client(told["client"]) if told.get("client") else None


class LambdaContext:
    """What a handler gets as its second argument."""

    def __init__(self, headers):
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.identity = CognitoIdentity()
        told = headers.get("Lambda-Runtime-Client-Context")
        self.client_context = ClientContext(json.loads(told)) if told else None
        self.tenant_id = None
        self._deadline_ms = int(headers["Lambda-Runtime-Deadline-Ms"])

    def get_remaining_time_in_millis(self):
        return max(self._deadline_ms - int(time.time() * 1000), 0)

    def log(self, message):
        sys.stdout.write(str(message))


class LogHandler(logging.Handler):
    """The handler that AWS installs at the root logger, so that `logging` works without a word."""

    def emit(self, record):
        sys.stdout.write(self.format(record))


class RequestId(logging.Filter):
    current = ""

    def filter(self, record):
        record.aws_request_id = RequestId.current
        return True


def _install_logging():
    handler = LogHandler()
    form = logging.Formatter(
        "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n", "%Y-%m-%dT%H:%M:%S"
    )
    form.converter = time.gmtime
    handler.setFormatter(form)
    handler.addFilter(RequestId())
    logging.getLogger().addHandler(handler)


def _plain(value):
    """What `json` does not know; numbers read from a database come as Decimal."""
    if isinstance(value, decimal.Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError("Object of type %s is not JSON serializable" % type(value).__name__)


def _encode(value):
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _failure(kind, message, request_id="", frames=()):
    return {"errorMessage": message, "errorType": kind, "requestId": request_id, "stackTrace": list(frames)}


def _frames(error):
    """The frames below this file: those of the function."""
    found = traceback.extract_tb(error.__traceback__)
    return traceback.format_list([it for it in found if it.filename != __file__])


def _tell(document):
    """Writes a failure to the log in AWS's form."""
    kind, message = document["errorType"], document["errorMessage"]
    sys.stdout.write("[ERROR] %s: %s\n" % (kind, message) if kind else "[ERROR] %s\n" % message)
    if document["stackTrace"]:
        sys.stdout.write("Traceback (most recent call last):\n" + "".join(document["stackTrace"]))
    sys.stdout.flush()


def _load(name):
    """The handler, or the document that says why there is none."""
    try:
        module_name, function_name = name.rsplit(".", 1)
    except ValueError as error:
        return None, _failure("Runtime.MalformedHandlerName", "Bad handler '%s': %s" % (name, error))
    module_name = module_name.replace("/", ".")
    try:
        module = importlib.import_module(module_name)
    except ImportError as error:
        message = "Unable to import module '%s': %s" % (module_name, error)
        return None, _failure("Runtime.ImportModuleError", message)
    except SyntaxError as error:
        frames = ['  File "%s" Line %s\n    %s\n' % (error.filename, error.lineno, (error.text or "").strip())]
        message = "Syntax error in module '%s': %s" % (module_name, error)
        return None, _failure("Runtime.UserCodeSyntaxError", message, "", frames)
    except Exception as error:  # the function's own code ran and failed
        return None, _failure(type(error).__name__, str(error), "", _frames(error))
    handler = getattr(module, function_name, None)
    if handler is None:
        message = "Handler '%s' missing on module '%s'" % (function_name, module_name)
        return None, _failure("Runtime.HandlerNotFound", message)
    return handler, None


def _handle(api, handler, headers, body):
    request_id = headers["Lambda-Runtime-Aws-Request-Id"]
    RequestId.current = request_id
    os.environ["_X_AMZN_TRACE_ID"] = headers.get("Lambda-Runtime-Trace-Id", "")
    try:
        try:
            event = json.loads(body.decode("utf-8"))
        except ValueError as error:
            raise _Known("Runtime.UnmarshalError", "Unable to unmarshal input: %s" % error)
        answer = handler(event, LambdaContext(headers))
        try:
            answer = _encode(answer).encode("utf-8")
        except Exception as error:
            raise _Known("Runtime.MarshalError", "Unable to marshal response: %s" % error)
    except _Known as error:
        document = _failure(error.kind, str(error), request_id)
    except Exception as error:
        document = _failure(type(error).__name__, str(error), request_id, _frames(error))
    else:
        _flush()
        api.respond(request_id, answer)
        return
    _tell(document)
    _flush()
    api.fail(request_id, document)


class _Known(Exception):
    def __init__(self, kind, message):
        super().__init__(message)
        self.kind = kind


def _flush():
    """What was printed belongs to this invocation, so it must be out before the answer."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            pass  # the handler closed it


def main():
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(line_buffering=True, errors="backslashreplace")
    sys.path[0] = os.environ["LAMBDA_TASK_ROOT"]
    _install_logging()
    api = RuntimeApi(os.environ["AWS_LAMBDA_RUNTIME_API"])
    handler, failure = _load(os.environ["_HANDLER"])
    if failure:
        _tell(failure)
        api.fail_init(failure)
        sys.exit(1)
    while True:
        headers, body = api.next()
        _handle(api, handler, headers, body)


if __name__ == "__main__":
    main()
