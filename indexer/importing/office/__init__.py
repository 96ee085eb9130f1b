"""Documents and slides of office programs (Word, OpenDocument, PowerPoint) to blocks."""
