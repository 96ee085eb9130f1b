"""The packages that a command needs beyond those that serving needs: the extras of pyproject.toml, by what is imported."""

from importlib.util import find_spec

from kb.errors import PackagesMissing
from kb.index.database import EXTRA
from kb.index.database import MODULES as MODULES_OF_DATABASE

INDEX = "index"
ADDING = "toevoegen"
MEASURING = "evaluatie"
ASSISTANTS = "mcp"
DATABASE = EXTRA
MODULES = {
    INDEX: (
        "lxml",
        "markdown",
        "nh3",
        "onnx",
        "onnxscript",
        "rich",
        "safetensors",
        "scipy",
        "sentence_transformers",
        "sklearn",
        "torch",
        "transformers",
        "whoosh",
        "yaml",
    ),
    ADDING: ("lxml", "mammoth", "markdown", "PIL", "pptx", "pypdfium2"),
    MEASURING: ("ir_measures", "sklearn", "yaml"),
    DATABASE: MODULES_OF_DATABASE,
    ASSISTANTS: ("anyio", "mcp", "starlette", "uvicorn"),
}


def require(extra: str, command: str) -> None:
    """Raise PackagesMissing when a package of an extra is not installed here; nothing is imported to tell."""
    if any(find_spec(module) is None for module in MODULES[extra]):
        raise PackagesMissing(f"'{command}'", extra)
