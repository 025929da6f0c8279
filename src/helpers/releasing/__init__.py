"""Making a release, in two steps, and telling later whether a copy is one.

``freeze`` writes down what the release promises, to be committed; ``publish`` builds it from that commit twice, in two
places, and packs it; ``verify`` compares a copy with the digests that publishing left.
"""
