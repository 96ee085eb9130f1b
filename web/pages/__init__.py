"""The pages of the site: each reads its parameters, asks the knowledge base and renders a template."""
