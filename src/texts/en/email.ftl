email-notice-subject = { $about ->
    [bulletin] { $issuer }: { $subject }
    [invitation] { $issuer }: invitation – { $subject }
    [reminder] { $issuer }: reminder – { $subject }
   *[announcement] { $issuer }: announcement – { $subject }
  }
email-notice-subject-number = { $title } ({ $documentNumber })
email-notice-greeting = Dear { $recipient },
email-notice-lead = { $about ->
    [bulletin] { $issuer } sends a bulletin: { $subject }
    [invitation] { $issuer } has the honour to invite to: { $subject }
    [reminder] { $issuer } would like to remind of: { $subject }
   *[announcement] { $issuer } sends an announcement: { $subject }
  }
email-notice-number = Number: { $documentNumber }
email-notice-when = Time: { $when }
email-notice-page-lead = The full text, the documents and the place to answer are on your page:
email-notice-page = Open the page
email-notice-personal = This link is for { $recipient } only; please do not pass it on.
email-foot-automatic = This mail was sent automatically; please do not answer it.
email-foot-stop = Stop receiving
