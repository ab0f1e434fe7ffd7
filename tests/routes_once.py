"""FastAPI looks through a function once for a whole run of tests, not once for each sandbox.

The routes of a sandbox are closures over its world. Each sandbox has functions of its own, but of
the same code with the same parameters, and looking through them is most of what a sandbox costs.
"""

import copy
from collections.abc import Callable
from dataclasses import replace
from types import CodeType
from typing import Any

from fastapi import APIRouter
from fastapi.routing import APIRoute, request_response

Key = tuple[str, str, tuple[str, ...], CodeType]
_known: dict[Key, APIRoute] = {}
_looked_through = APIRouter.add_api_route


def look_through_routes_once() -> None:
    """For all routers made from now on."""
    APIRouter.add_api_route = _added  # type: ignore[method-assign] # the same, but remembered


def _added(self: APIRouter, path: str, endpoint: Callable[..., Any], **how: Any) -> None:
    code = getattr(endpoint, "__code__", None)
    if code is None:
        return _looked_through(self, path, endpoint, **how)
    key = (self.prefix, path, tuple(sorted(how.get("methods") or ())), code)
    if key not in _known:
        _looked_through(self, path, endpoint, **how)
        route = self.routes[-1]
        if isinstance(route, APIRoute) and not route.dependant.dependencies:
            _known[key] = route
        return None
    self.routes.append(_of(_known[key], endpoint))
    self._mark_routes_changed()
    return None


def _of(known: APIRoute, endpoint: Callable[..., Any]) -> APIRoute:
    """The same route to another function of the same code."""
    route = copy.copy(known)
    route.endpoint = endpoint
    route.dependant = replace(known.dependant, call=endpoint)
    route.app = request_response(route.get_route_handler())
    return route
