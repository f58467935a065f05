"""What the folders and the files of a round are called."""

BLANKS, RETURNS, QUERIES, RESULTS, EMAILS = "blanks", "returns", "queries", "results", "emails"
FOLDERS = (BLANKS, RETURNS, QUERIES, RESULTS, EMAILS)
SUPERSEDED, ANSWERED, EARLIER = "returns/superseded", "queries/answered", "results/earlier"
SETUP_NAME, MACRO_SETUP_NAME, COUNTS_NAME = "assessment.xlsx", "assessment.xlsm", "incidents.xlsx"
SUFFIXES = (".xlsx", ".xlsm")  # of the workbooks that this program makes
