"""The knowledge base inside assistants: a server of the Model Context Protocol that gives literal, cited passages and nothing else."""
