"""Breakdowns (任务分解、责任分工): notes, groups and tables read into tasks."""
