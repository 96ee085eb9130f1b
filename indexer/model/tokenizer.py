"""The tokenizer of XLM-R (SentencePiece unigram, rules nmt_nfkc), from pieces and scores."""

from collections.abc import Sequence

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

SPACE = "▁"


def of(pieces: Sequence[tuple[str, float]], unknown: int) -> Tokenizer:
    """Return a tokenizer that cuts texts into these pieces; a piece's number is its place. It adds no special pieces."""
    tokenizer = Tokenizer(models.Unigram(list(pieces), unk_id=unknown, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Nmt(),
            normalizers.NFKC(),
            normalizers.Replace(SPACE, " "),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement=SPACE, prepend_scheme="always", split=False)
    return tokenizer
