deliveries-state-planned = Chờ gửi
deliveries-state-queued = Trong hàng đợi
deliveries-state-sending = Đang gửi
deliveries-state-sent = Đã gửi
deliveries-state-failed = Không gửi được
deliveries-state-skipped = Không gửi
deliveries-state-unknown = Chưa rõ kết quả

deliveries-kind-message = tin nhắn đầy đủ
deliveries-kind-charged-message = tin nhắn đầy đủ, có tính phí
deliveries-kind-introduction = tin nhắn đầu tiên
deliveries-kind-notice = tin thông báo theo mẫu
deliveries-kind-notice-email = thư báo có đường dẫn
deliveries-kind-page = chờ người nhận tự mở

deliveries-surface-telegram = Telegram
deliveries-surface-zalo = Zalo
deliveries-surface-email = Thư điện tử
deliveries-surface-page = Trang riêng
deliveries-surface-other = Kênh khác

deliveries-reason-stopped = Phóng viên đã đề nghị ngừng nhận tin.
deliveries-reason-left = Phóng viên không còn trong danh sách.
deliveries-reason-no-address = Chưa có kênh nào để gửi, cần gọi điện.
deliveries-reason-no-consent = Phóng viên chưa đồng ý nhận tin qua kênh này.
deliveries-reason-blocked = Phóng viên đã chặn tài khoản gửi tin.
deliveries-reason-gone = Tài khoản của phóng viên không còn hoạt động.
deliveries-reason-unbound = Kênh này không còn gắn với phóng viên.
deliveries-reason-account-off = Tài khoản gửi tin đang tắt.
deliveries-reason-window-closed = Đã quá thời hạn nhắn tin của nền tảng và không có mẫu thông báo được duyệt nào dùng được.
deliveries-reason-not-needed = Không còn cần gửi.
deliveries-reason-cancelled = Đợt gửi đã bị huỷ.
deliveries-reason-not-written = Không kết nối được với nền tảng sau nhiều lần thử.
deliveries-reason-rejected = Nền tảng từ chối nội dung, đợt gửi đã dừng.
deliveries-reason-misconfigured = Tài khoản gửi tin gặp lỗi, quản trị viên cần xử lý.
deliveries-reason-no-answer = Nền tảng không trả lời, chưa rõ phóng viên đã nhận hay chưa.
deliveries-reason-crashed = Hệ thống dừng giữa lúc gửi, chưa rõ phóng viên đã nhận hay chưa.
deliveries-reason-internal-error = Hệ thống không soạn được tin này.
deliveries-reason-sent-again = Được gửi lại.

error-delivery-not-found = Không tìm thấy lượt gửi này trong cơ quan của anh/chị.
error-delivery-not-unknown = Lượt gửi này đã có kết quả, không cần xác nhận nữa.
