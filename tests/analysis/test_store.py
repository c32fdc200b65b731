"""A store with a journal is a dict that is copied at every branch."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hplint.analysis.memory.store import Store

Operation = tuple[str, object, object]
"""`set key value`, `delete key`, or `branch [[operations], ...]`: several paths that meet again, or that all leave."""

WRITES = st.tuples(st.just("set"), st.integers(0, 4), st.integers(1, 3)) | st.tuples(
    st.just("delete"), st.integers(0, 4), st.none()
)
PROGRAMS = st.recursive(
    st.lists(WRITES, max_size=5),
    lambda inner: st.lists(
        WRITES | st.tuples(st.just("branch"), st.lists(inner, min_size=1, max_size=3), st.booleans()), max_size=5
    ),
    max_leaves=8,
)


def joined(one: int | None, other: int | None) -> int | None:
    """A join that keeps what only one path has, and adds up to tell who met whom."""
    if one is None or other is None:
        return one if other is None else other
    return max(one, other) + 10


def run(store: Store[int, int], program: list[Operation]) -> None:
    """Execute a program on a store with marks and rollbacks."""
    for name, key, value in program:
        if name == "set":
            store.set(key, value)  # type: ignore[arg-type]
        elif name == "delete":
            store.delete(key)  # type: ignore[arg-type]
        else:
            paths = []
            for path in key:  # type: ignore[attr-defined]
                mark = store.mark()
                run(store, path)
                changes = store.changes(mark)
                assert store.rollback(mark) == changes
                paths.append(changes)
            if value:
                store.merge(paths, lambda one, _, other, __: joined(one, other))


def model(cells: dict[int, int], program: list[Operation]) -> dict[int, int]:
    """Execute a program on a dict that every path copies."""
    cells = dict(cells)
    for name, key, value in program:
        if name == "set":
            cells[key] = value  # type: ignore[index, assignment]
        elif name == "delete":
            cells.pop(key, None)  # type: ignore[call-overload]
        elif value:
            ends = [model(cells, path) for path in key]  # type: ignore[attr-defined]
            merged: dict[int, int] = {}
            for each in {each for end in ends for each in end}:
                cell = ends[0].get(each)
                for end in ends[1:]:
                    other = end.get(each)
                    if other is not cell:
                        cell = joined(cell, other)
                if cell is not None:
                    merged[each] = cell
            cells = merged
    return cells


@given(PROGRAMS)
def test_it_holds_what_copied_dicts_hold(program: list[Operation]) -> None:
    store: Store[int, int] = Store()
    run(store, program)
    assert store.cells == model({}, program)
    assert (store.marks, store.journal) == (0, [])


@given(PROGRAMS, PROGRAMS)
def test_a_rollback_leaves_no_trace(before: list[Operation], program: list[Operation]) -> None:
    store: Store[int, int] = Store()
    run(store, before)
    cells = dict(store.cells)
    mark = store.mark()
    run(store, program)
    changes = store.rollback(mark)
    after = {**cells, **changes}
    assert store.cells == cells
    assert {key: cell for key, cell in after.items() if cell is not None} == model(cells, program)


def test_no_path_leaves_everything_as_it_is() -> None:
    store: Store[str, int] = Store()
    store.set("a", 1)
    store.merge([], lambda one, _, other, __: one or other)
    assert store.cells == {"a": 1}


def test_what_is_skipped_stays_as_it_was() -> None:
    store: Store[str, int] = Store()
    store.set("a", 1)
    store.merge([{"a": 2, "b": 3}], lambda one, _, other, __: one or other, skip=lambda key: key == "a")
    assert store.cells == {"a": 1, "b": 3}


def test_what_many_paths_leave_alone_is_joined_once() -> None:
    store: Store[int, int] = Store()
    for key in range(50):
        store.set(key, 0)
    met: list[tuple[int | None, int | None]] = []

    def join(one: int | None, _: object, other: int | None, __: object) -> int | None:
        met.append((one, other))
        return joined(one, other)

    paths: list[dict[int, int | None]] = [{key: key + 1000} for key in range(50)]
    store.merge(paths, join, is_same=lambda cell: True)
    assert len(met) == 50
    assert store.cells == {key: key + 1010 for key in range(50)}
