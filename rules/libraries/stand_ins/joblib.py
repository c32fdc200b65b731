"""Jobs that run here, in threads, or on copies in other processes.

`n_jobs=None` is one job unless a surrounding `parallel_config` says otherwise; the usual backend is that of processes.
https://joblib.readthedocs.io/en/stable/generated/joblib.Parallel.html
"""

from copy import deepcopy

configured = False
"""Somebody said how jobs run."""


class parallel_config:
    """It decides how jobs run from here on."""

    def __init__(self, backend=None, *, n_jobs=None, **others):
        global configured
        configured = True

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        return None

    def unregister(self):
        """End it."""


class parallel_backend(parallel_config):
    """The same under its old name."""


class Here:
    """Jobs of it run in this process."""

    def __call__(self, jobs):
        """Do the jobs, and list what they give."""
        return [done(*job) for job in jobs]

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        return None


class InProcesses(Here):
    """Jobs of it run in processes of their own, on copies."""

    def __call__(self, jobs):
        """Do the jobs, and list what they give."""
        return [done(*deepcopy(job)) for job in jobs]


def Parallel(n_jobs=None, backend=None, return_as="list", prefer=None, require=None, **others):
    """Return what is called with jobs, as `delayed` makes them."""
    if n_jobs is None or n_jobs < 2 or configured:
        return Here()
    if backend in (None, "loky", "multiprocessing") and prefer in (None, "processes") and require is None:
        return InProcesses()
    return Here()


def done(function, arguments, named):
    """Do a job."""
    return function(*arguments, **named)


def delayed(function):
    """Return what makes jobs of calls."""

    def job(*arguments, **named):
        return function, arguments, named

    return job
