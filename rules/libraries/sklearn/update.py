"""Brings the catalogue of scikit-learn up to its newest release; this is all that a maintainer runs at a release.

    python rules/libraries/sklearn/update.py [--environments DIRECTORY]

A new minor needs a row in `PYTHONS` of `harvest_history.py` first. In order: an environment for each minor, made once
and kept (the newest minor's is brought up to its last patch); `harvest.py`, and then `harvest_states.py`, which fits
every class and takes about half an hour, in that of the newest; `harvest_history.py` over all of them. What has changed
shows in `git diff rules/libraries/sklearn`.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from harvest_history import ENVIRONMENTS, PYTHONS, prepare  # noqa: E402
from harvesting.lifetimes import order  # noqa: E402


def main() -> None:
    """Harvest the newest release, and then the differences of the older ones from it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--environments", type=Path, default=ENVIRONMENTS, help="where they are kept: %(default)s")
    folder: Path = parser.parse_args().environments.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    newest = max(PYTHONS, key=order)
    (folder / f"{newest}.json").unlink(missing_ok=True)
    python = folder / f"sk-{newest}" / "bin" / "python"
    if python.exists():
        wanted = f"scikit-learn=={newest}.*"
        subprocess.run(
            [python, "-m", "pip", "install", "-q", "--upgrade", "--only-binary", ":all:", wanted], check=True
        )
    prepare(newest, folder, folder)
    subprocess.run([python, "-W", "ignore", HERE / "harvest.py"], check=True)
    subprocess.run([python, "-m", "pip", "install", "-q", "--only-binary", ":all:", "pandas"], check=True)
    subprocess.run([python, "-W", "ignore", HERE / "harvest_states.py"], check=True)
    command = [sys.executable, HERE / "harvest_history.py", "--environments", folder, "--prints", folder]
    subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
