"""The errors a caller can meet. Each message is a Dutch sentence: what, where, and what to do."""


class KnowledgeBaseError(Exception):
    """Something is wrong that a person can mend; the message says how."""


class CorpusError(KnowledgeBaseError):
    """The corpus has faults; the message holds one line per fault."""


class IndexMissing(KnowledgeBaseError):
    """There is no index to open."""


class IndexDamaged(KnowledgeBaseError):
    """The index folder is not what its manifest says."""


class DatabaseUnreachable(IndexDamaged):
    """The database in which the index stands does not answer, or not with what it should hold."""


class ModelMismatch(KnowledgeBaseError):
    """The index was made with another embedding model than the one asked for."""


class ModelUnavailable(KnowledgeBaseError):
    """An embedding model could not be loaded."""


class PackagesMissing(KnowledgeBaseError):
    """This machine has no more packages than serving needs, and `purpose` needs those of an extra of pyproject.toml too."""

    def __init__(self, purpose: str, extra: str) -> None:
        super().__init__(
            f"Voor {purpose} ontbreken hier pakketten; installeer ze, in de map van het project, met:"
            f" .venv/bin/pip install -c constraints.txt -e '.[{extra}]'"
        )


class InvalidRequest(KnowledgeBaseError):
    """A request that cannot be answered; `faults` holds one sentence per fault."""

    def __init__(self, *faults: str) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


class NotFound(KnowledgeBaseError):
    """No passage, quote, example, theme … has this id."""
