"""Web pages to blocks, and whatever else can be told as HTML: Word, OpenDocument and Markdown come by here too."""
