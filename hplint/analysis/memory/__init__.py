"""Memory: the values that expressions evaluate to, the heap that they live on, and where paths meet."""
