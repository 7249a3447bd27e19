"""The MkDocs adapter: hands a compiled Site to MkDocs or ProperDocs. The only place that imports mkdocs."""
