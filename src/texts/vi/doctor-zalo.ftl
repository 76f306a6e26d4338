doctor-zalo-connected = Đã kết nối với Official Account «{ $name }» (mã { $id }).
doctor-zalo-not-connected = Zalo không nhận lời gọi của hệ thống (mã { $answer }).
doctor-zalo-not-connected-do = Kiểm tra mã ứng dụng, khoá bí mật và quyền mà Official Account đã cấp trong phần Cài đặt. Mã -209: kích hoạt ứng dụng; -212: thêm sản phẩm Official Account API cho ứng dụng; -242: xem lại công tắc appsecret_proof.
doctor-zalo-busy = Lúc này tài khoản đã dùng hết số lời gọi của phút, nên chưa hỏi được Zalo.
doctor-zalo-busy-do = Kiểm tra lại sau một, hai phút.
doctor-zalo-package = Gói của Official Account: { $package }.
doctor-zalo-package-too-small = Gói «{ $package }» không có OpenAPI, nên tài khoản không gửi được gì (mã -224).
doctor-zalo-package-too-small-do = Nâng Official Account lên gói Tăng trưởng hoặc Toàn diện tại oa.zalo.me.
doctor-zalo-package-unknown = Zalo không cho biết Official Account đang dùng gói nào.
doctor-zalo-package-unknown-do = Xem gói tại oa.zalo.me: chỉ gói Tăng trưởng và Toàn diện gửi được qua OpenAPI.
doctor-zalo-package-ends = Gói của Official Account hết hạn ngày { $day }, còn { $days } ngày.
doctor-zalo-package-ends-do = Gia hạn gói tại oa.zalo.me trước ngày đó, nếu không tài khoản sẽ ngừng gửi.
doctor-zalo-verified = Official Account đã được xác thực.
doctor-zalo-not-verified = Official Account chưa được xác thực, nên không gửi được (mã -221).
doctor-zalo-not-verified-do = Gửi hồ sơ xác thực của cơ quan tại oa.zalo.me.
doctor-zalo-no-cloud-account = Chưa liên kết tài khoản Zalo Cloud (ZCA) để trả phí tin theo mẫu (mã -320).
doctor-zalo-no-cloud-account-do = Liên kết ứng dụng và Official Account với một tài khoản Zalo Cloud còn số dư.
doctor-zalo-can-send = Không có lần gửi nào bị Zalo từ chối vì lỗi của tài khoản.
doctor-zalo-connected-cannot-send = Đã kết nối nhưng không gửi được: Zalo báo gói quá thấp (mã { $answer }).
doctor-zalo-connected-cannot-send-do = Nâng gói của Official Account tại oa.zalo.me, rồi bật lại tài khoản trong phần Cài đặt.
doctor-zalo-refused-last = Lần gửi gần nhất bị từ chối vì lỗi của tài khoản (mã { $answer }).
doctor-zalo-refused-last-do = Sửa theo các dòng khác của bảng này. Mã -115, -137, -321: nạp tiền vào Zalo Cloud; -211: hết hạn mức; -221: xác thực; -223: cấp quyền lại cho đủ các nhóm.
doctor-zalo-permission-users = Nhóm quyền quản lý thông tin người dùng đã được cấp.
doctor-zalo-permission-users-missing = Ứng dụng chưa được cấp quyền quản lý thông tin người dùng (mã { $answer }).
doctor-zalo-permission-users-missing-do = Chọn nhóm quyền này tại developers.zalo.me, rồi bấm «Kết nối Official Account…» trong phần Cài đặt để cấp quyền lại.
doctor-zalo-permission-users-unknown = Chưa biết quyền quản lý thông tin người dùng có được cấp hay không (mã { $answer }).
doctor-zalo-permission-users-unknown-do = Kiểm tra lại sau; mã -224 có nghĩa là gói quá thấp.
doctor-zalo-permission-messages = Nhóm quyền đọc lại tin nhắn đã được cấp.
doctor-zalo-permission-messages-missing = Ứng dụng chưa được cấp quyền đọc lại tin nhắn (mã { $answer }).
doctor-zalo-permission-messages-missing-do = Chọn nhóm quyền này tại developers.zalo.me, rồi bấm «Kết nối Official Account…» trong phần Cài đặt để cấp quyền lại.
doctor-zalo-permission-messages-unknown = Chưa biết quyền đọc lại tin nhắn có được cấp hay không (mã { $answer }).
doctor-zalo-permission-messages-unknown-do = Kiểm tra lại sau; mã -224 có nghĩa là gói quá thấp.
doctor-zalo-webhook = Zalo báo tin đến hệ thống, lần gần nhất lúc { $moment }.
doctor-zalo-webhook-never = Chưa có tin nào từ Zalo báo đến hệ thống.
doctor-zalo-webhook-never-do = Tại developers.zalo.me, mục Webhook, nhập địa chỉ của hệ thống kèm /webhooks/zalo, chọn các sự kiện của người dùng, trừ sự kiện «đã xem». Khoá bí mật ở trang đó phải trùng với khoá đã nhập. Sau đó nhắn thử một tin cho Official Account.
doctor-zalo-webhook-silent = { $days } ngày nay không có tin nào từ Zalo, lần gần nhất lúc { $moment }.
doctor-zalo-webhook-silent-do = Nhắn thử một tin cho Official Account. Nếu bảng này không đổi, xem tại developers.zalo.me webhook có bị tắt không: Zalo tắt sau vài lần không gọi được.
doctor-zalo-rate = Zalo cho { $limit } lời gọi mỗi phút; lúc { $moment } còn { $remain }.
doctor-zalo-rate-setting-low = Zalo cho { $limit } lời gọi mỗi phút, nhưng phần Cài đặt chỉ dùng { $setting }.
doctor-zalo-rate-setting-low-do = Nếu không cố ý, sửa số lời gọi mỗi phút trong phần Cài đặt thành { $limit }.
doctor-zalo-quota = { $type ->
    [phone] Tin theo số điện thoại hôm nay còn { $remain } (lúc { $moment }).
    [sub_quota] Tin tư vấn sau 48 giờ theo gói còn { $remain } (lúc { $moment }).
   *[other] Hạn mức { $type } còn { $remain } (lúc { $moment }).
  }
