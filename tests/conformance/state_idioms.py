"""Further shapes of code that hold, hand around and fit estimators, in the form of `SHAPES`: those of larger code."""

IDIOMS = """
class $Trainer(ABC):
    def __init__(self, data, target):
        self.data, self.target = data, target
        self.model = self.build()
    @abstractmethod
    def build(self): ...
    def train(self):
        self.model.fit(self.data, self.target)
        return self
class $C($Trainer):
    def build(self):
        return $B
$n = $C(X, y)
?$n.train()
=> $n.model
---
class $Trainer:
    def __init__(self, model):
        self.model = model
        self.is_fitted = False
    def train(self):
        self.model.fit(X, y)
        self.is_fitted = True
    def ask(self):
        if not self.is_fitted:
            raise RuntimeError("train first")
        return $P(self.model)
$n = $Trainer($B)
?$n.train()
try:
    $n.ask()
except RuntimeError:
    print("not trained")
=> $n.model
---
class $Trainer:
    def __init__(self, model):
        self.model = model
    def ask(self):
        if getattr(self, "ready", False):
            return $P(self.model)
        self.model.fit(X, y)
        self.ready = True
        return self.ask()
$n = $Trainer($B)
?$n.ask()
=> $n.model
~
---
class $Trainer:
    def __init__(self, **models):
        self.__dict__.update(models)
    def train(self, *names):
        for name in names:
            getattr(self, name).fit(X, y)
        return self
$n = $Trainer(first=$B, second=GaussianNB())< | .train("second") | .train("first")>
~
=> $n.first
---
class $Trainer:
    def __init__(self, model):
        for name, value in {"model": model, "folds": 3}.items():
            setattr(self, name, value)
    def train(self):
        self.model.fit(X, y)
$n = $Trainer($B)
?$n.train()
=> $n.model
---
class $Trainer:
    __slots__ = ("model", "_scores")
    def __init__(self, model):
        self.model = model
    @property
    def scores(self):
        return [$P(self.model)]
    @functools.cached_property
    def never(self):
        return self.model.fit(X, y)
$n = $Trainer($B)
<$n.model.fit(X, y) | pass>
$n.scores
=> $n.model
---
class $Registry:
    _made = {}
    @classmethod
    def register(cls, name):
        def keep(of):
            cls._made[name] = of
            return of
        return keep
    @classmethod
    def create(cls, name, **settings):
        return cls._made[name](**settings)
@$Registry.register("one")
def $make(trained=False):
    return $B.fit(X, y) if trained else $B
$m = $Registry.create("one"< | , trained=True | , trained=False>)
=> $m
---
$registry = {}
class $A:
    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        $registry[cls.__name__] = cls
class $C($A):
    def make(self):
        return $B< | .fit(X, y)>
$m = $registry["$C"]().make()
=> $m
---
class $Meta(type):
    def __call__(cls, *args):
        made = super().__call__(*args)
        <made.model.fit(X, y) | pass>
        return made
class $C(metaclass=$Meta):
    def __init__(self, model):
        self.model = model
$n = $C($B)
~
=> $n.model
---
class $Single:
    _instance = None
    def __new__(cls):
        if cls._instance is None:
            cls._instance = super().__new__(cls)
            cls._instance.model = $B
        return cls._instance
?$Single().model.fit(X, y)
=> $Single().model
~
---
@functools.singledispatch
def $train(model):
    <model.fit(X, y) | pass>
    return model
@$train.register
def _(model: list):
    return [$train(each) for each in model]
$m = $train($B)
~
=> $m
---
@functools.singledispatch
def $train(model):
    return model
@$train.register(dict)
def _(model):
    for each in model.values():
        each.fit(X, y)
    return model
$all = $train({"a": $B})
~
=> $all["a"]
---
class $C:
    @functools.singledispatchmethod
    def take(self, thing):
        return thing
    @take.register
    def _(self, thing: str):
        return $B.fit(X, y)
$m = $C().take(<$B | "x">)
~
=> $m
---
$all = list(map(lambda each: <each.fit(X, y) | each>, [$B, $B]))
=> $all[<0 | 1>]
---
$m = $B
$lazy = map(lambda each: each.fit(X, y), [$m])
<list($lazy) | next($lazy) | pass | tuple($lazy)>
=> $m
---
$m = $B
$lazy = filter(lambda each: each.fit(X, y) is not None, [$m])
<list($lazy) | pass>
=> $m
---
$m = $B
$any = <any | all>(each.fit(X, y) is None for each in [$m])
=> $m
---
$all = [$B, GaussianNB()]
for $each, $train in zip($all, <[True, False] | [False, True] | [True, True]>):
    if $train:
        $each.fit(X, y)
=> $all[0]
---
$all = [$B, GaussianNB()]
for $i, $each in enumerate($all):
    if $i == <0 | 1>:
        $each.fit(X, y)
=> $all[0]
---
$all = dict(zip(("a", "b"), ($B, GaussianNB())))
<operator.itemgetter("a")($all).fit(X, y) | operator.itemgetter("b")($all).fit(X, y)>
=> $all["a"]
---
$n = SimpleNamespace(model=$B)
$m = operator.attrgetter("model")($n)
?$m.fit(X, y)
=> <$m | $n.model>
---
$m = $B
?operator.methodcaller("fit", X, y)($m)
=> $m
---
$all = [*itertools.chain([$B], [GaussianNB()])]
?$all[0].fit(X, y)
=> $all[0]
---
$all = list(itertools.chain.from_iterable([[$B], [GaussianNB()]]))
for $each in $all:
    <$each.fit(X, y) | pass>
=> $all[0]
---
for $m, $data in itertools.product([$B], [X, X + 1]):
    <$m.fit($data, y) | pass>
=> $m
---
$m = next(itertools.islice([$B, GaussianNB()], 0, 1))
?$m.fit(X, y)
=> $m
---
$rows = [(lambda: $B, <True | False>)]
$all = list(itertools.starmap(lambda make, train: make().fit(X, y) if train else make(), $rows))
=> $all[0]
---
$m = functools.reduce(lambda model, data: <model.fit(data, y) | model>, [X, X + 1], $B)
=> $m
---
$cycle = itertools.cycle([$B])
$m = next($cycle)
?$m.fit(X, y)
~
=> $m
---
$all = [copy.deepcopy($B) for _ in range(2)]
$all[0].fit(X, y)
=> $all[<0 | 1>]
---
$all = [$B] * 2
$all[0].fit(X, y)
=> $all[<0 | 1>]
---
$all = {"a": $B}
$other = <$all | dict($all) | $all.copy() | {**$all} | copy.copy($all) | copy.deepcopy($all)>
?$other["a"].fit(X, y)
=> <$all | $other>["a"]
---
$m = pickle.loads(pickle.dumps([$B< | .fit(X, y)>]))[0]
=> $m
---
$path = io.BytesIO()
joblib.dump({"model": $B.fit(X, y)}, $path)
$path.seek(0)
$m = joblib.load($path)["model"]
~
=> $m
---
@dataclass(frozen=True)
class $Config:
    model: object = None
    train: bool = <True | False>
    def build(self):
        model = self.model or $B
        return model.fit(X, y) if self.train else model
=> $Config().build()
---
@dataclass
class $Config:
    models: list = field(default_factory=list)
    def add(self, model):
        self.models.append(model)
        return self
$n = $Config().add($B)
for $each in $n.models:
    <$each.fit(X, y) | pass>
=> $n.models[0]
---
@dataclass
class $A:
    model: object
@dataclass
class $C($A):
    data: object = None
    def __post_init__(self):
        if self.data is not None:
            self.model.fit(self.data, y)
$n = $C($B< | , X | , data=X | , None>)
=> $n.model
---
$Row = namedtuple("$Row", ["name", "model"], defaults=[None])
$n = $Row("a", $B)
$n = $n._replace(name="b")
?$n.model.fit(X, y)
=> <$n.model | $n[1] | $n._asdict()["model"]>
---
class $Row(NamedTuple):
    model: object
    name: str = "x"
    def train(self):
        self.model.fit(X, y)
        return self
$n = $Row($B)< | .train()>
($m, _) = $n
=> <$m | $n.model>
---
def $train(model, *, strict=False):
    try:
        check_is_fitted(model)
    except NotFittedError:
        if strict:
            raise
        return model.fit(X, y)
    return model
$m = $train($B)
=> $m
---
def $train(model):
    try:
        $r = $P(model)
    except (NotFittedError, AttributeError, ValueError):
        model.fit(X, y)
    return model
=> $train($B)
~
---
$m = $B
try:
    $m.predict_proba
except AttributeError:
    pass
else:
    $m.fit(X, y)
~
=> $m
---
$m = $B
try:
    raise ValueError("no")
except ValueError:
    <$m.fit(X, y) | pass>
=> $m
---
$m = $B
try:
    int("x")
    $m.fit(X, y)
except ValueError:
    pass
~
=> $m
---
def $train(model):
    try:
        return model
    finally:
        <model.fit(X, y) | pass>
$m = $train($B)
=> $m
---
if all(hasattr($H, name) for name in ("fit", "get_params")):
    $H.fit(X, y)
~
=> $H
---
$m = $B
if callable(getattr($m, "fit", None)):
    <$m.fit(X, y) | pass>
=> $m
---
$m = $B
if isinstance($m, <BaseEstimator | (str, bytes) | dict>):
    $m.fit(X, y)
~
=> $m
---
$m = $B
if "n_features_in_" not in vars($m):
    $m.fit(X, y)
~
=> $m
---
$m = $B
if not getattr($m, "n_features_in_", None):
    $m.fit(X, y)
=> $m
---
def $train(model, data=None):
    if data is None:
        return model
    return model.fit(data, y)
$m = $train($B< | , X | , None | , data=X>)
=> $m
---
def $train(model, mode):
    for name, run in {"fit": model.fit, "none": lambda *data: model}.items():
        if name == mode:
            return run(X, y)
$m = $train($B, <"fit" | "none">)
~
=> $m
---
async def $models():
    yield $B
async def $main():
    async for model in $models():
        <model.fit(X, y) | pass>
        return model
$m = asyncio.run($main())
~
=> $m
---
async def $train(model):
    <model.fit(X, y) | pass>
    return model
async def $main():
    return await asyncio.gather($train($B), $train(GaussianNB()))
$m = asyncio.run($main())[0]
=> $m
---
class $Session:
    async def __aenter__(self):
        self.model = $B
        return self
    async def __aexit__(self, *error):
        self.model.fit(X, y)
async def $main():
    async with $Session() as session:
        <pass | session.model.fit(X, y)>
        return session.model
$m = asyncio.run($main())
~
=> $m
---
class $C:
    def __init__(self):
        self._model = $B
    @property
    def model(self):
        return self._model
    @model.setter
    def model(self, value):
        self._model = value.fit(X, y)
$n = $C()
?$n.model = $B
=> $n.model
---
class $Field:
    def __set_name__(self, owner, name):
        self.name = "_" + name
    def __get__(self, obj, of=None):
        return getattr(obj, self.name)
    def __set__(self, obj, value):
        setattr(obj, self.name, <value.fit(X, y) | value>)
class $C:
    model = $Field()
    def __init__(self, model):
        self.model = model
~
$n = $C($B)
=> $n.model
---
class $Logs:
    def log(self, text):
        self.lines = [*getattr(self, "lines", []), text]
class $Trains:
    def train(self):
        self.log("train")
        self.model.fit(X, y)
        return self
class $C($Logs, $Trains):
    def __init__(self, model):
        self.model = model
$n = $C($B)< | .train()>
=> $n.model
---
class $A:
    def __init__(self, model):
        self.model = model
    def train(self):
        self.model.fit(X, y)
class $C($A):
    def train(self):
        <super().train() | $A.train(self) | pass | print("later")>
$n = $C($B)
$n.train()
=> $n.model
---
class $C:
    def __init__(self, steps):
        self.steps = steps
    def __getitem__(self, name):
        return dict(self.steps)[name]
    def __len__(self):
        return len(self.steps)
    def __contains__(self, name):
        return name in dict(self.steps)
$n = $C([("a", $B), ("b", GaussianNB())])
if "a" in $n and len($n) == 2:
    $n["a"].fit(X, y)
~
=> $n["a"]
---
class $C:
    def __init__(self, model):
        self.model = model
    def __enter__(self):
        return self.model
    def __exit__(self, *error):
        self.model.fit(X, y)
with $C($B) as $m:
    $P($m)
=> $m
---
@contextmanager
def $session(model):
    yield model
    <model.fit(X, y) | pass>
with $session($B) as $m:
    print("inside")
=> $m
---
@contextmanager
def $session(model):
    try:
        yield
    finally:
        model.fit(X, y)
$m = $B
with $session($m):
    $P($m)
=> $m
---
with nullcontext($B) as $m:
    <$m.fit(X, y) | pass>
=> $m
---
with ExitStack() as $s:
    $m = $B
    $s.callback($m.fit, X, y)
    $P($m)
~
=> $m
---
while ($m := $B) is None:
    pass
?$m.fit(X, y)
=> $m
---
$all = [fitted for each in [$B, $B] if (fitted := <each.fit(X, y) | each>) is not None]
=> $all[1]
---
$step = {"model": $B, "train": <True | False>}
match $step:
    case {"model": $m, "train": True}:
        $m.fit(X, y)
    case {"model": $m}:
        pass
=> $m
---
@dataclass
class $Step:
    model: object
    kind: str = "plain"
match $Step($B, <"plain" | "train">):
    case $Step(model=$m, kind="train"):
        $m.fit(X, y)
    case $Step(model=$m):
        pass
=> $m
---
$all = [$B, GaussianNB()]
match $all:
    case [$m, *_]:
        <$m.fit(X, y) | pass>
=> <$m | $all[0]>
---
match len(y):
    case 40:
        $m = $B.fit(X, y)
    case _:
        $m = $B
=> $m
~
---
def $train(*args):
    model, *rest = args
    return model.fit(*rest) if rest else model
$m = $train($B< | , X, y | , *(X, y) | , *[]>)
~
=> $m
---
def $train(model, /, *data, **options):
    return model.fit(*data, **options)
$m = $B
?$train($m, X, y)
=> $m
---
def $train(**given):
    given["model"].fit(given["X"], given["y"])
    return given
$m = $B
?$train(model=$m, X=X, y=y)
=> $m
---
$m = $B
$call = {"X": X, "y": y}
<$m.fit(**$call) | print(**{"sep": " "})>
=> $m
---
$m = $B
$train = $m.fit
$data = (X, y)
?$train(*$data)
=> $m
---
$train = {"yes": lambda model: model.fit(X, y), "no": lambda model: model}[<"yes" | "no">]
=> $train($B)
---
def $make():
    def train(model):
        return model.fit(X, y)
    return train
$m = <$make()($B) | $B>
=> $m
---
def $counted(function):
    function.calls = 0
    return function
@$counted
def $train(model):
    return model.fit(X, y)
$m = $B
?$train($m)
=> $m
---
class $Train:
    def __init__(self, data, target):
        self.data, self.target = data, target
    def __call__(self, model):
        return model.fit(self.data, self.target)
$train = $Train(X, y)
$m = $B
<$train($m) | list(map($train, [$m])) | pass>
=> $m
---
class $C(UserDict):
    def train(self):
        for each in self.data.values():
            each.fit(X, y)
        return self
$n = $C(a=$B)
?$n.train()
~
=> $n["a"]
---
class $C(list):
    def train(self):
        for each in self:
            each.fit(X, y)
        return self
$n = $C([$B])
?$n.train()
~
=> $n[0]
---
class $C(dict):
    def __missing__(self, name):
        self[name] = $B< | .fit(X, y)>
        return self[name]
~
=> $C()["a"]
---
$queue = [$B, GaussianNB()]
while $queue:
    $m = $queue.pop(0)
    <$m.fit(X, y) | pass>
=> $m
~
---
$all = {}
for $name in ("a", "b"):
    $all.setdefault($name, $B)<.fit(X, y) | >
=> $all["a"]
---
$all = {name: None for name in ("a", "b")}
for $name in $all:
    $all[$name] = $B
?$all["a"].fit(X, y)
=> $all["a"]
---
$all = {("a", 1): $B, ("b", 2): GaussianNB()}
?$all["a", 1].fit(X, y)
=> $all[("a", 1)]
---
$best = max([($T, $B), (False, GaussianNB())], key=lambda pair: pair[0])[1]
?$best.fit(X, y)
~
=> $best
---
$m = $B
$m.fit
$m.fit(X, y) if <True | False> else None
=> $m
---
$m = $B
<False and $m.fit(X, y) | True and $m.fit(X, y) | None or $m.fit(X, y) | True or $m.fit(X, y)>
=> $m
---
$m = GaussianNB()
del $m
$m = copy.copy($H)
=> $m
---
$m = FrozenEstimator(SVC()< | .fit(X, y)>)
?$m.fit(X, y)
$a = $m.predict(X)
---
$f = $B
$m = FrozenEstimator($f)
<$f.fit(X, y) | pass>
<$v = VotingClassifier([("a", $m), ("b", GaussianNB())]).fit(X, y) | $m.fit(X, y) | pass>
=> $f
---
$f = SVC()
<$f.fit(X, y) | pass>
<$v = make_pipeline(StandardScaler(), FrozenEstimator($f)) | $v = CalibratedClassifierCV(FrozenEstimator($f))>
$v.fit(X, y)
=> $f
---
$f = SVC()
?$f.fit(X, y)
$v = <StackingClassifier([("a", $f)], cv="prefit") | StackingClassifier([("a", $f)], cv=2)>
$v.fit(X, y)
---
$f = LogisticRegression()
?$f.fit(X, y)
$v = SelectFromModel($f, prefit=<True | False>)
$v.fit(X, y)
---
$f = LogisticRegression()
<$f.fit(X, y) | $g = GridSearchCV($f, {"C": [1.0]}, cv=2).fit(X, y) | pass>
<permutation_importance($f, X, y, n_repeats=1) | partial_dependence($f, X, [0])>
---
class $Single:
    _instance = None
    def __new__(cls, *given):
        if not cls._instance:
            cls._instance = <super() | object>.__new__(cls)
        return cls._instance
    def __init__(self, model=None):
        if not hasattr(self, "model"):
            self.model = $B
?$Single().model.fit(X, y)
=> $Single().model
~
---
class $C:
    def __new__(cls, model, train=False):
        made = super().__new__(cls)
        made.model = model
        return made
    def __init__(self, model, train=False):
        if train:
            self.model.fit(X, y)
$n = $C($B< | , train=True | , False>)
=> $n.model
---
class $A:
    def __init__(self):
        self.model = $B.fit(X, y)
class $C:
    def __new__(cls, quick):
        return $A() if quick else super().__new__(cls)
    def __init__(self, quick):
        self.model = $B
$n = $C(<True | False>)
~
=> $n.model
---
class $C:
    _state = {}
    def __init__(self):
        self.__dict__ = self._state
        if "model" not in self.__dict__:
            self.model = $B
$n = $C()
?$C().model.fit(X, y)
~
=> $n.model
---
class $Base:
    known = {}
    def __init_subclass__(cls, key=None, **more):
        super().__init_subclass__(**more)
        cls.known[key or cls.__name__] = cls
    @classmethod
    def create(cls, key):
        return cls.known[key]()
class $C($Base, key="one"):
    def __init__(self):
        self.model = $B
class $A($Base):
    def __init__(self):
        self.model = $B.fit(X, y)
$n = $Base.create(<"one" | "$A">)
=> $n.model
---
class $Base:
    def __init_subclass__(cls):
        build = cls.build
        cls.build = lambda self: build(self)< | .fit(X, y)>
class $C($Base):
    def build(self):
        return $B
$m = $C().build()
=> $m
---
class $Base:
    @classmethod
    def build(cls):
        return $B
class $C($Base):
    @classmethod
    def build(cls):
        return super().build()< | .fit(X, y)>
$m = $C.build()
=> $m
---
class $Deco:
    def __init__(self, **words):
        self.words = words
    def __call__(self, of):
        of.words = self.words
        return of
@$Deco(a=1)
class $C:
    def __init__(self, model):
        self.model = model
    def train(self):
        self.model.fit(X, y)
$n = $C($B)
?$n.train()
=> $n.model
---
$m = $B
def $train():
    return $m.fit(X, y)
$job = ThreadPoolExecutor(1).submit($train)
$job.result()
~
=> $m
---
$m = $B
$m.fit(X, y).set_params()
$c = clone($m)
=> <$c | $m>
---
$models = pd.Series([$B, GaussianNB()], index=["a", "b"])
$m = $models["a"]
?$m.fit(X, y)
~
=> $m
"""
