"""The files that a person named: counted before anything is read, never held as a list."""

import gc
import shutil
from pathlib import Path

import pytest

from wallet.errors import FileAccessError
from wallet.reporting.sources import EmptyFolderError, find_sources


def filled(folder: Path, folders: int) -> str:
    """Put two files into each of so many folders below `folder`."""
    for number in range(folders):
        inner = folder / f"{number:03}"
        inner.mkdir(parents=True)
        for name in ("b.json", "a.json"):
            (inner / name).write_text("{}")
    return str(folder)


def test_the_files_are_counted_and_found_in_order_each_time(tmp_path: Path) -> None:
    sources = find_sources([filled(tmp_path / "x", 3), "-"])
    labels = [source.label for source in sources]
    assert len(sources) == len(labels) == 7
    assert labels == [source.label for source in sources]
    assert labels[-1] == "-"
    assert labels[:-1] == sorted(labels[:-1])


def test_no_list_of_them_is_held(tmp_path: Path) -> None:
    """As many objects are alive in the midst of four hundred folders as of four."""

    def alive(folders: int) -> int:
        walk = iter(find_sources([filled(tmp_path / str(folders), folders)]))
        for _ in range(folders):
            next(walk)
        gc.collect()
        return len(gc.get_objects())

    alive(3)
    assert alive(400) < alive(4) + 200


def test_a_name_that_goes_after_the_count_is_one_source_that_cannot_be_read(tmp_path: Path) -> None:
    names = [filled(tmp_path / name, 1) for name in ("a", "b", "c")]
    sources = find_sources(names)
    shutil.rmtree(names[1])
    found = list(sources)
    assert [source.path for source in found if source.path == Path(names[1])]
    assert len(found) == 5
    with pytest.raises(FileAccessError):
        found[2].read()


def test_a_name_that_is_not_there_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(FileAccessError):
        find_sources([filled(tmp_path / "a", 1), str(tmp_path / "gone")])
    (tmp_path / "empty").mkdir()
    with pytest.raises(EmptyFolderError):
        find_sources([str(tmp_path / "empty")])
