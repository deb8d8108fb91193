"""Tasks that behave, and tasks that do not; found by name in every worker."""

import hashlib
import os
import signal
import time


def digest(data):
    """Bytes in, bytes out: some work whose result depends on every byte."""
    for _ in range(50):
        data = hashlib.sha256(data).digest()
    return data


def slow_digest(data):
    """The same, but long enough for somebody to kill the worker meanwhile."""
    time.sleep(0.05)
    return digest(data)


def square(number):
    """A small result."""
    return number * number


def killed_at_five(number):
    """One batch that ends its worker."""
    if number == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def raises(number):
    """An ordinary error."""
    raise ValueError(f"no {number}")


def spins(_):
    """Never lets go."""
    while True:
        pass


def spins_in_c(_):
    """Never lets go, and Python cannot interrupt it either."""
    return 10 ** (10**9)


def eats(_):
    """Wants more memory than it may have."""
    return len(b"x" * (1 << 32))


def nests(_):
    """Goes deeper than the interpreter."""
    return nests(_)


def crashes(_):
    """Takes the interpreter with it."""
    signal.signal(signal.SIGSEGV, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGSEGV)


def big(number):
    """A result that does not fit into a pipe at once."""
    return bytes(number)


def returns_function(_):
    """A result that cannot be sent."""
    return lambda: None


def sleeps(_):
    """Takes no processor time, and does not end."""
    time.sleep(3600)


def process_id(_):
    """Which process this is."""
    return os.getpid()


def process_id_slowly(_):
    """The same, so that every worker gets some of them."""
    time.sleep(0.05)
    return os.getpid()
