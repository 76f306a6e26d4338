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
error-settings-invalid = Cài đặt chưa hợp lệ. Đề nghị kiểm tra giờ yên lặng, thời điểm nhắc và dung lượng tệp.
organisations-unnamed = Đơn vị chưa đặt tên
