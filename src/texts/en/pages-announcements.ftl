pages-announcements-title = New announcement
pages-announcements-lead = The short message of the day, outside the bulletin. Files are added in the next step.
pages-announcements-text = Text
pages-announcements-submit = Save the draft
