"""Downloads a source distribution through pip's configured indexes, without building anything.

`pip download --no-binary :all:` runs the build backend to prepare metadata; the index itself needs no more than a look
at one page (PEP 503, PEP 691).
"""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

_ACCEPT = "application/vnd.pypi.simple.v1+json, text/html;q=0.2"
_SETTING = re.compile(r"^(?:[\w.-]+\.|:env:\.)(index-url|extra-index-url)='(.*)'$", re.MULTILINE)
_LINK = re.compile(r"""href=["']([^"']+)""")


def sdists_folder(config: pytest.Config) -> Path:
    """Return where archives stay from one run to the next; skips the test where pytest keeps no cache."""
    cache = getattr(config, "cache", None)
    if cache is None:
        pytest.skip("pytest runs without its cache")
    return Path(cache.mkdir("sdists"))


def fetch_sdist(name: str, version: str, folder: Path) -> Path | None:
    """Return the archive in the folder, downloaded unless it is there; None where no index has it or can be reached."""
    wanted = f"{normalize(name)}-{normalize(version)}-tar-gz"
    for known in folder.glob("*.tar.gz"):
        if normalize(known.name) == wanted:
            return known
    for index in indexes():
        try:
            for url in links(index, normalize(name)):
                file = urllib.parse.unquote(url.rsplit("/", 1)[-1])
                if normalize(file) == wanted:
                    return download(url, folder / file)
        except (OSError, ValueError):
            continue
    return None


def normalize(name: str) -> str:
    """Return a name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def indexes() -> list[str]:
    """List the indexes that pip is configured to use."""
    command = [sys.executable, "-m", "pip", "config", "list"]
    settings = dict(_SETTING.findall(subprocess.run(command, capture_output=True, text=True).stdout))
    return [settings.get("index-url", "https://pypi.org/simple"), *settings.get("extra-index-url", "").split()]


def links(index: str, project: str) -> Iterator[str]:
    """Yield the addresses of a project's files."""
    page = f"{index.rstrip('/')}/{project}/" + ("index.html" if index.startswith("file:") else "")
    with urllib.request.urlopen(urllib.request.Request(page, headers={"Accept": _ACCEPT}), timeout=60) as answer:
        text = answer.read().decode()
    if text.startswith("{"):
        found = [file["url"] for file in json.loads(text)["files"]]
    else:
        found = [html.unescape(link) for link in _LINK.findall(text)]
    for link in found:
        yield urllib.parse.urldefrag(urllib.parse.urljoin(page, link)).url


def download(url: str, target: Path) -> Path:
    """Write what an address holds to a file, which appears only once it is whole."""
    part = target.with_suffix(".part")
    with urllib.request.urlopen(url, timeout=180) as answer:
        part.write_bytes(answer.read())
    return part.replace(target)
