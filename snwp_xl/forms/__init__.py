"""The sheets of the forms that agencies fill in: blanks and query workbooks."""
