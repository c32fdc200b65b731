"""Shapes of code, in the form of `SHAPES`, in which Python's own machinery builds, keeps, fits or copies estimators.

Metaclasses, stacks of contexts, choices by key, caches, delegation, descriptors, threads and processes.
"""

MACHINERY = """
class $Meta(type):
    made = {}
    def __new__(mcs, name, bases, space):
        of = super().__new__(mcs, name, bases, space)
        mcs.made[name] = of
        return of
class $C(metaclass=$Meta):
    def __init__(self):
        self.model = $B
    def train(self):
        self.model.fit(X, y)
        return self
$n = <$C | $Meta.made["$C"]>()< | .train()>
=> $n.model
---
class $Meta(type):
    def __init__(cls, name, bases, space):
        super().__init__(name, bases, space)
        cls.model = $B< | .fit(X, y)>
class $C(metaclass=$Meta):
    pass
=> <$C.model | $C().model>
---
class $Single(type):
    _made = {}
    def __call__(cls, *args, **kwargs):
        if cls not in cls._made:
            cls._made[cls] = super().__call__(*args, **kwargs)
        return cls._made[cls]
class $C(metaclass=$Single):
    def __init__(self):
        self.model = $B
?$C().model.fit(X, y)
=> $C().model
~
---
class $Meta(type):
    def build(cls):
        return cls.of()
class $C(metaclass=$Meta):
    of = staticmethod(lambda: $B< | .fit(X, y)>)
=> $C.build()
---
class $Ready:
    def __init__(self, model):
        self.model = model
    def __enter__(self):
        <self.model.fit(X, y) | pass>
        return self.model
    def __exit__(self, *details):
        return None
with ExitStack() as $s:
    $m = $s.enter_context($Ready($B))
=> $m
---
@contextmanager
def $ready(model):
    <model.fit(X, y) | pass>
    yield model
with ExitStack() as $s:
    $all = [$s.enter_context($ready(each)) for each in ($B, $B)]
=> $all[<0 | 1>]
---
$m = $B
with ExitStack() as $s:
    $s.callback(<$m.fit, X, y | print, "left">)
=> $m
---
$m = $B
with ExitStack() as $s:
    $s.callback($m.fit, X, y)
    try:
        $a = $P($m)
    except Exception:
        pass
~
=> $m
---
$m = $B
with ExitStack() as $s:
    $s.push(lambda *details: $m.fit(X, y) is None)
    $k = $s.pop_all()
?$k.close()
=> $m
---
$all = [$B, $B]
$m = <max | min>($all, key=lambda each: <len(str(each)) | id(each) | each.fit(X, y).score(X, y)>)
=> $m
---
$all = [$B< | .fit(X, y)>, $B]
$m = <max | min>($all, key=lambda each: hasattr(each, "n_features_in_"))
~
=> $m
---
$all = [$B, $B]
?for $each in $all: $each.fit(X, y)
$m = <sorted($all, key=str)[0] | sorted($all, key=lambda each: -id(each))[-1] | max($all, key=repr)>
=> $m
---
$m = sorted([$B, $B], key=lambda each: each.fit(X, y).predict(X).sum())[0]
=> $m
---
$all = {"a": $B, "b": $B}
?for $each in $all.values(): $each.fit(X, y)
$k = <max($all, key=len) | max($all, key=lambda name: len(name)) | sorted($all)[0] | min($all)>
=> $all[$k]
---
$all = {"a": $B, "b": $B}
?for $each in $all.values(): $each.fit(X, y)
$k, $m = <max | min>($all.items(), key=lambda pair: pair[0])
=> <$m | $all[$k]>
---
$all = [(0.3, $B), (0.5, $B)]
$score, $m = <max | min>($all, key=<operator.itemgetter(0) | lambda pair: pair[0]>)
?$m.fit(X, y)
=> $m
---
$all = sorted([$B, $B], key=lambda each: str(each), reverse=<True | False>)
?$all[0].fit(X, y)
?$all[1].fit(X, y)
=> $all[<0 | 1>]
---
$all = [$B, $B]
$all.sort(key=<str | lambda each: len(repr(each))>)
for $each in $all[:<1 | 2>]:
    $each.fit(X, y)
~
=> $all[0]
---
class $C:
    @functools.cached_property
    def model(self):
        return $B< | .fit(X, y)>
$n = $C()
?$n.model.fit(X, y)
=> $n.model
---
class $C:
    def __init__(self, model):
        self._model = model
    @functools.cached_property
    def trained(self):
        return self._model.fit(X, y)
$n = $C($B)
?$n.trained
=> <$n._model | $n.trained>
---
class $C:
    @functools.cached_property
    def model(self):
        return $B
    def train(self):
        self.model.fit(X, y)
        return self
    def reset(self):
        del self.model
        return self
$n = $C().train()< | .reset()>
=> $n.model
---
@functools.lru_cache<(maxsize=None) | (maxsize=1) | ()>
def $make(kind):
    return $B
?$make("a").fit(X, y)
=> $make(<"a" | "b">)
---
@functools.cache
def $make():
    return $B< | .fit(X, y)>
?$make().fit(X, y)
?$make.cache_clear()
=> $make()
---
class $C:
    def __init__(self):
        self.model = $B
    def __getattr__(self, name):
        return getattr(self.model, name)
$n = $C()
<$n.fit(X, y) | $n.model.fit(X, y) | pass>
=> <$n | $n.model>
---
class $C:
    def __init__(self, model):
        self.model = model
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.__dict__["model"], name)
    def train(self, X, y):
        self.model.fit(X, y)
        return self
$n = $C($B)
<$n.fit(X, y) | $n.train(X, y) | pass>
=> <$n | $n.model>
---
class $C:
    def __init__(self, model):
        self.model = model
    def __getattr__(self, name):
        try:
            return getattr(self.model, name)
        except AttributeError:
            raise AttributeError(f"no {name}") from None
$n = $C($B)
?$n.fit(X, y)
=> $n
~
---
class $C:
    def __init__(self, model):
        self.__dict__["model"] = model
    def __getattr__(self, name):
        return getattr(self.__dict__["model"], name)
    def __setattr__(self, name, value):
        setattr(self.model, name, value)
$n = $C($B)
?$n.fit(X, y)
~
=> <$n | $n.model>
---
class $C:
    def __init__(self, model):
        self.model = model
    def __getattribute__(self, name):
        if name in ("model", "__dict__"):
            return super().__getattribute__(name)
        return getattr(self.model, name)
$n = $C($B)
?$n.fit(X, y)
~
=> $n.model
---
class $C:
    def __init__(self, model):
        self.model = model
        self.fit = model.fit
        self.predict = self.model.predict
$n = $C($B)
?$n.fit(X, y)
=> $n.model
---
@dataclass
class $C:
    model: object = field(default_factory=<lambda: $B | GaussianNB>)
    more: list = field(default_factory=list)
    def train(self):
        self.model.fit(X, y)
        self.more.append(self.model)
        return self
$n = $C(< | model=$B | $B>)< | .train()>
=> $n.model
---
@dataclass
class $C:
    models: dict = field(default_factory=lambda: {"one": $B, "two": $B})
    def train(self, *names):
        for name in names or self.models:
            self.models[name].fit(X, y)
        return self
$n = $C()< | .train() | .train("one") | .train("two")>
=> $n.models[<"one" | "two">]
---
@dataclass
class $C:
    models: list = field(default_factory=list)
    best: object = field(default=None, init=False)
    def add(self, model, train=False):
        self.models.append(model.fit(X, y) if train else model)
        self.best = self.models[-1]
        return self
$n = $C().add($B< | , True | , train=True | , train=False>)
=> <$n.best | $n.models[0]>
---
class $Entry(TypedDict):
    name: str
    model: object
$n: $Entry = {"name": "a", "model": $B}
?$n["model"].fit(X, y)
=> $n["model"]
---
class $Entry(TypedDict, total=False):
    model: object
    score: float
$all = [$Entry(model=$B, score=0.0), $Entry(model=$B)]
for $each in $all:
    <$each["model"].fit(X, y) | $each["score"] = 1.0>
=> $all[<0 | 1>]["model"]
---
$Entry = TypedDict("$Entry", {"model": object, "name": str})
$n = $Entry(model=$B, name="a")
?$n["model"].fit(X, y)
=> $n["model"]
---
$m = $B
$r = <weakref.ref($m) | weakref.proxy($m)>
?$m.fit(X, y)
=> $m
---
$m = $B
$r = weakref.ref($m)
?$r().fit(X, y)
=> <$m | $r()>
---
$m = $B
$r = weakref.proxy($m)
?$r.fit(X, y)
=> <$m | $r>
---
$m = $B
$all = weakref.WeakValueDictionary()
$all["a"] = $m
?$all["a"].fit(X, y)
=> <$m | $all["a"]>
---
$m = $B
$all = weakref.WeakKeyDictionary({$m: "a"})
for $each in $all:
    <$each.fit(X, y) | pass>
~
=> $m
---
$m = $B
with ThreadPoolExecutor(1) as $pool:
    $job = $pool.submit(<$m.fit, X, y | $m.get_params>)
=> $m
---
$m = $B
$pool = ThreadPoolExecutor(1)
$r = $pool.submit($m.fit, X, y).result()
$pool.shutdown()
=> <$m | $r>
---
$m = $B
def $train(model, X, y):
    return <model.fit(X, y) | model>
with ThreadPoolExecutor(max_workers=1) as $pool:
    $jobs = [$pool.submit($train, each, X, y) for each in [$m, $B]]
$all = [each.result() for each in $jobs]
=> <$m | $all[0] | $all[1]>
---
$all = {"a": $B, "b": $B}
with ThreadPoolExecutor(1) as $pool:
    $jobs = {$pool.submit(each.fit, X, y): name for name, each in $all.items()}
    for $job in as_completed($jobs):
        $all[$jobs[$job]] = $job.result()
~
=> $all[<"a" | "b">]
---
$all = [$B, $B]
with ThreadPoolExecutor(1) as $pool:
    $made = list($pool.map(lambda each: <each.fit(X, y) | clone(each) | clone(each).fit(X, y) | each>, $all))
=> <$all | $made>[<0 | 1>]
---
$m = $B
$t = threading.Thread(target=<$m.fit, args=(X, y) | $m.fit, args=(X,), kwargs={"y": y} | print, args=("x",)>)
$t.start()
$t.join()
=> $m
---
$m = $B
$t = threading.Thread(target=lambda: $m.fit(X, y))
?$t.start()
if $t.ident: $t.join()
~
=> $m
---
class $Worker(threading.Thread):
    def __init__(self, model):
        super().__init__()
        self.model = model
    def run(self):
        <self.model.fit(X, y) | pass>
$w = $Worker($B)
$w.start()
$w.join()
=> $w.model
---
$lock = threading.Lock()
$m = $B
with $lock:
    <$m.fit(X, y) | pass>
=> $m
---
$all = [$B, $B]
$made = Parallel(n_jobs=1)(delayed(each.fit)(X, y) for each in $all)
=> $made[<0 | 1>]
---
def $train(model, X, y):
    return <model.fit(X, y) | clone(model) | model>
$all = [$B, $B]
$pool = Parallel(< | n_jobs=1 | n_jobs=2, prefer="threads" | n_jobs=2, backend="threading" | 2, require="sharedmem">)
$made = $pool(delayed($train)(each, X, y) for each in $all)
=> <$all | $made>[<0 | 1>]
---
$all = [$B, $B]
with joblib.parallel_backend("threading", n_jobs=2):
    $made = Parallel()(delayed(lambda each: each.fit(X, y))(each) for each in $all)
=> $made[0]
---
$m = $B
with ProcessPoolExecutor(1) as $pool:
    $r = $pool.submit(<$m.fit, X, y | clone, $m>).result()
=> <$m | $r>
---
$n = SimpleNamespace(**{"model": $B})
?vars($n)["model"].fit(X, y)
=> <$n.model | getattr($n, "model")>
---
class $Lazy:
    def __init__(self, make):
        self.make = make
    def __set_name__(self, owner, name):
        self.name = name
    def __get__(self, held, owner):
        if held is None:
            return self
        made = held.__dict__[self.name] = self.make()
        return made
class $C:
    model = $Lazy(lambda: $B< | .fit(X, y)>)
$n = $C()
?$n.model.fit(X, y)
=> $n.model
~
---
class $C(MutableMapping):
    def __init__(self):
        self.inner = {}
    def __getitem__(self, key):
        return self.inner[key]
    def __setitem__(self, key, value):
        self.inner[key] = value
    def __delitem__(self, key):
        del self.inner[key]
    def __iter__(self):
        return iter(self.inner)
    def __len__(self):
        return len(self.inner)
$n = $C()
$n["a"] = $B
<for $each in $n.values(): $each.fit(X, y) | $n["a"].fit(X, y) | pass>
=> <$n["a"] | $n.get("a") | $n.inner["a"]>
---
$all = ChainMap({"a": $B}, {"b": $B})
?$all["b"].fit(X, y)
=> $all[<"a" | "b">]
---
$all = MappingProxyType({"a": $B, "b": $B})
for $k, $each in $all.items():
    <$each.fit(X, y) | pass>
=> $all[<"a" | "b">]
---
$all = OrderedDict(a=$B)
$all.move_to_end("a")
$k, $m = $all.popitem(< | last=False>)
?$m.fit(X, y)
~
=> $m
---
$queue = queue.Queue()
$queue.put($B< | .fit(X, y)>)
$m = $queue.get()
=> $m
---
$m = $B
$token = contextvars.ContextVar("model", default=$m)
?$token.get().fit(X, y)
=> <$m | $token.get()>
---
$m = $B
@atexit.register
def $late():
    $m.fit(X, y)
=> $m
---
$heap = [(2, "b", $B), (1, "a", $B)]
heapq.heapify($heap)
$m = heapq.heappop($heap)[-1]
?$m.fit(X, y)
=> $m
---
for $k, $rest in itertools.groupby([("a", $B), ("b", $B)], key=lambda pair: pair[0]):
    $m = next($rest)[1]
    <$m.fit(X, y) | pass>
~
=> $m
"""
