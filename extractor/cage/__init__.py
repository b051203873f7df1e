"""The cage: worker processes in which files from strangers are read, behind limits and walls. Knows nothing of files, formats or reports.

A worker has a folder of its own, the only place it may write to; it has no network; it may take so much time and memory. What it hands back is data
and no code. What ends a worker is the failure of its task; another takes its place.
"""
