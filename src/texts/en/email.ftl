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

email-confirm-title = Confirm an e-mail address
email-confirm-agree = I agree
email-confirm-close = If you did not ask for this, please close the page.
email-confirmed-title = Confirmed
email-confirmed-what = From now on { $issuer } sends notices to { $address }. Each mail says at its end how to stop them.
email-page-title = Receive by e-mail
email-page-what = When there is something new, { $issuer } sends a short mail to this address with the link that opens your page.
email-page-address = E-mail address
email-page-hint = A mail to confirm will be sent there. The address is used only once you opened that mail and agreed.
email-page-ask = Send the mail to confirm
email-page-kept = E-mail addresses that receive
email-page-remove = Remove this address
email-state-waiting = Waiting: please open the mail that was sent to this address
email-state-served = Receiving
email-state-stopped = Stopped; to receive again, please enter the address again
email-state-blocked = This mailbox refuses our mail; to try again, please enter the address again
email-state-gone = This mailbox is gone

email-office-add = Add an outlet's office
email-office-note = The office gets notices by e-mail as a recipient of its own. There must be a document by which the outlet registered this address.
email-office-name = Name used in mails
email-office-name-hint = For example: Office of Báo Sông Lam
email-office-address = The office's e-mail address
email-office-document = Document it rests on
email-office-document-hint = Number and date of the letter or registration form
email-desk-waiting = not confirmed yet
email-desk-served = receiving
email-desk-stopped = stopped
email-desk-blocked = refuses our mail
email-desk-gone = gone
email-roster-address = Gets mail at
email-roster-remove = Remove the address…
email-roster-remove-note = The address is deleted and gets no more mail.
email-roster-remove-submit = Remove this address

error-email-invalid = This e-mail address is not right.
error-email-off = E-mail cannot be sent now: the office's mail account is off, or there is none.
error-email-taken = This address cannot be used, since somebody else on the roster uses it.
error-email-too-often = You have asked several times today. Please try again tomorrow.
error-email-link-broken = This confirmation link no longer works. Please enter the address again on your page.
error-email-not-found = This address was not found.
error-office-invalid = The office's details are not right. Please check name, e-mail address and document.
