zalo-more-buttons = More choices:
zalo-contact-why = Press to share your name and phone number, so that the office can find you on its list of reporters.
zalo-contact-typed = Please type your phone number here, so that the office can find you on its list of reporters.
zalo-notice-greeting = Dear { $recipient },
zalo-notice-lead = { $about ->
    [bulletin] { $issuer } is sending you its bulletin: { $subject }
    [invitation] { $issuer } kindly invites you to: { $subject }
    [reminder] { $issuer } would like to remind you: { $subject }
   *[announcement] { $issuer } is sending you an announcement: { $subject }
  }
zalo-notice-number = Number: { $documentNumber }
zalo-notice-when = Time: { $when }
zalo-notice-page = Your own page
zalo-notice-hint = To get the full text right here, just reply with any word, for example “open”.
zalo-notice-open = Read the full text
zalo-package-basic = Basic
zalo-package-standard = Standard
zalo-package-growth = Growth
zalo-package-full = Comprehensive
zalo-card-recipient = To
zalo-card-issuer = From
zalo-card-document-number = Number
zalo-card-subject = Subject
zalo-card-when = Time
