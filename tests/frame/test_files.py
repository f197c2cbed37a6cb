"""What is kept in the repository is whole."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
MARKERS = re.compile(r"^(<{7}|>{7}) ", re.MULTILINE)


def test_no_file_has_the_marks_of_a_merge_that_was_not_finished() -> None:
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    files = [ROOT / name for name in names.split("\0") if name and (ROOT / name).is_file()]
    assert files
    assert [path.name for path in files if MARKERS.search(path.read_text(encoding="utf-8", errors="replace"))] == []
