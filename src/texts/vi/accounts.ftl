error-account-not-found = Không tìm thấy tài khoản gửi tin này trong cơ quan của anh/chị.
error-account-note-not-read = Cần xác nhận đã đọc lưu ý về Telegram trước khi bật. Tài khoản vẫn đang tắt.
