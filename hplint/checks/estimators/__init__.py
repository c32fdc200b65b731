"""Checks of HP5xx: does an estimator of the project's own keep what scikit-learn asks of one?"""
