"""What is entered, and done at the end.

https://docs.python.org/3/library/contextlib.html
"""


class ExitStack:
    """Contexts that are left, and functions that are called, in reverse order."""

    def __init__(self):
        self._late = []

    def enter_context(self, context):
        """Enter a context, which is left at the end."""
        with context as entered:
            pass
        return entered

    def push(self, leave):
        """Call something with three arguments at the end."""
        if callable(leave):
            self._late.append((leave, (None, None, None), {}))
        return leave

    def callback(self, function, /, *arguments, **named):
        """Call something at the end."""
        self._late.append((function, arguments, named))
        return function

    def pop_all(self):
        """Hand on what is to be done at the end."""
        other = ExitStack()
        other._late = self._late
        self._late = []
        return other

    def close(self):
        """Do what is to be done at the end."""
        late, self._late = self._late, []
        for function, arguments, named in reversed(late):
            function(*arguments, **named)

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.close()
