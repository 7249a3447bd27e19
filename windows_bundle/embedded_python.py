"""Python itself inside of the bundle: the archive `python-3.13.1-embed-amd64.zip` that python.org offers.

It is given by whoever makes the bundle, nothing is fetched. It has no pip and looks for packages only where its
`python313._pth` says.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from windows_bundle.wheels import BundleError

PACKAGES = "Lib/site-packages"
_PATHS = re.compile(r"python3(\d{1,2})\._pth")


def version_of(archive: Path) -> str:
    """`3.13`."""
    try:
        with zipfile.ZipFile(archive) as packed:
            names = packed.namelist()
    except (OSError, zipfile.BadZipFile) as error:
        raise BundleError(f"{archive}: no zip that can be read ({error})") from error
    found = [match[1] for name in names if (match := _PATHS.fullmatch(name))]
    if len(found) != 1 or "python.exe" not in names:
        raise BundleError(f"{archive}: not the embeddable package of Python (python-3.x.y-embed-amd64.zip)")
    return f"3.{found[0]}"


def unpack_python(archive: Path, into: Path) -> Path:
    """Gives the folder for its packages."""
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(into)
    (paths,) = into.glob("python3*._pth")
    standard = f"{paths.stem}.zip"
    windows = PACKAGES.replace("/", "\\")
    paths.write_bytes("\r\n".join([standard, ".", windows, "import site", ""]).encode("ascii"))
    return into / PACKAGES
