"""Shapes of code that hold, hand around and fit estimators, as templates of random programs.

A template is Python with a few marks: `$B` builds an estimator, `$H` is one of the program's, `$P(x)` asks `x` for
something that it may have, `$T` is a test that the text doesn't decide; names that begin with `$` are new in each
program. `<a | b>` is one of several texts; a line that begins with `?` is left out by chance; `=> x` says by what
expression the estimator is reached afterwards, and `~` that what happens hangs on what nobody can read off the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.conformance.state_idioms import IDIOMS
from tests.conformance.state_kinds import choose, probe
from tests.conformance.state_machinery import MACHINERY

if TYPE_CHECKING:
    from tests.conformance.state_programs import Program

SHAPES = """
@dataclass
class $C:
    model: object = field(default_factory=lambda: $B)
    def train(self, X, y):
        self.model.fit(X, y)
        return self
$n = $C()
?$n.train(X, y)
=> $n.model
---
@dataclass
class $C:
    model: object
    ready: bool = False
    def __post_init__(self):
        <if self.ready: | if not self.ready:>
            self.model.fit(X, y)
$n = $C($B< | , True | , ready=True>)
=> $n.model
---
class $C(NamedTuple):
    name: str
    model: object
$n = $C("one", $B)
?$n.model.fit(X, y)
_, $m = $n
=> <$m | $n.model | $n[1] | $n[-1]>
---
$n = {"a": $B, "b": GaussianNB()}
for $k, $m in $n.items():
    <$m.fit(X, y) | pass | print($k)>
=> <$n["a"] | list($n.values())[0] | next(iter($n.values()))>
---
$n = {"a": lambda: $B, "b": GaussianNB}
$m = $n["a"]()
?$m.fit(X, y)
=> $m
---
$R = {}
def $register(name):
    def wrap(make):
        $R[name] = make
        return make
    return wrap
@$register("one")
def $make():
    return $B< | .fit(X, y)>
=> <$make() | $R["one"]()>
---
class $C:
    def __init__(self, **settings):
        self.settings = settings
        self.model = None
    def build(self):
        self.model = $B
        return self
    def fit(self, X, y):
        if self.model is None:
            self.build()
        self.model.fit(X, y)
        return self
    def predict(self, X):
        return self.model.predict(X)
$n = $C(a=1)< | .build() | .fit(X, y)>
?$n.fit(X, y)
$m = $n.model if $n.model is not None else $B
=> $m
---
class $C:
    def __init__(self):
        self._model = $B
        self.fitted = False
    @property
    def model(self):
        if not self.fitted:
            self._model.fit(X, y)
            self.fitted = True
        return self._model
$n = $C()
=> <$n.model | $n._model>
---
class $C:
    def __init__(self):
        self._model = None
    @property
    def model(self):
        if self._model is None:
            self._model = $B< | .fit(X, y)>
        return self._model
$n = $C()
=> $n.model
---
class $C:
    @classmethod
    def create(cls, train=False):
        made = cls()
        made.model = $B
        if train:
            made.model.fit(X, y)
        return made
$n = $C.create(< | True | train=True | False>)
=> $n.model
---
class $C:
    @staticmethod
    def make():
        return $B< | .fit(X, y)>
$m = $C.<make() | make().fit(X, y)>
=> $m
---
class $A:
    def __init__(self, model):
        self.model = model
    def run(self):
        self.prepare()
        return self.finish()
    def prepare(self):
        <pass | self.model.fit(X, y)>
    def finish(self):
        return $P(self.model)
class $C($A):
    def __init__(self, model, extra=1):
        super().__init__(model)
        self.extra = extra
    def prepare(self):
        <pass | super().prepare() | self.model.fit(X, y)>
$n = <$A | $C>($B)
?$n.run()
=> $n.model
---
class $Mixin:
    def train(self):
        self.model.fit(X, y)
        return self
class $C($Mixin):
    def __init__(self):
        self.model = $B
