"""Which graph a program has: nodes by what their author calls them, and how data flows between them."""

import textwrap

import pytest

from hplint.api import Flow, Kind, trace_text

IMPORTS = """
import numpy as np
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import GridSearchCV, KFold, cross_val_score, train_test_split
from sklearn.preprocessing import LabelEncoder, StandardScaler
"""


def lineage(code):
    found = trace_text(IMPORTS + textwrap.dedent(code), "study.py")
    assert not found.faults, found.faults
    return found


def flows(found, *wanted):
    """List the edges in words, only those of some flows where these are given."""
    labels = {node.id: node.label for node in found.nodes}
    return {
        f"{labels[edge.source]} -{edge.label or edge.flow.value}-> {labels[edge.target]}"
        for edge in found.edges
        if not wanted or edge.flow in wanted
    }


def labels(found, kind):
    return [node.label for node in found.nodes if node.kind is kind]


def test_a_study():
    found = lineage("""
        df = pd.read_csv("churn.csv")
        X, y = df.drop(columns="churn"), df["churn"]
        X_train, X_test, y_train, y_test = train_test_split(X, y)
        scaler = StandardScaler()
        A = scaler.fit_transform(X_train)
        B = scaler.transform(X_test)
        model = LogisticRegression().fit(A, y_train)
        print(accuracy_score(y_test, model.predict(B)))
    """)
    assert flows(found) == {
        "df, X, y -rows-> train_test_split",
        "train_test_split -train-> X_train, y_train",
        "train_test_split -test-> X_test, y_test",
        "X_train, y_train -learns-> scaler",
        "X_train, y_train -rows-> A",
        "scaler -shapes-> A",
        "X_test, y_test -rows-> B",
        "scaler -shapes-> B",
        "A -learns-> model",
        "model -scores-> accuracy_score",
        "B -scores-> accuracy_score",
    }
    assert [(node.kind, node.detail) for node in found.nodes if node.detail] == [
        (Kind.SOURCE, "churn.csv"),
        (Kind.LEARNED, "StandardScaler"),
        (Kind.FIT, "LogisticRegression"),
    ]
    assert not found.leaks


def test_what_leaks_is_marked_on_its_way():
    found = lineage("""
        df = pd.read_csv("churn.csv")
        X = StandardScaler().fit_transform(df.drop(columns="churn"))
        X_train, X_test, y_train, y_test = train_test_split(X, df["churn"])
        model = LogisticRegression().fit(X_train, y_train)
        print(model.score(X_test, y_test))
    """)
    assert [leak.code for leak in found.leaks] == ["HP303"]
    [marked] = [node for node in found.nodes if node.leaks]
    assert (marked.kind, marked.leaks) == (Kind.LEARNED, (0,))
    way = [f"{found.node(e.source).label} {found.node(e.target).label}" for e in found.edges if e.leaks]
    assert set(way) == {
        "df StandardScaler()",
        "StandardScaler() X",
        "X train_test_split",
        "train_test_split X_train, y_train",
        "X_train, y_train model",
        "model score",
    }


def test_what_a_comment_suppresses_is_no_leak():
    found = lineage("""
        df = pd.read_csv("churn.csv")
        model = LogisticRegression().fit(df[["a"]], df["churn"])
        print(model.score(df[["a"]], df["churn"]))  # hplint: ignore[HP302]
    """)
    assert found.nodes and not found.leaks


def test_steps_that_only_pass_rows_on_are_one_edge():
    found = lineage("""
        raw = pd.read_csv("churn.csv")
        clean = raw.dropna()
        clean = clean.rename(columns={"a": "b"}).astype(float)
        unique = clean.drop_duplicates()
        few = unique.head(100)
        model = LogisticRegression().fit(few[["b"]], few["churn"])
    """)
    assert flows(found) == {"raw -dropna, drop_duplicates, head-> few", "few -learns-> model"}


def test_what_leads_nowhere_is_not_drawn():
    found = lineage("""
        df = pd.read_csv("churn.csv")
        print(df.describe(), df["a"].mean(), df[df.a > 3].head())
        shown = StandardScaler().fit_transform(df)
        model = LogisticRegression().fit(df[["a"]], df["churn"])
    """)
    assert flows(found) == {"df -learns-> model"}


def test_statistics_of_the_same_data_are_one_node():
    found = lineage("""
        df = pd.read_csv("churn.csv")
        for column in ["a"]:
            df[column] = df[column].fillna(df[column].median())
        df["b"] = df["b"].fillna(df["b"].mean())
        df["c"] = df["c"].fillna(df["c"].max())
        model = LogisticRegression().fit(df[["a", "b", "c"]], df["churn"])
    """)
    [learned] = [node for node in found.nodes if node.kind is Kind.LEARNED]
    assert learned.label == 'df[column].median(), df["b"].mean(), df["c"].max()'
    assert len(learned.spans) == 3


