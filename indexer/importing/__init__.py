"""Files of others (PDF, Word, slides, web pages, text) taken in as drafts of sources."""
