"""The development server, for real: it sees every change, answers this machine only, and leaves nothing behind."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from urllib.parse import quote

import pytest
from built import BIN, run

from cmkb.site.server import Served, is_loopback, only_own_host
from tests.conftest import draw

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="skipped: no signals to stop a server with")

CONFIG = "site_name: 试用\ntheme: material\nplugins:\n  - cmkb:\n      today: 2026-11-23\n"
PATIENCE = 60.0  # seconds; a change shows after about two


class Server:
    def __init__(self, port: int, folder: Path) -> None:
        self.port = port
        self.folder = folder

    def get(self, path: str = "/", host: str = "") -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.putrequest("GET", path, skip_host=True)
            connection.putheader("Host", host or f"127.0.0.1:{self.port}")
            connection.endheaders()
            answer = connection.getresponse()
            return answer.status, answer.read().decode("utf-8")
        finally:
            connection.close()

    def until(self, path: str, fits: Callable[[str], bool]) -> str:
        """The page, once it fits."""
        end = time.monotonic() + PATIENCE
        text = ""
        while time.monotonic() < end:
            try:
                text = self.get(path)[1]
                if fits(text):
                    return text
            except OSError:
                pass
            time.sleep(0.1)
        raise AssertionError(f"{path} never came to be what was expected: {text[-500:]}")

    def shows(self, path: str, words: str) -> str:
        return self.until(path, lambda text: words in text)

    def write(self, path: str, text: str) -> None:
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text, "utf-8")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(command: list[str], folder: Path, port: int, temporary: Path, stop: int) -> Iterator[Server]:
    temporary.mkdir()
    environment = {**os.environ, "TMPDIR": str(temporary), "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
    log = (temporary.parent / "log").open("wb")
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        server = Server(port, folder)
        server.shows("/", "<html")
        yield server
    finally:
        process.send_signal(stop)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        finally:
            log.close()
    assert list(temporary.iterdir()) == []


def test_everything_that_changes_shows(tmp_path: Path) -> None:
    port = free_port()
    folder = draw(tmp_path / "我的 笔记", f"=== clients/王芳.md\n# 王芳\n早先的话\n=== mkdocs.yml\n{CONFIG}")
    command = [str(BIN / "cmkb"), "serve", "--port", str(port)]
    wang = "/clients/%E7%8E%8B%E8%8A%B3.html"
    with serving(command, folder, port, tmp_path / "tmp", signal.SIGTERM) as server:
        assert "早先的话" in server.get(wang)[1]
        assert "/livereload/" in server.get(wang)[1]  # the page asks for its next version

        server.write("clients/王芳.md", "# 王芳\n后来的话\n")
        server.shows(wang, "后来的话")
        server.write("clients/新的/李雷.md", "# 李雷\n在新的文件夹里\n")
        server.shows("/clients/%E6%96%B0%E7%9A%84/%E6%9D%8E%E9%9B%B7.html", "在新的文件夹里")
        # There was no journal/
        server.write("journal/2026-11-23.md", "## 记录\n- 10:15 电话 [[王芳]] 打通了\n")
        server.shows(wang, "打通了")
        server.write("journal/2026-11-23.md", "## 记录\n- 10:15 电话 [[王芳]] 又改了\n")
        server.shows(wang, "又改了")
        server.write("docs/page.md", "# 一页\n手写的\n")  # nor docs/
        server.shows("/page.html", "手写的")
        server.write("playbook.yml", "title: 我的打法\n")  # nor a playbook
        server.shows("/routine.html", "我的打法")
        server.write("holidays/2026.yml", "half-baked: [\n")
        server.shows("/check.html", "holidays/2026.yml")
        (folder / "journal" / "2026-11-23.md").unlink()
        server.until(wang, lambda text: "又改了" not in text)

        server.write("mkdocs.yml", CONFIG + "      nonsense: 1\n")  # cannot be built
        time.sleep(2)
        assert server.get("/")[0] == 200
        server.write("mkdocs.yml", CONFIG.replace("试用", "改好了"))
        server.shows("/", "改好了")

        status, text = server.get("/", host="evil.example:80")
        assert (status, "127.0.0.1" in text, "王芳" in text) == (421, True, False)
        assert server.get("/", host="[::1")[0] == 421
        assert server.get("/", host="localhost")[0] == 200


def test_a_source_elsewhere_that_comes_goes_and_comes_back_shows(tmp_path: Path) -> None:
    """A repository of the team that is cloned while the server runs; two folders of the way to it are missing."""
    port = free_port()
    sources = (
        "      sources:\n        - {path: ../共享盘/团队/话术, to: docs/scripts/团队, owner: 城南支行}\n"
    )
    folder = draw(tmp_path / "v", f"=== clients/王芳.md\n# 王芳\n=== mkdocs.yml\n{CONFIG}{sources}")
    team = tmp_path / "共享盘/团队/话术"
    page = "/scripts/%E5%9B%A2%E9%98%9F/%E9%82%80%E7%BA%A6.html"
    command = [str(BIN / "cmkb"), "serve", "--port", str(port)]
    with serving(command, folder, port, tmp_path / "tmp", signal.SIGTERM) as server:
        assert server.get(page)[0] == 404
        (tmp_path / "共享盘").mkdir()
        server.write("../共享盘/团队/话术/邀约.md", "第一版的话\n")
        server.shows(page, "第一版的话")
        server.write("../共享盘/团队/话术/邀约.md", "第二版的话\n")
        server.shows(page, "第二版的话")
        team.rename(tmp_path / "共享盘" / "换了名字")
        server.until("/scripts/", lambda text: "邀约.html" not in text)
        (tmp_path / "共享盘" / "换了名字").rename(team)
        server.shows(page, "第二版的话")
        server.write("../共享盘/团队/话术/邀约.md", "第三版的话\n")
        server.shows(page, "第三版的话")


def test_mkdocs_serve_reloads_too(tmp_path: Path) -> None:
    """With a click that switches live reload off without a word this would wait for ever."""
    port = free_port()
    folder = draw(
        tmp_path / "v", f"=== clients/王芳.md\n早先的话\n=== docs/page.md\n手写的\n=== mkdocs.yml\n{CONFIG}"
    )
    command = [str(BIN / "mkdocs"), "serve", "--dev-addr", f"127.0.0.1:{port}"]
    with serving(command, folder, port, tmp_path / "tmp", signal.SIGINT) as server:
        server.write("clients/王芳.md", "后来的话")
        server.shows("/clients/%E7%8E%8B%E8%8A%B3.html", "后来的话")
        server.write("docs/page.md", "改过的")
        server.shows("/page.html", "改过的")
        assert server.get("/", host="evil.example")[0] == 421


TEMPLATE = "{% extends 'base.html' %}{% block content %}NEW{{ page.content }}{% endblock %}"


def test_an_open_page_survives_a_failed_build_and_shows_the_problem(tmp_path: Path) -> None:
    """MkDocs empties the site before it builds: a template with an error left nothing to be seen."""
    port = free_port()
    config = CONFIG.replace("material", "{name: material, custom_dir: my}")
    folder = draw(
        tmp_path / "v",
        f"=== clients/王芳.md\n# 王芳\n早先的话\n=== docs/page.md\n手写的\n=== my/main.html\n{TEMPLATE}\n=== mkdocs.yml\n{config}",
    )
    command = [str(BIN / "cmkb"), "serve", "--port", str(port)]
    with serving(command, folder, port, tmp_path / "tmp", signal.SIGTERM) as server:
        assert "data-cmkb-trouble" not in server.shows("/page.html", "NEW")
        server.write("my/main.html", TEMPLATE.replace("NEW", "{{ nothing.at.all }}<b>"))
        server.write("clients/王芳.md", "# 王芳\n后来的话\n")  # templates are not watched, notes are
        told = server.shows("/clients/%E7%8E%8B%E8%8A%B3.html", "data-cmkb-trouble")
        assert "早先的话" in told
        assert "网站没有更新，下面是上一次的" in told
        assert "nothing" in told
        assert "/livereload/" in told  # it goes on asking
        assert "data-cmkb-trouble" in server.get("/nowhere.html")[1]
        assert "data-cmkb-trouble" not in server.get("/assets/cmkb/cmkb.css")[1]
        server.write("my/main.html", TEMPLATE)
        server.write("clients/王芳.md", "# 王芳\n终于\n")
        assert "data-cmkb-trouble" not in server.shows("/clients/%E7%8E%8B%E8%8A%B3.html", "终于")


def test_pages_that_many_ask_for_while_notes_are_saved_are_whole(tmp_path: Path) -> None:
    """A client's page is made when it is asked for: by several at once, between one save and the next."""
    port = free_port()
    clients = "\n".join(f"=== clients/客户{n}.md\n# 客户{n}\n第 0 次" for n in range(30))
    folder = draw(tmp_path / "v", f"{clients}\n=== mkdocs.yml\n{CONFIG}")
    command = [str(BIN / "cmkb"), "serve", "--port", str(port)]
    with serving(command, folder, port, tmp_path / "tmp", signal.SIGTERM) as server:
        stop = Event()
        broken: list[str] = []

        def ask(which: int) -> None:
            while not stop.is_set():
                status, text = server.get(f"/clients/{quote(f'客户{which % 30}')}.html")
                if status != 200 or "</html>" not in text or f"客户{which % 30}" not in text:
                    broken.append(f"{status}: {text[-200:]}")
                which += 7

        readers = [Thread(target=ask, args=(n,)) for n in range(6)]
        for reader in readers:
            reader.start()
        for time_ in range(1, 6):
            server.write("clients/客户3.md", f"# 客户3\n第 {time_} 次\n")
            server.write("clients/客户4.md", f"---\n等级: 金卡\n---\n第 {time_} 次\n- [ ] 第 {time_} 件\n")
            server.shows(f"/clients/{quote('客户3')}.html", f"第 {time_} 次")
            server.shows(f"/clients/{quote('客户4')}.html", f"第 {time_} 件")
        stop.set()
        for reader in readers:
            reader.join()
        assert broken == []
        assert server.get(f"/clients/{quote('没有')}.html")[0] == 404


