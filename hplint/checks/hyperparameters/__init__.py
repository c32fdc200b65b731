"""HP1xx: setting hyperparameters."""
