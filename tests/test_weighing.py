"""The weight of a wording: which side it comes down on, and a table that cannot be read."""

import tomllib
from pathlib import Path

import pytest
from wording_cases import alone

from toolkit.errors import SettingsError
from toolkit.extraction.weighing import BIAS, Weights, pieces_of, wording
from toolkit.loading.words import VOCABULARY, load_weights

CORPUS = Path(__file__).parent / "corpus"


@pytest.mark.parametrize("file", sorted((CORPUS / "wordings").glob("*.toml")), ids=lambda f: f.stem)
def test_most_wordings_come_down_on_their_side(file: Path) -> None:
    weights = load_weights(VOCABULARY / "weights.tsv")
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    likely = {
        side: sum(weights.chance(said) >= 0.5 for text in table[side] for said in alone(text))
        for side in ("orders", "describes")
    }
    assert likely["orders"] > 0.85 * len(table["orders"])
    assert likely["describes"] < 0.25 * len(table["describes"])


def test_what_is_named_and_every_number_is_one_sign() -> None:
    text = "请甲局、乙局3月5日前拆除12处"
    assert wording(text, [(1, 3, "U"), (4, 6, "U"), (6, 11, "D")]) == "^请UD拆除0处$"


def test_single_signs_and_pairs_have_weights() -> None:
    assert pieces_of("^限0天$") == {"^", "限", "0", "天", "$", "^限", "限0", "0天", "天$"}


def test_what_is_not_listed_weighs_nothing() -> None:
    assert Weights({BIAS: 0.0, "请": 2.0}).chance("^请办$") == pytest.approx(0.881, abs=0.001)
    assert Weights({}).chance("任何话") == 0.5


@pytest.mark.parametrize("broken", ["请 2.0\n", "请\t重\n", "请\t1\t2\n"])
def test_a_line_that_is_no_weight_is_named(tmp_path: Path, broken: str) -> None:
    path = tmp_path / "weights.tsv"
    path.write_text("局\t0.5\n" + broken, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"weights\.tsv 第2行"):
        load_weights(path)
