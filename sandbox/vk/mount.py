"""The VK of the sandbox as routes of its web application."""

from fastapi import FastAPI

from sandbox.connections import Connections
from sandbox.vk.api import VkApi
from sandbox.vk.control import control_routes
from sandbox.vk.files_http import VkFiles
from sandbox.vk.longpoll import LongPoll
from sandbox.vk.suffering import Suffering
from sandbox.vk.world import VkWorld


def mount_vk(app: FastAPI, vk: VkWorld, connections: Connections) -> None:
    """Add VK's API, long poll and files under ``/vk``, and its control API under ``/api/vk``."""
    suffering = Suffering(vk, connections)
    api, poll, files = VkApi(vk, suffering), LongPoll(vk, suffering), VkFiles(vk, suffering)
    app.add_route("/vk/method/{name}", api.call, methods=["GET", "POST"])
    app.add_route("/vk/longpoll/{group}", poll.check, methods=["GET"])
    app.add_route("/vk/upload/{kind}", files.upload, methods=["POST"])
    app.add_route("/vk/files/{key}/{access_key}/{name:path}", files.download, methods=["GET"])
    for routes in control_routes(vk):
        app.routes.extend(routes.routes)
