"""One module a verb: read, compute, write, return a report.

`pipeline.commands.publish` is the whole job from top to bottom. There is nothing to import from
here itself: a command loads only what it uses.
"""
