"""Lists whose first element is the smallest.

https://docs.python.org/3/library/heapq.html
"""


def heapify(heap):
    """Put it in order."""
    heap.sort()


def heappush(heap, item):
    """Add an element."""
    heap.append(item)
    heap.sort()


def heappop(heap):
    """Take the smallest."""
    return heap.pop(0)


def heappushpop(heap, item):
    """Add an element, and take the smallest."""
    heappush(heap, item)
    return heappop(heap)


def nsmallest(n, iterable, key=None):
    """List the smallest."""
    return sorted(iterable, key=key)[:n]


def nlargest(n, iterable, key=None):
    """List the largest."""
    return sorted(iterable, key=key, reverse=True)[:n]
