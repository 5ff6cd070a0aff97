"""Classes as people write them: what `__init__` does, operators, constructors, tests."""

import math
from abc import ABC, abstractmethod
from types import SimpleNamespace

import numpy as np


class Shape(ABC):
    price = 2.0

    def __init__(self, name):
        self.name = name

    @abstractmethod
    def area(self): ...

    def cost(self):
        return self.area() * self.price


class Circle(Shape):
    def __init__(self, radius):
        super().__init__("circle")
        self.radius = radius

    def area(self):
        return np.pi * self.radius**2


class Square(Shape):
    price = 3.0

    def __init__(self, side):
        super().__init__("square")
        self.side = side

    def area(self):
        return self.side**2


def shapes(a, b):
    total = 0.0
    for shape in [Circle(a), Square(b), Circle(a * b)]:
        total += shape.cost()
        if isinstance(shape, Square):
            total -= shape.side
        if hasattr(shape, "radius") and type(shape) is Circle:
            total += shape.radius**3
    return total


class Growing:
    def __init__(self, start, double=False):
        if start is None:
            self.value = 0.0
        else:
            self.value = start
        for k in range(3):
            self.value = self.value * 1.1 + k
        if double:
            self.value *= 2.0
        self.rate = self.helper(self.value)
        self.squared = self.rate * self.rate

    def helper(self, v):
        return np.tanh(v)

    def add(self, x):
        self.value += x
        return self


def growing(a, b):
    first = Growing(a, double=True)
    first.add(b).add(a * b)
    second = Growing(first.value)
    return first.value * second.rate + second.squared + Growing(None).value * b


class Value:
    def __init__(self, data):
        self.data = data
        self.grad = 0.0

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data)

    __radd__ = __add__

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data)

    def __rmul__(self, other):
        return self * other

    def __pow__(self, k):
        assert isinstance(k, (int, float))
        return Value(self.data**k)

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return other + (-self)

    def __truediv__(self, other):
        return self * other**-1

    def __lt__(self, other):
        return self.data < other

    def tanh(self):
        return Value(np.tanh(self.data))

    def relu(self):
        return Value(0.0 if self.data < 0 else self.data)


def engine(a, b):
    x = Value(a)
    y = Value(b)
    z = 2 * x * y + x**3 - 1.0 + (x / y).tanh() + 3.0 * y
    w = 5.0 - (z + 1).relu()
    below = z < 0.5
    if below:
        w = w * z
    return w.data


class Quaternion:
    def __init__(self, w, v):
        self.w = w
        self.v = v

    def __mul__(self, o):
        w = self.w * o.w - self.v @ o.v
        return Quaternion(w, self.w * o.v + o.w * self.v + np.cross(self.v, o.v))

    def __getitem__(self, k):
        return self.v[k]

    def conjugate(self):
        return Quaternion(self.w, -self.v)

    @classmethod
    def turning(cls, axis, angle):
        axis = axis / np.linalg.norm(axis)
        return cls(math.cos(angle / 2), math.sin(angle / 2) * axis)


def turned(a, b):
    q = Quaternion.turning(np.array([1.0, 2.0, 3.0]) * a, b)
    p = q * Quaternion(0.0, np.array([a, b, 1.0])) * q.conjugate()
    return p[0] + 2.0 * p[1] * p.v[2]


class Filter:
    def __init__(self, f, q):
        self.f, self.q = f, q
        self.x = np.ones(2)
        self.p = np.eye(2)
        self.history = 0.0

    def predict(self):
        self.x = self.f @ self.x
        self.p = self.f @ self.p @ self.f.T + self.q * np.eye(2)

    def update(self, z):
        s = self.p[0, 0] + 0.3
        gain = self.p[:, 0] / s
        innovation = z - self.x[0]
        self.x = self.x + gain * innovation
        self.p = self.p - np.outer(gain, self.p[0])
        self.history -= 0.5 * (innovation**2 / s + np.log(s))


def filtered(a, b):
    kalman = Filter(np.array([[1.0, 0.1], [0.0, 0.9]]) * a, b)
    for z in [0.3, 0.5, 0.2]:
        kalman.predict()
        kalman.update(z)
    return kalman.history


class Body:
    def __init__(self, m, p):
        self.m, self.p = m, p
        self.v = np.zeros(2)


def attracted(a, b):
    one, two = Body(a, np.array([0.0, b])), Body(b, np.array([1.0, 0.3]))
    three = Body(0.5, np.array([-0.4, a]))
    bodies = [one, two, three]
    for _ in range(2):
        for i, body in enumerate(bodies):
            for other in bodies[i + 1 :]:
                d = other.p - body.p
                pull = d / (d @ d + 0.1) ** 1.5
                body.v = body.v + 0.1 * other.m * pull
                other.v = other.v - 0.1 * body.m * pull
        for body in bodies:
            body.p = body.p + 0.1 * body.v
    return one.p @ two.p + three.v @ three.p


class Ray:
    def __init__(self, x, y):
        self.origin = SimpleNamespace(x=0.0, y=x)
        self.direction = Direction(x, y).unit()

    def at(self, t):
        return self.origin.y + t * self.direction.y


class Direction:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __truediv__(self, s):
        return Direction(self.x / s, self.y / s)

    def unit(self):
        return self / math.sqrt(self.x**2 + self.y**2)


def cast(a, b):
    total = 0.0
    for k in range(3):
        ray = Ray(a * (k + 1), b)
        total += ray.at(0.5) * ray.direction.x
    return total
