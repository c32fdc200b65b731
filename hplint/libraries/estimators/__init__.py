"""What calls do to estimators: how they are built and set, what they learn, how they are used."""
