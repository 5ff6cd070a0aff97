"""What the names of a file mean."""

import pytest
from surface_dump import show

from srcgrad.diagnostics import CompileError
from srcgrad.frontend.lower import lower


def test_imports():
    module = lower(
        "from __future__ import annotations\n"
        "import numpy as np, math\n"
        "import numpy.linalg\n"
        "import scipy.special as sp\n"
        "from numpy import exp as e, sin\n"
        "from . import near\n"
        "from ..far.off import (thing as t, that)\n",
        "m.py",
    )
    assert {i.name: (i.qualified, i.text) for i in module.imports.values()} == {
        "np": ("numpy", "import numpy as np"),
        "math": ("math", "import math"),
        "numpy": ("numpy", "import numpy.linalg"),
        "sp": ("scipy.special", "import scipy.special as sp"),
        "e": ("numpy.exp", "from numpy import exp as e"),
        "sin": ("numpy.sin", "from numpy import sin"),
        "near": (".near", "from . import near"),
        "t": ("..far.off.thing", "from ..far.off import thing as t"),
        "that": ("..far.off.that", "from ..far.off import that"),
    }
    assert not module.rebound


def test_constants():
    module = lower(
        '"""Title.\n\n    More.\n"""\n'
        "# in metres\nG: float = 9.81  # per second squared\n"
        "A = B = 2\nC, D = 1, -G\nN: int\n",
        "m.py",
    )
    assert module.docstring == "Title.\n\nMore."
    values = {name: show(a.value) for name, a in module.constants.items()}
    assert values == {"G": "9.81", "A": "2", "B": "2", "C": "1", "D": "(- G)"}
    origin = module.constants["G"].origin
    assert origin.text == "G: float = 9.81"
    assert origin.comments == ("# in metres",)
    assert origin.trailing == "# per second squared"
    assert origin.span.line == 6
    assert [show(t) for t in module.constants["D"].targets] == ["D"]


def test_a_constant_that_is_refused_is_refused_when_it_is_asked_for():
    module = lower("TABLE = {1, 2}\n", "m.py")
    assert "TABLE" in module.constants and len(module.constants) == 1
    with pytest.raises(CompileError) as caught:
        module.constants["TABLE"]
    assert caught.value.diagnostics[0].code == "SG136"
    with pytest.raises(KeyError):
        module.constants["OTHER"]


@pytest.mark.parametrize(
    "text",
    [
        "a = 1\na = 2\n",
        "a = 1\na += 1\n",
        "a = 1\ndef a(): pass\n",
        "def a(): pass\na = jit(a)\n",
        "import a\na = 2\n",
        "import a\nimport b as a\n",
        "import a\ndef a(): pass\n",
        "a = 1\ndel a\n",
        "a, b = f()\n",
        "a, *b = 1, 2\n",
        "a[0] = 1\n",
        "a.b = 1\n",
        "for a in b: pass\n",
        "if x:\n    a = 1\n",
        "a = 1\nif x:\n    a = 2\n",
        "if x:\n    def a(): pass\n",
        "try:\n    import a\nexcept ImportError:\n    a = None\n",
        "try: pass\nexcept E as a: pass\n",
        "with x as a: pass\n",
        "with x as (b, a): pass\n",
        "while x: a += 1\n",
        "match x:\n    case [a]: pass\n",
        "match x:\n    case [*a]: pass\n",
        "match x:\n    case {**a}: pass\n",
        "match x:\n    case 1 as a: pass\n",
        "print((a := 1))\n",
        "b = (a := 1)\n",
        "a = 1\ndef f():\n    global a\n    a = 2\n",
        "a = np.zeros(3)\nfill(a)\n",
        "a = np.zeros(3)\na.fill(1.0)\n",
        "a = [1]\na.append(2)\n",
        "a = np.zeros(3)\na[0] = 1\n",
        "a = np.zeros(3)\nfill(a) if x else None\n",
        "b = np.zeros(3)\na = b\nfill(a)\n",
        "a = np.zeros(3)\nb = a[1:]\nfill(b)\n",
        "a = np.zeros(3)\nb = a\nb[0] = 1\n",
        "a = np.zeros(3)\nb = a\nb += 1\n",
        "b = np.zeros(3)\na = b\nfill(b)\n",
        "import numpy as np\na = np.zeros(3)\nnp.copyto(a, 1)\n",
        "import numpy as np\na = np.zeros(3)\nnp.add.at(a, 0, 1)\n",
        "import numpy as np\na = np.zeros(3)\nb = np.sin(1, out=a)\n",
        "from numpy import copyto\na = np.zeros(3)\nif x:\n    copyto(a, 1)\n",
        "b = 1\nb = 2\na = b + 1\n",
        "for b in c: pass\na = b\n",
    ],
)
def test_rebound(text):
    module = lower(text, "m.py")
    assert "a" in module.rebound
    assert module.rebound["a"].path == "m.py"
    for others in (module.imports, module.constants, module.functions):
        assert "a" not in others


@pytest.mark.parametrize(
    "text",
    [
        "def a(): return 1\ndef a(): return 2\n",
        "import a\nimport a\n",
        "import a.b\nimport a.c\n",
        "import a\nif __name__ == '__main__':\n    import a\n",
        "a = 1\nprint(a)\n",
        "a = (1, -2.0)\nprint(a)\n",
        "import numpy as np\na = 2 * np.pi\nprint(a)\n",
        "b = 2\na = b + 1\nprint(a, b)\n",
        "a = 1\ndef f():\n    a = 2\n    for a in f: pass\n",
        "a = 1\nclass B:\n    a = 2\n",
        "a = 1\nb = lambda a: a\n",
        "a = 1\nprint(x=2).a\n",
        "a = 1\nif x:\n    print(a)\n",
        "import numpy as np\na = np.zeros(3)\nb = np.diff(a)\nprint(a, len(a))\n",
        "a = np.zeros(3)\nb = a.copy()\nc = a.sum()\n",
        "a = np.zeros(3)\nif __name__ == '__main__':\n    fit(a)\n",
    ],
)
def test_not_rebound(text):
    module = lower(text, "m.py")
    assert "a" not in module.rebound
    assert any(
        "a" in known for known in (module.imports, module.constants, module.functions)
    )


def test_of_two_functions_of_one_name_the_last():
    module = lower("def f(): return 1\ndef f(): return 2\n", "m.py")
    assert show(module.functions["f"].body[0].value) == "2"


def test_a_function_is_lowered_once():
    module = lower("def f(): return 1\n", "m.py")
    assert module.functions["f"] is module.functions["f"]


def test_a_method_is_a_function_of_its_class():
    module = lower("class C:\n    def f(self): pass\n", "m.py")
    assert list(module.classes) == ["C"] and list(module.functions) == ["C.f"]


def test_an_empty_file():
    module = lower("", "m.py")
    assert not (module.functions or module.constants or module.imports)
