"""What stands in deploy/ and docs/production.md holds together with the code: settings, services, times, no secrets."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from pathlib import Path
from typing import Any

from core import running

ROOT = Path(__file__).parents[2]
DEPLOY, PAGE = ROOT / "deploy", ROOT / "docs" / "production.md"
SETTING = re.compile(r"(OFFICE|OIDC)_[A-Z0-9_]+|MONGOD(B_URI)?")
OF_TESTS = {"OFFICE_BROWSER"}
OF_LIBRARIES = {"FORWARDED_ALLOW_IPS", "STREAMLIT_SERVER_COOKIE_SECRET"}


def settings() -> set[str]:
    """Every setting of the environment that the code names."""
    files = [*(ROOT / "core").rglob("*.py"), ROOT / "office.py", ROOT / "dashboard.py"]
    named = {
        node.value
        for file in files if "environ" in (text := file.read_text("utf-8"))
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SETTING.fullmatch(node.value)
    }  # fmt: skip
    assert {n for n in named if n.endswith("_")} == {"OFFICE_BACKUPS_"}, "a name made of parts: tell the test of it"
    return named - OF_TESTS - {"OFFICE_BACKUPS_"} | {f"OFFICE_BACKUPS_{n}" for n in ("DAYS", "WEEKS", "MONTHS")}


def compose() -> dict[str, Any]:
    """The compose file: maps by indentation, values as JSON or plain words; anything else of YAML is not used there."""
    found: dict[str, Any] = {}
    open_: list[tuple[int, dict[str, Any]]] = [(-1, found)]
    for line in (DEPLOY / "compose.yaml").read_text("utf-8").splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = re.fullmatch(r"( *)([\w.-]+):(?: (.+))?", line)
        assert match, line
        indent, key, value = len(match[1]), match[2], match[3]
        while open_[-1][0] >= indent:
            open_.pop()
        assert key not in open_[-1][1], f"{key} twice"
        made: Any = {} if value is None else json.loads(value) if value[0] in '[{"' or value.isdigit() else value
        open_[-1][1][key] = made
        if value is None:
            open_.append((indent, made))
    return found


def seconds(text: str) -> int:
    return int(text.removesuffix("s"))


def test_every_setting_stands_in_the_table_and_every_row_in_the_code() -> None:
    table = PAGE.read_text("utf-8").partition("## Settings")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \|", table, re.M)
    assert len(rows) == len(set(rows)) and set(rows) == settings()
    told = table.rpartition("|")[2]
    assert all(name in told for name in OF_LIBRARIES)


def test_samples_name_known_settings_only() -> None:
    for file in (DEPLOY / "office.env.sample", DEPLOY / "Dockerfile"):
        names = set(re.findall(r"\b((?:OFFICE|OIDC|MONGOD|STREAMLIT|FORWARDED)[A-Z_]*)=", file.read_text("utf-8")))
        assert names and names <= settings() | OF_LIBRARIES, file.name
    for name, service in compose()["services"].items():
        known = settings() | {"MONGO_INITDB_ROOT_USERNAME", "MONGO_INITDB_ROOT_PASSWORD_FILE", "OFFICE_HOST"}
        assert set(service.get("environment", {})) <= known, name


def test_compose_has_what_an_office_needs() -> None:
    file = compose()
    services = file["services"]
    mongo = [n for n in services if n.startswith("mongo")]
    apps = [n for n in services if n.startswith("app")]
    assert len(mongo) == 3 and len(apps) == 2 and "proxy" in services
    for name, service in services.items():
        assert re.search(r":.*\w$", service["image"]) and service["restart"] == "unless-stopped", name
        assert service["logging"]["driver"] == "local", "a log that grows until the disk is full"
        check = service["healthcheck"]
        assert check["test"][0] == "CMD" and {"interval", "timeout", "retries"} <= set(check), name
        assert set(service["networks"]) <= set(file["networks"]), name
        assert set(service.get("secrets", [])) <= set(file["secrets"]), name
        for volume in service.get("volumes", []):
            source = volume.partition(":")[0]
            assert source in file["volumes"] or (DEPLOY / source).exists(), f"{name}: {volume}"
        for other, how in service.get("depends_on", {}).items():
            assert other in services and how["condition"] in ("service_started", "service_healthy"), name
        assert ("ports" in service) == (name == "proxy"), "only the proxy is reached from outside"
    for name in mongo:
        assert services[name]["image"].startswith("mongo:8")
        # Each would take half of the machine's memory for its cache.
        assert {"--replSet", "--keyFile", "--wiredTigerCacheSizeGB"} <= set(services[name]["command"])
    for name in apps:
        drain = int(services[name]["environment"]["OFFICE_DRAIN_SECONDS"])
        assert seconds(services[name]["stop_grace_period"]) > running.GRACE + drain, "killed before it could end"
        assert services[name]["env_file"] == ["office.env"] and "/healthz" in str(services[name]["healthcheck"])
        assert services[name]["read_only"] == "true" and services[name]["cap_drop"] == ["ALL"]
        assert {"office:/data", f"backups:{services[name]['environment']['OFFICE_BACKUPS']}"} == set(
            services[name]["volumes"]
        ), "one folder of keys for all processes"
    assert "/readyz" in (DEPLOY / "Caddyfile").read_text("utf-8")


def test_no_secret_is_in_the_samples() -> None:
    ignored = (ROOT / ".gitignore").read_text("utf-8").split()
    for file in compose()["secrets"].values():
        assert "deploy/" + str(Path(file["file"]).parent) + "/" in ignored
    assert {"deploy/office.env", "deploy/.env"} <= set(ignored)
    assert {"deploy", ".git"} <= set((ROOT / ".dockerignore").read_text("utf-8").split()), "they would be in the image"
    kept = [f for f in DEPLOY.rglob("*") if f.is_file() and f.name != "office.env" and "secrets" not in f.parts]
    for file in kept:
        for line in file.read_text("utf-8").splitlines():
            given = re.search(r"(PASSWORD|SECRET|TOKEN|KEY|MONGODB_URI)\w*[=:]\s*[\"']?([^\"'\s]*)", line)
            assert not given or given[2] == "" or given[2].startswith("/run/secrets/"), f"{file.name}: {line}"
            assert not re.search(r"://\w+:\w", line), f"{file.name}: {line}"


def test_proxies_keep_a_browser_with_one_process_and_pass_what_the_office_asks() -> None:
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    nginx, caddy = ((DEPLOY / n).read_text("utf-8") for n in ("nginx.conf", "Caddyfile"))
    for line in ("proxy_set_header Upgrade $http_upgrade;", "location = /metrics", "location = /_stcore/stream",
                 "proxy_set_header Host $http_host;", "proxy_set_header X-Forwarded-For $remote_addr;",
                 "ssl_protocols TLSv1.2 TLSv1.3;", "proxy_buffering off;", "office-error.log crit;"):  # fmt: skip
        assert line in nginx, line
    upstreams = dict(re.findall(r"^upstream (\w+) \{(.*?)^\}", nginx, re.M | re.S))
    ports = set(re.findall(r"server 127\.0\.0\.1:(\d+)", upstreams.pop("office_any")))
    assert len(ports) == 2 and set(upstreams) == {f"office_{port}" for port in ports}
    for port in ports:  # a browser goes to its own process, to another one when that is away, and stays there
        own = re.findall(r"server 127\.0\.0\.1:(\d+)(.*);", upstreams[f"office_{port}"])
        assert {p for p, how in own if "backup" not in how} == {port} and {p for p, _ in own} == ports
        for line in (f"    {port}    office_{port};", f"~:{port}$ {port};", f"\"{port} {port}\" '';"):
            assert line in nginx, line
    assert not re.search(r"^\s*http2 on", nginx, re.M), "nginx of Debian 12 and Ubuntu 24.04 does not know it"
    for line in ("lb_policy cookie", "health_uri /readyz", "@inside path /metrics /readyz", "request delete"):
        assert line in caddy, line
    for text, pattern in ((nginx, r"client_max_body_size (\d+)m"), (caddy, r"max_size (\d+)MB")):
        size = re.search(pattern, text)
        assert size and int(size[1]) >= theme["server"]["maxUploadSize"]
    assert nginx.count("{") == nginx.count("}") and caddy.count("{") == caddy.count("}")


def test_the_unit_gives_the_office_time_and_little_else() -> None:
    unit = (DEPLOY / "registrar-office@.service").read_text("utf-8")
    found = dict(line.split("=", 1) for line in unit.splitlines() if re.match(r"\w+=", line))
    assert int(found["TimeoutStopSec"]) > running.GRACE + 15 and found["KillMode"] == "mixed"
    assert "/readyz" in found["ExecStartPost"] and found["NoNewPrivileges"] == "yes"
    given = {pair.partition("=")[0] for pair in found["Environment"].split()}
    assert given == {"OFFICE_DATA", "PYTHONPATH", "OFFICE_LOG"}, "what differs or is secret stands in a file of its own"
    assert not re.search(r"/opt|%i", found["ReadWritePaths"]), "who runs the office may not change its code"


def test_what_the_page_links_to_is_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", PAGE.read_text("utf-8")):
        assert target.startswith("https://") or (PAGE.parent / target).exists(), target
