"""Many tickets in one go: from a plan people decided over, or a folder of documents.

``preparing`` turns a plan into what ``duban new`` makes of a document, ``issuing`` gives the
numbers and has the papers made by many, ``outputs`` says in files what was done, ``reading`` reads
a folder into a plan.
"""
