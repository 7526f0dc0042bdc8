"""Word: the page of GB/T 9704. Blocks in, a .docx out."""
