Option Explicit
' The buttons of the harm matrix: a macro each, and nothing else. The work is done in Python, in snwp_xl.addin.
' The Python module is named here and never worked out from the workbook's name, so a renamed copy works as well.

Public Sub CreateBlanks()
    RunPython "import snwp_xl.addin; snwp_xl.addin.create_blanks()"
End Sub

Public Sub CheckReturns()
    RunPython "import snwp_xl.addin; snwp_xl.addin.check_returns()"
End Sub

Public Sub CalculateMatrix()
    RunPython "import snwp_xl.addin; snwp_xl.addin.calculate()"
End Sub

Public Sub DraftEmails()
    RunPython "import snwp_xl.addin; snwp_xl.addin.draft_emails()"
End Sub

Public Sub CheckComputer()
    RunPython "import snwp_xl.addin; snwp_xl.addin.check_computer()"
End Sub
