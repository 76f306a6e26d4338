pages-letters-title = Draft a bulletin from a letter
pages-letters-lead = Paste the letter or upload its file. Number, date, subject, themes and attachments are recognised; you check and correct them beside the original.
pages-letters-text = Text of the letter
pages-letters-text-hint = A letter stamped secret is refused and not kept.
pages-letters-file = Or choose a file
pages-letters-file-hint = A .docx or .txt file. When a file is chosen, the text above is not used.
pages-letters-submit = Read the letter
