"""A real workbench in a real Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium, or the one that CHROMIUM names; only outside CI may a machine have none."""
    from playwright.sync_api import sync_playwright

    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not found and not os.environ.get("CI"):
        pytest.skip("no Chromium here; set CHROMIUM to one")
    assert found, "CI needs Chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def serve(tmp_path):
    """Start the workbench on a study, in somebody's name ("" asks for it); gives its address."""
    servers = []

    def start(study: Path | None, coder: str = "ana") -> str:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        log = (tmp_path / f"server-{port}.log").open("w+")
        command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), f"--server.port={port}"]
        named = {"QUALCODE_CODER": coder, "QUALCODE_STUDY": str(study or ""), "QUALCODE_HOME": str(tmp_path / "home")}
        server = subprocess.Popen(command, cwd=ROOT, env=os.environ | named, stdout=log, stderr=subprocess.STDOUT)
        servers.append((server, log))
        address = f"http://127.0.0.1:{port}"
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                    return address
            except OSError:
                if server.poll() is not None:
                    break
                time.sleep(0.1)
        log.seek(0)
        raise AssertionError(f"the workbench did not start:\n{log.read()}")

    yield start
    for server, log in servers:
        server.terminate()
        server.wait()
        log.close()
