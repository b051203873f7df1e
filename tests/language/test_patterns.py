"""The pattern engine: loading, errors with file, line and entry, overlays, digest, matching with a time limit."""

import subprocess
import sys

import pytest

from extractor.emitters.wording import Wording
from extractor.language.patterns import builtin, load
from extractor.model import limits
from extractor.model.errors import PatternError, PatternTimeoutError

HEAD = 'schema = 1\nabout = "for a test"\n'
PATTERN = """
[[pattern]]
id = "own.score"
kind = "own-kind"
about = "a figure"
regex = '''{own-number}分'''
role = "max"
examples = [{ text = "此项9分", gives = { value = "9" } }]
"""
FRAGMENT = "[fragments]\nown-number = '''(?P<value>\\d{1,3})'''\n"


def pack(directory, text, name="own.toml"):
    directory.mkdir(exist_ok=True)
    (directory / name).write_text(text, encoding="utf-8", newline="")
    return directory


def test_a_pattern_is_found_and_matches(tmp_path):
    patterns = load([pack(tmp_path, HEAD + FRAGMENT + PATTERN)])
    (pattern,) = patterns.kind("own-kind")
    assert pattern is patterns.one("own.score")
    assert pattern.attributes == {"role": "max"}
    assert pattern.groups == {"value"}
    assert pattern.search("共12分，扣3分")["value"] == "12"
    assert pattern.search("共12分，扣3分", 4)["value"] == "3"
    assert pattern.search("共12分", 0, 3) is None
    assert [match["value"] for match in pattern.finditer("共12分，扣3分")] == ["12", "3"]
    assert pattern.match("共12分") is None
    assert pattern.match("共12分", 1)["value"] == "12"
    assert pattern.fullmatch("12分，") is None
    assert pattern.fullmatch("12分，", 0, 3)["value"] == "12"
    assert patterns.kind("no-such-kind") == ()


def test_alternatives_may_stand_in_lines_of_their_own(tmp_path):
    listed = PATTERN.replace("regex = '''{own-number}分'''", "regex = [\n  '''{own-number}分''',\n  '''满分|零分''',\n]")
    pattern = load([pack(tmp_path, HEAD + FRAGMENT + listed)]).one("own.score")
    assert [match[0] for match in pattern.finditer("满分，9分，零分")] == ["满分", "9分", "零分"]


@pytest.mark.parametrize("written", ["[]", "[1]", '["分", ""]', "9"])
def test_a_regex_is_a_text_or_several(tmp_path, written):
    with pytest.raises(PatternError) as caught:
        load([pack(tmp_path, HEAD + FRAGMENT + PATTERN.replace("'''{own-number}分'''", written))])
    assert caught.value.code == "pattern-key"


def test_templates_are_filled_in(tmp_path):
    words = '[[words]]\nid = "own.lead"\nabout = "x"\nwords = ["分", "分值", "a.b"]\n'
    fragments = "[fragments]\ninner = 'b{1,2}|c'\nouter = '''\n{inner}+'''\n"
    pattern = '[[pattern]]\nid = "t"\nkind = "k"\nabout = "x"\nexamples = [{ text = "分值bb" }]\nregex = \'\'\'\n{words:own.lead}{outer}\\p{Han}?\\{inner}?\n\'\'\'\n'
    found = load([pack(tmp_path, HEAD + fragments + words + pattern)]).one("t")
    assert found.source == r"(?:a\.b|分值|分)(?:(?:b{1,2}|c)+)\p{Han}?\{inner}?"


