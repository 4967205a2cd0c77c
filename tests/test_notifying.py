"""The operator is told by his command, his webhook or his mail server, all real; what fails says so and fails no run."""

import json
import os
import socketserver
import sys
import threading
from contextlib import contextmanager

import pytest
from harness import kliping

from pipelines.catalogue import CatalogueError
from pipelines.exits import ExitCode
from pipelines.notifying import Message, NotifyError, notify, ping
from pipelines.operator_file import Notify, Operator, read_operator

MESSAGE = Message(
    "health", "kliping: alarm: koran broken", "koran: broken\n  tanpa penulis é", {"alarms": [1]}
)
TOLD = {"kind": "health", "subject": MESSAGE.subject, "text": MESSAGE.text, "alarms": [1]}


def operator(**ways):
    return Operator(notify=Notify.model_validate(ways))


@contextmanager
def mail_server(refuse=b""):
    """A mail server of few words; yields its port and what it was told, line by line."""
    told = []

    class Handler(socketserver.StreamRequestHandler):
        def handle(self):
            self.wfile.write(b"220 surat\r\n")
            data = False
            for line in self.rfile:
                told.append(line.rstrip(b"\r\n").decode())
                if data:
                    data = told[-1] != "."
                    self.wfile.write(b"" if data else b"250 ok\r\n")
                    continue
                if told[-1].startswith(refuse.decode() or "?"):
                    self.wfile.write(b"550 no such mailbox\r\n")
                    continue
                word = told[-1][:4].upper()
                data = word == "DATA"
                answer = {"EHLO": b"250-surat\r\n250 8BITMIME", "DATA": b"354 go on", "QUIT": b"221 bye"}
                self.wfile.write(answer.get(word, b"250 ok") + b"\r\n")
                if word == "QUIT":
                    return

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield server.server_address[1], told
        server.shutdown()
        thread.join()


def mail(port, **more):
    return {
        "to": "redaksi@koran.test",
        "from": "kliping@koran.test",
        "host": "127.0.0.1",
        "port": port,
        **more,
    }


@contextmanager
def webhook(status=200):
    """A loopback address that keeps what is posted to it."""
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

    posts = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            posts.append((self.path, self.headers["Content-Type"], json.loads(body)))
            self.send_response(status)
            self.send_header("Location", "http://127.0.0.1:9/")
            self.end_headers()

        def log_message(self, *_args):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", posts
    server.shutdown()
    server.server_close()
    thread.join()


def test_command_gets_the_message_on_stdin(tmp_path):
    script = "import pathlib, sys; pathlib.Path(sys.argv[1]).write_bytes(sys.stdin.buffer.read())"
    assert notify(operator(command=[sys.executable, "-c", script, str(tmp_path / "told")]), MESSAGE)
    assert json.loads((tmp_path / "told").read_bytes()) == TOLD


def test_webhook_gets_it_by_post():
    with webhook() as (url, posts):
        assert notify(operator(webhook=f"{url}/hook?token=x"), MESSAGE)
    assert posts == [("/hook?token=x", "application/json", TOLD)]


def test_mail_goes_to_all():
    with mail_server() as (port, told):
        assert notify(operator(mail=mail(port, to=["satu@koran.test", "Dua <dua@koran.test>"])), MESSAGE)
    assert [line.lower() for line in told if line.lower().startswith("rcpt")] == [
        "rcpt to:<satu@koran.test>",
        "rcpt to:<dua@koran.test>",
    ]
    assert f"Subject: {MESSAGE.subject}" in told
    assert "Auto-Submitted: auto-generated" in told


def test_nobody_is_told_where_no_way_is_named():
    assert not notify(Operator(), MESSAGE)


@pytest.mark.parametrize(
    ("ways", "said"),
    [
        (
            {"command": [sys.executable, "-c", "import sys; sys.exit('kotak penuh')"]},
            "exit code 1: kotak penuh",
        ),
        ({"command": ["/no/such/command"]}, "/no/such/command"),
        ({"webhook": "http://127.0.0.1:9/secret"}, "127.0.0.1: "),
        ({"mail": mail(9)}, "127.0.0.1:9: ConnectionRefusedError"),
    ],
)
def test_failure_says_why(ways, said):
    with pytest.raises(NotifyError) as failure:
        notify(operator(**ways), MESSAGE)
    assert said in str(failure.value)
    assert "secret" not in str(failure.value)


