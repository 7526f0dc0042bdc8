"""What each edition (稿) of a report holds: the one place where that is decided, as data.

``editions`` names them, ``policy`` says what they hold. Everything else asks the view of an evaluation that
:meth:`sweval.evaluation.Evaluation.seen_by` gives, or a function of this package, and never compares an edition's name.
"""
