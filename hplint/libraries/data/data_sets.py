"""Data sets of Hugging Face and PyTorch: parts by name, and parts drawn at random."""

from __future__ import annotations

from hplint.analysis.calling.calls import Argument, Call
from hplint.analysis.data.rows import Draw, OneOfMany, Part, Rows, Source, Subset, bounded
from hplint.analysis.events.evaluation import Target
from hplint.analysis.machine import Machine
from hplint.analysis.memory.heap import Sequence
from hplint.analysis.memory.values import Constant, Data, Items, Unknown, Value, is_none
from hplint.analysis.python.containers import known_items
from hplint.analysis.syntax.literals import literal
from hplint.basis.frozen import replace
from hplint.catalogue.published import published
from hplint.libraries.data.splits import drawn, train_share

PUBLISHED = "published"
"""The split that whoever publishes a data set has made."""


def dataset_rows(whole: Rows, arguments: dict[str, Argument]) -> Rows:
    """Return the rows of a published data set, or of the split of it that is asked for by name."""
    path, split = arguments.get("path"), arguments.get("split")
    others = [text for name in ("name", "data_dir", "data_files") if (text := text_of(arguments.get(name)))]
    if path is not None and isinstance(path.value, Constant) and isinstance(whole, Source):
        whole = replace(whole, key=("data set", path.value.value, *others))
    if split is None or (isinstance(split.value, Constant) and split.value.value is None):
        return whole
    name = split.value.value if isinstance(split.value, Constant) else None
    return (
        Part(whole, PUBLISHED, name)
        if isinstance(name, str) and name.isidentifier()
        else Subset(whole, ("split", text_of(split)))
    )


def published_parts(machine: Machine, path: str) -> Value:
    """Return the training and the test part of a data set that is always split alike, each with its labels."""
    name = path.split(".")[-2]
    whole = Source(("data set", name), label=name)

    def part(index: str) -> Value:
        rows = Part(whole, PUBLISHED, index)
        features, labels = Data(machine.fresh(), rows, "ndarray"), Data(machine.fresh(), rows, "ndarray")
        machine.record.targets[labels.cell] = Target(("labels", rows), None)
        return Items((features, labels))

    return Items((part("train"), part("test")))


def published_part(machine: Machine, path: str, call: Call) -> Data | None:
    """Return the training or the test part of a data set of torchvision, or the images in a folder; else None."""
    name = path.rpartition(".")[2]
    root = literal(machine, call.arguments[0].value) if call.arguments else None
    if not published().has(path):
        # Of two folders, nobody knows whether one is in the other, but for their names.
        label = root if isinstance(root, str) else ""
        return Data(machine.fresh(), Source((name, root), label=label, file=label), "Dataset") if label else None
    asked = call.argument("train", 1) or call.argument("split", 1)
    index = "train" if asked is None else PARTS.get(str(literal(machine, asked.value)))
    if index is None or not name[:1].isupper():
        return None
    machine.record.single_splits[PUBLISHED] = 1
    return Data(machine.fresh(), Part(Source(("data set", name), label=name), PUBLISHED, index), "Dataset")


def folder_of(machine: Machine, value: Value) -> Source:
    """Return the rows of a folder; of one that nobody knows, they may be those of any other.

    Beside a folder for validation there may be one for a test, so that it isn't all that there is: it has no label.
    """
    root = literal(machine, value)
    if isinstance(root, str):
        return Source(("folder", root), file=root)
    if isinstance(value, Unknown) and value.key is not None:
        return Source(("folder", value.key), False)
    return Source(machine.fresh(), False)


def pictures(machine: Machine, call: Call) -> Data | None:
    """Return what Keras reads from a folder, or the part of it that `subset` names; None where nobody knows which.

    https://keras.io/api/data_loading/image/, and `flow_from_directory` of
    https://www.tensorflow.org/api_docs/python/tf/keras/preprocessing/image/ImageDataGenerator.
    """
    given = call.argument("directory", 0)
    if given is None:
        return None
    asked = call.keyword("subset")
    rows: Rows = folder_of(machine, given.value)
    subset = None if asked is None else literal(machine, asked.value)
    if isinstance(subset, str):
        rows = Part(rows, "subset", {"training": "train", "validation": "test"}.get(subset, subset))
    elif asked is not None and not is_none(asked.value):
        return None
    return Data(machine.fresh(), rows, None if call.name.endswith("flow_from_directory") else "TFDataset")


PARTS = {"True": "train", "False": "test", "train": "train", "test": "test", "val": "val"}
"""What `train` or `split` of a data set says: https://docs.pytorch.org/vision/stable/datasets.html."""


def text_of(argument: Argument | None) -> str:
    """Return an argument as written."""
    return "" if argument is None else argument.place.text


def named_split(data: Data, name: str) -> Rows:
    """Return the rows of one of the named parts that a data set has."""
    return bounded(Part(data.rows, PUBLISHED if data.mask is None else data.mask.split, name))


def dataset_split(machine: Machine, arguments: dict[str, Argument]) -> object:
    """Return the identity of a split into `train` and `test`."""
    known = {name: literal(machine, argument.value) for name, argument in arguments.items()}
    if known.get("shuffle") is False:
        return ("train_test_split", repr(known))
    share = train_share(known.get("test_size"), known.get("train_size"))
    return drawn(machine, "Dataset.train_test_split", known.get("seed"), (repr(known),), share)


def randomly_split(machine: Machine, data: Data, arguments: dict[str, Argument]) -> Value:
    """Return parts of a data set that share no row."""
    lengths = arguments.get("lengths")
    items = None if lengths is None else known_items(machine, lengths.value)
    split = Draw(machine.fresh())

    def part(index: object) -> Data:
        return replace(data, cell=machine.fresh(), rows=bounded(Part(data.rows, split, index)))

    if items is None:
        return machine.allocate(Sequence(None, part(OneOfMany(machine.fresh()))))
    return machine.allocate(Sequence(tuple(part(index) for index in range(len(items)))))
