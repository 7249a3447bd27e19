"""`python -m windows_bundle`: dist/cmkb-…-windows.zip, and the same as a folder. Needs uv and a package registry."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

from cmkb import __version__
from windows_bundle.embedded_python import unpack_python, version_of
from windows_bundle.folder_files import folder_files
from windows_bundle.wheels import WINDOWS, BundleError, System, add_wheels, build_own_wheel, unpack_into

PYTHONS = ("3.11", "3.12", "3.13", "3.14")


def make_bundle(
    folder: Path, pythons: tuple[str, ...] = PYTHONS, archive: Path | None = None, system: System = WINDOWS
) -> None:
    """With the `archive` of an embeddable Python its packages are ready to run; else wheels for each of `pythons`."""
    inside = folder / "cmkb"
    wheels = inside / "wheels"
    wheels.mkdir(parents=True)
    own = build_own_wheel(wheels)
    if archive:
        python = version_of(archive)
        packages = unpack_python(archive, inside / "python")
        unpack_into(packages, wheels, add_wheels(wheels, own, python, system), python, system)
        shutil.rmtree(wheels)
    else:
        for python in pythons:
            add_wheels(wheels, own, python, system)
    for path, content in folder_files().items():
        (folder / path).write_bytes(content)


def pack(folder: Path, archive: Path) -> None:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in sorted(folder.rglob("*")):
            packed.write(file, f"{folder.name}/{file.relative_to(folder).as_posix()}")


def main(given: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m windows_bundle", description=__doc__)
    parser.add_argument("--output", type=Path, default=Path("dist"), metavar="DIR")
    parser.add_argument("--python", action="append", choices=PYTHONS, help="default: all of them")
    parser.add_argument("--with-python", type=Path, metavar="ZIP", help="python-3.x.y-embed-amd64.zip")
    options = parser.parse_args(given)
    name = f"cmkb-{__version__}-windows"
    options.output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".bundle-", dir=options.output) as beside:
        made = Path(beside) / name
        try:
            make_bundle(made, tuple(options.python or PYTHONS), options.with_python)
        except BundleError as error:
            print(error, file=sys.stderr)
            return 1
        pack(made, options.output / f"{name}.zip")
        shutil.rmtree(options.output / name, ignore_errors=True)
        made.rename(options.output / name)
    print(f"{options.output / name}.zip")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
