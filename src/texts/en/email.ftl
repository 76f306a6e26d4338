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

email-confirm-subject = { $issuer }: confirm this e-mail address
email-confirm-why = Somebody has just asked { $issuer } to send notices to this address.
email-confirm-how = If that was you, please open the link below and confirm within 48 hours. Nothing is sent until then.
email-confirm-else = If it was not you, please ignore this mail.
email-confirm-open = Open the confirmation page
email-consent-text = I agree that { $issuer } sends notices of bulletins, announcements, invitations and reminders to { $address }, with the link to my page. I can stop at any time on that page.
email-office-consent = The office registered the address { $address } for bulletins, announcements, invitations and reminders. On the basis of: { $document }

error-email-invalid = This e-mail address is not right.
error-email-off = E-mail cannot be sent now: the office's mail account is off, or there is none.
error-email-taken = This address cannot be used, since somebody else on the roster uses it.
error-email-too-often = You have asked several times today. Please try again tomorrow.
error-email-link-broken = This confirmation link no longer works. Please enter the address again on your page.
error-email-not-found = This address was not found.
error-office-invalid = The office's details are not right. Please check name, e-mail address and document.
