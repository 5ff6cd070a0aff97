"""Vectorised mathematics: functions of one number that LLVM turns into vector code.

Each is plain Python on numbers, and is copied into an emitted file where it is used.
"""
