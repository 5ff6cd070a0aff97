"""Handwritten statements and headers, badly laid out, for the layout tests."""

# ruff: noqa: E501

from __future__ import annotations

STATEMENTS = r"""
a = '\'' + 'a"b' + "a'b" + '' + "\""
x = 'it\'s "x"'
x = U'a' + R'a' + RB'\d' + F'{x}' + Rb''
x = "\A\x1B\u00AF\N{en dash}" + 'é\'' + "日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語" + x
x = b'\xFF\u00AF' + b'"'
x = f'{a["b"]}' + f"{a['b']}" + f'{ x }' + f"{x!r:>{ w }}"
x = f"{x = }" + f'a "{x}"' + f"{ {1:2} }" + f"{x+1:.3f}"
x = f'{a["b"]} "' + f"{'a' if x else 'b'}" + f'{x:{"a"}}' + f"{{}}"
x = f"{a:  >5}" + f"{  a  !r}" + f"{f(a,b)}" + f'{{"a"}}' + f'\'{x}'
x = f"{x:%Y-%m-%d}" + f"{x==1}" + f"{(lambda y:y)(1)}" + f"{x != 1!r}" + f"{a[1:2]}" + f"{x=!r:^20}"
x = "abc" 'def'
x = "abc" 'def "quoted"' f"{x} {y+1}"
x = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb' f"{x} {y+1}"
x[1] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb' f"{x} {y+1}"
raise ValueError("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" f"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb {x}")
raise ValueError("aaaaaaaaaaaaaaaaaaaaaaaaaaaaa" f"bbbbbbbbbbbbb {x}")
raise ValueError(f"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa {x} bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb {x}")
print("step %d of %d: residual %.3e, relative %.3e, elapsed %s" % (step, steps, residual, relative, elapsed))
print("a" "b" % x)
assert x.shape == (n,), f"x has the shape {x.shape}, but {(n,)} was wanted by the function"
assert x.ndim==2
assert isinstance(x, np.ndarray) and x.ndim == 2 and x.shape[0] == x.shape[1], "x must be a square matrix"
assert (x)
assert (x, y)
assert aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
assert some_condition(aaaaaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbb), "message of some length that does not fit"
assert xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx, xxxxxxxxxxxxxxxxxxxxxxxx.format(aaaaaaaaaaaaaaaaaaaaaaaaa)
pass
break
continue
return
return None
return(x)
return (x,)
return x,
return x,y
return (x,y)
return -x
return not(x)
return(yield)
return (x := 1)
return x if y else z
return first_result_of_computation if some_condition_holds_here(x) else second_result_of_computation
return aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, ccccccccccc
return aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa(xxxxxxxxxxxxx, yyyyyyyyyyyyyyy), bbbbbbbbbbbbbbbbbbbbb(zzzzzzzzzzz)
return np.sum((predicted_values - observed_values)**2) / predicted_values.shape[0] + penalty * np.sum(w*w)
return a.bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.ccccccccccccccccccccccccccccccccccccccccccccccccccc.dddddd
return aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
return aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
return "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
return {"loss": loss, "w_bar": w_bar, "b_bar": b_bar, "the_gradient_of_everything": everything_bar}
raise
raise E
raise(E)
raise E from e
raise ValueError("no")from(None)
raise ValueError("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa") from error
raise some_module_name.SomeVeryLongExceptionName.with_details(argument_number_one, argument_number_two)
del x
del (x)
del(x,y)
del x,y
del (x), (y)
del x[1:2], y.z
del aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, ccccccccc
global a,b
nonlocal a , b
import numpy  as   np
import a,b.c as d
import  a . b
from a import(b)
from a import *
from . import a
from .. a.b import (b as c, d,)
from ... import a
from aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa import bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
from aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa import bbbbbbbbbbbbbbbbbbbbbb, ccccccccccccccc
x=1
x =1;
x = (1)
x = ((1))
x = ()
x = (1,)
x = 1,
x = 1,2
x = (1,2)
x = [1,2,]
x = [ ]
x = { }
x = {1,2}
x = {'a':1, **b,**(c)}
x = (yield)
x = yield y
x = yield from y
x = await y
x = await (f(x))
x = not(a)
x = -(a)
x = -a**2
x = -(a)**2
x = ~a**b
x = not a**b
x = - - a
x = -a.b**-c
x = a**-b
x = a**-1.5
x = a[1]**2
x = f(a)**2
x = a.b.c**d.e
x = (a)**2
x = 5**f["hi"]
x = a**b**c
x = a**True
x = a@b@c
x = a  if  b  else  c
x = a if b else c if d else e
x = (a if b else c)
x = a<b<=c!=d is not e not in f
x = a and b or not c
x = (a and b)
x = a|b&c^d<<e>>f
x = a//b%c
x = a[i]
x = a[i+1]
x = a[1:2]
x = a[1:]
x = a[:-1]
x = a[:]
x = a[::]
x = a[::2]
x = a[1::2]
x = a[:n:2]
x = a[i:i+1]
x = a[i+1:]
x = a[:i+1]
x = a[i+1::]
x = a[i+1::2]
x = a[::i+1]
x = a[:i+1:2]
x = a[i :j,  k:l]
x = a[i, :]
x = a[..., None]
x = a[...,  1:-1 , np.newaxis]
x = a[-1:, -n:]
x = a[not b:]
x = a[f(x):]
x = a[b.c:d]
x = a[b[0]:b[1]]
x = a["x":"y"]
x = a[(1):(2)]
x = a[(1,2)]
x = a[1,]
x = a[*b]
x = a[b:=1]
x = a[lambda:1:2]
x = f()
x = f( )
x = f(a,)
x = f(a, b,)
x = f(a , b = c , * d , ** e)
x = f(*args, key = 1)
x = f((a))
x = f((a, b))
x = f(a)(b)(c)
x = f(x for x in y)
x = f((x for x in y))
x = f((x for x in y), 1)
x = (x for x in y)
x = [x for x in y if x if y]
x = [x for (x,y) in z]
x = [x for x, in z]
x = [x async for x in y]
x = {x:y for x,y in z}
x = {x for x in y}
x = [[a*b for a in c] for b in d]
x = lambda:0
x = lambda  x,y = 1,*z, k : x
x = lambda *a, **k: (a, k)
x = lambda x: (x+1)
x = lambda x, /, y: x
x = a.b . c
x = (a).b
x = 1 .real
x = 1.0.real
x = 0xFF.real
x = (1).real
x = 1j.real
x = a. b( c ) [ d ]
x = True,False,None
x = ...
x = 1E5 + 1e+5 + 1E-5 + 1.E5 + .5e3 + 1_000.
x = 0XFF + 0B1 + 0O7 + 0xdeadBEEF + 1J + 1.5J
x: int
x: int=1
x : "int" = 1
x: (int) = 1
self.x: np.ndarray = np.zeros(3)
x: tuple[int, ...] = (1,)
x: dict[str, tuple[np.ndarray, np.ndarray]] = compute_the_gradients(parameters, observations, seed=1)
x: dict[str, tuple[np.ndarray, np.ndarray], aaaaaaaaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbbbbb] = value
x: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa = bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
x: Loooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooong
x = y = z
x = (y) = z
(x) = y
x, y = y, x
(x, y) = y, x
[x, y] = y, x
x,  = y
x, *y = z
x,y=(1,2)
(x),y = 1
x[0], x[1] = x[1], x[0]
x += 1
x[i+1] -= (y)
x.y **= 2
x @= y
x >>= 1
x //= (a, b)
x[1:-1] += dt*(x[2:]-2.0*x[1:-1]+x[:-2])/dx**2
u[1:-1] = u[1:-1] + r * (u[2:] - 2.0 * u[1:-1] + u[:-2]) + dt * source_term_at_the_interior_points
u[1:-1, 1:-1] += r * (u[2:, 1:-1] + u[:-2, 1:-1] + u[1:-1, 2:] + u[1:-1, :-2] - 4.0 * u[1:-1, 1:-1])
hidden_state = np.tanh(input_weights @ inputs[step] + recurrent_weights @ hidden_state + hidden_bias)
hidden_state, cell_state = long_short_term_memory_cell(parameters, inputs[step], hidden_state, cell_state)
logits = np.maximum(features @ first_layer_weights + first_layer_bias, 0.0) @ second_layer_weights + b2
log_likelihood = -0.5 * np.sum(((y - predicted) / sigma)**2) - n * np.log(sigma) - 0.5 * n * np.log(2*np.pi)
loss = np.mean(np.log1p(np.exp(-labels * (features @ weights + bias)))) + 0.5 * penalty * np.dot(weights, weights)
w_bar = x.T @ residual_bar
w_bar[:, j:j+1] += np.where(mask, residual_bar[:, np.newaxis] * x, 0.0).sum(axis=0, keepdims=True).reshape(-1, 1)
prey_bar += dt*(alpha-beta*predator)*prey_next_bar+prey_next_bar+dt*delta*predator*predator_next_bar
position, velocity = position + dt * velocity, velocity - dt * gravitational_constant * position / distance**3
some_dictionary_name["with_a_long_key_of_some_kind"] = another_function_name(argument_one, argument_two)
some_dictionary_name["with_a_long_key"][0, 1] = some_dictionary["other"].attribute_access.of_some_kind[key]
some_object.some_attribute.some_other_attribute = some_function_name_that_is_long_enough_to_break_the_line
some_object.some_attribute.some_other_attribute[index] = some_function_name_that_is_long_enough_to_break_x
x = some_function_name(argument_one)[some_index_expression, another_index_expression, third_index_expressi]
x = some_object.method_one(argument_one).method_two(argument_two).method_three(argument_three).attribute
x = some_object.method_one(argument_one).method_two(argument_two_is_very_long, argument_three_is_long_too_x)
x = np.array([[1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0], [9.0, 10.0, 11.0, 12.0], [13.0, 14.0, 15.0, 16.0]])
x = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0, 13.0, 14.0, 15.0, 16.0, 17.0, 18.0])
x = aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.cccccccccccccccccccccccc.ddddddddddddd
x = not some_function_with_a_long_name(argument_number_one, argument_number_two, argument_number_three, a)
x = -some_function_with_a_long_name(argument_number_one, argument_number_two, argument_number_three, aaaaa)
x = -(some_variable_with_a_long_name + another_variable_with_a_long_name + third_variable_with_a_long_name)
x = (some_variable_with_a_long_name + another_variable_with_a_long_name) * third_variable_with_a_long_names
x = {"the_first_key_of_this": first_value + second_value + third_value, "the_second_key_of_this": [1, 2, 3]}
x = {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa": bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb + cccccccccccccccccccccccccccc, **d}
x = [function_of_element(element, parameter) for element in some_long_sequence_name if predicate(element) > 0]
x = {key_of(element): function_of_element(element, parameter) for element in some_long_sequence_name_is_here}
x = sum(function_of_element(element, parameter) for element in some_long_sequence_name if predicate(element))
x = first_thing if first_condition_holds(argument) else second_thing if second_condition(argument) else thirdd
x = lambda argument_one, argument_two: argument_one * argument_two + argument_one ** 2 + argument_two ** 3 + 1
x = condition_number_one and condition_number_two and (condition_number_three or condition_number_four_is_here)
x = condition_number_one(argument) == condition_number_two(argument) != condition_number_three(argument, arg2)
x = aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa ** bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb ** ccccccccccccccc
x = aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa[bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb] + cccccccccccccccccccccc
x = aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa(bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb) + cccccccccccccccccccccc
x = cccccccccccccccccccccccccccccccccccccccc + aaaaaaaaaaaaaaaaaaaaaaaaaa(bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb)
xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx = yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy = zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz
xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx = yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy = function(zzzzzzzzzzzzzzzz, aaaaaa)
xxxxxxxxxxxxxxxxxxxxxxxxxxxx, yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy, zzzzzzzzzzzzzzzzzzzzz = some_function(argument)
xxxxxxxxxxxxxxxxxxxxxxxxxxxx, yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy, zzzzzzzzzzzzzzzzzzzzzzzzzzzzz, wwwwwwwwww = f(a)
f(x)
f(  x,y )[0].z
(f(x))
(a+b)
a+b
aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa + bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb + cccccccccccccc
aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa * bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb * cccccccccccccc
aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa < bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb < cccccccccccccc
aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbb(c).ddddddddddddddddddddd(e).fffffffffffff(g)
yield x
yield
yield x,y
await f(x)
x
"a string that is a statement"
np.add.at(x_bar, (rows, columns), residual_bar[:, np.newaxis] * weights[np.newaxis, :] * learning_rate_factor)
np.add.at(u_bar, index, value_bar)
print("step", step, "residual", np.linalg.norm(residual), "step size", step_size, "gradient", gradient_norm)
print(f"step {step}: {loss:.6f}", end = "")
np.testing.assert_allclose(actual_value, desired_value, rtol=1e-12, atol=0.0, err_msg="they should agree now")
x = f(a)[b](c).d[e].f(g, h)[iiiiiiiiiiiiiiiiiiiiiiiiiiiiii](jjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjj).kkkkkkkkkkkkkkkkkkkkk
x = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa {} bbbbbbbbbbbbbbbbbb {}".format(argument, argument_two)
x = ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" + "bbbbbbbbbbbbbbbbbb" + some_function(argument_two))
x = aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa()
x = aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa(b)
x = aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa(b)
x = a.b[cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc]
x = not aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
x = 1111111111111111111111111111111111111111111111111111111111111111111111111111111111111111
x = [aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb] + cccccccccccccccccccccccccc
x = aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa + [bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, cccccccccccccccccccccccccc]
x = aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa + [bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, cccccccccccccccccccccc,]
x = (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, (bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, cccccccccccccccccccccccccc,), d)
error = predicted-observed
gradient = 2.0/n*(x.T@error)
state[i+1] = state[i]+dt*rate(state[i],t[i])
energy = 0.5*np.sum(v**2,axis=-1).mean()+potential(x)
k1 = f(t,y);
k2 = f(t+0.5*h,y+0.5*h*k1)
y = y+h/6.0*(k1+2.0*k2+2.0*k3+k4)
probabilities = np.exp(scores-scores.max(axis=1,keepdims=True))
probabilities /= probabilities.sum(axis=1,keepdims=True)
one_hot = np.eye(classes)[labels]
loss = -np.mean(np.sum(one_hot*np.log(probabilities+1e-12),axis=1))+0.5*decay*(np.sum(w1*w1)+np.sum(w2*w2))
distance = np.sqrt(((points[:,None,:]-points[None,:,:])**2).sum(axis=-1)+softening**2)
force = -(masses[:, None]*masses[None, :]/distance**3)[..., None]*(points[:, None]-points[None])
covariance = (centered.T@centered)/(centered.shape[0]-1)+ridge*np.eye(centered.shape[1])
alpha, beta = np.linalg.solve(design.T @ design + ridge * np.eye(design.shape[1]), design.T @ observations)
u[1:-1, 1:-1] = (u[2:, 1:-1] + u[:-2, 1:-1] + u[1:-1, 2:] + u[1:-1, :-2] - h**2 * f[1:-1, 1:-1]) / 4.0
value, (weights_bar, bias_bar) = regression_value_and_grad(weights, bias, features, labels, penalty=penalty)
saved = (hidden_tape, inputs, input_weights, recurrent_weights, output_weights, hidden_bias, output_bias, n)
(hidden_tape, inputs, input_weights, recurrent_weights, output_weights, hidden_bias, output_bias, n) = saved
input_weights_bar += np.outer((1.0 - hidden_tape[step + 1] ** 2) * hidden_bar, inputs[step])[:, : inputs.shape[1]]
return weights_bar, bias_bar
return (w_bar, b_bar), saved
return prey_bar, predator_bar, growth_rate_bar, predation_rate_bar, death_rate_bar, conversion_efficiency_bar
return value, (position_tape, velocity_tape, masses, softening_length, time_step, number_of_steps, distances)
x_bar = np.zeros_like(x)
x_bar[index] += value_bar * (1.0 - np.tanh(x[index]) ** 2) * np.where(x[index] > threshold, 1.0, slope_below)
""".strip().split("\n")

