email-notice-subject = { $about ->
    [bulletin] { $issuer }: { $subject }
    [invitation] { $issuer }: giấy mời – { $subject }
    [reminder] { $issuer }: nhắc lịch – { $subject }
   *[announcement] { $issuer }: thông báo – { $subject }
  }
email-notice-subject-number = { $title } ({ $documentNumber })
email-notice-greeting = Kính gửi { $recipient },
email-notice-lead = { $about ->
    [bulletin] { $issuer } gửi bản tin: { $subject }
    [invitation] { $issuer } trân trọng kính mời tham dự: { $subject }
    [reminder] { $issuer } xin nhắc: { $subject }
   *[announcement] { $issuer } gửi thông báo: { $subject }
  }
email-notice-number = Số/ký hiệu: { $documentNumber }
email-notice-when = Thời gian: { $when }
email-notice-page-lead = Toàn văn, tài liệu gửi kèm và phần trả lời có trên trang riêng:
email-notice-page = Mở trang riêng
email-notice-personal = Đường dẫn này chỉ dành cho { $recipient }; xin không chuyển tiếp.
email-foot-automatic = Thư gửi tự động, xin không trả lời thư này.
email-foot-stop = Ngừng nhận