def test_a_chain_of_transformers_stays_a_chain():
    found = lineage("""
        df = pd.read_csv("churn.csv")
        scaled = StandardScaler().fit_transform(df)
        pca = PCA()
        reduced = pca.fit_transform(scaled)
        model = Ridge().fit(reduced, df["y"])
    """)
    assert flows(found, Flow.LEARNS) == {
        "df -learns-> StandardScaler()",
        "scaled -learns-> pca",
        "reduced -learns-> model",
    }


def test_a_loop_is_drawn_once():
    found = lineage("""
        X, y = pd.read_csv("a.csv"), pd.read_csv("a.csv")["y"]
        for train, test in KFold().split(X):
            model = Ridge().fit(X.iloc[train], y.iloc[train])
            print(model.score(X.iloc[test], y.iloc[test]))
    """)
    [split] = [node for node in found.nodes if node.kind is Kind.SPLIT]
    assert split.detail == "each fold"
    [model] = [node for node in found.nodes if node.kind is Kind.FIT]
    assert (model.label, model.looped) == ("model", True)
    assert len(labels(found, Kind.EVALUATION)) == 1


def test_a_function_called_twice_is_drawn_once():
    found = lineage("""
        X, y = pd.read_csv("a.csv"), pd.read_csv("a.csv")["y"]
        X_train, X_test, y_train, y_test = train_test_split(X, y)

        def judge(model):
            model.fit(X_train, y_train)
            return accuracy_score(y_test, model.predict(X_test))

        judge(Ridge())
        judge(LogisticRegression())
    """)
    [model] = [node for node in found.nodes if node.kind is Kind.FIT]
    assert (model.detail, model.function, model.times) == ("Ridge, LogisticRegression", "judge", 2)
    [score] = [node for node in found.nodes if node.kind is Kind.EVALUATION]
    assert (score.function, score.times) == ("judge", 2)


def test_tables_that_one_function_loads_are_two():
    found = lineage("""
        def load(name):
            return pd.read_csv(name)

        train, test = load("train.csv"), load("test.csv")
        model = Ridge().fit(train[["a"]], train["y"])
        print(model.score(test[["a"]], test["y"]))
    """)
    assert [(node.label, node.detail) for node in found.nodes if node.kind is Kind.SOURCE] == [
        ("train", "train.csv"),
        ("test", "test.csv"),
    ]
    assert flows(found, Flow.LEARNS) == {"train -learns-> model"}


def test_conditions_and_positions_split():
    found = lineage("""
        df = pd.read_csv("a.csv")
        old, new = df[df.year < 2015], df[df.year >= 2015]
        first, last = old[:100], old[100:]
        model = Ridge().fit(first[["a"]], first["y"])
        print(model.score(last[["a"]], last["y"]), model.score(new[["a"]], new["y"]))
    """)
    assert labels(found, Kind.SPLIT) == ["df.year", "by position"]
    assert flows(found, Flow.ROWS) >= {
        "df.year -< 2015-> old",
        "df.year ->= 2015-> new",
        "by position -[:100]-> first",
        "by position -[100:]-> last",
    }


def test_tables_that_are_put_together():
    found = lineage("""
        a, b = pd.read_csv("a.csv"), pd.read_csv("b.csv")
        both = pd.concat([a, b])
        model = Ridge().fit(both[["a"]], both["y"])
    """)
    assert flows(found, Flow.ROWS) == {"a -concat-> both", "b -concat-> both"}


def test_resampling_stands_between():
    found = trace_text(
        "import pandas as pd\nfrom imblearn.over_sampling import SMOTE\nfrom sklearn.linear_model import Ridge\n"
        "df = pd.read_csv('a.csv')\nsmote = SMOTE()\nA, b = smote.fit_resample(df[['x']], df['y'])\n"
        "model = Ridge().fit(A, b)\n"
    )
    assert flows(found) == {
        "df -fit_resample-> A, b",
        "df -learns-> smote",
        "smote -shapes-> A, b",
        "A, b -learns-> model",
    }


def test_searches_select():
    found = lineage("""
        X, y = pd.read_csv("a.csv"), pd.read_csv("a.csv")["y"]
        X_train, X_test, y_train, y_test = train_test_split(X, y)
        grid = GridSearchCV(Ridge(), {"alpha": [1, 10]}).fit(X_train, y_train)
        final = Ridge(**grid.best_params_).fit(X_train, y_train)
        print(cross_val_score(Ridge(), X_train, y_train), final.score(X_test, y_test))
    """)
    assert labels(found, Kind.SEARCH) == ["grid"]
    assert labels(found, Kind.CROSS_VALIDATION) == ["cross_val_score"]
    assert "X_test, y_test -scores-> score" in flows(found)


def test_parts_of_a_whole_that_nobody_names():
    found = lineage("""
        from elsewhere import load
        X_train, X_test, y_train, y_test = train_test_split(*load())
        model = Ridge().fit(X_train, y_train)
        print(model.score(X_test, y_test))
    """)
    assert not found.faults
    assert labels(found, Kind.FIT) == ["model"]


