"""What hyperparameters there are: in code, as an inventory, and in the catalogue, class by class."""
