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

email-confirm-subject = { $issuer }: xác nhận địa chỉ thư điện tử
email-confirm-why = Có người vừa đề nghị { $issuer } gửi thư báo tin đến địa chỉ này.
email-confirm-how = Nếu đó là anh/chị, xin mở đường dẫn dưới đây và xác nhận trong vòng 48 giờ. Chưa xác nhận thì chưa có gì được gửi.
email-confirm-else = Nếu không phải anh/chị, xin bỏ qua thư này.
email-confirm-open = Mở trang xác nhận
email-consent-text = Tôi đồng ý để { $issuer } gửi thư báo có bản tin, thông báo, giấy mời và nhắc việc đến địa chỉ { $address }, kèm đường dẫn đến trang riêng. Tôi có thể ngừng bất cứ lúc nào ở trang đó.
email-office-consent = Toà soạn đăng ký địa chỉ { $address } để nhận bản tin, thông báo, giấy mời và nhắc việc. Căn cứ: { $document }

email-confirm-title = Xác nhận địa chỉ thư điện tử
email-confirm-agree = Tôi đồng ý
email-confirm-close = Nếu anh/chị không đề nghị việc này, xin đóng trang lại.
email-confirmed-title = Đã xác nhận
email-confirmed-what = Từ nay { $issuer } gửi thư báo đến { $address }. Cuối mỗi thư đều có cách ngừng nhận.
email-page-title = Nhận qua thư điện tử
email-page-what = Khi có nội dung mới, { $issuer } gửi đến địa chỉ này một thư ngắn có đường dẫn mở trang riêng của anh/chị.
email-page-address = Địa chỉ thư điện tử
email-page-hint = Một thư xác nhận sẽ được gửi đến đó. Địa chỉ chỉ được dùng khi anh/chị mở thư ấy và bấm đồng ý.
email-page-ask = Gửi thư xác nhận
email-page-kept = Địa chỉ thư điện tử nhận tin
email-page-remove = Bỏ địa chỉ này
email-state-waiting = Chờ xác nhận: xin mở thư đã gửi đến địa chỉ này
email-state-served = Đang nhận
email-state-stopped = Đã ngừng nhận; muốn nhận lại, xin nhập lại địa chỉ
email-state-blocked = Hộp thư này đang từ chối thư; muốn thử lại, xin nhập lại địa chỉ
email-state-gone = Hộp thư này không còn

email-office-add = Thêm toà soạn
email-office-note = Toà soạn nhận thư báo như một người nhận riêng. Cần có văn bản mà toà soạn đã đăng ký địa chỉ này.
email-office-name = Tên gọi trong thư
email-office-name-hint = Ví dụ: Toà soạn Báo Sông Lam
email-office-address = Địa chỉ thư điện tử của toà soạn
email-office-document = Văn bản căn cứ
email-office-document-hint = Số, ngày của công văn hoặc phiếu đăng ký
email-desk-waiting = chờ xác nhận
email-desk-served = đang nhận
email-desk-stopped = đã ngừng nhận
email-desk-blocked = hộp thư đang từ chối thư
email-desk-gone = hộp thư không còn
email-roster-address = Nhận thư tại
email-roster-remove = Bỏ địa chỉ…
email-roster-remove-note = Địa chỉ bị xoá hẳn và không nhận thư nữa.
email-roster-remove-submit = Bỏ địa chỉ này

error-email-invalid = Địa chỉ thư điện tử chưa đúng.
error-email-off = Chưa gửi được thư điện tử: tài khoản gửi thư của cơ quan đang tắt hoặc chưa có.
error-email-taken = Không dùng được địa chỉ này vì đã có nơi khác trong danh sách dùng.
error-email-too-often = Anh/chị đã đề nghị nhiều lần trong ngày. Xin thử lại vào ngày mai.
error-email-link-broken = Đường dẫn xác nhận này không còn dùng được. Xin nhập lại địa chỉ ở trang riêng.
error-email-not-found = Không tìm thấy địa chỉ này.
error-office-invalid = Thông tin toà soạn chưa hợp lệ. Đề nghị kiểm tra tên, địa chỉ thư điện tử và văn bản căn cứ.
