"""``gouji extract`` and ``gouji check``: each file is read in the cage, which hands back what is to be printed and written; this process does that.

The parent imports little: what reads is imported by the worker, at the same time.
"""
