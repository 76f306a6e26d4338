pages-announcements-title = New announcement
pages-announcements-lead = The short message of the day, outside the bulletin. One file may go along at once; more are added in the next step.
pages-announcements-text = Text
pages-announcements-submit = Save the draft
pages-announcements-file = Attached file (optional)
pages-announcements-file-hint = Should the file be refused, what was written is kept all the same.
