"""Strengths: what was observed, by whom, and what a second witness confirmed (product, ideas 3 and 5).

Two witnesses are independent when they are of another kind, or are two contacts that can be told apart. The
same person twice is one witness, and a contact without an id may be any other.
"""