$n = $C()< | .train()>
=> $n.model
---
class $A:
    model = None
    def __init__(self):
        self.model = self.make()
    def make(self):
        raise NotImplementedError
    def train(self):
        self.model.fit(X, y)
class $C($A):
    def make(self):
        return $B< | .fit(X, y)>
$n = $C()
?$n.train()
=> $n.model
---
def $log(function):
    @functools.wraps(function)
    def inner(*args, **kwargs):
        <result = function(*args, **kwargs) | print(function.__name__); result = function(*args, **kwargs)>
        return result
    return inner
@$log
def $train(model, X, y):
    <model.fit(X, y) | pass>
    return model
$m = $train($B, X, y)
=> $m
---
def $skip(function):
    def inner(*args, **kwargs):
        return None
    return inner
@$skip
def $train(model):
    model.fit(X, y)
$m = $B
$train($m)
=> $m
---
def $times(count):
    def wrap(function):
        @functools.wraps(function)
        def inner(*args):
            for _ in range(count):
                result = function(*args)
            return result
        return inner
    return wrap
@$times(2)
def $train(model):
    return model.fit(X, y)
$m = $train($B)
=> $m
---
@functools.lru_cache(maxsize=None)
def $get(name="x"):
    return $B< | .fit(X, y)>
?$get().fit(X, y)
=> $get()
---
@contextmanager
def $session():
    model = $B
    <model.fit(X, y) | pass>
    try:
        yield model
    finally:
        <pass | model.fit(X, y) | print("done")>
with $session() as $m:
    $P($m)
=> $m
---
with ExitStack() as $s, suppress(ImportError):
    $m = $B
    <$m.fit(X, y) | pass>
=> $m
---
if ($m := $B) is not None:
    <$m.fit(X, y) | pass>
=> $m
---
$v = [$B, ($m := $B)]
<$m.fit(X, y) | $v[0].fit(X, y)>
=> <$m | $v[0] | $v[1]>
---
$mode = <1 | 2 | "lin" | "other">
match $mode:
    case 1:
        $m = $B
    case 2 | 3:
        $m = $B.fit(X, y)
    case "lin":
        $m = $B
        $m.fit(X, y)
    case _:
        $m = $B
=> $m
---
$pair = ("train", $B)
match $pair:
    case ("train", $m):
        <$m.fit(X, y) | pass>
    case ("test", $m):
        pass
=> $pair[1]
---
match $H:
    case BaseEstimator() as $m:
        <$m.fit(X, y) | pass>
=> $H
---
def $train(*models, fit=True, **options):
    for model in models:
        if fit:
            model.fit(X, y)
    return models
$a, $b = $train($B, GaussianNB()< | , fit=False | , fit=True | , **{"fit": False}>)
=> $a
---
def $train(model, **options):
    <return model.fit(X, y, **options) | return model>
$m = $train(**{"model": $B})
=> $m
---
$args = ($B,)
def $train(model, data=X, target=y):
    return model< | .fit(data, target)>
$m = $train(*$args)
=> <$m | $args[0]>
---
$make = lambda cls=None, **kw: $B
$m = $make(a=1)
?$m.fit(X, y)
=> $m
---
$makers = [lambda: $B, lambda: GaussianNB()]
$all = [make() for make in $makers]
?$all[0].fit(X, y)
=> $all[0]
---
$train = partial(lambda model, fit: model.fit(X, y) if fit else model, fit=<True | False>)
$m = $train($B)
=> $m
---
def $train(model, X, y):
    model.fit(X, y)
$job = partial($train, X=X, y=y)
$m = $B
?$job($m)
=> $m
---
def $outer():
    model = None
    def prepare():
        nonlocal model
        model = $B
    def train():
        <nonlocal model | pass>
        model.fit(X, y)
    prepare()
    <train() | pass>
    return model
=> $outer()
---
$m = None
def $setup():
    global $m
    $m = $B
def $train():
    $m.fit(X, y)
$setup()
?$train()
=> $m
---
$m = $B
$i = 0
while $i < <0 | 2>:
    $m.fit(X, y)
    $i += 1
