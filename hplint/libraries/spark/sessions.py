"""Sessions and contexts of Spark that nobody sees being built: a function's parameter, an attribute of an object."""

from __future__ import annotations

from hplint.analysis.memory.values import Unknown
from hplint.catalogue.flows import Flow, Flows

SESSION, READER, CONTEXT = "pyspark.session", "pyspark.session.read", "pyspark.session.sparkContext"
OWN = {
    "createDataFrame": SESSION,
    "parallelize": CONTEXT,
    "textFile": CONTEXT,
    "wholeTextFiles": CONTEXT,
}
"""Methods that only these have, with who has them."""


def of_session(flows: Flows, receiver: Unknown, name: str) -> Flow | None:
    """Return what a method does that only a session, its reader or its context has: `spark.read.parquet(path)`."""
    if name in OWN:
        return flows.method(OWN[name], name)
    reads = isinstance(receiver.key, tuple) and receiver.key[-1] == "read"
    found = flows.method(READER, name) if reads else None
    return found if found is not None and found.flow in {"source", "metadata"} else None
