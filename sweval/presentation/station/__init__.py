"""The station report part by part: each module turns an evaluation into the blocks of one part."""