=> $m
---
$m = $B
while True:
    <$m.fit(X, y) | pass>
    break
=> $m
---
for $i in range(<0 | 1 | 3>):
    $m = $B
    <$m.fit(X, y) | pass>
else:
    $m = $B
=> $m
---
$m = $B
for $i in < [] | [1] | (1, 2) | range(2)>:
    if $i > 100:
        break
else:
    <$m.fit(X, y) | pass>
=> $m
---
$m = $B
try:
    <$m.fit(X, y) | pass>
finally:
    print("done")
=> $m
---
$m = $B
try:
    $P($m)
except NotFittedError:
    $m.fit(X, y)
except AttributeError:
    pass
~
=> $m
---
$m = $B
try:
    check_is_fitted($m)
except NotFittedError:
    $m.fit(X, y)
=> $m
---
$m = $B
try:
    check_is_fitted($m)
    $r = True
except NotFittedError:
    $r = False
?$m.fit(X, y)
=> $m
---
$m = $B
if not hasattr($m, "n_features_in_"):
    $m.fit(X, y)
=> $m
---
def $ready(model):
    try:
        check_is_fitted(model)
    except NotFittedError:
        return False
    return True
$m = $B
?$m.fit(X, y)
if not $ready($m):
    <$m.fit(X, y) | pass>
=> $m
---
def $ensure(model):
    if not hasattr(model, "n_features_in_"):
        return model.fit(X, y)
    return model
$m = $ensure($B)
=> $m
---
$m = $B
$buffer = io.BytesIO()
?$m.fit(X, y)
pickle.dump($m, $buffer)
$buffer.seek(0)
$c = pickle.load($buffer)
~
=> <$c | $m>
---
$m = $B
?$m.fit(X, y)
$buffer = io.BytesIO()
joblib.dump($m, $buffer)
$buffer.seek(0)
$c = joblib.load($buffer)
=> <$c | $m>
~
---
$m = $B< | .fit(X, y)>
$c = pickle.loads(pickle.dumps($m))
=> <$c | $m>
---
$m = <$B | $B.fit(X, y)>
$c = <copy.copy | copy.deepcopy | clone>($m)
?$c.fit(X, y)
=> <$c | $m>
---
$a = $B
$b, $c = clone($a), copy.deepcopy($a)
<$a | $b | $c>.fit(X, y)
=> <$a | $b | $c>
---
$all = clone([$B, GaussianNB().fit(X, y)])
=> $all[0]
---
$m = $B
$c = type($m)(**$m.get_params())
<$m | $c>.fit(X, y)
=> <$m | $c>
---
$m = $B
$c = $m.__class__()
<$m | $c>.fit(X, y)
=> <$m | $c>
---
def $train(model, test=False):
    if test:
        return model
    model.fit(X, y)
    return model
$m = $train($B< | , True | , test=False>)
=> $m
---
def $train(model, steps):
    for step in steps:
        if step == "stop":
            return model
        if step == "fit":
            model.fit(X, y)
    return model
$m = $train($B, <("fit", "stop") | ("stop", "fit") | ()>)
=> $m
---
def $models():
    yield $B
    yield GaussianNB()
for $m in $models():
    <$m.fit(X, y) | pass>
    break
=> $m
---
def $models(train):
    model = $B
    if train:
        model.fit(X, y)
    yield model
$m = next($models(<True | False>))
=> $m
---
def $pairs():
    for each in [$B, GaussianNB()]:
        <each.fit(X, y) | pass>
        yield "name", each
$all = dict(enumerate($pairs()))
$m = $all[0][1]
=> $m
---
def $inner():
    yield $B< | .fit(X, y)>
def $models():
    yield from $inner()
($m,) = $models()
=> $m
---
$m = $B
$lazy = (each.fit(X, y) for each in [$m])
?next($lazy)
=> $m
---
$m = $B
$lazy = (each.fit(X, y) for each in [$m])
for $each in $lazy:
    pass
