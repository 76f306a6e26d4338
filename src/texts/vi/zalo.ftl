zalo-more-buttons = Các lựa chọn khác:
zalo-contact-why = Anh/chị bấm để chia sẻ họ tên và số điện thoại, để cơ quan đối chiếu với danh sách phóng viên.
zalo-contact-typed = Anh/chị vui lòng nhắn số điện thoại của mình vào đây, để cơ quan đối chiếu với danh sách phóng viên.
zalo-notice-greeting = Kính gửi anh/chị { $recipient },
zalo-notice-lead = { $about ->
    [bulletin] { $issuer } gửi anh/chị nội dung tuyên truyền: { $subject }
    [invitation] { $issuer } trân trọng kính mời anh/chị tham dự: { $subject }
    [reminder] { $issuer } xin nhắc anh/chị: { $subject }
   *[announcement] { $issuer } gửi anh/chị thông báo: { $subject }
  }
zalo-notice-number = Số/ký hiệu: { $documentNumber }
zalo-notice-when = Thời gian: { $when }
zalo-notice-page = Trang riêng của anh/chị
zalo-notice-hint = Để nhận toàn văn ngay tại đây, anh/chị chỉ cần nhắn lại một chữ bất kỳ, ví dụ «xem».
zalo-notice-open = Xem toàn văn
zalo-package-basic = Cơ bản
zalo-package-standard = Tiêu chuẩn
zalo-package-growth = Tăng trưởng
zalo-package-full = Toàn diện
zalo-card-recipient = Kính gửi anh/chị
zalo-card-issuer = Đơn vị gửi
zalo-card-document-number = Số/ký hiệu
zalo-card-subject = Nội dung
zalo-card-when = Thời gian
