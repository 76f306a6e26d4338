broadcasts-state-sending = Sending
broadcasts-state-stopped = Stopped
broadcasts-state-finished = Finished
broadcasts-state-cancelled = Cancelled

error-broadcast-not-found = This broadcast was not found in your organisation.
error-broadcast-under-way = This publication is being sent. Wait until the broadcast ends, or cancel it first.
error-publication-sent-before = This has been sent already. Who did not receive it is shown in the ledger of that sending.
error-broadcast-over = This broadcast has ended already.
error-broadcast-not-stopped = This broadcast is not stopped.