def test_what_an_error_says_is_text_on_the_page(tmp_path: Path) -> None:
    served = Served(tmp_path, str)

    def build() -> None:
        raise ValueError("<script>alert(1)</script>")

    def app(environ: dict[str, object], start_response: Callable[..., object]) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", "33")])
        return [b"<html><BODY class=x><p></p></BODY>"]

    served.keep_answering(build, lambda said: None)()
    headers: list[tuple[str, str]] = []
    page = b"".join(served.telling(app)({"PATH_INFO": "/"}, lambda status, given: headers.extend(given)))
    assert page.startswith(b"<html><BODY class=x><div role=")
    assert b"&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert b"<script" not in page
    assert headers == [("Content-Type", "text/html"), ("Content-Length", str(len(page)))]


def test_a_page_that_cannot_be_made_says_why(tmp_path: Path) -> None:
    """It is made when somebody asks for it: a build that would have failed and told of it is over by then."""

    class Broken:
        def make(self, path: str, root: Path) -> bool:
            raise ValueError("<b>")

    def app(environ: dict[str, object], start_response: Callable[..., object]) -> list[bytes]:
        start_response("404 Not Found", [])
        return [b""]

    served, said, answered = Served(tmp_path, str), [], []
    served.later = Broken()  # type: ignore[assignment]
    page = served.making(app, "/", said.append)({"PATH_INFO": "/"}, lambda *given: answered.append(given))
    assert said == ["index.html: <b>"]
    assert answered == [("500 Internal Server Error", [("Content-Type", "text/html; charset=utf-8")])]
    assert "这一页没有生成，过几秒会自动再试：&lt;b&gt;" in b"".join(page).decode()


