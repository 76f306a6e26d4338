broadcasts-state-sending = Đang gửi
broadcasts-state-stopped = Đã dừng
broadcasts-state-finished = Đã xong
broadcasts-state-cancelled = Đã huỷ

error-broadcast-not-found = Không tìm thấy đợt gửi này trong cơ quan của anh/chị.
error-broadcast-under-way = Văn bản này đang được gửi. Hãy chờ đợt gửi kết thúc hoặc huỷ đợt gửi đó trước.
error-publication-sent-before = Văn bản này đã được gửi. Ai chưa nhận được thì xem trong sổ gửi của đợt đó.
error-broadcast-over = Đợt gửi này đã kết thúc.
error-broadcast-not-stopped = Đợt gửi này không ở trạng thái đã dừng.
