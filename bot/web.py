"""The pages for machines: `/healthz` for whoever watches over the program, `/metrics`."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from fastapi import FastAPI, Response
from fastapi.responses import JSONResponse

from bot.metrics import Metrics
from storage.errors import StorageError
from storage.store import Store

PATIENCE = 3.0
METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"

Check = Callable[[], Awaitable[str | None]]


def make_web(checks: Mapping[str, Check], metrics: Metrics, store: Store) -> FastAPI:
    """The application. Each check returns what is wrong with its part, None when all is well."""
    web = FastAPI(title="otklik", docs_url=None, redoc_url=None, openapi_url=None)

    @web.get("/healthz")
    async def healthz() -> JSONResponse:
        answers = await asyncio.gather(*(_asked(check) for check in checks.values()))
        wrong = {part: why for part, why in zip(checks, answers, strict=True) if why}
        body = {"ready": not wrong, "reasons": wrong}
        return JSONResponse(body, status_code=503 if wrong else 200)

    @web.get("/metrics")
    async def figures() -> Response:
        try:
            page = await asyncio.wait_for(metrics.page(store), PATIENCE)
        except (StorageError, TimeoutError):
            page = metrics.without_storage()
        return Response(page, media_type=METRICS_TYPE)

    return web


def storage_check(store: Store) -> Check:
    """Does the storage answer?"""

    async def check() -> str | None:
        await store.check()
        return None

    return check


async def _asked(check: Check) -> str | None:
    """A check that fails or does not answer is itself a reason; never anybody's data."""
    try:
        return await asyncio.wait_for(check(), PATIENCE)
    except TimeoutError:
        return "no answer"
    except Exception as error:  # the page has to answer whatever is broken
        return type(error).__name__