=> $m
---
$m = $B
def $training():
    $m.fit(X, y)
    yield 1
$g = $training()
<next($g) | list($g) | print($g) | for _ in $g: pass>
=> $m
---
$m = $B
def $training():
    yield 1
    $m.fit(X, y)
$g = $training()
<next($g) | list($g) | pass>
=> $m
---
$all = [each for each in [$B, $B.fit(X, y)] if hasattr(each, "n_features_in_")]
$m = $all[-1]
~
=> $m
---
$all = {name: model for name, model in zip(["a", "b"], [$B, GaussianNB()])}
?$all["a"].fit(X, y)
=> $all["a"]
---
$all = {name: model.fit(X, y) for name, model in {"a": $B}.items()}
=> $all["a"]
---
$all = [clone($H) for _ in range(2)]
?$all[0].fit(X, y)
=> $all[<0 | 1>]
---
$all = [[$B, GaussianNB()], [$B]]
for $row in $all:
    for $each in $row:
        <$each.fit(X, y) | pass>
=> $all[0][0]
---
$all = sorted([("b", $B), ("a", GaussianNB())], key=lambda pair: pair[0])
for $n, $each in $all:
    $each.fit(X, y)
=> $all[1][1]
---
$all = list(filter(None, [$B.fit(X, y)]))
=> $all[0]
---
$all = deque([$B])
?$all[0].fit(X, y)
$m = <$all[0] | $all.pop() | $all.popleft()>
=> $m
---
$all = defaultdict(lambda: $B)
?$all["x"].fit(X, y)
=> $all["x"]
---
$all = OrderedDict(a=$B)
$all.update(b=GaussianNB())
?$all["a"].fit(X, y)
=> $all["a"]
---
$all = SimpleNamespace(model=$B)
?$all.model.fit(X, y)
=> $all.model
---
$all = [$B]
$all += [GaussianNB()]
[$first, *$rest] = $all
?$first.fit(X, y)
=> <$all[0] | $first>
---
$all = [$B]
$m = $all.pop()
?$m.fit(X, y)
=> $m
---
$m = None or $B
=> $m
---
$m = $B if <True | False> else $B.fit(X, y)
=> $m
---
$m = $B if $T else $B
=> $m
---
$m = $B
if $T:
    $m.fit(X, y)
else:
    $m.fit(X, y)
=> $m
---
$m = $B
if $T:
    $m.fit(X, y)
else:
    pass
~
=> $m
---
if $T:
    $m = $B
else:
    $m = GaussianNB()
<$m.fit(X, y) | pass>
~
=> $m
---
$m = $B
assert $m.fit(X, y) is not None
=> $m
---
async def $train(model):
    model.fit(X, y)
    return model
async def $main():
    return await $train($B)
$m = asyncio.run(<$main() | $train($B)>)
=> $m
---
async def $train(model):
    model.fit(X, y)
$m = $B
$coroutine = $train($m)
$coroutine.close()
=> $m
---
with ThreadPoolExecutor(1) as $pool:
    $m = $B
    $all = list($pool.map(lambda each: each.fit(X, y), [$m]))
~
=> <$all[0] | $m>
---
$m = $B
$all = joblib.Parallel(n_jobs=1)(joblib.delayed(lambda each: each.fit(X, y))(each) for each in [$m])
~
=> <$all[0] | $m>
---
$m = $B
$fit = getattr($m, "fit")
?$fit(X, y)
=> $m
---
$m = $B
$m.set_params(**{})
<$m.fit(X, y) | $m.fit(X, y).set_params() | pass>
=> $m
---
$m = $B
for $start in range(0, 40, 20):
    <$m.fit(X[$start:$start + 20], y[$start:$start + 20]) | pass>
=> $m
---
class $C:
    def __init__(self, model):
        self.models = [clone(model) for _ in range(2)]
        self.template = model
    def fit(self):
        for each in self.models:
            each.fit(X, y)
        return self