doctor-zalo-quota-used-up = { $type ->
    [phone] Đã hết số tin theo số điện thoại của ngày (lúc { $moment }).
    [sub_quota] Đã hết số tin tư vấn sau 48 giờ của gói (lúc { $moment }); mỗi tin tiếp theo bị tính 55 đồng.
   *[other] Hạn mức { $type } đã hết (lúc { $moment }).
  }
doctor-zalo-quota-used-up-do = Không phải làm gì nếu cơ quan chấp nhận phí hoặc chờ đến kỳ sau; nếu không, mua thêm hạn mức tại oa.zalo.me.
doctor-zalo-template = { $about ->
    [bulletin] Mẫu tin báo nội dung tuyên truyền
    [invitation] Mẫu tin giấy mời
    [reminder] Mẫu tin nhắc lịch
   *[announcement] Mẫu tin thông báo
  } «{ $name }» đã được duyệt, { $price } đồng một tin.
doctor-zalo-template-missing = Chưa chọn { $about ->
    [bulletin] mẫu tin báo nội dung tuyên truyền
    [invitation] mẫu tin giấy mời
    [reminder] mẫu tin nhắc lịch
   *[announcement] mẫu tin thông báo
  }, nên quá 7 ngày không tương tác thì không báo được cho phóng viên qua Zalo.
doctor-zalo-template-missing-do = Tạo và xin duyệt mẫu tại Zalo Cloud, rồi chọn mẫu trong phần Cài đặt.
doctor-zalo-template-unread = Chưa hỏi được Zalo về mẫu { $id } (mã { $answer }).
doctor-zalo-template-unread-do = Kiểm tra lại sau. Mã -135: gói quá thấp hoặc chưa xác thực; -136: chưa liên kết Zalo Cloud.
doctor-zalo-template-not-there = Zalo không có mẫu { $id } (mã { $answer }).
doctor-zalo-template-not-there-do = Chọn lại mẫu trong phần Cài đặt từ danh sách của Zalo.
doctor-zalo-template-not-approved = Mẫu { $id } chưa được duyệt hoặc đã bị khoá (trạng thái { $status }).
doctor-zalo-template-not-approved-do = Chờ Zalo duyệt, hoặc chọn mẫu khác trong phần Cài đặt.
doctor-zalo-template-wants-more = Mẫu { $id } đòi trường «{ $field }» mà hệ thống không điền.
doctor-zalo-template-wants-more-do = Sửa mẫu để chỉ dùng các trường recipient, issuer, document_number, subject, when, code, link.
doctor-zalo-template-wants-less = Mẫu { $id } không có trường «{ $field }» mà hệ thống gửi kèm; Zalo có thể từ chối.
doctor-zalo-template-wants-less-do = Thêm trường đó vào mẫu rồi xin duyệt lại; thiếu code thì bấm nút không mở được toàn văn, thiếu link thì không có đường dẫn dự phòng.
doctor-zalo-template-price = Mẫu { $id } nay có giá { $price } đồng, còn dự toán tính { $planned } đồng.
doctor-zalo-template-price-do = Chọn lại mẫu trong phần Cài đặt để lưu giá mới.
doctor-zalo-charged = Tháng { $month }: { $messages } tin bị tính phí, tổng cộng { $vnd } đồng.
doctor-zalo-uploads = Tháng { $month }: đã tải lên { $count } trên { $most } { $kind ->
    [image] ảnh
    [gif] ảnh động
   *[file] tệp
  }.
doctor-zalo-uploads-many = Tháng { $month }: đã tải lên { $count } trên { $most } { $kind ->
    [image] ảnh
    [gif] ảnh động
   *[file] tệp
  }, sắp hết hạn mức.
doctor-zalo-uploads-many-do = Đến hết tháng, tệp có thể đi bằng đường dẫn thay cho tệp đính kèm. Tránh thay tệp nhiều lần sau khi đã gửi.
doctor-zalo-buttons-refused = Lúc { $moment } Zalo từ chối nút bấm; tin đã đi dưới dạng chữ.
doctor-zalo-buttons-refused-do = Tắt nút bấm trong phần Cài đặt nếu điều này lặp lại, để mỗi tin không tốn hai lời gọi.
