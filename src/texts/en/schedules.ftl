schedules-reason-by-staff = Staff called the schedule off.
schedules-reason-publication-recalled = The document was recalled, so its schedule was called off.
schedules-reason-publication-corrected = A correction has gone out in its place, so its schedule was called off.
schedules-reason-publication-sent-before = The document went out before its time, so its schedule was called off.
schedules-reason-not-sendable = The content is not what was approved any more, so its schedule was called off.

error-schedule-not-found = There is no such schedule in your office.
error-publication-scheduled = This document is scheduled already. To send it otherwise, call that schedule off first.
error-schedule-invalid = The schedule is not complete. Please choose a date and a time.
error-schedule-in-past = This moment has passed. Please choose one that lies ahead.
error-schedule-too-far = This moment is too far away (more than two years). Please check the year.
error-schedule-never = The schedule ends before its first sending. Please choose a later end.
error-schedule-over = This schedule has run to its end; there is nothing left to call off.
error-publication-corrected = A correction has gone out in place of this document.
