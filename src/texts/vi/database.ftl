database-no-binaries = Không có sẵn máy chủ cơ sở dữ liệu cho loại máy này ({ $detail }). Vui lòng đặt DATABASE_URL trỏ tới một máy chủ PostgreSQL riêng.
database-needs-glibc = Máy chủ cơ sở dữ liệu kèm theo cần glibc, hệ thống này không có ({ $detail }). Vui lòng dùng hệ thống có glibc, hoặc đặt DATABASE_URL trỏ tới một máy chủ PostgreSQL riêng.
database-links-refused = Không hoàn tất được máy chủ cơ sở dữ liệu trong thư mục của nó ({ $detail }). Vui lòng kiểm tra quyền ghi vào thư mục này.
database-initdb-failed = Không tạo được cơ sở dữ liệu: { $detail }
database-folder-not-ours = Thư mục cơ sở dữ liệu { $detail } thuộc về tài khoản khác. Vui lòng khởi động bằng tài khoản đã tạo ra thư mục này.
database-data-missing = Cơ sở dữ liệu đã được chuyển tới { $detail } nhưng thư mục này không còn. Vui lòng khôi phục thư mục trước khi khởi động; hệ thống chưa tạo gì mới thay thế.
database-start-failed = Máy chủ cơ sở dữ liệu không khởi động được: { $detail }
database-start-too-slow = Máy chủ cơ sở dữ liệu không trả lời ({ $detail }). Vui lòng kết thúc tiến trình đó rồi khởi động lại.
