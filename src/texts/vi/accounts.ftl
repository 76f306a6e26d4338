error-account-not-found = Không tìm thấy tài khoản gửi tin này trong đơn vị của anh/chị.
error-account-forbidden = Chỉ quản trị viên được thay đổi tài khoản gửi tin. Chưa có gì thay đổi.
error-account-note-not-read = Cần xác nhận đã đọc lưu ý về Telegram trước khi bật. Tài khoản vẫn đang tắt.
