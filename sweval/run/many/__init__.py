"""Many reports: selection, states, processes, outcomes and the index of each folder."""
