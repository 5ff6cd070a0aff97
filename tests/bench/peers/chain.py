"""The adjoint of the elementwise chain, by hand."""

import numpy as np


def numpy_by_hand():
    def gradient(x, a):
        sine = np.sin(x)
        y = a * sine + 0.3
        e = np.exp(-y * y)
        z = x + e
        w = np.tanh(a + 0.5 * z)
        q = w * w - y * z
        p = np.sqrt(1.0 + q * q)
        r = p + a * a
        s = np.log(r)
        c = np.cos(s)
        d = 1.0 / (1.0 + s * s)
        u = w * c + p * d
        sine_u = np.sin(u)
        v = 0.5 * u * u - q * sine_u
        g = np.exp(-0.1 * u * u)
        t = v + s * g
        value = np.sum(t * w)
        # t_bar = v_bar = w
        u_bar = w * (u - q * np.cos(u) - 0.2 * s * g * u)
        s_bar = w * g - u_bar * (w * np.sin(s) + 2.0 * p * s * d * d)
        r_bar = s_bar / r
        p_bar = u_bar * d + r_bar
        q_bar = p_bar * q / p - w * sine_u
        w_bar = t + u_bar * c + 2.0 * q_bar * w
        inner_bar = w_bar * (1.0 - w * w)
        z_bar = 0.5 * inner_bar - q_bar * y
        y_bar = -q_bar * z - 2.0 * z_bar * e * y
        x_bar = z_bar + y_bar * a * np.cos(x)
        a_bar = 2.0 * r_bar * a + inner_bar + y_bar * sine
        return value, (x_bar, a_bar)

    return gradient
