pages-articles-title = Tin, bài đã đăng
pages-articles-lead = Đường dẫn phóng viên gửi về, mới nhất ở trên; đường dẫn mới tự hiện ra.
pages-articles-filter = Lọc theo bản tin
pages-articles-all = Tất cả
pages-articles-empty = Chưa có tin, bài nào được gửi về.
pages-articles-newest = Mới nhất
pages-articles-by-theme = Theo nội dung
pages-articles-no-theme = Chưa xếp nội dung
