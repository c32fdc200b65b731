"""How `harvest.py` reads an installed scikit-learn."""
