"""The chat on a site: the widget's HTTP and its socket."""
