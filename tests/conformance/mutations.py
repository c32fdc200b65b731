"""Put mistakes into public code that has none, and count which of them are found.

    python tests/conformance/mutations.py FOLDER [FOLDER ...]

Taken are the scripts and notebooks with a split in the module itself and an evaluation behind it, of which HP302,
HP303, HP304 and HP306 say nothing as they stand. Each mutation adds a line or two beside the split. A lower bound of
recall on real code, and no more: the mistakes are typed in, and some files evaluate something else than what was split.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from hplint.api import lint_text

SPLIT = re.compile(r"^(\w+), *(\w+), *(\w+), *(\w+) *= *(?:\w+\.)*train_test_split\( *(\w+), *(\w+)[,)]", re.MULTILINE)
EVALUATION = re.compile(r"\.score\(|_score\(|\.evaluate\(|_report\(|_error\(|confusion_matrix\(")
MISTAKES = frozenset({"HP302", "HP303", "HP304", "HP306"})
MAGIC = re.compile(r"^\s*[%!?]")


def mutants(before: str, split: re.Match[str], after: str) -> Iterator[tuple[str, frozenset[str], str]]:
    """Yield the name of each mistake, the codes that tell it, and the code with it."""
    train, test, train_labels, test_labels, features, labels = split.groups()
    whole = after[: after.find("\n") + 1] if split[0].endswith(")") else closed(after)
    call, rest = split[0] + whole, after[len(whole) :]
    scaler = "from sklearn.preprocessing import StandardScaler as Sc_\n"
    leak = frozenset({"HP303", "HP306"})
    yield "scaled", leak, f"{before}{scaler}{features} = Sc_().fit_transform({features})\n{call}{rest}"
    yield "filled", leak, f"{before}{features} = {features}.fillna({features}.mean())\n{call}{rest}"
    reduced = f"from sklearn.decomposition import PCA as Pca_\n{features} = Pca_(3).fit_transform({features})\n"
    yield "reduced", leak, f"{before}{reduced}{call}{rest}"
    smote = "from imblearn.over_sampling import SMOTE as Smote_\n"
    resampled = f"{features}, {labels} = Smote_().fit_resample({features}, {labels})\n"
    yield "resampled", frozenset({"HP302", "HP306"}), f"{before}{smote}{resampled}{call}{rest}"
    refitted = "".join(f"{part} = Sc_().fit_transform({part})\n" for part in (train, test))
    yield "refitted", frozenset({"HP304"}), f"{before}{call}{scaler}{refitted}{rest}"
    yield "remembered", frozenset({"HP302"}), f"{before}{call}{test}, {test_labels} = {train}, {train_labels}\n{rest}"


def closed(after: str) -> str:
    """Return the rest of a call's lines, up to the one that closes its parenthesis."""
    depth = 1
    for at, character in enumerate(after):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth == 0:
            return after[: after.find("\n", at) + 1]
    return after


def code_of(path: Path) -> str:
    """Return the code of a script, or of a notebook's cells one after the other, magics taken out."""
    text = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix == ".ipynb":
        cells = json.loads(text).get("cells", ())
        text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code") + "\n"
    return "\n".join("pass" if MAGIC.match(line) else line for line in text.split("\n"))


def found(text: str) -> frozenset[str] | None:
    """Return the codes of the findings; None where the code can't be read."""
    codes = frozenset(finding.code for finding in lint_text(text, "mutant.py").findings)
    return None if "HP900" in codes else codes


def count(paths: list[Path]) -> tuple[Counter[str], Counter[str]]:
    """Count the mutants of each kind, and those of which the mistake is found."""
    made: Counter[str] = Counter()
    told: Counter[str] = Counter()
    for path in paths:
        try:
            text = code_of(path)
        except (json.JSONDecodeError, KeyError, TypeError, AttributeError):
            continue
        split = SPLIT.search(text)
        if split is None or EVALUATION.search(text, split.end()) is None:
            continue
        own = found(text)
        if own is None or own & MISTAKES:
            continue
        for name, codes, mutant in mutants(text[: split.start()], split, text[split.end() :]):
            result = found(mutant)
            if result is not None:
                made[name] += 1
                told[name] += bool(result & codes)
    return made, told


def main() -> None:
    """Print, for each mistake, how many were put in and how many are found."""
    folders = [Path(each) for each in sys.argv[1:]]
    paths = sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in {".py", ".ipynb"})
    made, told = count(paths)
    for name, number in made.items():
        print(f"{name:12}{told[name]:5} of {number}")
    print(f"{'all':12}{told.total():5} of {made.total()}")


if __name__ == "__main__":
    main()
