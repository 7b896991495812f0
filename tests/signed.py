"""HTTP by hand: signed as AWS's clients sign, or wrongly on purpose; every byte is the test's own."""

import datetime
import hashlib
import hmac
import http.client
import ssl
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from gemel_server import ACCESS_KEY, REGION, SECRET_KEY

ALGORITHM = "AWS4-HMAC-SHA256"


@dataclass
class Signer:
    """How to sign: every member can be wrong on purpose."""

    access_key: str = ACCESS_KEY
    secret_key: str = SECRET_KEY
    region: str = REGION
    service: str = "iottwinmaker"
    token: str | None = None
    clock_skew_s: int = 0
    unsigned_headers: tuple[str, ...] = ()

    def time(self) -> datetime.datetime:
        """The signer's idea of now."""
        return datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=self.clock_skew_s)

    def headers(self, method: str, target: str, headers: dict[str, str], body: bytes) -> dict[str, str]:
        """The headers with date, token and signature."""
        stamp = self.time().strftime("%Y%m%dT%H%M%SZ")
        headers = {**headers, "x-amz-date": stamp}
        if self.token:
            headers["x-amz-security-token"] = self.token
        covered = {name.lower(): value for name, value in headers.items() if name.lower() not in self.unsigned_headers}
        path, _, query = target.partition("?")
        signature = self._signature(method, path, query, covered, hashlib.sha256(body).hexdigest(), stamp)
        names = ";".join(sorted(covered))
        credential = f"{self.access_key}/{self._scope(stamp)}"
        value = f"{ALGORITHM} Credential={credential}, SignedHeaders={names}, Signature={signature}"
        return {**headers, "authorization": value}

    def presigned(self, method: str, target: str, host: str, body: bytes = b"", expires_s: int = 300) -> str:
        """The target with the signature in its query."""
        stamp = self.time().strftime("%Y%m%dT%H%M%SZ")
        path, _, query = target.partition("?")
        pairs = {
            "X-Amz-Algorithm": ALGORITHM,
            "X-Amz-Credential": f"{self.access_key}/{self._scope(stamp)}",
            "X-Amz-Date": stamp,
            "X-Amz-Expires": str(expires_s),
            "X-Amz-SignedHeaders": "host",
        }
        added = "&".join(f"{name}={quote(value, safe='-_.~')}" for name, value in pairs.items())
        query = f"{query}&{added}" if query else added
        signature = self._signature(method, path, query, {"host": host}, hashlib.sha256(body).hexdigest(), stamp)
        return f"{path}?{query}&X-Amz-Signature={signature}"

    def _scope(self, stamp: str) -> str:
        return f"{stamp[:8]}/{self.region}/{self.service}/aws4_request"

    def _signature(self, method: str, path: str, query: str, covered: dict, body_hash: str, stamp: str) -> str:
        lines = [
            method,
            quote(path, safe="/-_.~"),
            "&".join(sorted(pair if "=" in pair else f"{pair}=" for pair in query.split("&") if pair)),
            *(f"{name}:{' '.join(covered[name].split())}" for name in sorted(covered)),
            "",
            ";".join(sorted(covered)),
            covered.get("x-amz-content-sha256", body_hash),
        ]
        canonical = hashlib.sha256("\n".join(lines).encode()).hexdigest()
        text = "\n".join((ALGORITHM, stamp, self._scope(stamp), canonical))
        key = b"AWS4" + self.secret_key.encode()
        for part in (stamp[:8], self.region, self.service, "aws4_request"):
            key = hmac.digest(key, part.encode(), "sha256")
        return hmac.new(key, text.encode(), "sha256").hexdigest()


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes = field(repr=False)

    @property
    def error_code(self) -> str:
        """The class that a client would raise."""
        return self.headers.get("x-amzn-errortype", "").split(":")[0]


class Wire:
    """One keep-alive connection to a server, not for use by two threads."""

    def __init__(self, url: str, signer: Signer | None = None, timeout_s: float = 60) -> None:
        self.parts = urlsplit(url)
        self.host = self.parts.netloc
        self.signer = signer or Signer()
        if self.parts.scheme == "https":
            context = ssl._create_unverified_context()
            self.connection = http.client.HTTPSConnection(self.host, timeout=timeout_s, context=context)
        else:
            self.connection = http.client.HTTPConnection(self.host, timeout=timeout_s)

    def send(
        self,
        method: str,
        target: str,
        body: bytes = b"",
        headers: dict[str, str] | None = None,
        signer: Signer | None = None,
        sign: bool = True,
    ) -> Answer:
        """Sends the target as it stands, signed unless told otherwise, and reads the whole answer."""
        headers = {"host": self.host, **{name.lower(): value for name, value in (headers or {}).items()}}
        if sign:
            headers = (signer or self.signer).headers(method, target, headers, body)
        self.connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
        for name, value in headers.items():
            self.connection.putheader(name, value)
        if "content-length" not in headers and "transfer-encoding" not in headers and (body or method in ("POST", "PUT")):
            self.connection.putheader("content-length", str(len(body)))
        self.connection.endheaders(body or None)
        answer = self.connection.getresponse()
        kept = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, kept, answer.read())

    def close(self) -> None:
        """Closes the connection."""
        self.connection.close()
