"""An abstract interpreter of Python that follows estimators, rows and history; it knows no library."""
