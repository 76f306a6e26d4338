pages-articles-title = Tin, bài đã đăng
pages-articles-lead = Liên kết phóng viên gửi về, mới nhất ở trên; liên kết mới tự hiện ra.
pages-articles-filter = Lọc theo bản tin
pages-articles-all = Tất cả
pages-articles-empty = Chưa có tin, bài nào được gửi về.
pages-articles-newest = Mới nhất
pages-articles-by-theme = Theo nội dung
pages-articles-no-theme = Chưa xếp nội dung
