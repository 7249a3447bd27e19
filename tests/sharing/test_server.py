"""A team's site on a server, word for word as the manual says: git, a check before each push, nginx with a login."""

from __future__ import annotations

import base64
import http.client
import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import yaml

import cmkb
from manual.examples import DOCS, blocks
from tests.conftest import draw
from tests.site.built import broken_links

PAGE = (DOCS / "server.md").read_text(encoding="utf-8")
BLOCKS = {block.title: block.text for block in blocks(PAGE) if block.title}
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/opt/homebrew/bin")
CLIENT = """
    === clients/王岚.md
    ---
    电话: ["13800008899"]
    ---
    """
SCRIPT = "---\ncategory: 邀约\n---\n# 邀约\n您好，{称呼}。\n"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """`cmkb` is this tree's, git is nobody's."""
    program = tmp_path / "bin" / "cmkb"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cmkb.cli "$@"\n')
    program.chmod(0o755)
    git = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    for role in ("AUTHOR", "COMMITTER"):
        git |= {f"GIT_{role}_NAME": "x", f"GIT_{role}_EMAIL": "x@example.invalid"}
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    return os.environ | git | {"PATH": path, "PYTHONPATH": str(Path(cmkb.__file__).parents[1])}


def run(command: str, cwd: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-ec", command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.fixture
def member(tmp_path: Path, environment: dict[str, str]) -> Path:
    """A private vault with the team's repository in it, one talk track pushed."""
    vault = draw(tmp_path / "lin", CLIENT)
    made = run(
        "git init -q --bare --initial-branch=main team.git && git clone -q team.git lin/docs",
        tmp_path,
        environment,
    )
    assert made.returncode == 0, made.stderr
    hook = vault / "docs/.git/hooks/pre-push"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(BLOCKS["docs/.git/hooks/pre-push"], encoding="utf-8")
    hook.chmod(0o755)
    (vault / "docs/scripts").mkdir()
    (vault / "docs/scripts/邀约.md").write_text(SCRIPT, encoding="utf-8")
    (vault / "docs/mkdocs.yml").write_text(BLOCKS["mkdocs.yml"], encoding="utf-8")
    assert push(vault, environment).returncode == 0
    return vault


def push(vault: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = "git checkout -q -B main && git add . && git commit -q -m 话术 && git push -q origin main"
    return run(command, vault / "docs", environment)


def test_a_push_that_names_a_client_is_refused(member: Path, environment: dict[str, str]) -> None:
    script = member / "docs/scripts/邀约.md"
    script.write_text(SCRIPT + "上次王岚问过。\n", encoding="utf-8")
    refused = push(member, environment)
    assert refused.returncode != 0
    assert "docs/scripts/邀约.md:6:3" in refused.stderr
    there = run("git log -p --all", member.parent / "team.git", environment).stdout
    assert "王岚" not in there
    run("git reset -q --hard HEAD~1", member / "docs", environment)
    script.write_text(SCRIPT + "上次有人问过。\n", encoding="utf-8")
    passed = push(member, environment)
    assert passed.returncode == 0, passed.stderr
    assert "有人问过" in run("git log -p --all", member.parent / "team.git", environment).stdout


def test_the_runners_commands_build_the_site_from_the_repository_alone(
    member: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    run("git clone -q team.git checkout", tmp_path, environment)
    job = yaml.safe_load(BLOCKS[".gitlab-ci.yml"])["team-site"]
    for line in job["script"]:
        if not line.startswith("pip "):
            ran = run(line, tmp_path / "checkout", environment)
            assert ran.returncode == 0, ran.stderr
    (public,) = job["artifacts"]["paths"]
    site = tmp_path / "checkout" / public
    assert (site / "scripts/邀约.html").is_file()
    assert broken_links(site) == []
    assert not [file for file in site.rglob("*") if file.is_file() and "王岚".encode() in file.read_bytes()]


# --- nginx ---------------------------------------------------------------------------------------------------

AROUND = """
daemon off;
master_process off;
pid {here}/pid;
error_log {here}/error.log;
events {{}}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path {here}/body;
    proxy_temp_path {here}/proxy;
    fastcgi_temp_path {here}/fastcgi;
    uwsgi_temp_path {here}/uwsgi;
    scgi_temp_path {here}/scgi;
{server}
}}
"""


class Server:
    """Asked over a socket in a file: no port can be taken by somebody else."""

    def __init__(self, place: Path, certificate: Path) -> None:
        self.place = place
        self.context = ssl.create_default_context(cafile=str(certificate))

    def get(self, address: str, login: str = "") -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("cmkb.example")
        plain = socket.socket(socket.AF_UNIX)
        plain.connect(str(self.place))
        connection.sock = self.context.wrap_socket(plain, server_hostname="cmkb.example")
        headers = {"Authorization": f"Basic {base64.b64encode(login.encode()).decode()}"} if login else {}
        connection.request("GET", quote(address), headers=headers)
        answer = connection.getresponse()
        found = answer.status, dict(answer.getheaders()), answer.read()
        connection.close()
        return found


@pytest.fixture
def server(
    member: Path, environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    if NGINX is None or shutil.which("openssl") is None or not Path("/etc/nginx/mime.types").is_file():
        pytest.skip("nginx or openssl is not installed")
    built = run("cmkb build --audience team", member, environment)
    assert built.returncode == 0, built.stderr
    (member / "site-team" / ".git").mkdir()
    (member / "site-team" / ".git" / "config").write_text("[core]\n")
    here = tmp_path_factory.mktemp("n")  # the address of a socket may be no longer than 100 characters
    made = run(
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=cmkb.example "
        "-addext subjectAltName=DNS:cmkb.example -keyout cmkb.key -out cmkb.pem && "
        "printf '%s:%s\\n' linxiao \"$(printf geheim-1 | openssl passwd -6 -stdin)\" > cmkb.htpasswd",
        here,
        environment,
    )
    assert made.returncode == 0, made.stderr
    text = BLOCKS["/etc/nginx/conf.d/cmkb.conf"]
    for said, instead in (
        ("443", f"unix:{here}/socket"),
        ("/etc/nginx/", f"{here}/"),
        ("/srv/cmkb/vault/site-team", f'"{member}/site-team"'),
    ):
        assert said in text
        text = text.replace(said, instead)
    (here / "nginx.conf").write_text(AROUND.format(here=here, server=text), encoding="utf-8")
    with (here / "said").open("wb") as said_at_start:
        process = subprocess.Popen(
            [NGINX, "-c", str(here / "nginx.conf"), "-p", str(here)], stderr=said_at_start
        )
    try:
        while not (here / "pid").exists():  # written once it listens
            assert process.poll() is None, (here / "said").read_text() + (here / "error.log").read_text()
            time.sleep(0.05)
        yield Server(here / "socket", here / "cmkb.pem")
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.mark.long
def test_nginx_shows_the_site_to_who_logs_in_and_to_nobody_else(server: Server) -> None:
    for login in ("", "linxiao:wrong", "nobody:geheim-1"):
        for address in ("/", "/index.html", "/scripts/邀约.html", "/assets/", "/nothing"):
            status, headers, body = server.get(address, login)
            assert status == 401, (login, address)
            assert "邀约".encode() not in body
            assert headers["WWW-Authenticate"].startswith("Basic")
    login = "linxiao:geheim-1"
    status, headers, body = server.get("/", login)
    assert status == 200
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Cache-Control"] == "private, no-cache"
    status, headers, body = server.get("/scripts/邀约.html", login)
    assert status == 200
    assert "您好" in body.decode("utf-8")
    assert server.get("/.git/config", login)[0] == 404
    status, headers, body = server.get("/nothing.html", login)
    assert status == 404
    assert headers["X-Robots-Tag"] == "noindex"
    assert b"<html" in body
