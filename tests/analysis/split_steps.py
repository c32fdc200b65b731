"""The steps of random split programs: how people cut, join, draw and put in order the rows of tables."""

from __future__ import annotations

STEPS: list[tuple[str, int]] = [
    ("{v}, {w} = train_test_split({f}, random_state={seed}{size})", 2),
    ("{v}, {w} = train_test_split({f}, random_state={seed}{size})", 2),
    ("{v}, {w} = train_test_split({f})", 2),
    ("{v}, {w} = train_test_split({f}, shuffle=False)", 2),
    ("{v}, {w}, {i}, {j} = train_test_split({f}, {f}['a'], random_state={seed})", 2),
    ("for {i}, {j} in KFold(4).split({f}):\n    {v}, {w} = {f}.iloc[{i}], {f}.iloc[{j}]", 2),
    ("for {i}, {j} in KFold(4, shuffle=True).split({f}):\n    {v}, {w} = {f}.iloc[{i}], {f}.iloc[{j}]\n    break", 2),
    (
        "{i}, {j} = next(ShuffleSplit(n_splits=1, random_state={seed}).split({f}))\n"
        "{v}, {w} = {f}.iloc[{i}], {f}.iloc[{j}]",
        2,
    ),
    (
        "{i}, {j} = next(GroupShuffleSplit(random_state={seed}).split({f}, groups={f}['g']))\n"
        "{v}, {w} = {f}.iloc[{i}], {f}.iloc[{j}]",
        2,
    ),
    (
        "{i}, {j} = list(StratifiedKFold(3).split({f}, {f}['b']))[0]\n{v}, {w} = {f}.iloc[{i}], {f}.iloc[{j}]",
        2,
    ),
    ("{v} = {f}[{low}:{high}]", 1),
    ("{v}, {w} = {f}[:{high}], {f}[{high}:]", 2),
    ("{v}, {w} = {f}[:{high}], {f}[{low}:]", 2),
    ("{v}, {w} = {f}.iloc[:-{end}], {f}.iloc[-{end}:]", 2),
    ("{i} = int(len({f}) * 0.7)\n{v}, {w} = {f}.iloc[:{i}, :], {f}.iloc[{i}:, :]", 2),
    ("{i} = len({f}) // 2\n{v}, {w} = {f}.head({i}), {f}[{i}:]", 2),
    ("{v}, {w} = {f}.head({high}), {f}.tail({end})", 2),
    ("{v}, {w} = {f}[::2], {f}[1::2]", 2),
    ("{v}, {w} = {f}[{f}['a'] {order} {value}], {f}[{f}['a'] {order} {more}]", 2),
    ("{i} = {f}['a'] > {value}\n{v}, {w} = {f}[{i}], {f}[~{i}]", 2),
    ("{i} = {f}['a'] > {value}\n{v}, {w} = {f}.loc[{i}], {f}.loc[np.logical_not({i})]", 2),
    ("{v}, {w} = {f}[({f}['a'] > {more}) & ({f}['b'] == 1)], {f}[{f}['a'] < {value}]", 2),
    ("{v}, {w} = {f}[({f}['a'] > {more}) | ({f}['b'] == 1)], {f}[({f}['a'] < {value}) & ({f}['b'] == 0)]", 2),
    ("{v}, {w} = {f}.query('a > {value}'), {f}.query('a <= {more}')", 2),
    ("{v}, {w} = {f}[{f}['g'].isin([0, 1])], {f}[~{f}['g'].isin([0, {group}])]", 2),
    ("{v}, {w} = {f}[{f}['g'].isin([0, 1])], {f}[{f}['g'] == {group}]", 2),
    ("{v}, {w} = {f}[{f}['m'].isnull()], {f}[{f}['m'].notnull()]", 2),
    ("{i} = np.random.RandomState({seed}).rand(len({f})) < 0.7\n{v}, {w} = {f}[{i}], {f}[~{i}]", 2),
    ("{i} = np.random.rand(len({f})) < 0.7\n{v}, {w} = {f}[{i}], {f}[~{i}]", 2),
    ("{v} = {f}.sample(frac=0.7, random_state={seed})\n{w} = {f}.drop({v}.index)", 2),
    ("{v} = {f}.sample(frac=0.7, random_state={seed})\n{w} = {f}[~{f}.index.isin({v}.index)]", 2),
    ("{v} = {f}.sample(frac=0.7)\n{w} = {f}.loc[{f}.index.difference({v}.index)]", 2),
    ("{v}, {w} = {f}.sample(frac=0.5, random_state={seed}), {f}.sample(frac=0.5)", 2),
    ("{v} = {f}[:{high}]\n{w} = {f}.drop(index={v}.index)", 2),
    ("{v} = {f}[{f}['a'] > {value}]\n{w} = {f}.drop(index={v}.index)", 2),
    ("{v} = {f}.sample(frac=1, random_state={seed})", 1),
    ("{v} = {f}.sample(frac=1).reset_index(drop=True)", 1),
    ("{v} = shuffle({f}, random_state={seed})", 1),
    ("{v}, {i} = shuffle({f}, {f}['a'], random_state={seed})", 1),
    ("{v} = {f}.sort_values('a')", 1),
    ("{v}, {w}, {u} = np.split({f}.values, [{low} + 1, {high} + 1])", 3),
    ("{v}, {w}, {u} = np.split({f}.values, [int(0.6 * len({f})), int(0.8 * len({f}))])", 3),
    ("{v}, {w}, {u} = np.array_split({f}.values, 3)", 3),
    ("{i} = np.random.permutation(len({f}))\n{v}, {w} = {f}.iloc[{i}[:{high}]], {f}.iloc[{i}[{high}:]]", 2),
    (
        "{i} = np.random.RandomState({seed}).permutation(len({f}))\n"
        "{v}, {w} = {f}.iloc[{i}[:{high}]], {f}.iloc[{i}[{low}:]]",
        2,
    ),
    ("{i} = np.arange(len({f}))\nnp.random.shuffle({i})\n{v}, {w} = {f}.iloc[{i}[:{high}]], {f}.iloc[{i}[{high}:]]", 2),
    ("{i} = np.arange(len({f}))\n{v}, {w} = {f}.iloc[{i}[:{high}]], {f}.iloc[{i}[{high}:]]", 2),
    (
        "{i}, {j} = train_test_split(np.arange(len({f})), random_state={seed})\n"
        "{v}, {w} = {f}.iloc[{i}], {f}.iloc[{j}]",
        2,
    ),
    ("{i}, {j} = train_test_split(range(len({f})), random_state={seed})\n{v}, {w} = {f}.iloc[{i}], {f}.iloc[{j}]", 2),
    ("{i}, {j} = train_test_split({f}.index, random_state={seed})\n{v}, {w} = {f}.loc[{i}], {f}.loc[{j}]", 2),
    (
        "{i}, {j} = train_test_split({f}['g'].unique(), random_state={seed})\n"
        "{v}, {w} = {f}[{f}['g'].isin({i})], {f}[{f}['g'].isin({j})]",
        2,
    ),
    ("{i} = {f}.groupby('g')\n{v}, {w} = {i}.get_group(1), {i}.get_group({group})", 2),
    ("{v} = pd.concat([{f}, {g}])", 1),
    ("{v} = pd.concat([{f}, {g}], ignore_index=True)\n{w}, {u} = {v}[:len({f})], {v}[len({f}):]", 3),
    ("{v} = pd.concat([{f}, {g}])\n{i} = {f}.shape[0]\n{w}, {u} = {v}.iloc[:{i}], {v}.iloc[{i}:]", 3),
    ("{v} = np.vstack([{f}.values, {g}.values])", 1),
    ("{v} = np.r_[{f}.values, {g}.values]", 1),
    ("{v} = {x}", 1),
    ("{v}, {w} = {x}[:{high}], {x}[{high}:]", 2),
    ("{v}, {w} = {x}[{x}[:, 1] > {value}], {x}[{x}[:, 1] <= {more}]", 2),
    ("{v}, {w} = train_test_split({x}, random_state={seed}{size})", 2),
    ("{i} = np.arange(len({x}))\n{j} = {i}[{i} % 2 == 0]\n{v}, {w} = {x}[{j}], {x}[np.setdiff1d({i}, {j})]", 2),
    ("{i}, {j} = train_test_split(np.arange(len({x})))\n{v}, {w} = {x}[{j}], np.delete({x}, {j}, axis=0)", 2),
    ("{v} = resample({f}, random_state={seed})", 1),
    ("{v} = {f}.sample(frac=2, replace=True)", 1),
    ("{v} = {f}.dropna()", 1),
    ("{v} = {f}.drop_duplicates()", 1),
    ("{v} = {f}.copy()", 1),
    ("{v} = {f}.copy()\n{v}['a'] = {v}['a'] + 3", 1),
    ("{v} = {f}[['row', 'a', 'b', 'g', 'm']]", 1),
    ("{v} = {f} if {way} else {g}", 1),
    ("{v} = {f}[:{high}] if flag() else {g}", 1),
    ("{v} = {f}.reset_index(drop=True)", 1),
    ("{v} = {f}.assign(c=1)", 1),
    ("{v} = pd.concat([{f}[{f}['a'] > {value}], {f}[{f}['a'] <= {value}]])", 1),
]