def test_values_lead_to_their_nodes():
    found = lineage("""
        df = pd.read_csv("a.csv")
        X_train, X_test, y_train, y_test = train_test_split(df[["a"]], df["y"])
        model = Ridge().fit(X_train, y_train)
        predicted = model.predict(X_test)
        result = accuracy_score(y_test, predicted)
    """)
    held = {(value.span.row, value.name): [found.node(id).label for id in value.nodes] for value in found.values}
    row = IMPORTS.count("\n") + 1
    assert held[row + 1, "df"] == ["df"]
    assert held[row + 2, "X_test"] == ["X_test, y_test"]
    assert held[row + 3, "X_train"] == ["X_train, y_train"]
    assert held[row + 4, "predicted"] == held[row + 5, "predicted"] == ["X_test, y_test"]
    assert held[row + 4, "model"] == ["model"]
    assert held[row + 5, "result"] == ["accuracy_score"]


def test_rows_are_shared_with_what_has_read_them():
    found = lineage("""
        df = pd.read_csv("a.csv")
        X_train, X_test, y_train, y_test = train_test_split(df[["a"]], df["y"])
        model = Ridge().fit(X_train, y_train)
        print(model.score(X_test, y_test))
    """)
    by_label = {node.label: node for node in found.nodes}
    shared = [found.node(id).label for id in by_label["X_test, y_test"].shares]
    assert shared == ["df", "train_test_split", "score"]


@pytest.mark.parametrize("code", ["", "x = 1\n", "print('hello')\n", "def f(x):\n    return x + 1\n"])
def test_nothing_to_draw(code):
    assert trace_text(code).nodes == ()


def test_much_is_collapsed():
    models = "\n".join(
        f"m{number} = Ridge({number}).fit(X_train, y_train)\nprint(m{number}.score(X_test, y_test))"
        for number in range(80)
    )
    found = lineage(
        "df = pd.read_csv('a.csv')\nX_train, X_test, y_train, y_test = train_test_split(df[['a']], df['y'])\n" + models
    )
    assert labels(found, Kind.FIT) == ["m0, m1, m2 +77"]
    assert found.left_out == 0


def test_what_is_too_much_is_counted():
    code = "\n".join(
        f"d{number} = pd.read_csv('{number}.csv')\nm = Ridge().fit(d{number}, d{number})" for number in range(99)
    )
    found = lineage(code)
    assert len(found.nodes) == 60
    assert found.left_out == 2 * 99 - 60


def test_a_table_is_not_made_of_its_path():
    found = lineage("""
        import os
        folder = os.environ["DATA"]
        path = os.path.join(folder, "train.csv")
        df = pd.read_csv(path)
        model = Ridge().fit(df[["a"]], df["y"])
    """)
    assert [(node.label, node.detail) for node in found.nodes] == [("df", "pd.read_csv()"), ("model", "Ridge")]


def test_calls_that_make_the_same_are_one():
    found = lineage("""
        def draw():
            rows = np.arange(10)
            train, test = train_test_split(rows)
            return train

        draw()
        draw()
    """)
    assert [(node.label, node.times) for node in found.nodes] == [
        ("rows", 2),
        ("train_test_split", 2),
        ("train", 2),
        ("test", 2),
    ]


def test_looks_at_data_are_no_splits():
    found = lineage("""
        df = pd.read_csv("a.csv")
        print(df[df.year == 2014].mean(), df[df.year == 2015].mean())
        recent = df[df.year > 2016]
        model = Ridge().fit(recent[["a"]], recent["y"])
    """)
    assert flows(found) == {"df -df.year > 2016-> recent", "recent -learns-> model"}


def test_one_split_of_a_splitter():
    found = lineage("""
        from sklearn.model_selection import StratifiedShuffleSplit
        df = pd.read_csv("a.csv")
        splitter = StratifiedShuffleSplit(n_splits=1)
        for train, test in splitter.split(df, df["y"]):
            model = Ridge().fit(df.loc[train, ["a"]], df.loc[train, "y"])
            print(model.score(df.loc[test, ["a"]], df.loc[test, "y"]))
    """)
    [split] = [node for node in found.nodes if node.kind is Kind.SPLIT]
    assert (split.label, split.detail) == ("splitter.split()", "")


def test_a_pipeline_that_is_scored_is_a_model():
    found = lineage("""
        from sklearn.pipeline import make_pipeline
        df = pd.read_csv("a.csv")
        X_train, X_test, y_train, y_test = train_test_split(df[["a"]], df["y"])
        prepare = make_pipeline(StandardScaler(), PCA()).fit(X_train)
        whole = make_pipeline(StandardScaler(), Ridge()).fit(X_train, y_train)
        model = Ridge().fit(prepare.transform(X_train), y_train)
        print(whole.score(X_test, y_test), model.score(prepare.transform(X_test), y_test))
    """)
    assert (labels(found, Kind.LEARNED), labels(found, Kind.FIT)) == (["prepare"], ["whole", "model"])