HEADERS = """
if x:
if(x):
if (x):
if x==1 and(y or not z):
if ( x := f(y) ) is not None:
if (x := f(y)):
if x in(1,2):
if aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa and bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb or ccccccccccccccccccccc:
if some_function_name(argument_number_one, argument_number_two) and another_function_name(argument_three):
if not some_function_name(argument_number_one, argument_number_two, argument_number_three, argument_fourrr):
if np.linalg.norm(residual_vector) / np.linalg.norm(right_hand_side_vector) < relative_tolerance_of_solver:
while x:
while True :
while(error>1e-8)and(steps<100):
while abs(new_value_of_the_function - old_value_of_the_function) > absolute_tolerance + relative * abs(new):
for i in range(n):
for i in range( n-1 , -1 , -1 ):
for (i) in (x):
for (i, j) in (x):
for i, in x:
for i,j in zip(a,b):
for i, (x, y) in enumerate(zip(a, b)):
for i in 1,2:
for i in (1,2):
for i in [1,2,]:
for x[0] in y:
for x.y in z:
for *a,b in c:
for index_of_the_sample, (features_of_the_sample, label_of_the_sample) in enumerate(zip(features, labels)):
for aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, ccccccccccccccccc in ddddd:
for i in function_with_a_long_name(argument_number_one) + another_function_name(argument_two) + third_thing:
with x:
with(x):
with x as y:
with (x) as y:
with (x as y):
with x as y, z as w:
with (x as y, z as w):
with (x as y, z as w,):
with (x, y):
with (x, y) as z:
with open(path, "w", encoding="utf-8") as stream:
with open(path_of_the_first_file, "w", encoding="utf-8") as stream, open(path_of_second_file) as another:
with np.errstate(divide="ignore", invalid="ignore", over="ignore", under="ignore", all="ignore_everything"):
with some_context_manager_name(argument_number_one, argument_number_two, argument_number_three, a) as name:
with a.bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb + cccccccccccccccccccccccccccccccccccccccccccccc as x:
def f():
def f( ) :
def f(a):
def f(a,):
def f(a,b):
def f(a, b,):
def f(a=1):
def f(a:int=1,*,b : float  =2.0)->float :
def f(a, /, b, *args, c, **kwargs):
def f(*, a):
def f(*a, b=(1,2), **c: int):
def f(a, b=-1, c=x**2, d=lambda x: x):
def f(a)->(int):
def f()->tuple[int,int]:
def f()->"np.ndarray":
def f(weights, bias, features, labels, learning_rate=0.1, number_of_steps=100, regularization_strength=1e-3):
def f(weights: np.ndarray, bias: np.ndarray, features: np.ndarray, labels: np.ndarray, rate: float=0.1) -> float:
def f(weights: np.ndarray, bias: np.ndarray, features: np.ndarray, labels) -> tuple[np.ndarray, np.ndarray, float]:
def a_function_with_a_long_name(argument) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
def a_function_with_a_long_name_without_parameters() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
def a_function_with_a_long_name_without_parameters_and_with_a_result() -> aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa:
def a_function_with_a_long_name_with_only_one_parameter(the_parameter_of_this_function_with_a_long_name_too):
def neural_network_loss_backward(saved, value_bar=1.0):
async def f(x):
async def f(x)  ->  int:
class X:
class X():
class X(Y):
class X(Y,metaclass = Z):
class X(Y,):
class AClassWithALongName(FirstBaseClassWithALongName, SecondBaseClassWithALongName, metaclass=MetaClassName):
""".strip().split("\n")

