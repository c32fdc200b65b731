"""Spark: DataFrames, and the stages of `pyspark.ml`, whose fit gives a new object and leaves them as they are."""