@pytest.mark.parametrize("program", ["mkdocs", "properdocs"])
@pytest.mark.parametrize(
    "words",
    [["--clean", "--dev-addr", "0.0.0.0:1"], ["--no-livereload", "--dev-addr", "127.0.0.1:1"]],
    ids=" ".join,
)
def test_no_option_of_the_server_opens_it_to_others(program: str, words: list[str], tmp_path: Path) -> None:
    """`--clean` builds as for a publication, without a look at the address; `--no-livereload` leaves the server to
    MkDocs alone, which answers to any name."""
    folder = draw(tmp_path / "v", f"=== docs/page.md\n一页\n=== mkdocs.yml\n{CONFIG}")
    (tmp_path / "tmp").mkdir()
    ran = run(program, "serve", *words, cwd=folder, TMPDIR=str(tmp_path / "tmp"))
    assert ran.returncode == 1
    assert "只能在本机打开" in ran.stderr or "cmkb 不允许" in ran.stderr
    assert list((tmp_path / "tmp").iterdir()) == []


@pytest.mark.parametrize("program", ["mkdocs", "properdocs"])
def test_nobody_else_on_the_network_is_served(program: str, tmp_path: Path) -> None:
    folder = draw(
        tmp_path / "v", f"=== docs/page.md\n一页\n=== mkdocs.yml\n{CONFIG}dev_addr: 0.0.0.0:{free_port()}\n"
    )
    (tmp_path / "tmp").mkdir()
    ran = run(program, "serve", cwd=folder, TMPDIR=str(tmp_path / "tmp"))
    assert ran.returncode == 1
    assert "只能在本机打开" in ran.stderr
    assert list((tmp_path / "tmp").iterdir()) == []


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("localhost", True),
        ("LOCALHOST:8000", True),
        ("127.0.0.1:8000", True),
        ("127.8.8.8", True),
        ("[::1]:8000", True),
        ("", False),
        ("evil.example", False),
        ("127.0.0.1.evil.example", False),
        ("localhost.evil.example", False),
        ("user@127.0.0.1@evil.example", False),
        ("192.168.1.2", False),
        ("[::1", False),
        ("0.0.0.0", False),
    ],
)
def test_only_this_machines_own_names_are_answered(host: str, own: bool) -> None:
    said: list[str] = []
    app = only_own_host(lambda environ, start: [b"clients"])
    answer = b"".join(app({"HTTP_HOST": host}, lambda status, headers: said.append(status)))
    assert (answer == b"clients", said == ["421 Misdirected Request"]) == (own, not own)


