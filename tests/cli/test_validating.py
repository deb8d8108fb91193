"""`validate` and `publish`: what the settings and the calendar have to say of a finished site."""

import re


def budget(project, size):
    """Put the most that a page may weigh into the settings."""
    path = project / "pyproject.toml"
    head = f"[tool.pipeline.site]\nbudget = {size}"
    path.write_text(path.read_text("utf-8").replace("[tool.pipeline.site]", head, 1), "utf-8")


def test_the_budget_of_the_settings_holds(run, project):
    """Both commands warn of pages that are heavier, and of none where there is room."""
    assert run("publish", "--root", project).code == 0
    assert "page-heavy" not in run("validate", "--root", project).out
    budget(project, 5_000)
    assert "page-heavy" in run("validate", "--root", project).out
    said = run("publish", "--root", project, "--dry-run")
    assert "budget: 5,000" in said.err or "[page-heavy]" in said.err
    assert said.code == 0


def test_a_date_that_is_yet_to_come_is_found(run, project):
    """A sitemap that says that a page was changed in the future is at fault."""
    assert run("publish", "--root", project).code == 0
    path = project / "output/sitemap.xml"
    text, count = re.subn(r"<lastmod>\d{4}", "<lastmod>9876", path.read_text("utf-8"), count=1)
    assert count == 1
    path.write_text(text, "utf-8")
    before = run("validate", "--root", project)
    assert "9876" in before.out and "sitemap.xml" in before.out
    assert before.code == 1
