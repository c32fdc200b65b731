"""`rules/` as frozen data: estimators, their hyperparameters and constraints, library flows, the rules' own pages."""
