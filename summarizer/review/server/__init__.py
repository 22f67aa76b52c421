"""The local page where briefs are reviewed: a small web server that only this machine can reach, unless it is told otherwise.

``guard`` looks at every request before anything else does, ``bodies`` reads what a page sends, ``app`` answers it from the
desk, ``pages`` makes the HTML, ``serve`` binds the socket and runs it. Needs the extra ``review`` (Starlette, uvicorn).
"""