STEPS += [
    # Labels: rows that keep those of the table, and rows that were given new ones.
    ("{v} = {f}[{f}.index.isin({g}.index)]", 1),
    ("{v} = {f}[~{f}.index.isin({g}.index)]", 1),
    ("{v} = {f}.drop({g}.index, errors='ignore')", 1),
    ("{v} = {f}.loc[{f}.index.intersection({g}.index)]", 1),
    ("{v} = {f}.loc[{f}.index.difference({g}.index)]", 1),
    ("{v} = {f}.loc[{g}.index]", 1),
    ("{v} = {f}.iloc[{g}.index]", 1),
    ("{v} = {f}.sample(frac=0.5, random_state={seed}).reset_index(drop=True)\n{w} = {f}.drop({v}.index)", 2),
    ("{v} = {f}.reset_index(drop=True)\n{w} = {v}.sample(frac=0.5)\n{u} = {v}.drop({w}.index)", 3),
    ("{v} = {f}.set_index('row', drop=False)\n{w} = {v}.sample(frac=0.5)\n{u} = {v}.drop({w}.index)", 3),
    ("{v} = {f}.set_index('a', drop=False)\n{w} = {v}[:{high}]\n{u} = {v}.drop({w}.index)", 3),
    ("{v} = {f}.sort_values('a', ignore_index=True)\n{w} = {v}[:{high}]\n{u} = {v}.drop({w}.index)", 3),
    ("{v} = {f}.sort_values('a')\n{w} = {v}[:{high}]\n{u} = {f}.drop({w}.index)", 3),
    ("{v} = {f}.drop_duplicates(ignore_index=True)\n{w} = {v}.sample(frac=0.7)\n{u} = {v}.drop({w}.index)", 3),
    ("{v} = {f}.sample(frac=0.7, random_state={seed}, ignore_index=True)\n{w} = {f}.drop({v}.index)", 2),
    ("{v} = {f}.copy()\n{v}.index = range(len({v}))\n{w} = {v}.tail({end})", 2),
    ("{v} = {f}.copy()\n{v}.reset_index(drop=True, inplace=True)\n{w} = {f}.drop({v}[:{end}].index)", 2),
    ("{v} = pd.concat([{f}, {g}], ignore_index=True)\n{w} = {v}.sample(frac=0.5)\n{u} = {v}.drop({w}.index)", 3),
    ("{v} = pd.concat([{f}, {g}])\n{w} = {v}.drop({f}.index)", 2),
    ("{v} = pd.concat([{f}, {g}], keys=['a', 'b'])\n{w}, {u} = {v}.loc['a'], {v}.loc['b']", 3),
    ("{v} = pd.concat([{f}, {g}])\n{w} = {v}.loc[{f}.index]", 2),
    ("{v} = pd.DataFrame({f}.values, columns={f}.columns)\n{w} = {v}.sample(frac=0.7)\n{u} = {f}.drop({w}.index)", 3),
    ("{v} = {f}[{f}['a'] > {value}].reset_index(drop=True)\n{w} = {v}[{v}['b'] == 1]\n{u} = {v}[{v}['b'] != 1]", 3),
    ("{v} = {f}.reset_index(drop=True)\n{w} = {v}[{f}.reset_index(drop=True)['a'] > {value}]", 2),
    ("{v} = {f}[~{f}['row'].isin({g}['row'])]", 1),
    ("{v} = {f}[{f}['row'].isin({g}['row'])]", 1),
    # Groups.
    ("{v} = {f}.groupby('g').head({end})\n{w} = {f}.drop({v}.index)", 2),
    ("{v} = {f}.groupby('g').tail({end})\n{w} = {f}[~{f}.index.isin({v}.index)]", 2),
    ("{v}, {w} = {f}.groupby('g').head({end}), {f}.groupby('g').tail({end})", 2),
    ("{v} = {f}.groupby('g').sample(frac=0.5, random_state={seed})\n{w} = {f}.drop({v}.index)", 2),
    ("{i} = {f}.groupby('g').cumcount()\n{v}, {w} = {f}[{i} < {end}], {f}[{i} >= {end}]", 2),
    ("{i} = {f}.groupby('g').ngroup()\n{v}, {w} = {f}[{i} == 0], {f}[{i} > 0]", 2),
    ("{v}, {w} = {f}.groupby('a').nth([0, 1, 2]), {f}.groupby('a').nth([3, 4])", 2),
    ("for {i}, {v} in {f}.groupby('g'):\n    {w} = {v}[:{end}]", 2),
    ("{v}, {w}, {u} = [{i} for {j}, {i} in {f}.groupby('g')]", 3),
    ("{v} = {f}.groupby('g', group_keys=False)[{f}.columns].apply(lambda each: each.sample(frac=0.5))", 1),
    # Cuts with computed bounds.
    ("{v}, {w} = np.split({f}.values, [int(0.8 * len({f}))])", 2),
    ("{v}, {w}, {u} = np.split({f}.sample(frac=1).values, [int(0.6 * len({f})), int(0.8 * len({f}))])", 3),
    ("{i}, {j} = int(0.6 * len({f})), int(0.8 * len({f}))\n{v}, {w}, {u} = {f}[:{i}], {f}[{i}:{j}], {f}[{j}:]", 3),
    ("{i} = int(0.8 * len({f}))\n{v}, {w}, {u} = {f}[:{i}], {f}[{i}:], {f}[:{i} // 2]", 3),
    ("{i} = round(len({f}) * 0.25)\n{v}, {w} = {f}[{i}:], {f}[:{i}]", 2),
    ("{i} = {f}.shape[0] - {end}\n{v}, {w} = {f}[:{i}], {f}[-{end}:]", 2),
    ("{v}, {w} = {f}[:-{end}], {f}[len({f}) - {end}:]", 2),
    ("{v}, {w} = {f}[len({f}) // 2:], {f}[:len({f}) // 2]", 2),
    ("{i} = len({f}) // 3\n{v}, {w}, {u} = {f}[:{i}], {f}[{i}:2 * {i}], {f}[2 * {i}:]", 3),
    # Positions.
    (
        "{i} = np.random.permutation(len({f}))[:{high}]\n"
        "{v}, {w} = {f}.iloc[{i}], {f}.iloc[np.setdiff1d(np.arange(len({f})), {i})]",
        2,
    ),
    (
        "{i} = np.random.choice(len({f}), {high}, replace=False)\n"
        "{v}, {w} = {f}.iloc[{i}], {f}.iloc[np.delete(np.arange(len({f})), {i})]",
        2,
    ),
    (
        "{i} = np.random.default_rng({seed}).choice(len({f}), size={high}, replace=False)\n"
        "{j} = np.zeros(len({f}), dtype=bool)\n{j}[{i}] = True\n{v}, {w} = {f}[{j}], {f}[~{j}]",
        2,
    ),
    (
        "{i} = np.random.permutation(len({f}))[:{high}]\n"
        "{j} = np.isin(np.arange(len({f})), {i})\n{v}, {w} = {f}[{j}], {f}[~{j}]",
        2,
    ),
    (
        "{i} = np.random.choice({f}.index, {high}, replace=False)\n{v}, {w} = {f}.loc[{i}], {f}.drop({i})",
        2,
    ),
    (
        "{i} = np.random.choice({f}.index, {high}, replace=False)\n"
        "{v}, {w} = {f}[{f}.index.isin({i})], {f}[~{f}.index.isin({i})]",
        2,
    ),
    ("{i} = list(range(len({f})))\nrandom.shuffle({i})\n{v}, {w} = {f}.iloc[{i}[:{high}]], {f}.iloc[{i}[{high}:]]", 2),
    (
        "{i} = random.sample(range(len({f})), {high})\n{j} = [j for j in range(len({f})) if j not in {i}]\n"
        "{v}, {w} = {f}.iloc[{i}], {f}.iloc[{j}]",
        2,
    ),
    (
        "{i} = random.sample(range(len({f})), {high})\n{j} = list(set(range(len({f}))) - set({i}))\n"
        "{v}, {w} = {f}.iloc[{i}], {f}.iloc[{j}]",
        2,
    ),
    (
        "{i} = np.arange(len({f}))\nnp.random.default_rng({seed}).shuffle({i})\n"
        "{j} = int(0.7 * len({f}))\n{v}, {w} = {f}.iloc[{i}[:{j}]], {f}.iloc[{i}[{j}:]]",
        2,
    ),
    ("{i} = np.random.randint(0, len({f}), {high})\n{v} = {f}.iloc[{i}]", 1),
    ("{i} = np.where({f}['a'] > {value})[0]\n{v}, {w} = {f}.iloc[{i}], {f}.drop({f}.index[{i}])", 2),
    ("{i} = np.random.uniform(0, 1, len({f})) <= 0.75\n{v}, {w} = {f}[{i}], {f}[{i} == False]", 2),
    ("{v} = {f}.copy()\n{v}['t'] = np.random.rand(len({v})) < 0.7\n{w}, {u} = {v}[{v}['t']], {v}[~{v}['t']]", 3),
    (
        "{v} = {f}.copy()\n{v}['t'] = np.random.uniform(0, 1, len({v})) <= 0.7\n"
        "{w}, {u} = {v}[{v}['t'] == True], {v}[{v}['t'] == False]",
        3,
    ),
    ("{v}, {w} = {f}[np.arange(len({f})) % 5 != 0], {f}[np.arange(len({f})) % 5 == 0]", 2),
    ("{v}, {w} = {f}.iloc[::5], {f}.drop({f}.index[::5])", 2),
    # Splitters.
    (
        "{i} = list(KFold(4, shuffle=True, random_state={seed}).split({f}))\n"
        "{v}, {w} = {f}.iloc[{i}[0][1]], {f}.iloc[{i}[1][1]]",
        2,
    ),
    ("for {i}, {j} in TimeSeriesSplit(4).split({f}):\n    {v}, {w} = {f}.iloc[{i}], {f}.iloc[{j}]", 2),
    (
        "for {i}, {j} in StratifiedKFold(3, shuffle=True).split({f}, {f}['b']):\n"
        "    {v}, {w} = {f}.iloc[{i}], {f}.iloc[{j}]",
        2,
    ),
    ("for {i}, {j} in GroupKFold(3).split({f}, groups={f}['g']):\n    {v}, {w} = {f}.iloc[{i}], {f}.iloc[{j}]", 2),
    (
        "for {i}, {j} in RepeatedKFold(n_splits=3, n_repeats=2, random_state={seed}).split({f}):\n"
        "    {v}, {w} = {f}.iloc[{i}], {f}.iloc[{j}]",
        2,
    ),
    ("for {i}, {j} in LeaveOneGroupOut().split({f}, groups={f}['g']):\n    {v}, {w} = {f}.iloc[{i}], {f}.iloc[{j}]", 2),
    (
        "for {i}, {j} in PredefinedSplit(np.where(np.arange(len({f})) < {high}, -1, 0)).split():\n"
        "    {v}, {w} = {f}.iloc[{i}], {f}.iloc[{j}]",
        2,
    ),
    (
        "for {i}, ({v}, {w}) in enumerate([({f}.iloc[one], {f}.iloc[two]) for one, two in KFold(3).split({f})]):\n"
        "    pass",
        2,
    ),
    (
        "{i}, {j} = next(StratifiedShuffleSplit(1, random_state={seed}).split({f}, {f}['b']))\n"
        "{v}, {w} = {f}.iloc[{i}], {f}.iloc[{j}]",
        2,
    ),
    # Tables put together.
    ("{v} = {f}.merge({g}[['row']], on='row')", 1),
    ("{v} = {f}.merge({g}[['row']], on='row', how='left')", 1),
    ("{v} = pd.merge({f}, {g}[['row']].assign(z=1), on='row', how='left')\n{w} = {v}[{v}['z'].isna()]", 2),
    ("{v} = np.concatenate([{f}.values, {g}.values])", 1),
    ("{v} = np.concatenate(({f}.values, {g}.values), axis=0)\n{w} = {v}[:len({f})]", 2),
    ("{v} = np.append({f}.values, {g}.values, axis=0)", 1),
    ("{v} = pd.concat([{f}] * 2)", 1),
    ("{v} = pd.concat([{f}, {f}.sample(frac=0.2)])\n{w}, {u} = train_test_split({v}, random_state={seed})", 3),
    ("{v}, {w} = train_test_split(pd.concat([{f}, {g}]), random_state={seed})", 2),
    ("{i} = [{f}, {g}]\n{v} = pd.concat({i})", 1),
    (
        "{v} = pd.concat([{f}[{f}['b'] == 1].sample({end}), {f}[{f}['b'] == 0].sample({end})])\n"
        "{w} = {f}.drop({v}.index)",
        2,
    ),
    ("{v} = {f}.nlargest({high}, 'a')\n{w} = {f}.drop({v}.index)", 2),
    ("{v}, {w} = {f}.head(int(len({f}) * 0.8)), {f}.tail(int(len({f}) * 0.2))", 2),
    ("{v}, {w} = {f}.truncate(after={high}), {f}.truncate(before={high} + 1)", 2),
    ("{v} = resample({f}, replace=False, n_samples={end}, random_state={seed})", 1),
    ("{v} = resample({f}, random_state={seed})\n{w} = {f}[~{f}.index.isin({v}.index)]", 2),
    ("{v} = {f}.sample(n={high}, replace=True)\n{w} = {f}.loc[~{f}.index.isin({v}.index)]", 2),
    ("{v} = {f}.sample({end}, random_state={seed})\n{w} = {f}.sample({end}, random_state={seed})", 2),
]