$n = $C($B)
?$n.fit()
=> <$n.models[0] | $n.template>
---
class $C:
    def __init__(self):
        self.models = {}
    def add(self, name, model):
        self.models[name] = model
        return self
    def train(self):
        for name in self.models:
            self.models[name].fit(X, y)
    def __getitem__(self, name):
        return self.models[name]
$n = $C().add("a", $B)
?$n.train()
=> <$n["a"] | $n.models["a"]>
---
class $C:
    instances = []
    def __init__(self, model):
        self.model = model
        $C.instances.append(self)
    def __enter__(self):
        return self
    def __exit__(self, *error):
        return False
    def __call__(self, *data):
        return self.model.fit(*data)
    def __iter__(self):
        yield self.model
with $C($B) as $n:
    <$n(X, y) | pass>
=> <$n.model | list($n)[0] | next(iter($n)) | $C.instances[-1].model>
---
class $C:
    def __init__(self, model):
        self.model = model
    def __getattr__(self, name):
        return getattr(self.model, name)
$n = $C($B)
?$n.fit(X, y)
=> <$n.model | $n>
---
class $C(Enum):
    A = "a"
    B = "b"
def $make(kind):
    if kind is $C.A:
        return $B
    if kind == $C.B:
        return $B.fit(X, y)
    raise ValueError(kind)
$m = $make(<$C.A | $C.B | $C("a")>)
=> $m
---
def $make(kind, trained=False):
    models = {"a": $B, "b": GaussianNB()}
    model = models[kind]
    if trained:
        model.fit(X, y)
    return model
$m = $make("a"< | , True | , trained=not True>)
=> $m
---
def $make(kind):
    if kind == "a":
        model = $B
    elif kind == "b":
        model = $B.fit(X, y)
    else:
        raise ValueError(kind)
    return model
$m = $make(<"a" | "b">)
=> $m
---
def $train(model, again=0):
    if again > 0:
        return $train(model, again - 1)
    return model.fit(X, y)
$m = $train($B, 2)
~
=> $m
---
def $train(models=[]):
    models.append($B)
    return models[-1]
$m = $train()
?$m.fit(X, y)
=> $m
---
def $main():
    model = $B
    <model.fit(X, y) | pass>
    $P(model)
    return model
if __name__ == "__main__":
    $m = $main()
=> $m
---
$m = $B.fit(X, y)
$m.set_params(**$m.get_params())
=> $m
---
$m = $B.fit(X, y)
$m = $B
=> $m
---
$m = $B
del $m
$m = $B.fit(X, y)
=> $m
---
$m, $c = $B, $B
$m, $c = $c.fit(X, y), $m
=> <$m | $c>
---
$m = $B
$tuple = $m, $m.fit(X, y)
=> $tuple[<0 | 1>]
---
$results = {}
for $name, $each in [("a", $B), ("b", GaussianNB())]:
    <$each.fit(X, y) | pass>
    $results[$name] = {"model": $each, "score": 0}
=> $results["a"]["model"]
---
$best, $top = None, -1.0
for $each in [$B, $B]:
    $each.fit(X, y)
    if $T or $best is None:
        $best = $each
=> $best
---
$frame = pd.DataFrame({"model": [$B]})
$m = $frame["model"][0]
~
=> $m
---
$m = $B
$box = weakref.ref($m)
<$m.fit(X, y) | $box().fit(X, y)>
~
=> <$m | $box()>
---
class $Own(BaseEstimator):
    def __init__(self, model=None):
        self.model = model
    def fit(self, X, y=None):
        self.model_ = clone(self.model)< | .fit(X, y)>
        return self
    def ask(self):
        return $P(self.model_)
$n = $Own($B)
$n.fit(X, y)
?$n.ask()
=> <$n.model | $n.model_>
---
class $Own(BaseEstimator, ClassifierMixin):
    def __init__(self, C=1.0):
        self.C = C
    def fit(self, X, y):
        self.inner_ = $B.fit(X, y)
        return self
    def predict(self, X):
        check_is_fitted(self)
        return self.inner_.predict(X)
