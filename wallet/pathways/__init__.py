"""What credentials add up to: exactly, with reasons, from evidence that was checked.

Start at `progress.py` (the figures a person sees). Below it, in the order things happen:

    read_pathway.py   a pathway file      → Pathway        (read_ctdl.py, read_badgr.py: other people's formats)
    holding.py        CheckedCredential   → Holding
    matching.py       which holding can be which achievement, every test logged
    awards.py         holdings and rules  → what each could be counted as
    problem.py        all of it as one combinatorial problem, exact, without a solver in sight
    allocation.py     the best allocation (HiGHS), bound and proof
    checker.py        an independent judge: breaks it a rule, and what is it worth, in exact fractions
    progress.py, reasons.py, next_steps.py, what_if.py, growth.py, skills.py
"""
