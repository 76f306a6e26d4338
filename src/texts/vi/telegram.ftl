telegram-command-help = Hướng dẫn sử dụng
telegram-command-mydata = Xem dữ liệu của anh/chị
telegram-command-stop = Ngừng nhận tin
telegram-description =
    Kênh giao ban báo chí: cơ quan quản lý báo chí gửi nội dung tuyên truyền, tài liệu và giấy mời tới phóng viên đã đăng ký.

    Anh/chị trả lời giấy mời bằng một lần bấm, gửi đường dẫn tin, bài đã đăng và có thể ngừng nhận tin bất cứ lúc nào bằng lệnh /stop.
telegram-short-description = Giao ban báo chí: nội dung, tài liệu và giấy mời dành cho phóng viên.
telegram-notice = { $about ->
    [bulletin] Gửi anh/chị { $recipient } nội dung tuyên truyền: { $subject }. Số/ký hiệu: { $documentNumber }. Thời gian: { $when }.
    [invitation] Trân trọng kính mời anh/chị { $recipient } tham dự: { $subject }. Số/ký hiệu: { $documentNumber }. Thời gian: { $when }.
    [reminder] Xin nhắc anh/chị { $recipient }: { $subject }. Số/ký hiệu: { $documentNumber }. Thời gian: { $when }.
   *[announcement] Gửi anh/chị { $recipient } thông báo: { $subject }. Số/ký hiệu: { $documentNumber }. Thời gian: { $when }.
  }
telegram-notice-open = Xem toàn văn
telegram-notice-page = Trang riêng của anh/chị
