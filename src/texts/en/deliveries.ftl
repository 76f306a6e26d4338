deliveries-state-planned = Planned
deliveries-state-queued = Queued
deliveries-state-sending = Sending
deliveries-state-sent = Sent
deliveries-state-failed = Failed
deliveries-state-skipped = Not sent
deliveries-state-unknown = Unknown

deliveries-kind-message = full message
deliveries-kind-charged-message = full message, charged
deliveries-kind-introduction = first greeting
deliveries-kind-notice = notice by template
deliveries-kind-notice-email = mail with the link
deliveries-kind-page = there for them to open

deliveries-surface-telegram = Telegram
deliveries-surface-zalo = Zalo
deliveries-surface-email = E-mail
deliveries-surface-page = Personal page
deliveries-surface-other = Another channel

deliveries-reason-stopped = The reporter asked to get no more messages.
deliveries-reason-left = The reporter is no longer on the roster.
deliveries-reason-no-address = There is no way to write to them yet: call this person.
deliveries-reason-no-consent = The reporter has not agreed to messages in this chat.
deliveries-reason-blocked = The reporter has blocked the sending account.
deliveries-reason-gone = The reporter’s account no longer exists.
deliveries-reason-unbound = This chat no longer belongs to the reporter.
deliveries-reason-account-off = The sending account is off.
deliveries-reason-window-closed = The platform’s messaging window is closed and no notice template is approved.
deliveries-reason-not-needed = It was no longer needed.
deliveries-reason-cancelled = The broadcast was cancelled.
deliveries-reason-not-written = The platform could not be reached after several attempts.
deliveries-reason-rejected = The platform refused the content; the broadcast has stopped.
deliveries-reason-misconfigured = The sending account has a problem that the administrator must mend.
deliveries-reason-no-answer = The platform gave no answer: the reporter may or may not have received it.
deliveries-reason-crashed = The system stopped in the middle of sending: the reporter may or may not have received it.
deliveries-reason-internal-error = The system could not compose this message.
deliveries-reason-sent-again = It is sent once more.

error-delivery-not-found = This delivery was not found in your organisation.
error-delivery-not-unknown = This delivery has a result already; there is nothing to confirm.
