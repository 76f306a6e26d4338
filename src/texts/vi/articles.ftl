articles-saved-one = Đã lưu: { $url }
articles-saved = Đã lưu { $count } đường dẫn:
articles-repeat = Cơ quan đã có tin, bài này từ { $since }: { $url }
articles-refused-not-a-link = Không nhận được vì đây không phải đường dẫn trang tin: { $url }
articles-refused-private-address = Không nhận được vì đây là địa chỉ nội bộ, không phải trang tin công khai: { $url }
articles-refused-too-long = Không nhận được vì đường dẫn quá dài: { $url }
articles-refused-too-many = Chưa nhận vì tin nhắn có quá nhiều đường dẫn, anh/chị gửi lại sau: { $url }
articles-refused-more = Còn { $count } đường dẫn nữa trong tin nhắn chưa nhận được; anh/chị kiểm tra rồi gửi lại từng ít một.
articles-which-theme = Tin, bài này thuộc chuyên đề nào?
articles-which-theme-of = Tin, bài { $url } thuộc chuyên đề nào?
articles-theme-hint = Gõ số của chuyên đề; gõ 0 nếu không thuộc chuyên đề nào.
articles-button-none = Không thuộc chuyên đề nào
articles-filed = Đã ghi nhận vào chuyên đề { $number }: { $title }.
articles-filed-none = Đã ghi nhận: không thuộc chuyên đề nào.

error-article-not-yours = Anh/chị chỉ xếp chuyên đề được cho tin, bài do mình gửi.
error-article-no-such-theme = Không có chuyên đề số { $number } để chọn.
error-article-reporter-unknown = Không tìm thấy người gửi trong danh sách phóng viên.
