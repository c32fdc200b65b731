"""Ways to go through containers.

https://docs.python.org/3/library/itertools.html
"""


def groupby(iterable, key=None):
    """List the runs of elements with the same key."""
    marks, runs = [], []
    for each in iterable:
        mark = each if key is None else key(each)
        if marks and marks[-1] == mark:
            runs[-1].append(each)
        else:
            marks.append(mark)
            runs.append([each])
    return iter([(mark, iter(run)) for mark, run in zip(marks, runs, strict=True)])
