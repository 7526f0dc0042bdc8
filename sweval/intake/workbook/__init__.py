"""A station's data as an Excel workbook: the template that is filled in, and the way back."""
