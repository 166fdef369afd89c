"""The published data sets that the scan is checked against; they lie beside the project."""

import csv
import datetime as dt
import importlib.util
import json

import pytest

from langnghe.core.scan import Events, Geography
from langnghe.core.scan.tests.world import PUBLISHED


@pytest.fixture(scope="session")
def published():
    if not PUBLISHED.is_dir():
        pytest.skip("the published data sets (../shared/data/hotspots) are not here")
    return PUBLISHED


@pytest.fixture(scope="session")
def new_york(published):
    """Fever visits in New York City, November 2001, by postcode and day."""
    with (published / "nycfever_geo.csv").open() as file:
        places = list(csv.DictReader(file))
    with (published / "nycfever_cases.csv").open() as file:
        visits = list(csv.DictReader(file))
    geography = Geography(
        [place["zip"] for place in places],
        lonlat=[(float(place["longitude"]), float(place["latitude"])) for place in places],
    )
    days = [dt.date(*map(int, visit["date"].split("/"))) for visit in visits]
    return geography, Events(
        [visit["zip"] for visit in visits], days, [int(visit["cases"]) for visit in visits]
    )


@pytest.fixture(scope="session")
def satscan(published):
    return json.loads((published / "expected_satscan.json").read_text())


@pytest.fixture(scope="session")
def synthetic(published):
    """The module that makes up the national jobs."""
    spec = importlib.util.spec_from_file_location("make_synthetic", published / "make_synthetic.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
