"""What each edition (稿) of a report may contain, as data.

The only place where that is decided: other code uses the view :meth:`sweval.evaluation.Evaluation.seen_by` or a
function of this package, and never compares the name of an edition.
"""
