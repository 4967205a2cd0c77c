"""What is installed is what is here: the packages of this checkout, and a wheel that brings its data along."""

import os
import subprocess
import sys
import zipfile

import pytest
from harness import ROOT

import crawler
import pipelines


def test_modules_come_from_this_checkout():
    assert crawler.__path__ == [str(ROOT / "crawler")]
    assert pipelines.__path__ == [str(ROOT / "pipelines")]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, text=True)
    (wheel,) = folder.glob("kliping-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


@pytest.mark.parametrize(
    "data",
    [
        "pipelines/sites/klikkalimantan.toml",
        "pipelines/networks/tribun.toml",
        "pipelines/candidates/ID-KS.toml",
        "pipelines/extract/languages/id.toml",
        "crawler/discovery/words.toml",
        "crawler/demo/grammar/id.toml",
    ],
)
def test_wheel_brings_its_data(unpacked, data):
    assert (unpacked / data).is_file()


def test_installed_program_finds_its_catalogue(unpacked, tmp_path):
    run = subprocess.run(
        [sys.executable, "-m", "crawler", "sites", "list", "--data", str(tmp_path)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(unpacked)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "klikkalimantan" in run.stdout
