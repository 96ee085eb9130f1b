"""Train the default embedding: a static sentence-transformers model, on the corpus and its questions alone.

Method: a StaticEmbedding trained with multiple negatives ranking loss, every other passage of a batch being a wrong answer
(Henderson et al. 2017, "Efficient Natural Language Response Suggestion for Smart Reply", section 4). Training is seeded;
two runs on one machine give the same vectors, runs on other machines differ in the last digits.
"""

import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, combinations
from pathlib import Path
from typing import TYPE_CHECKING

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

from kb.index.encoder import save_static
from kb.model import Concept, Entry, Unanswered

if TYPE_CHECKING:
    import torch

_SENTENCE_END = re.compile(r"(?<=[.!?:])\s+|\n+")
SEED = 17
DIMENSIONS = 256
MEMBERS = 3
DIMENSIONS_KEPT = 192
VOCABULARY = 8_000
BATCH = 256
EPOCHS = 12
LEARNING_RATE = 0.03
QUESTION_PAIRS_PER_ENTRY = 15
SENTENCE_PAIRS_PER_ENTRY = 3
FEWEST_WORDS = 3
# More pairs need fewer rounds: training stops after this many pairs have been seen, and in any case after EPOCHS rounds.
MOST_PAIRS_SEEN = 100_000


