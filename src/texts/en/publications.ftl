publications-number-and-date = No. { $number }, { $date }
publications-number = No. { $number }
publications-date = { $date }
publications-attachments = Attached documents:
publications-supplied-by = supplied by { $supplier }
publications-not-yet-a-file = no electronic copy yet
publications-files-heading = Attached documents
publications-no-files = There is no file with this yet.
publications-button-files = Get all documents
publications-button-page = Open your page
publications-hint-bulletin = Type { $numbers } to read a theme.
publications-hint-bulletin-files = Type { $numbers } to read a theme, T to get all documents.
publications-hint-theme = Type { $numbers } to read another theme.
publications-hint-theme-files = Type { $numbers } to read another theme, T to get all documents.
publications-hint-announcement = If you have a question, please contact the office that sent this.
publications-hint-announcement-files = Type T to get the documents again. If you have a question, please contact the office that sent this.

error-publication-not-found = This bulletin or announcement does not exist.
error-publication-changed = Somebody else changed the content just now, so this was not saved. What you typed is still on the screen: please open the new version, compare, and save again.
error-publication-released = This has been released and can no longer be changed. To correct it, please write a new announcement.
error-publication-not-draft = Only a draft can be submitted.
error-publication-incomplete = This cannot be submitted yet: { $missing ->
    [title] the subject
    [issuer] the issuer
    [themes] a theme
   *[text] the text
} is missing.
error-publication-invalid = Some of what was entered does not fit. Please look for fields that are empty or too long.
error-theme-number-repeated = Two themes have the same number. Please number them anew.
error-theme-not-found = This theme is not in the bulletin.
error-attachment-not-found = This document does not exist, or it has no title yet.
error-approval-by-writer = Whoever wrote or submitted it cannot approve it. Please ask somebody else with the authority.
error-not-waiting-for-approval = This is not waiting for an approval now.
error-return-without-note = Please say why it is returned, so that the editor knows what to change.
error-not-approved = What is here now has not been approved, so it can be neither numbered nor released.
error-number-missing = Please enter the document number and the date.
error-signed-file-not-pdf = The signed copy must be an uploaded PDF file.
error-not-sendable = This is not released, or is no longer what was approved, so it cannot be sent.
error-letter-secret = The letter carries a secrecy stamp and was refused; nothing of it was stored or logged.
error-letter-empty = There is no letter to read.
error-letter-too-long = The letter is too long to be read. Please paste the letter only and attach the documents as files.
error-recipient-not-found = This reporter does not exist.
error-publication-recalled = This document has been recalled.
error-publication-not-sent = Nobody has received this document, so there is nothing to recall or correct.
error-recall-without-reason = Please give the reason for the recall; reporters will read it.
error-file-recalled = The document this file came with has been recalled, so the file can no longer be downloaded.
error-correction-begun = A correction of this document exists already. Please open it and go on there.
