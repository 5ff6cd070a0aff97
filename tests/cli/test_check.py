from __future__ import annotations

from pathlib import Path


def test_up_to_date(run, model):
    run("generate", "model.py:loss", "--wrt", "w")
    result = run("check")
    assert (result.code, result.out) == (0, "")
    assert result.err == "1 derivative: 1 up to date\n"


def test_a_stale_file_is_shown_as_a_diff(run, model):
    run("generate", "model.py:loss", "--wrt", "w")
    before = Path("model_grad.py").read_text()
    model.write_text("def loss(w, b):\n    return w + b\n")
    result = run("check")
    assert result.code == 1
    assert result.out.startswith("stale model_grad.py: changed loss\n--- ")
    assert "\n+SOURCE = 'def loss(w, b):\\n    return w + b\\n'\n" in result.out
    assert "1 stale" in result.err and "--update" in result.err
    assert Path("model_grad.py").read_text() == before


def test_an_edited_derivative_is_stale_too(run, model):
    run("generate", "model.py:loss", "--wrt", "w")
    with open("model_grad.py", "a", encoding="utf-8") as file:
        file.write("edited = True")
    result = run("check", "model_grad.py")
    assert result.code == 1
    assert "stale model_grad.py\n" in result.out
    assert "-edited = True\n\\ No newline at end of file\n" in result.out


def test_update_rewrites_the_stale(run, model):
    run("generate", "model.py:loss", "--wrt", "w", "-o", "other.py")
    model.write_text("def loss(w, b):\n    return w + b\n")
    result = run("check", "--update")
    assert result.code == 0
    assert result.out == "wrote other.py\n"
    assert "1 rewritten" in result.err
    assert run("check").code == 0


def test_folders_are_searched_and_foreign_ones_are_not(run, model):
    for folder in ("a/b", ".hidden", "node_modules", "env"):
        Path(folder).mkdir(parents=True)
        run("generate", "model.py:loss", "-o", f"{folder}/loss.py")
    Path("env/pyvenv.cfg").touch()
    assert run("check").err == "1 derivative: 1 up to date\n"
    assert run("check", "a", "env").err == "2 derivatives: 2 up to date\n"


def test_what_cannot_be_made_again_is_named(run, model):
    run("generate", "model.py:loss")
    model.unlink()
    result = run("check")
    assert result.code == 1
    assert "model_grad.py could not be made again:\nerror[SG001]" in result.err
    assert "1 could not be made again" in result.err
    assert run("check", "--update").code == 1


def test_a_file_without_header_cannot_be_checked(run, model):
    result = run("check", "model.py")
    assert result.code == 1
    assert "error[SG034]" in result.err


def test_a_missing_path_is_an_error(run, model):
    result = run("check", "nowhere", "neither")
    assert result.code == 1
    assert result.err.count("error[SG001]") == 2


def test_nothing_found_is_said(run, model):
    result = run("check")
    assert result.code == 0
    assert "no derivatives found" in result.err
