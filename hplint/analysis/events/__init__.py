"""What happened in the analysed code: the seam between the interpreter and the checks, by the rules' topics.

All events are given to the checks after the whole module was interpreted, so that an event may say what became of
its object later ("this estimator reached a search").
"""
