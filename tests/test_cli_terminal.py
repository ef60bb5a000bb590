"""The command line as a person meets it: in a real terminal, and as a server."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

import qualcode

COMMAND = [sys.executable, "-m", "qualcode.cli"]
posix = pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals are a thing of Unix")


def in_terminal(*arguments: object, keys: str = "", prompt: bytes = b"") -> tuple[int, str]:
    """Run a command in a pseudo-terminal and press a key at each prompt; the exit code, and what was shown."""
    import pty
    import select

    main, side = pty.openpty()
    environment = {**os.environ, "QUALCODE_CODER": "ana", "COLUMNS": "80", "TERM": "xterm"}
    command = [*COMMAND, *map(str, arguments)]
    process = subprocess.Popen(command, stdin=side, stdout=side, stderr=side, env=environment)
    os.close(side)
    shown, left = b"", list(keys)
    try:
        while True:
            ready = select.select([main], [], [], 0.02)[0]
            if left and shown.count(prompt) > len(keys) - len(left) and waits_for_a_key(main):
                os.write(main, left.pop(0).encode())
            try:
                part = os.read(main, 4096) if ready else None
            except OSError:  # Linux says so when the other side is closed
                part = b""
            if part == b"":
                break
            shown += part or b""
        return process.wait(timeout=60), shown.decode().replace("\r\n", "\n")
    finally:
        process.kill()
        process.wait()
        os.close(main)


def waits_for_a_key(terminal: int) -> bool:
    """Whether the program has asked for single keys; what is typed earlier would be lost."""
    import termios

    return not termios.tcgetattr(terminal)[3] & termios.ICANON


@posix
def test_in_a_terminal_single_keys_decide(study):
    study.documents.mark_read(["P1", "P2", "P3"])
    study.suggestions.run()
    code, shown = in_terminal("suggestions", "review", study.path, keys="asuxq", prompt=b"[q]uit")
    assert code == 0
    assert list(study.suggestions.decisions()["decision"]) == ["accepted", "rejected"]
    assert "\x1b[1m»We come from two worlds.«\x1b[0m" in shown


@posix
@pytest.mark.parametrize(("key", "expected"), [("\x03", 130), ("\x04", 0), ("\x1b", 0)])
def test_in_a_terminal_the_review_can_be_left_and_what_was_decided_is_kept(study, key, expected):
    study.documents.mark_read(["P1", "P2", "P3"])
    study.suggestions.run()
    code, shown = in_terminal("suggestions", "review", study.path, keys=f"a{key}", prompt=b"[q]uit")
    assert code == expected
    assert "Traceback" not in shown
    assert len(study.codings) == 1


@posix
def test_in_a_terminal_a_table_fits_and_has_no_stray_control_characters(study):
    study.codings.add_quote("P2", "Nobody asked us about the logo.", "brand")
    _, shown = in_terminal("codings", "list", study.path)
    lines = shown.rstrip("\n").split("\n")
    assert max(len(line) for line in lines) <= 80
    assert "    quote: Nobody asked us about the logo." in lines


@posix
def test_in_a_terminal_long_work_shows_a_bar_that_is_gone_afterwards(study, tmp_path):
    for number in (1, 2):
        text = f"Eva: Number {number}.\n\nInt: Yes?\n"
        (tmp_path / f"e{number}.txt").write_text(text, encoding="utf-8")
    _, shown = in_terminal("documents", "add", study.path, tmp_path / "e1.txt", tmp_path / "e2.txt")
    assert "Reading [############............] 1/2 e1.txt" in shown
    assert "\r\x1b[K" in shown.split("2/2 e2.txt")[1]


def test_serve_answers_on_this_machine_only_and_ends_when_it_is_told_to(tmp_path):
    path = tmp_path / "study.qualcode"
    qualcode.create(path, coder="ana").close()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = tmp_path / "log.txt"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [*COMMAND, "serve", path, "--port", str(port), "--headless"], stdout=output, stderr=output
        )
        try:
            assert answers(f"http://127.0.0.1:{port}/_stcore/health") == "ok", log.read_text(encoding="utf-8")
        finally:
            server.terminate()
            server.wait(timeout=30)
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0
    assert "0.0.0.0" not in log.read_text(encoding="utf-8")


def answers(url: str, seconds: float = 60) -> str:
    """What a server says as soon as it says something; empty when it stays silent."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=5) as reply:
                return str(reply.read().decode())
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    return ""
