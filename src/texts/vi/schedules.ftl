schedules-reason-by-staff = Cán bộ đã huỷ lịch gửi.
schedules-reason-publication-recalled = Văn bản đã được thu hồi nên lịch gửi bị huỷ.
schedules-reason-publication-corrected = Đã có văn bản đính chính thay thế nên lịch gửi bị huỷ.
schedules-reason-publication-sent-before = Văn bản đã được gửi trước giờ hẹn nên lịch gửi bị huỷ.
schedules-reason-not-sendable = Nội dung không còn đúng với bản đã được phê duyệt nên lịch gửi bị huỷ.

error-schedule-not-found = Không tìm thấy lịch gửi này trong cơ quan của anh/chị.
error-publication-scheduled = Văn bản này đã có lịch gửi. Muốn gửi khác đi thì huỷ lịch đó trước.
error-schedule-invalid = Lịch gửi chưa đủ. Đề nghị chọn ngày và giờ.
error-schedule-in-past = Thời điểm này đã qua. Đề nghị chọn thời điểm ở phía trước.
error-schedule-too-far = Thời điểm này còn quá xa (hơn hai năm). Đề nghị kiểm tra lại năm.
error-schedule-never = Ngày kết thúc sớm hơn lần gửi đầu tiên. Đề nghị chọn ngày kết thúc muộn hơn.
error-schedule-over = Lịch này đã gửi xong, không còn gì để huỷ.
error-publication-corrected = Đã có văn bản đính chính được gửi thay cho văn bản này.
