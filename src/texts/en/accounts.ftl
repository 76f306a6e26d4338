error-account-not-found = This sending account was not found in your organisation.
error-account-note-not-read = Please confirm that the note on Telegram was read before turning it on. The account is still off.
