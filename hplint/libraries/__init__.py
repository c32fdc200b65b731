"""What library calls do to estimators and data: flows from the catalogue, and code where data alone can't say it."""
