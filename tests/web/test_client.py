"""The built client: caching, compression, policies and the way from a path to a page."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from pathlib import Path

import pytest
from starlette.datastructures import Headers
from starlette.testclient import TestClient

from backend.web.client import Client
from tests.web.toy_app import toy_settings

SCRIPT = b"export const answer = 42;" * 100


async def config() -> Mapping[str, object]:
    return {"merchant": "demo", "graphiql": True}


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    (tmp_path / "dist/assets").mkdir(parents=True)
    files = {
        "portal.html": b"<!doctype html><title>portal</title>",
        "admin.html": b"<!doctype html><title>admin</title>",
        "graphiql.html": b"<!doctype html><title>graphiql</title>",
        "theme.js": b"1",
        "assets/app-1a2b.js": SCRIPT,
        "assets/app-1a2b.js.gz": gzip.compress(SCRIPT),
        "assets/app-1a2b.js.br": b"brotli bytes",
        "assets/type-1.woff2": b"font",
        "assets/style-1.css": b"a{}",
        ".vite/manifest.json": b"{}",
    }
    (tmp_path / "dist/.vite").mkdir()
    for name, content in files.items():
        (tmp_path / "dist" / name).write_bytes(content)
    (tmp_path / "secret.txt").write_text("outside")
    return tmp_path / "dist"


def client(dist: Path, frames: tuple[str, ...] = (), **changes: object) -> TestClient:
    app = Client(toy_settings(client_dir=dist, **changes), config, frames)
    return TestClient(app, headers={"Accept-Encoding": "identity"})


@pytest.mark.parametrize(
    ("accept", "encoding"),
    [
        ("br, gzip", "br"),
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("*", "br"),
        ("identity", None),
        ("", None),
        ("deflate", None),
    ],
)
def test_an_asset_is_kept_for_ever_in_the_best_encoding(dist: Path, accept: str, encoding: str | None) -> None:
    app = Client(toy_settings(client_dir=dist), config)
    response = app.find("/assets/app-1a2b.js", Headers({"accept-encoding": accept}))
    assert response.headers.get("content-encoding") == encoding
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert response.headers["vary"] == "Accept-Encoding"
    assert response.headers["content-type"] == "text/javascript; charset=utf-8"
    expected = {"br": b"brotli bytes", None: SCRIPT}.get(encoding)
    assert response.body == expected if expected else gzip.decompress(bytes(response.body)) == SCRIPT


def test_each_encoding_has_an_etag_that_answers_304(dist: Path) -> None:
    http = client(dist)
    tags = set()
    for accept in ("br", "gzip", "identity"):
        first = http.head("/assets/app-1a2b.js", headers={"Accept-Encoding": accept})
        tags.add(first.headers["etag"])
        wishes = {"Accept-Encoding": accept, "If-None-Match": f'"x", W/{first.headers["etag"]}'}
        again = http.get("/assets/app-1a2b.js", headers=wishes)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
        assert again.headers["cache-control"] == first.headers["cache-control"]
    assert len(tags) == 3


@pytest.mark.parametrize("path", ["/assets/old-9z.js", "/assets/", "/assets/../portal.html/x", "/assets/%2e%2e/x"])
def test_a_missing_asset_is_404_that_nobody_keeps_and_never_a_page(dist: Path, path: str) -> None:
    response = Client(toy_settings(client_dir=dist), config).find(path, Headers({}))
    assert (response.status_code, response.headers["cache-control"]) == (404, "no-store")


@pytest.mark.parametrize("path", ["/", "/plans", "/subscriptions/7", "/portal.html", "/graphiqlx", "/deep/er.html"])
def test_every_other_path_is_the_portal_which_is_always_asked_for(dist: Path, path: str) -> None:
    response = client(dist).get(path)
    assert response.status_code == 200
    assert "portal" in response.text
    assert response.headers["cache-control"] == "no-cache"
    again = client(dist).get(path, headers={"If-None-Match": response.headers["etag"]})
    assert again.status_code == 304
    assert again.headers["content-security-policy"] == response.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/admin", "/admin/", "/admin/gateways/gwa_1", "/admin.html"])
def test_the_console_has_a_page_and_a_policy_of_its_own_that_frames_no_strangers(dist: Path, path: str) -> None:
    response = client(dist, ("https://js.pay.example",)).get(path)
    assert "admin" in response.text
    policy = response.headers["content-security-policy"]
    assert "frame-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "portal" in client(dist).get("/administrators").text


@pytest.mark.parametrize("path", ["/graphiql", "/graphiql/", "/graphiql/x", "/graphiql.html"])
def test_graphiql_is_served_only_when_it_is_on(dist: Path, path: str) -> None:
    assert "graphiql" in client(dist).get(path).text
    assert client(dist, graphiql=False).get(path).status_code == 404


def test_other_files_are_served_and_checked_each_time(dist: Path) -> None:
    response = client(dist).get("/theme.js")
    assert (response.content, response.headers["cache-control"]) == (b"1", "no-cache")


@pytest.mark.parametrize(
    "path", ["/../secret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt", "/.vite/manifest.json"]
)
def test_nothing_outside_the_index_is_reachable(dist: Path, path: str) -> None:
    response = client(dist).get(path)
    assert "outside" not in response.text
    assert response.text != "{}"


def test_the_portal_has_a_strict_policy(dist: Path) -> None:
    response = client(dist, ("https://js.pay.example", "https://hooks.pay.example")).get("/")
    assert response.headers["content-security-policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self' ws://shop.example; frame-src 'self' https://js.pay.example https://hooks.pay.example; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; manifest-src 'self'"
    )


def test_graphiql_may_style_itself_and_use_workers_and_https_means_wss(dist: Path) -> None:
    policy = client(dist, public_url="https://shop.example").get("/graphiql").headers["content-security-policy"]
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "font-src 'self' data:" in policy
    assert "worker-src 'self'" in policy
    assert "script-src 'self';" in policy
    assert "connect-src 'self' wss://shop.example;" in policy


def test_config_is_answered_fresh(dist: Path) -> None:
    response = client(dist).get("/config.json")
    assert response.json() == {"merchant": "demo", "graphiql": True}
    assert response.headers["cache-control"] == "no-store"


def test_only_get_and_head_are_served(dist: Path) -> None:
    response = client(dist).post("/")
    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD")
    head = client(dist).head("/")
    assert (head.status_code, head.content) == (200, b"")


@pytest.mark.parametrize("path", ["/", "/graphiql", "/assets/app-1a2b.js"])
def test_without_a_build_the_answer_says_how_to_make_one(tmp_path: Path, path: str) -> None:
    response = client(tmp_path / "nothing").get(path)
    assert response.status_code == 503
    assert "make client" in response.text
    assert response.headers["cache-control"] == "no-store"


def test_config_works_without_a_build(tmp_path: Path) -> None:
    assert client(tmp_path / "nothing").get("/config.json").status_code == 200