HANDLERS = """
except:
except E :
except(E):
except(E,F)as g:
except E as e:
except* E:
except (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, ccccccccccccccc) as e:
""".strip().split("\n")

DECORATORS = """
@x
@ (x)
@x.y( z )
@numba.njit(cache = True,fastmath= True)
@some_decorator_name(argument_number_one=1, argument_number_two=2, argument_number_three=3, a=4)
""".strip().split("\n")

DOCSTRINGS = [
    "'''   Foo's.\n        Bar   \n\n      baz\n    x\n       '''",
    '"""Foo.\n    """',
    '"""\n    Foo."""',
    "'foo'",
    '"""foo" """',
    '"""  """',
    '""""""',
    '"""foo\n\n        bar\\\\\n    baz"""',
    '"""foo\n\n  bar\n        baz\n\n    """',
    "r'''foo \"x\"\n  \tbar\n    '''",
    "'''He said \"x\".'''",
    '"""a\n    b\\\\"""',
    '"""\\tfoo\\"""" ',
    "'''a\\\n    b'''",
    '"foo" "bar"',
    '"""Mean.\n\n    Parameters\n    ----------\n    x : array\n        A value.\n    """',
]

BROKEN = [
    "x = a + \\\n        b",
    "x = (\n  a\n)",
    "x = f(a,\n      b)",
    "x = f(\n      a, b,\n  )",
    "x = [\n1,2\n]",
    "assert x, \\\n    'message'",
    "x = (a +\n     b * c)",
    "x = {\n'a': 1,\n\n\n'b': 2}",
    "from a import (b,\n  c)",
    "print('''a\n  b''' , c)",
    "print('''a\n  b''')",
    "f(\n'''a\nb''')",
    "x = '''a\n  b''' . strip( )",
    "x = '''a\n b''' == f(c)",
    "x = (yield\n)",
    "raise ValueError(f'a\\\n   {b}')",
    "x = ('a'\n     'b')",
    "raise ValueError('a'\n     f'{b}')",
]
