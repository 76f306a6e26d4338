pages-sign-in-title = Đăng nhập
pages-sign-in-lead = Dành cho cán bộ của cơ quan. Phóng viên dùng Zalo, Telegram hoặc đường dẫn riêng đã nhận.
pages-sign-in-email = Thư điện tử
pages-sign-in-password = Mật khẩu
pages-sign-in-submit = Đăng nhập
pages-sign-in-wrong = Thư điện tử hoặc mật khẩu không đúng, hoặc tài khoản đã bị khoá.
pages-sign-in-demo = Tài khoản dùng thử
pages-sign-in-demo-note = Bấm một tên để vào với vai trò đó. Mọi người, mọi cơ quan ở đây đều là hư cấu.
