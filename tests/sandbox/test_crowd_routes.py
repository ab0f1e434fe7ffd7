"""Calling people to the survey over HTTP, as the page does."""

import httpx

from tests.sandbox_server import running_sandbox


async def test_only_one_crowd_answers_at_a_time_and_all_go_home_with_the_sandbox() -> None:
    async with running_sandbox() as running, httpx.AsyncClient(trust_env=False) as page:
        url = f"{running.api_url}/crowd"
        assert (await page.get(url)).json() == {"came": 0, "answered": 0, "answering": 0}
        came = (await page.post(url)).json()
        assert came["came"] == came["answering"] > 20
        again = await page.post(url)
        assert (again.status_code, again.json()["error"]) == (
            409,
            "прошлые участники ещё отвечают: дождитесь их",
        )
        roles = {
            one["role"] for one in (await page.get(f"{running.api_url}/world")).json()["people"]
        }
        assert "crowd" in roles