WRONG = {
    "syntax": (HEAD + "x = = 1\n", "pattern-syntax", 3, ""),
    "unfinished": (HEAD + "x = '''", "pattern-syntax", 3, ""),
    "schema": ('about = "x"\nschema = 2\n', "pattern-schema", 2, ""),
    "schema true": ('schema = true\nabout = "x"\n', "pattern-schema", 1, ""),
    "no schema": ('about = "x"\n', "pattern-missing", 1, ""),
    "no about": ("schema = 1\n", "pattern-missing", 1, ""),
    "unknown table": (HEAD + "[[patern]]\nid = 1\n", "pattern-key", 3, ""),
    "table not a list": (HEAD + "[pattern]\nid = 'a'\n", "pattern-key", 3, ""),
    "fragment not text": (HEAD + "[fragments]\na = 1\n", "pattern-key", 4, "a"),
    "no id": (HEAD + FRAGMENT + PATTERN.replace('id = "own.score"\n', ""), "pattern-missing", 6, ""),
    "no kind": (HEAD + FRAGMENT + PATTERN.replace('kind = "own-kind"\n', ""), "pattern-missing", 7, "own.score"),
    "no regex": (HEAD + PATTERN.replace("regex = '''{own-number}分'''\n", ""), "pattern-missing", 5, "own.score"),
    "no about in pattern": (HEAD + PATTERN.replace('about = "a figure"\n', ""), "pattern-missing", 5, "own.score"),
    "no examples": (HEAD + PATTERN[: PATTERN.index("examples")], "pattern-missing", 5, "own.score"),
    "empty examples": (HEAD + PATTERN[: PATTERN.index("examples")] + "examples = []\n", "pattern-missing", 5, "own.score"),
    "odd example": (HEAD + PATTERN.replace("gives", "give"), "pattern-key", 5, "own.score"),
    "odd counterexample": (HEAD + PATTERN + "counterexamples = [1]\n", "pattern-key", 5, "own.score"),
    "kind not text": (HEAD + "[[entry]]\nid = 'a'\nkind = 1\n", "pattern-key", 4, "a"),
    "entry without kind": (HEAD + "\n[[entry]]\nid = 'a'\n", "pattern-missing", 5, "a"),
    "twice": (HEAD + FRAGMENT + PATTERN + PATTERN, "pattern-duplicate", 15, "own.score"),
    "unknown fragment": (HEAD + PATTERN, "pattern-unknown-fragment", 5, "own.score"),
    "unknown words": (HEAD + "[fragments]\na = '{words:no.such}'\n", "pattern-unknown-words", 4, "a"),
    "circle": (HEAD + "[fragments]\na = '{b}'\nb = '{a}'\n", "pattern-circular-fragment", 5, "b"),
    "words key": (HEAD + "[[words]]\nid = 'w'\nabout = 'x'\nwords = ['a']\nexamples = []\n", "pattern-key", 4, "w"),
    "words missing": (HEAD + "[[words]]\nid = 'w'\nabout = 'x'\n", "pattern-missing", 4, "w"),
    "words and add": (HEAD + "[[words]]\nid = 'w'\nabout = 'x'\nwords = ['a']\nadd = ['b']\n", "pattern-key", 4, "w"),
    "add to nothing": (HEAD + "[[words]]\nid = 'w'\nadd = ['b']\n", "pattern-unknown-words", 4, "w"),
}


@pytest.mark.parametrize(("text", "code", "line", "entry"), WRONG.values(), ids=WRONG)
def test_an_error_names_file_line_and_entry(tmp_path, text, code, line, entry):
    with pytest.raises(PatternError) as caught:
        load([pack(tmp_path, text)])
    assert (caught.value.code, caught.value.place, caught.value.params["entry"]) == (code, f"{tmp_path / 'own.toml'}:{line}", entry)


def test_a_regex_that_does_not_compile_is_named_when_used(tmp_path):
    pattern = load([pack(tmp_path, HEAD + PATTERN.replace("{own-number}", "(?P<value>"))]).one("own.score")
    with pytest.raises(PatternError) as caught:
        pattern.search("9分")
    assert (caught.value.code, caught.value.place, caught.value.params["entry"]) == (
        "pattern-regex",
        f"{tmp_path / 'own.toml'}:5",
        "own.score",
    )


def test_a_duplicate_in_another_file_names_both(tmp_path):
    pack(tmp_path, HEAD + FRAGMENT + PATTERN, "a.toml")
    pack(tmp_path, HEAD + PATTERN, "b.toml")
    with pytest.raises(PatternError) as caught:
        load([tmp_path])
    assert caught.value.place == f"{tmp_path / 'b.toml'}:5"
    assert caught.value.params["first"] == f"{tmp_path / 'a.toml'}:7"


def test_what_cannot_be_read_is_an_error(tmp_path):
    with pytest.raises(PatternError) as caught:
        load([tmp_path / "absent"])
    assert (caught.value.code, caught.value.place) == ("pattern-directory", str(tmp_path / "absent"))
    (tmp_path / "a.toml").write_bytes(b'schema = 1\nabout = "\xd6\xd0"\n')
    with pytest.raises(PatternError) as caught:
        load([tmp_path])
    assert (caught.value.code, caught.value.place) == ("pattern-encoding", f"{tmp_path / 'a.toml'}:2")


def test_a_later_layer_replaces_in_place_and_appends(tmp_path):
    other = PATTERN.replace("own.score", "own.second")
    first = pack(tmp_path / "first", HEAD + FRAGMENT + PATTERN + other + '[[entry]]\nid = "own/rule"\nkind = "own-rule"\nzh = "一"\n')
    second = pack(
        tmp_path / "second",
        HEAD
        + PATTERN.replace("own.score", "own.third")
        + PATTERN.replace("{own-number}分", "新(?P<value>\\d)")
        + '[[entry]]\nid = "own/rule"\nkind = "own-rule"\nzh = "二"\n',
    )
    patterns = load([first, second])
    assert [pattern.id for pattern in patterns.kind("own-kind")] == ["own.score", "own.second", "own.third"]
    assert patterns.one("own.score").search("新9")["value"] == "9"
    assert [entry.data for entry in patterns.entries("own-rule")] == [{"zh": "二"}]
    assert patterns.entry("own/rule").kind == "own-rule"


