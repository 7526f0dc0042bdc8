"""Staff, clients and money: staffing, retention, shortage, coverage, spending."""
