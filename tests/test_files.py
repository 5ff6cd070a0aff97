from __future__ import annotations

import pytest

from srcgrad.diagnostics import CompileError, Span
from srcgrad.files import read_source, write_derivative


def test_line_ends_and_marks_of_other_systems_are_evened_out(tmp_path):
    path = tmp_path / "m.py"
    path.write_bytes(b"\xef\xbb\xbfa = 1\r\nb = 2\rc = 3\n")
    assert read_source(path) == "a = 1\nb = 2\nc = 3\n"


def test_a_wrong_byte_is_pointed_at(tmp_path):
    path = tmp_path / "m.py"
    path.write_bytes("a = 1\nö = '".encode() + b"\xff'\n")
    with pytest.raises(CompileError) as caught:
        read_source(path)
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.code == "SG004"
    assert diagnostic.span == Span(str(path), 2, 5, 2, 6)
    assert "0xff" in diagnostic.message


@pytest.mark.parametrize(
    ("name", "code"), [("none.py", "SG001"), ("", "SG002"), ("\0", "SG003")]
)
def test_what_cannot_be_read_is_a_diagnostic(tmp_path, name, code):
    with pytest.raises(CompileError, match=code):
        read_source(f"{tmp_path}/{name}")


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(CompileError) as caught:
        read_source(tmp_path / "no" / "m.py")
    assert f"no folder `{tmp_path / 'no'}`" in (caught.value.diagnostics[0].hint or "")


def test_new_files_get_the_usual_permissions(tmp_path):
    write_derivative(tmp_path / "m.py", "a = 1\n")
    (tmp_path / "plain").touch()
    modes = {path.stat().st_mode for path in tmp_path.iterdir()}
    assert len(modes) == 1
    assert (tmp_path / "m.py").read_bytes() == b"a = 1\n"


def test_a_file_that_is_not_text_is_not_ours(tmp_path):
    path = tmp_path / "m.py"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(CompileError, match="SG032"):
        write_derivative(path, "a = 1\n")
    write_derivative(path, "a = 1\n", force=True)
    assert path.read_text() == "a = 1\n"
