"""A bar for those who wait at a terminal, and for nobody else."""

import io
import threading

import pytest

from hplint.api import Ways, discover, lint_targets
from hplint.commands.progress import shown
from hplint.config import Configurations


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture(autouse=True)
def usual_terminal(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)


def test_a_long_run_is_drawn_and_wiped_away():
    terminal = Terminal()
    with shown(7, terminal, patience=0) as advance:
        advance(3)
        assert "3/7" in terminal.getvalue()
        drawn = terminal.getvalue()
    assert terminal.getvalue().startswith(drawn)
    assert "\x1b[2K" in terminal.getvalue()[len(drawn) :]


def test_a_short_run_draws_nothing():
    terminal = Terminal()
    with shown(7, terminal, patience=1000) as advance:
        advance(7)
    assert terminal.getvalue() == ""


@pytest.mark.parametrize(("stream", "term"), [(io.StringIO(), "xterm"), (Terminal(), "dumb")])
def test_no_bar_where_nobody_would_see_it(monkeypatch, stream, term):
    monkeypatch.setenv("TERM", term)
    with shown(7, stream, patience=0) as advance:
        advance(7)
    assert stream.getvalue() == ""


def test_drawing_begins_no_thread():
    """Processes are forked, which goes wrong beside threads."""
    before = threading.active_count()
    with shown(7, Terminal(), patience=0) as advance:
        advance(1)
        assert threading.active_count() == before


def test_every_file_counts_once(tmp_path):
    for name in "abcde":
        (tmp_path / f"{name}.py").write_text("import sklearn\n" if name < "c" else "x = 1\n")
    done = []
    targets = discover([str(tmp_path)], Configurations()).targets
    for folder in None, str(tmp_path / "cache"):
        for _ in range(2):
            done.clear()
            lint_targets(targets, ways=Ways(cache_folder=folder, advance=done.append))
            assert sum(done) == 5