def test_a_later_layer_replaces_a_fragment_everywhere(tmp_path):
    first = pack(tmp_path / "first", HEAD + FRAGMENT + PATTERN)
    second = pack(tmp_path / "second", HEAD + "[fragments]\nown-number = '''(?P<value>[一二三])'''\n")
    assert load([first, second]).one("own.score").search("三分")["value"] == "三"


def test_words_are_added_and_removed(tmp_path):
    first = pack(tmp_path / "first", HEAD + '[[words]]\nid = "w"\nabout = "x"\nwords = ["甲", "乙", "甲"]\n')
    second = pack(tmp_path / "second", HEAD + '[[words]]\nid = "w"\nadd = ["丙", "乙"]\nremove = ["甲"]\n')
    assert load([first]).words("w") == ("甲", "乙")
    assert load([first, second]).words("w") == ("乙", "丙")
    third = pack(tmp_path / "third", HEAD + '[[words]]\nid = "w"\nremove = ["丁"]\n')
    with pytest.raises(PatternError) as caught:
        load([first, third])
    assert (caught.value.code, caught.value.params["word"]) == ("pattern-unknown-word", "丁")


def test_an_empty_lexicon_matches_nothing(tmp_path):
    words = '[[words]]\nid = "w"\nabout = "x"\nwords = []\n'
    pattern = load([pack(tmp_path, HEAD + words + PATTERN.replace("{own-number}", "{words:w}"))]).one("own.score")
    assert pattern.search("9分") is None


@pytest.mark.parametrize("ask", [lambda p: p.one("no.such"), lambda p: p.words("no.such"), lambda p: p.entry("no.such")])
def test_an_unknown_id_is_an_error(ask):
    with pytest.raises(PatternError) as caught:
        ask(builtin())
    assert (caught.value.code, caught.value.place) == ("pattern-unknown", "no.such")


def test_the_digest_depends_on_content_and_layer_only(tmp_path):
    text = HEAD + FRAGMENT + PATTERN
    here, there = pack(tmp_path / "here", text), pack(tmp_path / "there", "\ufeff" + text.replace("\n", "\r\n"))
    assert load([here]).digest == load([there]).digest
    assert load([here]) is load([there])
    changed = pack(tmp_path / "changed", text.replace("9分", "8分"))
    renamed = pack(tmp_path / "renamed", text, "other.toml")
    empty = tmp_path / "empty"
    empty.mkdir()
    digests = [load(layers).digest for layers in ([], [here], [changed], [renamed], [empty, here])]
    assert len(set(digests)) == 5
    assert digests[0] == load([empty]).digest == builtin().digest
    assert all(len(digest) == 64 for digest in digests)


def test_a_match_that_runs_away_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setitem(limits.IN_FORCE, "pattern-seconds", 0.05)
    pattern = load([pack(tmp_path, HEAD + PATTERN.replace("{own-number}分", "(?:a|a)+(?:a|a)+(?P<value>b)\\1c"))]).one("own.score")
    text = "a" * 5000
    for call in (pattern.search, pattern.match, pattern.fullmatch, pattern.finditer):
        with pytest.raises(PatternTimeoutError) as caught:
            call(text)
        assert (caught.value.code, caught.value.place) == ("pattern-timeout", "own.score")
        assert caught.value.params == {"pattern": "own.score", "limit": 0.05, "limit_name": "pattern-seconds"}
        assert (said := Wording(builtin(), "en").error(caught.value, "a.txt")).startswith(
            "a.txt: the pattern own.score took more than 0.05 seconds"
        )
        assert "--limit pattern-seconds=" in said


def test_reading_the_packs_does_not_import_the_regex_library():
    code = "import sys; from extractor.language.patterns import builtin; builtin(); sys.exit('regex' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_builtin_packs_are_those_of_an_installed_package_first(tmp_path, monkeypatch):
    from extractor.language import packs

    monkeypatch.setattr(packs, "__file__", str(tmp_path / "extractor" / "language" / "packs.py"))
    assert packs.builtin_directory() == tmp_path / "patterns"
    (tmp_path / "extractor" / "_patterns").mkdir(parents=True)
    assert packs.builtin_directory() == tmp_path / "extractor" / "_patterns"
