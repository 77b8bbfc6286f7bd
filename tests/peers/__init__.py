"""Development peers: two independent stacks read every presentation that Tessera makes, and make what Tessera reads.

Run `python -m tests.peers`. It wants node 20 and npm; where they, or a package registry, are missing it says so and measures
nothing. Nothing of theirs ships with Tessera, and nothing is installed inside the repository.
"""
