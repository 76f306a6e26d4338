pages-letters-title = Soạn bản tin từ công văn
pages-letters-lead = Dán toàn văn công văn hoặc tải tệp lên. Hệ thống nhận ra số, ngày, trích yếu, các nội dung và tài liệu; anh/chị đối chiếu và sửa cạnh bản gốc.
pages-letters-text = Nội dung công văn
pages-letters-text-hint = Văn bản có dấu chỉ độ mật bị từ chối, không lưu lại.
pages-letters-file = Hoặc chọn tệp
pages-letters-file-hint = Tệp .docx hoặc .txt. Nếu chọn tệp thì phần dán ở trên không được dùng.
pages-letters-submit = Đọc công văn
