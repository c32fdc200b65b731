"""Names of estimators' methods, by what they do."""

from __future__ import annotations

FITTING = frozenset(
    "fit partial_fit fit_transform fit_predict fit_resample fit_sample fit_on_texts fit_generator adapt "
    "train_on_batch".split()
)
ADDING = frozenset({"partial_fit", "train_on_batch"})
"""Those that keep what was learned before."""
PREDICTING = frozenset(
    "predict predict_proba predict_log_proba decision_function score_samples apply staged_predict "
    "staged_predict_proba predict_classes predict_generator".split()
)
TRANSFORMING = frozenset({"transform", "inverse_transform", "texts_to_sequences", "texts_to_matrix"})
NEIGHBOURING = frozenset({"kneighbors", "radius_neighbors"})
SCORING = frozenset({"score", "evaluate", "evaluate_generator"})
FITTED_METHODS = (
    PREDICTING
    | TRANSFORMING
    | SCORING
    | frozenset(
        "kneighbors kneighbors_graph radius_neighbors radius_neighbors_graph decision_path sample "
        "get_depth get_n_leaves sparsify densify get_feature_names_out get_support predict_joint_log_proba mahalanobis "
        "get_covariance get_precision error_norm correct_covariance reweight_covariance perplexity aic bic restrict "
        "gibbs reconstruction_error get_indices get_shape dbscan_clustering".split()
    )
)
"""Methods that raise on an estimator that isn't fitted."""
HARMLESS = frozenset({"get_params", "set_params"})
"""Methods that tell nothing of what was learned, and store nothing."""
