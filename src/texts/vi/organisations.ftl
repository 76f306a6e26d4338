organisations-moment = { $hour } giờ { $minute }, { $weekday }, ngày { $date }
organisations-weekday-1 = thứ Hai
organisations-weekday-2 = thứ Ba
organisations-weekday-3 = thứ Tư
organisations-weekday-4 = thứ Năm
organisations-weekday-5 = thứ Sáu
organisations-weekday-6 = thứ Bảy
organisations-weekday-7 = Chủ nhật

error-organisation-not-found = Không tìm thấy cơ quan này.
error-other-organisation = Nội dung này thuộc cơ quan khác.
error-not-for-this-role = Vai trò của anh/chị không thực hiện được việc này.
error-calendar-line-unreadable = Dòng { $line } không đọc được. Mỗi dòng ghi ngày rồi tên, ví dụ: 30/04/2027 Ngày Chiến thắng.
error-calendar-year-invalid = Đề nghị nhập năm gồm bốn chữ số.
error-settings-invalid = Cài đặt chưa hợp lệ. Đề nghị kiểm tra các giờ, ngày và con số vừa nhập.
organisations-unnamed = Đơn vị chưa đặt tên
