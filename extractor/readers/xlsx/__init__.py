"""Workbooks: sheets and cells as they are shown."""
