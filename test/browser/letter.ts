/** An invented letter as somebody would paste it, with a slip of the pen in its second theme. */
export const letter = `ỦY BAN NHÂN DÂN TỈNH SÔNG LAM
SỞ VĂN HÓA VÀ TRUYỀN THÔNG

V/v cung cấp thông tin cho báo chí tháng 12/2026

Sông Lam, ngày    tháng 12 năm 2026

Kính gửi: Các cơ quan báo chí trên địa bàn tỉnh

Sở Văn hóa và Truyền thông đề nghị các cơ quan báo chí quan tâm thông tin, tuyên truyền trong tháng 12/2026 các nội dung sau:

1. Vụ lúa đông xuân ở các xã ven sông

- Lịch xuống giống và lịch lấy nước của từng xã.

- Giá thu mua được niêm yết tại các hợp tác xã.

(Tài liệu hướng dẫn do Chi cục Trồng trọt tỉnh Sông Lam cung cấp được gửi kèm theo).

2. Lễ hội đua thuyền trên sông lam

- Chương trình thi đấu, địa điểm xem và phân luồng giao thông.

- Hướng dẫn an toàn cho đội thuyền và người xem.

3. Đọc sách cùng con ở thư viện huyện

- Giờ mở cửa buổi tối, các câu lạc bộ đọc sách dành cho thiếu nhi.

Trân trọng./.

KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC

Trần Thị Hồng Ngát
`
