files-refused-too-large = Tệp «{ $name }» vượt quá dung lượng cho phép ({ $limitMb } MB). Đề nghị chia nhỏ hoặc nén lại rồi tải lên.
files-refused-empty = Tệp «{ $name }» không có nội dung. Đề nghị kiểm tra lại tệp gốc rồi tải lên.
files-refused-disguised = Nội dung tệp «{ $name }» không đúng với phần mở rộng của tên tệp nên không được tiếp nhận.
files-refused-type-not-allowed = Tệp «{ $name }» thuộc loại không được gửi. Các loại được nhận: { $allowed }.
files-refused-secret-stamped = Tệp «{ $name }» mang dấu chỉ độ mật nên bị từ chối; hệ thống không lưu nội dung này.

error-file-not-found = Không tìm thấy tệp này.
