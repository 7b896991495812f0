"""`gemel demo` from the binary alone: the plant is unpacked and loaded, the printed link signs in, a signal ends it all."""

import json
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

from gemel_server import Gemel, binary, environment, free_port


def test_the_demo_from_the_binary_alone(tmp_path: Path) -> None:
    server = Gemel(tmp_path / "data")
    server.port = free_port()
    command = [str(binary()), "demo", "--data", "data", "--listen", server.host, "--no-live", "--days", "0", "--", "--skip-telemetry"]
    surroundings = environment(GEMEL_PYTHON=sys.executable)
    lines = []
    with subprocess.Popen(command, cwd=tmp_path, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as demo:
        for line in demo.stdout:
            lines.append(line)
            if "aws s3 ls" in line:
                break
        told = "".join(lines)
        assert "is running on" in told, told
        assert (tmp_path / "data" / "demo" / "plant" / "tree.py").exists()
        place = ["--data", str(server.data), "--listen", server.host]
        done = subprocess.run([str(binary()), "console-link", "--json", *place], env=environment(), capture_output=True, text=True)
        link = json.loads(done.stdout)
        if link["hasConsole"]:
            link["url"] = next(it.strip() for it in lines if "#link=" in it)
            assert told.index("#link=") < told.index("aws iottwinmaker")
        body = json.dumps({"link": link["url"].rsplit("=", 1)[1]}).encode()
        asked = urllib.request.Request(f"{server.url}/console/session", body, {"content-type": "application/json"})
        with urllib.request.urlopen(asked, timeout=10) as answer:
            assert json.loads(answer.read())["accessKeyId"].startswith("ASIA")
        demo.send_signal(signal.SIGTERM)
        assert demo.wait(timeout=60) == 0
    try:
        assert server.get("/healthz")[0] != 200
    except OSError:
        pass  # as it should be: nobody answers any more


def test_without_a_python_it_says_what_to_do(tmp_path: Path) -> None:
    done = subprocess.run(
        [str(binary()), "demo"], cwd=tmp_path, env=environment(PATH=str(tmp_path)), capture_output=True, text=True, timeout=30
    )
    assert done.returncode == 1 and "pip install boto3" in done.stderr and "python3" in done.stderr
    assert not (tmp_path / "gemel-data").exists()
