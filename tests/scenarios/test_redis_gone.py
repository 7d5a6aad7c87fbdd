"""Redis is a doorbell: emptied, killed or never there, everything still happens, and live updates come back."""

from __future__ import annotations

import pytest

from tests.support.books import assert_books_balance, assert_charged_once
from tests.support.installation import Installation, is_serving
from tests.support.ports import free_port
from tests.support.shop import CHALLENGED_CARD, SLOW_CARD, SUBSCRIBE, WATCH_PAYMENT

pytestmark = pytest.mark.postgres


def test_a_payment_ends_right_after_redis_forgot_everything(apart: Installation) -> None:
    apart.need_worker()
    shop, redis = apart.shop, apart.redis
    assert redis is not None
    ana = shop.register()
    payment = shop.buy(ana, SLOW_CARD)["firstPayment"]
    redis.flush()
    with shop.watching(WATCH_PAYMENT, payment["id"], by=ana) as watch:
        assert watch.until(lambda shown: shown["status"] == "SUCCEEDED")[-1]["invoice"]["status"] == "PAID"
    shop.await_active(ana)


def test_a_payment_ends_right_while_redis_is_dead_and_live_updates_come_back_with_it(apart: Installation) -> None:
    apart.need_worker()
    shop, redis = apart.shop, apart.redis
    assert redis is not None
    ana, beto = shop.register(), shop.register()
    waiting = shop.buy(beto, CHALLENGED_CARD)["firstPayment"]
    with shop.watching(WATCH_PAYMENT, waiting["id"], by=beto) as watch:
        assert watch.next()["status"] == "REQUIRES_ACTION"
        redis.stop()
        try:
            assert shop.buy(ana)["subscription"]["status"] == "ACTIVE"
            slow = shop.buy(ana, SLOW_CARD, plan="analytics/basic")["firstPayment"]
            shop.provider.answer_challenge(waiting, "approve")
            # No bell rings: the worker's own look finds the webhooks.
            shop.await_active(beto)
        finally:
            redis.start()
        assert watch.until(lambda shown: shown["status"] == "SUCCEEDED")[-1]["id"] == waiting["id"]
        watch.assert_complete()
    with shop.watching(WATCH_PAYMENT, slow["id"], by=ana) as watch:
        watch.until(lambda shown: shown["status"] == "SUCCEEDED")
    assert_charged_once(shop.database_url, shop.provider.charges())
    assert_books_balance(shop.database_url)


def test_processes_start_without_redis_and_work(apart: Installation) -> None:
    shop = apart.shop
    apart.stop_workers()
    absent, port = f"redis://127.0.0.1:{free_port()}/0", free_port()
    alone = {**apart.settings, "REDIS_URL": absent, "PUBLIC_URL": shop.url}
    api = apart.processes.start("serve", **{**alone, "PORT": str(port)})
    apart.start_worker(REDIS_URL=absent)
    scheduler = apart.processes.scheduler(**{**apart.settings, "REDIS_URL": absent})
    url = f"http://127.0.0.1:{port}"
    api.wait_for(lambda: is_serving(url), "the API without Redis")
    assert shop.http.get(f"{url}/readyz").json()["checks"]["redis"] == "failed"
    ana = shop.register()
    bought = shop.do(SUBSCRIBE, shop.purchase(SLOW_CARD), by=ana, url=url)
    assert bought["firstPayment"]["status"] == "PENDING"
    shop.await_active(ana)
    assert scheduler.exit_code is None
    scheduler.terminate()
    apart.stop_workers()
    api.kill()
