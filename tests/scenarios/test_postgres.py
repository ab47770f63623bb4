"""Datasets from a real PostgreSQL, started here on a folder of its own by a user without rights."""

import json
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.scenarios.stage import Stage
from tests.scenarios.terminal import refused, typed

psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed")
PROGRAMS = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), Path("/usr/local/bin"), Path("/usr/bin")]
FOUND = next((folder for folder in PROGRAMS if (folder / "initdb").exists() and (folder / "postgres").exists()), None)
pytestmark = pytest.mark.skipif(FOUND is None, reason="PostgreSQL is not installed: apt-get install postgresql")

TABLES = """
create table loan (
  id integer, sex text, repaid integer, amount numeric(10, 2), share numeric, day timestamptz, born date,
  code uuid, is_new boolean, nothing integer, moment time, more jsonb
);
insert into loan
  select n, (array['f', 'm'])[1 + n % 2], n % 2, n / 4.0, case when n = 1 then 'NaN'::numeric else n / 3.0 end,
    timestamptz '2020-01-01 00:00+02' + n * interval '1 day', date '1980-01-01' + n,
    '00000000-0000-0000-0000-000000000001', n % 3 = 0, null, '12:00', '{}'
  from generate_series(1, 100) n;
create sequence counter;
create function writing() returns integer language sql as $$ insert into loan (id) values (0); select 1 $$;
create role reader login;
grant select on loan to reader;
"""
GOOD = "select id, sex, repaid, amount, share, day, born, code, is_new, nothing from loan order by id"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="pg"))  # short: the path of a socket has at most 107 bytes
    who: dict[str, Any] = {}
    if os.geteuid() == 0:  # PostgreSQL refuses to run as the superuser
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        who = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    who |= {"env": {"PATH": os.environ["PATH"], "LC_ALL": "C"}, "cwd": folder}
    who["capture_output"] = True
    assert FOUND is not None
    rows, log = folder / "rows", folder / "log"
    try:
        subprocess.run(
            [FOUND / "initdb", "-D", rows, "-U", "owner", "-A", "trust", "-N", "--no-locale"], check=True, **who
        )
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
        subprocess.run([FOUND / "pg_ctl", "-D", rows, "-w", "-l", log, "-o", options, "start"], check=True, **who)
        try:
            with psycopg.connect(f"host={folder} user=owner dbname=postgres", autocommit=True) as server:
                server.execute(TABLES)
            yield f"postgresql://owner:hidden-word@/postgres?host={folder}"
        finally:
            subprocess.run([FOUND / "pg_ctl", "-D", rows, "-m", "immediate", "stop"], check=True, **who)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def test_a_query_becomes_a_version_of_one_instant_and_no_password_is_kept(stage: Stage, address: str) -> None:
    words = ("dataset", "register", "loans", "--database", address, "--query", GOOD, "--time", "day", "--json")

    told = typed(stage, "ada", *words)
    again = json.loads(typed(stage, "ada", *words).out)

    shown = json.loads(told.out)
    kinds = {each["name"]: each["kind"] for each in shown["document"]["contract"]["columns"]}
    assert kinds == {
        "id": "integer", "sex": "text", "repaid": "integer", "amount": "number", "share": "number", "day": "instant",
        "born": "instant", "code": "text", "is_new": "boolean", "nothing": "integer",
    }  # fmt: skip
    assert shown["document"]["rows_digest"] == again["document"]["rows_digest"]
    assert shown["document"]["source"]["place"] == "postgresql:///postgres"
    assert shown["document"]["leakage"]["overlaps"] == []
    assert shown["document"]["leakage"]["periods"]["training"]["earliest"].startswith("2020-01-01 22:00")
    places = [path for path in stage.root.rglob("*") if path.is_file()]
    assert not [path for path in places if b"hidden-word" in path.read_bytes()]


@pytest.mark.parametrize(
    ("query", "code", "said"),
    [
        ("select writing()", "QUERY-REFUSED", "read-only transaction"),
        ("select nextval('counter')", "QUERY-REFUSED", "read-only transaction"),
        ("with gone as (delete from loan returning id) select id from gone", "QUERY-REFUSED", "data-modifying"),
        ("select 1 as a; commit; delete from loan", "QUERY-REFUSED", "multiple commands"),
        ("select * into more from loan", "QUERY-REFUSED", "INTO is not allowed"),
        ("update loan set id = 0", "QUERY-REFUSED", "begins with"),
        ("select nobody from loan", "QUERY-REFUSED", "does not exist"),
        ("select id from loan where id < 0", "TABLE-EMPTY", "no row"),
        ("select id, sex as id from loan", "TABLE-COLUMN-NAMES", "more than one column"),
        ("select moment from loan", "COLUMN-UNSUPPORTED", "moment"),
        ("select more from loan", "COLUMN-UNSUPPORTED", "more"),
    ],
)
def test_what_does_more_than_read_or_gives_no_table_is_refused(
    stage: Stage, address: str, query: str, code: str, said: str
) -> None:  # fmt: skip
    refused(typed(stage, "ada", "dataset", "register", "x", "--database", address, "--query", query), code, 2, said)

    with psycopg.connect(address) as server:
        assert server.execute("select count(*), min(id) from loan").fetchone() == (100, 1)


def test_an_account_that_does_not_exist_is_told_without_its_password(stage: Stage, address: str) -> None:
    stranger = address.replace("owner:", "stranger:")

    told = typed(stage, "ada", "dataset", "register", "x", "--database", stranger, "--query", GOOD)

    refused(told, "DATABASE-UNREACHABLE", 4, "stranger")
    assert "hidden-word" not in told.err + told.out