def test_loopback() -> None:
    assert is_loopback("::1")
    assert not is_loopback("")


def test_what_is_saved_before_the_folders_are_watched_shows_too(tmp_path: Path) -> None:
    """It showed with the next save only. Written as soon as the first build has made a page, before anything is served."""
    port = free_port()
    folder = draw(tmp_path / "v", f"=== clients/王芳.md\n# 王芳\n早先的话\n=== mkdocs.yml\n{CONFIG}")
    hook = "import pathlib\ndef on_post_build(config):\n    note = pathlib.Path('clients/王芳.md')\n"
    hook += "    if '早先' in note.read_text('utf-8'): note.write_text('# 王芳\\n后来的话\\n', 'utf-8')\n"
    (folder / "hook.py").write_text(hook, "utf-8")
    (folder / "mkdocs.yml").write_text(f"{CONFIG}hooks: [hook.py]\n", "utf-8")
    command = [str(BIN / "cmkb"), "serve", "--port", str(port)]
    with serving(command, folder, port, tmp_path / "tmp", signal.SIGTERM) as server:
        server.shows("/clients/%E7%8E%8B%E8%8A%B3.html", "后来的话")


def test_an_impatient_second_signal_leaves_no_server_behind(tmp_path: Path) -> None:
    """It interrupted the end: the process stayed, its port taken, its temporary folder full of clients."""
    port = free_port()
    folder = draw(tmp_path / "v", f"=== clients/王芳.md\n# 王芳\n=== mkdocs.yml\n{CONFIG}")
    (tmp_path / "tmp").mkdir()
    process = subprocess.Popen(
        [str(BIN / "cmkb"), "serve", "--port", str(port)],
        cwd=folder,
        env={**os.environ, "TMPDIR": str(tmp_path / "tmp")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    Server(port, folder).shows("/", "<html")
    end = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < end:
        process.send_signal(signal.SIGINT)
        time.sleep(0.02)
    ended = process.poll() is not None
    process.kill()
    process.wait()
    assert ended
    assert list((tmp_path / "tmp").iterdir()) == []
