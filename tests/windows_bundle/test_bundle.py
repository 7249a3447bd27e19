"""The bundle itself, made with what a package registry offers: judged by the rules of Windows, installed here."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from email.parser import HeaderParser
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.tags import compatible_tags, cpython_tags
from packaging.utils import canonicalize_name, parse_wheel_filename

from windows_bundle.__main__ import PYTHONS, main, make_bundle, pack
from windows_bundle.embedded_python import version_of
from windows_bundle.wheels import BundleError, System

LINUX = System(
    "x86_64-manylinux_2_28", ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64")
)
VERSION = "{}.{}".format(*sys.version_info[:2])


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Skips where a bundle cannot be made."""
    pytest.importorskip("uv", reason="uv is not installed: pip install uv")
    ask = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "click"]
    into = tmp_path_factory.mktemp("asked")
    ran = subprocess.run([*ask, "--dest", str(into)], capture_output=True, text=True, check=False)
    if ran.returncode:
        pytest.skip(f"no package registry: {ran.stderr.strip().splitlines()[-1:]}")


@pytest.fixture(scope="module")
def for_windows(registry: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "cmkb-windows"
    make_bundle(folder)
    return folder


# --- for Windows ---------------------------------------------------------------------------------------------


def on_windows(python: str) -> dict[str, str]:
    """What pip of a 64-bit Windows would answer to markers."""
    return {
        "sys_platform": "win32",
        "platform_system": "Windows",
        "os_name": "nt",
        "platform_machine": "AMD64",
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
        "python_version": python,
        "python_full_version": f"{python}.9",
        "extra": "",
    }


def wanted_by(wheel: Path) -> Iterator[Requirement]:
    with zipfile.ZipFile(wheel) as packed:
        (name,) = (name for name in packed.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = HeaderParser().parsestr(packed.read(name).decode("utf-8"))
    yield from map(Requirement, metadata.get_all("Requires-Dist", []))


@pytest.mark.long
@pytest.mark.parametrize("python", PYTHONS)
def test_pip_on_windows_finds_every_package_that_any_of_them_asks_for(for_windows: Path, python: str) -> None:
    wheels = for_windows / "cmkb" / "wheels"
    version = tuple(map(int, python.split(".")))
    fitting = {
        *cpython_tags(version, platforms=["win_amd64"]),
        *compatible_tags(version, interpreter=f"cp{version[0]}{version[1]}", platforms=["win_amd64"]),
    }
    found: dict[str, list[tuple[object, Path]]] = {}
    for wheel in wheels.glob("*.whl"):
        name, number, _, tags = parse_wheel_filename(wheel.name)
        if tags & fitting:
            found.setdefault(name, []).append((number, wheel))
    listed = dict(
        line.split("==") for line in (wheels / f"requirements-{python}.txt").read_text("utf-8").split()
    )
    environment = on_windows(python)
    for name, number in listed.items():
        # of two that fit, one for an older Python with the stable interface, pip takes the nearer; they ask for the same
        fit = [wheel for version, wheel in found[canonicalize_name(name)] if str(version) == number]
        assert fit, f"no wheel of {name} {number}"
        for asked in chain.from_iterable(map(wanted_by, fit)):
            if asked.marker is None or asked.marker.evaluate(environment):
                assert canonicalize_name(asked.name) in listed, f"{name} asks for {asked}"
                assert asked.specifier.contains(listed[canonicalize_name(asked.name)]), f"{name}: {asked}"
    assert "cmkb" in listed
    assert "colorama" in listed  # asked for on Windows alone


@pytest.mark.long
def test_an_embedded_python_finds_cmkb_beside_it(registry: None, tmp_path: Path) -> None:
    archive = tmp_path / "python-3.13.1-embed-amd64.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("python.exe", "stands for a program")
        packed.writestr("python313._pth", "python313.zip\r\n.\r\n\r\n#import site\r\n")
    assert version_of(archive) == "3.13"
    make_bundle(tmp_path / "made", archive=archive)
    python = tmp_path / "made" / "cmkb" / "python"
    assert (python / "python313._pth").read_bytes().split(b"\r\n") == [
        b"python313.zip",
        b".",
        b"Lib\\site-packages",
        b"import site",
        b"",
    ]
    packages = python / "Lib" / "site-packages"
    assert (packages / "cmkb" / "starter" / "clients" / "陈小满.md").is_file()
    assert (packages / "colorama").is_dir()
    assert [file.suffix for file in (packages / "comrak").glob("comrak*.pyd")] == [".pyd"]
    assert not list(packages.rglob("*.so"))
    assert not (tmp_path / "made" / "cmkb" / "wheels").exists()
    longest = max(len(str(file.relative_to(tmp_path / "made"))) for file in packages.rglob("*"))
    assert longest < 160  # of the 260 that Windows allows by default


# --- here ----------------------------------------------------------------------------------------------------


@pytest.mark.long
@pytest.mark.skipif(
    sys.platform != "linux" or os.uname().machine != "x86_64", reason="wheels for this system"
)
def test_installed_without_a_network_from_a_folder_with_spaces(registry: None, tmp_path: Path) -> None:
    folder = tmp_path / "银行 电脑 (1)" / "cmkb 试用"
    make_bundle(folder, (VERSION,), system=LINUX)
    inside = folder / "cmkb"
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "https_proxy": "http://127.0.0.1:9", "BROWSER": "true"}
    bare = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8"} | nowhere

    def launch(python: Path | str, *words: str) -> str:
        ran = subprocess.run(
            [str(python), str(inside / "launch.py"), *words],
            env=bare,
            capture_output=True,
            encoding="utf-8",
            timeout=600,
            check=False,
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout

    launch(sys.executable, "check")
    assert "装好了" in launch(sys.executable, "install")
    own = inside / "venv" / "bin" / "python"
    launch(own, "log", "陈小满 电话 装好以后的第一笔")
    assert "陈小满" in launch(own, "today")
    assert (folder / "我的客户" / "site" / "index.html").is_file()
    moved = tmp_path / "搬了家"
    shutil.move(folder, moved)
    inside = moved / "cmkb"
    assert "陈小满" in launch(inside / "venv" / "bin" / "python", "today")
    assert "装好了" in launch(sys.executable, "install")  # once more hurts nobody


def test_the_archive_keeps_chinese_names(tmp_path: Path) -> None:
    folder = tmp_path / "cmkb-windows"
    (folder / "cmkb").mkdir(parents=True)
    (folder / "安装.cmd").write_bytes(b"@echo off\r\n")
    pack(folder, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as packed:
        (entry,) = (one for one in packed.infolist() if not one.is_dir())
    assert entry.filename == "cmkb-windows/安装.cmd"
    assert entry.flag_bits & 0x800  # the name is UTF-8, which Explorer reads


@pytest.mark.parametrize(
    "names", [["python.exe"], ["python313._pth"], ["python313._pth", "python312._pth", "python.exe"]]
)
def test_another_archive_is_no_python(names: list[str], tmp_path: Path) -> None:
    archive = tmp_path / "x.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for name in names:
            packed.writestr(name, "")
    with pytest.raises(BundleError, match="embeddable package"):
        version_of(archive)


def test_a_file_that_is_no_archive_is_refused_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "python.zip"
    file.write_text("no zip")
    with pytest.raises(BundleError, match="no zip"):
        version_of(file)


def test_a_version_that_there_are_no_wheels_for_is_misuse(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["--python", "3.9"])
    assert refused.value.code == 2
    assert "3.9" in capsys.readouterr().err