def settings() -> dict[str, str]:
    """Return every constant of this module by its name: another value gives other vectors."""
    return {name: repr(value) for name, value in globals().items() if name.isupper()}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts that mean the same or answer each other."""

    left: str
    right: str


def training_pairs(
    entries: Sequence[Entry], concepts: Iterable[Concept], unanswered: Iterable[Unanswered] = (), seed: int = SEED
) -> list[Pair]:
    """Return question-passage, heading-passage, sentence-passage, question-question (sampled) and thesaurus pairs.

    A sentence with the passage it was taken from stands in for a question where there are none (the inverse cloze task of Lee et al. 2019,
    "Latent Retrieval for Weakly Supervised Open Domain Question Answering", section 4).
    """
    chooser = random.Random(seed)
    pairs: list[Pair] = []
    for entry in entries:
        text = f"{entry.title}\n{entry.text}"
        pairs += [Pair(question, text) for question in entry.questions]
        pairs.append(Pair(entry.title, entry.text))
        pairs += _sentence_pairs(entry, chooser)
        couples = list(combinations(entry.questions, 2))
        chosen = chooser.sample(couples, min(QUESTION_PAIRS_PER_ENTRY, len(couples)))
        pairs += [Pair(left, right) for left, right in chosen]
    for record in unanswered:
        pairs += [Pair(left, right) for left, right in combinations(record.questions, 2)]
    for concept in concepts:
        pairs += [Pair(concept.term, name) for name in concept.names[1:]]
    return pairs


def _sentence_pairs(entry: Entry, chooser: random.Random) -> list[Pair]:
    sentences = [sentence for sentence in _SENTENCE_END.split(entry.text) if len(sentence.split()) >= FEWEST_WORDS]
    if len(sentences) < 2:
        return []
    chosen = chooser.sample(range(len(sentences)), min(SENTENCE_PAIRS_PER_ENTRY, len(sentences)))
    return [Pair(sentences[i], "\n".join([entry.title, *sentences[:i], *sentences[i + 1 :]])) for i in chosen]


def train(pairs: Sequence[Pair], folder: Path, progress: Callable[[float], None], seed: int = SEED) -> None:
    """Train a model on pairs and save it in folder; `progress` is told the share done, from 0 to 1.

    The model is MEMBERS models of DIMENSIONS each, trained with seeds of their own and put side by side: their mean is steadier than
    any of them, and it is still one StaticEmbedding. Of these dimensions the DIMENSIONS_KEPT are kept along which the texts differ most:
    the rest was found to be noise (docs/evaluatie.md), and costs memory and time.
    """
    import torch
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    texts = [text for pair in pairs for text in (pair.left, pair.right)]
    tokenizer = _tokenizer(texts)
    tokens = {text: tokenizer.encode(text, add_special_tokens=False).ids for text in texts}
    usable = [(tokens[pair.left], tokens[pair.right]) for pair in pairs if tokens[pair.left] and tokens[pair.right]]
    # One thread: the steps are small, and threads that wait for one another cost minutes on a busy machine.
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        members = [
            _train_member(tokenizer, usable, seed + number, lambda share, number=number: progress((number + share) / MEMBERS))  # type: ignore[misc]
            for number in range(MEMBERS)
        ]
        weights = _compressed(torch.hstack(members), [ids for ids in tokens.values() if ids])
    finally:
        torch.set_num_threads(threads)
    save_static(StaticEmbedding(tokenizer, embedding_weights=weights), folder)


def _train_member(
    tokenizer: Tokenizer, pairs: Sequence[tuple[list[int], list[int]]], seed: int, progress: Callable[[float], None]
) -> "torch.Tensor":
    """Return the token vectors of one model trained on pairs of token ids, shape (vocabulary, DIMENSIONS)."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    torch.manual_seed(seed)
    module = StaticEmbedding(tokenizer, embedding_dim=DIMENSIONS)
    loss = MultipleNegativesRankingLoss(SentenceTransformer(modules=[module], device="cpu"))
    optimizer = torch.optim.Adam(module.parameters(), lr=LEARNING_RATE)
    epochs = max(1, min(EPOCHS, MOST_PAIRS_SEEN // (len(pairs) or 1)))
    steps = epochs * -(-len(pairs) // BATCH)
    order = list(pairs)
    chooser = random.Random(seed)
    done = 0
    for _ in range(epochs):
        chooser.shuffle(order)
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            for group in optimizer.param_groups:
                group["lr"] = LEARNING_RATE * (1 - done / steps)
            optimizer.zero_grad()
            loss([_features([pair[side] for pair in batch]) for side in (0, 1)], None).backward()
            optimizer.step()
            done += 1
            progress(done / steps)
    weights: torch.Tensor = module.embedding.weight.detach()
    return weights


def _compressed(weights: "torch.Tensor", texts: Sequence[Sequence[int]]) -> "torch.Tensor":
    """Return token vectors turned to the principal directions of the texts' vectors (not centred), the first DIMENSIONS_KEPT of them.

    A text's vector is the mean of its tokens', so that turning the tokens turns the texts.
    """
    import torch

    together = torch.zeros(weights.shape[1], weights.shape[1])
    for start in range(0, len(texts), BATCH):
        vectors = torch.stack([weights[tokens].mean(dim=0) for tokens in texts[start : start + BATCH]])
        vectors = torch.nn.functional.normalize(vectors)
        together += vectors.T @ vectors
    directions: torch.Tensor = torch.linalg.eigh(together).eigenvectors.flip(1)
    compressed: torch.Tensor = (weights @ directions[:, :DIMENSIONS_KEPT]).contiguous()
    return compressed


def _tokenizer(texts: Sequence[str]) -> Tokenizer:
    normalizer = normalizers.Sequence([normalizers.NFKD(), normalizers.Lowercase(), normalizers.StripAccents()])
    # The trainer numbers the letters within words in the order of a hash map, other in each run, unless they are given to it.
    letters = sorted({letter for text in texts for letter in normalizer.normalize_str(text) if not letter.isspace()})
    given = ["[UNK]", *(f"##{letter}" for letter in letters)]
    learning = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    learning.normalizer = normalizer
    learning.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(vocab_size=VOCABULARY, special_tokens=given, min_frequency=2, show_progress=False)
    learning.train_from_iterator(texts, trainer)
    # As given tokens the letters would be cut out of texts that hold them; as vocabulary they are only pieces of words.
    tokenizer = Tokenizer(models.WordPiece(learning.get_vocab(with_added_tokens=False), unk_token="[UNK]"))
    tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


def _features(token_lists: Sequence[Sequence[int]]) -> dict[str, "torch.Tensor"]:
    """Return the token ids as a StaticEmbedding takes them: all in a row, with the offset of each text."""
    import torch

    offsets = torch.tensor([0, *accumulate(len(tokens) for tokens in token_lists[:-1])])
    return {"input_ids": torch.tensor([token for tokens in token_lists for token in tokens]), "offsets": offsets}
