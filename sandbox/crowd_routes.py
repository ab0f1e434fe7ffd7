"""The control API's part about the invented people who answer surveys."""

from fastapi import APIRouter

from sandbox.core import NotPossibleError
from sandbox.crowd import Crowd

BUSY = "прошлые участники ещё отвечают: дождитесь их"


def crowd_routes(crowd: Crowd) -> APIRouter:
    """Return the routes that call people to the survey and tell how far they are."""
    router = APIRouter(prefix="/api/crowd")

    @router.get("")
    async def look() -> dict[str, int]:
        return crowd.state()

    @router.post("")
    async def come() -> dict[str, int]:
        if crowd.state()["answering"]:
            raise NotPossibleError(BUSY)
        crowd.come()
        return crowd.state()

    return router
