"""A Dask cluster that plays runs: only workers that play them to the bit as this machine does are taken."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from threading import Event, Thread
from typing import Any, ParamSpec, TypeVar

from experiments.baseline import BASELINE
from experiments.options import Work
from experiments.sweep.execution import workers_gone
from experiments.sweep.playing import Crew
from scenarios import load
from sim.engine.shelf import fingerprint
from sim.errors import InputError, Phrase, WorkError, describe
from sim.runs import simulate

Given = ParamSpec("Given")
Result = TypeVar("Result")

_SECONDS = 10  # for a scheduler to answer, and for a first worker to come
_SECONDS_ALONE = 60  # without any worker, before the work is called off
_ADDRESS = re.compile(r"(?:(?:tcp|tls)://)?(?:[^\s/:\[\]@]+|\[[0-9a-f:.]+\]):\d{1,5}", re.ASCII | re.IGNORECASE)
_ALLOWED = "the address that dask scheduler prints, such as tcp://192.168.0.7:8786"
_RUNS_OF_TEST, _WEEKS_OF_TEST = 3, 12
_LOGGERS = ("distributed", "distributed.client", "tornado", "tornado.application")
_MOST_NAMED = 3


@dataclass(frozen=True)
class Likeness:
    """What a machine plays with, and what comes of a few short runs: where both are equal, so is every bit."""

    version: str
    outcomes: str


class Cluster(Executor):
    """The workers of a Dask cluster; so many `threads` play at a time."""

    def __init__(self, client: Any, here: Likeness) -> None:
        self._client, self._here = client, here
        self._executor = client.get_executor(pure=False)  # what failed once is tried again
        self._over = Event()
        self.threads = sum(client.nthreads().values())

    def submit(
        self, play: Callable[Given, Result], /, *args: Given.args, **kwargs: Given.kwargs
    ) -> Future[Result]:
        """Let a worker play; WorkError where scheduler or workers are gone."""
        if self._over.is_set() or self._client.status != "running":
            raise workers_gone()
        played: Future[Result] = self._executor.submit(partial(_play_alike, self._here, play), *args, **kwargs)
        return played

    def watch(self) -> None:
        """Call the work off when there has been no worker for too long; ends with `let_go`."""
        alone = 0
        while not self._over.wait(1):
            try:
                alone = 0 if self._client.nthreads() else alone + 1
            except OSError:  # the scheduler is gone, and the work is called off already
                return
            if alone == _SECONDS_ALONE:
                self._over.set()
                self._executor.shutdown(wait=False)

    def let_go(self) -> None:
        """Stop watching."""
        self._over.set()


@contextmanager
def crew_of(work: Work) -> Iterator[Crew]:
    """Give who plays for a command: the cluster that `--dask` names, else workers on this machine."""
    if work.dask is None:
        yield Crew.of(work.workers)
        return
    with cluster(work.dask, lambda count: work.remark(work.words("cluster.checking", count=count))) as workers:
        yield Crew(workers.threads, workers)


@contextmanager
def cluster(address: str, announce: Callable[[int], object] = lambda count: None) -> Iterator[Cluster]:
    """Give the cluster of the scheduler at that address, its workers checked; `announce` hears how many there are.

    InputError when Dask is not installed or no scheduler answers, WorkError when there are no workers or one of them
    is not like this machine.
    """
    with _connected(address) as client:
        _wait_for_worker(client, address)
        announce(len(client.nthreads()))
        here = likeness()
        _check(client.run(_likeness_apart, on_error="return"), here)
        workers = Cluster(client, here)
        Thread(target=workers.watch, daemon=True).start()
        try:
            yield workers
        finally:
            workers.let_go()


@cache
def likeness() -> Likeness:
    """Return what this process plays with and what comes of it."""
    digest = hashlib.blake2b(digest_size=16)
    played = simulate(load(BASELINE).set({"run.weeks": _WEEKS_OF_TEST}), runs=_RUNS_OF_TEST, workers=1)
    for name, values in played.items():
        digest.update(name.encode() + values.tobytes())
    return Likeness(fingerprint(), digest.hexdigest())


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    try:
        from distributed import Client
    except ImportError:
        how = 'Dask is not installed; python -m pip install -e ".[cluster]" installs it'
        raise InputError(how, where="--dask") from None
    if not _ADDRESS.fullmatch(address):
        raise InputError("no address", where="--dask", got=describe(address), allowed=_ALLOWED)
    with _silence():
        if not _answers(address):  # the client itself would wait for ever for a web server
            raise InputError("no scheduler answers", where="--dask", got=describe(address), allowed=_ALLOWED)
        with warnings.catch_warnings(action="ignore"):  # that versions differ, which the check tells better
            client = Client(address, timeout=_SECONDS, set_as_default=False)
        try:
            yield client
        finally:
            client.close(timeout=_SECONDS)


def _answers(address: str) -> bool:
    """Return whether a scheduler answers at that address."""

    async def asked() -> bool:
        from distributed import Security, rpc

        security = Security().get_connection_args("client")
        async with rpc(address, timeout=_SECONDS, connection_args=security) as found:
            told = await found.identity()
            return bool(told["type"] == "Scheduler")

    try:
        with ThreadPoolExecutor(1) as apart:  # a notebook has a loop of its own in this thread
            return apart.submit(lambda: asyncio.run(asyncio.wait_for(asked(), _SECONDS))).result()
    except (OSError, TypeError):  # TypeError: TLS without certificates
        return False


@contextmanager
def _silence() -> Iterator[None]:
    """Keep the notes of Dask from the user: what goes wrong is told in our words."""
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _wait_for_worker(client: Any, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=_SECONDS)
    except TimeoutError:
        told = Phrase("{address}: there are no workers; dask worker {address} starts some", address=address)
        raise WorkError(told) from None


def _check(found: Mapping[str, Any], here: Likeness) -> None:
    """Refuse workers by their address, after what each answered: its likeness, or the error that it met."""
    for worker, its in found.items():
        if isinstance(its, Exception):
            reason = f"{type(its).__name__}: {its}"
            raise WorkError(Phrase("{worker}: this worker cannot play: {reason}", worker=worker, reason=reason))
    _refuse_unlike(found, here)


def _refuse_unlike(found: Mapping[str, Likeness], here: Likeness) -> None:
    unlike = [worker for worker, its in found.items() if its != here]
    if not unlike:
        return
    if any(found[worker].version != here.version for worker in unlike):
        why = "{workers}: refused, for this machine has another version of the program, Python or its libraries, " \
            "or another processor; make them alike and restart the worker, or stop it"
    else:
        why = "{workers}: refused, for the self-test came out differently than on this machine; stop the worker"
    named = ", ".join(unlike[:_MOST_NAMED]) + (f" … (+{len(unlike) - _MOST_NAMED})" if unlike[_MOST_NAMED:] else "")
    raise WorkError(Phrase(why, workers=named))


async def _likeness_apart() -> Likeness:
    """Return the likeness of a worker, which meanwhile goes on answering its scheduler."""
    return await asyncio.to_thread(likeness)


def _play_alike(
    here: Likeness, play: Callable[Given, Result], /, *args: Given.args, **kwargs: Given.kwargs
) -> Result:
    """Play on a worker; it may have come after the others were checked."""
    if likeness() != here:
        from distributed import get_worker

        _refuse_unlike({get_worker().address: likeness()}, here)
    return play(*args, **kwargs)