@pytest.mark.parametrize("status", [302, 404, 500])
def test_webhook_that_answers_otherwise_failed(status):
    with webhook(status) as (url, posts), pytest.raises(NotifyError, match=f"127.0.0.1: http {status}"):
        notify(operator(webhook=url), MESSAGE)
    assert len(posts) == 1


def test_mailbox_that_is_refused_failed():
    with mail_server(refuse=b"rcpt") as (port, _), pytest.raises(NotifyError, match="no such mailbox"):
        notify(operator(mail=mail(port)), MESSAGE)


@pytest.mark.parametrize(
    ("account", "said"),
    [
        ({"password_env": "KLIPING_TEST_NO_PASSWORD"}, "the environment holds no KLIPING_TEST_NO_PASSWORD"),
        ({"password_file": "/no/such/file"}, "/no/such/file"),
    ],
)
def test_password_that_is_not_there(account, said):
    assert "KLIPING_TEST_NO_PASSWORD" not in os.environ
    with mail_server() as (port, _), pytest.raises(NotifyError, match=said):
        notify(operator(mail=mail(port, user="redaksi", **account)), MESSAGE)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("command = []", "notify.command"),
        ("webhook = 'ftp://x.test'", "notify.webhook"),
        ("ping = 'x.test/uuid'", "notify.ping"),
        ("webhook = 'https://x.test'\ncommand = ['a']", "names more than one"),
        ("mail = { to = 'a@x.test' }", "notify.mail.from"),
        ("mail = { to = 'nobody', from = 'a@x.test' }", "notify.mail.to"),
        ("mail = { to = 'a@x.test', from = 'a@x.test', user = 'a' }", "an account has a user"),
        (
            "mail = { to = 'a@x.test', from = 'a@x.test', user = 'a', password_env = 'PASS', host = 'x.test' }",
            "over tls",
        ),
    ],
)
def test_operator_file_is_checked(tmp_path, text, key):
    (tmp_path / "kliping.toml").write_text(f"[notify]\n{text}\n")
    with pytest.raises(CatalogueError, match=key):
        read_operator(tmp_path)


@pytest.mark.parametrize(
    ("code", "path"),
    [
        (ExitCode.OK, "/uuid"),
        (ExitCode.SOME_FAILED, "/uuid"),
        (ExitCode.SITE_BROKE, "/uuid"),
        (ExitCode.DISK, "/uuid/fail"),
        (ExitCode.BAD_CONFIGURATION, "/uuid/fail"),
        (ExitCode.INTERRUPTED, "/uuid/fail"),
    ],
)
def test_ping_tells_whether_the_job_ran(code, path):
    with webhook() as (url, posts):
        ping(operator(ping=f"{url}/uuid"), code)
    assert posts == [(path, "application/json", {"exit_code": code.value, "outcome": code.name.lower()})]


def test_ping_may_be_a_command_and_may_fail(tmp_path, caplog):
    script = "import pathlib, sys; pathlib.Path(sys.argv[1]).write_text(sys.argv[2])"
    ping(operator(ping=[sys.executable, "-c", script, str(tmp_path / "told")]), ExitCode.SITE_BROKE)
    assert (tmp_path / "told").read_text() == "6"
    ping(operator(ping="http://127.0.0.1:9/uuid"), ExitCode.OK)
    assert "the ping failed: 127.0.0.1: " in caplog.text


def test_test_notify_and_ping_of_a_job(tmp_path):
    with webhook() as (url, posts):
        (tmp_path / "kliping.toml").write_text(f'[notify]\nwebhook = "{url}/hook"\nping = "{url}/uuid"\n')
        assert kliping("health", "test-notify", "--data", str(tmp_path)).returncode == 0
        assert kliping("crawl", "nosuchsite", "--data", str(tmp_path)).returncode == 2
    assert [(path, told.get("kind", told.get("outcome"))) for path, _, told in posts] == [
        ("/hook", "test"),
        ("/uuid/fail", "misuse"),
    ]
