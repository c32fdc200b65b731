"""What searches try: spaces, paths of hyperparameters, objectives that an optimizer calls."""