$n = $Own()
$n.fit(X, y)
=> $n.inner_
---
class $Own(LogisticRegression):
    def __init__(self, C=2.0):
        super().__init__(C=C)
$n = $Own()
?$n.fit(X, y)
$a = $n.<coef_ | classes_ | predict(X) | intercept_>
---
class $Own(StandardScaler):
    def __init__(self, factor=2.0, *, copy=True, with_mean=True, with_std=True):
        super().__init__(copy=copy, with_mean=with_mean, with_std=with_std)
        self.factor = factor
    def transform(self, X):
        return super().transform(X) * self.factor
$n = $Own(3.0)
?$n.fit(X)
$a = $n.<mean_ | scale_ | transform(X) | factor>
---
class $Own(LogisticRegression):
    def fit(self, X, y):
        super().fit(X, y)
        self.own_ = 1
        return self
$n = $Own(C=0.5)
?$n.fit(X, y)
$a = $n.<coef_ | own_ | predict(X) | C>
---
class $Own(KMeans):
    def __init__(self, n_clusters=2, **kwargs):
        super().__init__(n_clusters, **kwargs)
    def labels(self):
        return self.labels_
$n = $Own(random_state=0)
?$n.fit(X)
$a = $n.<labels() | cluster_centers_ | predict(X)>
---
class $Own(RandomForestClassifier):
    def __init__(self, **kwargs):
        super().__init__(n_estimators=2, **kwargs)
    def predict(self, X):
        return self.predict_proba(X)[:, 1] > 0.3
$n = $Own(max_depth=2)
?$n.fit(X, y)
$a = $n.<predict(X) | estimators_ | feature_importances_>
---
class $Own(LogisticRegression):
    pass
$m = $Own()
<$m.fit(X, y) | clone($m).fit(X, y) | GridSearchCV($m, {}, cv=2).fit(X, y)>
$a = $m.<coef_ | predict(X) | feature_importances_ | classes_>
"""
PLAIN = tuple(each.strip("\n").split("\n") for shapes in (SHAPES, IDIOMS, MACHINERY) for each in shapes.split("---\n"))
_CHOICE = re.compile(r"<([^<>]*\|[^<>]*)>")
_NAME = re.compile(r"\$([a-zA-Z_]+)")
_PROBE = re.compile(r"\$P\(((?:[^()]|\([^()]*\))*)\)")
TESTS = ("X.sum() > 0", "len(y) == 40", "np.any(y)", "X.mean() < 0")


def write_shape(p: Program) -> None:
    """Write one of the shapes."""
    template = p.rng.choice(PLAIN)
    text = "\n".join(template)
    handle, of = p.pick() if "$H" in text else ("", choose(p.rng))
    names = {name: p.fresh(name) for name in dict.fromkeys(_NAME.findall(text)) if name not in "BHPT"}
    for line in template:
        if line.startswith("?"):
            line = line[1:] if p.rng.random() < 0.6 else ""
        if line == "~":
            p.loose, line = True, ""
        line = chosen(p, line)
        line = _PROBE.sub(lambda found: probe(p.rng, of, found[1]), line)
        line = re.sub(r"\$B\b", lambda _: p.rng.choice(of.builds), line)
        line = re.sub(r"\$H\b", handle, line)
        line = re.sub(r"\$T\b", lambda _: p.rng.choice(TESTS), line)
        line = _NAME.sub(lambda found: names[found[1]], line)
        if line.startswith("=> "):
            p.hold(line.removeprefix("=> "), of)
            for _ in range(p.rng.randint(1, 2)):
                p.add(f"{p.fresh('a')} = {probe(p.rng, of, line.removeprefix('=> '))}")
        elif line.strip():
            p.add(line)


def chosen(p: Program, line: str) -> str:
    """Take one of several texts, wherever there are some."""
    return _CHOICE.sub(lambda found: p.rng.choice([each.strip() for each in found[1].split(" | ")]), line)
