"""Papers that go with a report: Word forms and a notice, and workbooks to fill in or to keep on file."""
