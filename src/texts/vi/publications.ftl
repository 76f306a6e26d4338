publications-number-and-date = Số { $number }, ngày { $date }
publications-number = Số { $number }
publications-date = Ngày { $date }
publications-attachments = Tài liệu gửi kèm:
publications-supplied-by = do { $supplier } cung cấp
publications-not-yet-a-file = chưa có bản điện tử
publications-files-heading = Tài liệu gửi kèm
publications-no-files = Văn bản này chưa có tệp đính kèm.
publications-button-files = Nhận toàn bộ tài liệu
publications-button-page = Mở trang của anh/chị
publications-hint-bulletin = Gõ { $numbers } để xem từng chuyên đề.
publications-hint-bulletin-files = Gõ { $numbers } để xem từng chuyên đề, gõ T để nhận toàn bộ tài liệu.
publications-hint-theme = Gõ { $numbers } để xem chuyên đề khác.
publications-hint-theme-files = Gõ { $numbers } để xem chuyên đề khác, gõ T để nhận toàn bộ tài liệu.
publications-hint-announcement = Cần hỏi thêm, xin anh/chị liên hệ cơ quan gửi thông báo này.
publications-hint-announcement-files = Gõ T để nhận lại tài liệu. Cần hỏi thêm, xin anh/chị liên hệ cơ quan gửi thông báo này.

error-publication-not-found = Không tìm thấy bản tin hoặc thông báo này.
error-publication-changed = Nội dung vừa được người khác sửa nên chưa lưu. Phần anh/chị nhập vẫn còn trên màn hình; đề nghị mở bản mới, đối chiếu rồi lưu lại.
error-publication-released = Văn bản đã phát hành nên không sửa được nữa. Nếu cần đính chính, đề nghị soạn thông báo mới.
error-publication-not-draft = Chỉ bản dự thảo mới trình duyệt được.
error-publication-incomplete = Chưa trình duyệt được vì còn thiếu { $missing ->
    [title] trích yếu
    [issuer] cơ quan ban hành
    [themes] nội dung tuyên truyền
   *[text] nội dung thông báo
}.
error-publication-invalid = Nội dung nhập chưa hợp lệ. Đề nghị kiểm tra các ô còn trống hoặc quá dài.
error-theme-number-repeated = Hai nội dung đang mang cùng một số thứ tự. Đề nghị đánh số lại.
error-theme-not-found = Không tìm thấy nội dung này trong bản tin.
error-attachment-not-found = Không tìm thấy tài liệu này, hoặc tài liệu chưa có tên.
error-approval-by-writer = Người soạn hoặc người trình không được tự phê duyệt. Đề nghị chuyển người có thẩm quyền khác.
error-not-waiting-for-approval = Văn bản này hiện không chờ phê duyệt.
error-return-without-note = Đề nghị ghi lý do trả lại để người soạn biết cần sửa gì.
error-not-approved = Văn bản chưa được phê duyệt đúng nội dung hiện tại nên chưa cấp số, chưa phát hành được.
error-number-missing = Đề nghị nhập đủ số, ký hiệu và ngày của văn bản.
error-signed-file-not-pdf = Bản đã ký phải là tệp PDF.
error-not-sendable = Văn bản chưa phát hành, hoặc nội dung không còn đúng với bản đã duyệt, nên chưa gửi được.
error-letter-secret = Văn bản mang dấu chỉ độ mật nên bị từ chối; hệ thống không lưu và không ghi lại nội dung này.
error-letter-empty = Chưa có nội dung công văn để đọc.
error-letter-too-long = Công văn quá dài để đọc tự động. Đề nghị chỉ dán phần công văn, còn tài liệu thì gửi kèm dưới dạng tệp.
error-recipient-not-found = Không tìm thấy phóng viên này.
error-publication-recalled = Văn bản này đã được thu hồi.
error-publication-not-sent = Văn bản này chưa gửi đến ai nên không có gì để thu hồi hay đính chính.
error-recall-without-reason = Đề nghị ghi lý do thu hồi; phóng viên sẽ đọc được lý do này.
error-file-recalled = Văn bản kèm tệp này đã được thu hồi nên tệp không còn tải về được nữa.
error-correction-begun = Văn bản này đã có bản đính chính. Đề nghị mở bản đính chính đó để làm tiếp.
