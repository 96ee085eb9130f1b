"""PDF files: read with pdfium, by their tags where they have them, else by how a page looks; drawn; and made fit for everybody."""
