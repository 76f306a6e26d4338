/** An invented letter with two themes, whose words are the project's own. */
export const letter = `UBND TỈNH SÔNG LAM
SỞ VĂN HÓA VÀ TRUYỀN THÔNG
Số: 12/SVHTT-BC
V/v cung cấp thông tin cho báo chí tháng 12/2026
Sông Lam, ngày 20 tháng 11 năm 2026
Kính gửi: Các cơ quan báo chí trên địa bàn tỉnh
Sở đề nghị các cơ quan báo chí tuyên truyền các nội dung sau:
1. Mùa lúa đông xuân
- Lịch xuống giống của các huyện.
- Giá thu mua niêm yết tại hợp tác xã.
2. Lễ hội đua thuyền trên sông
- Thời gian, địa điểm và phân luồng giao thông.
Trân trọng./.
GIÁM ĐỐC
Nguyễn Văn An`
