error-account-not-found = Không tìm thấy tài khoản gửi tin này trong đơn vị của anh/chị.
error-account-note-not-read = Cần xác nhận đã đọc lưu ý về Telegram trước khi bật. Tài khoản vẫn đang tắt.
