pages-announcements-title = Thông báo mới
pages-announcements-lead = Tin ngắn trong ngày, không thuộc bản tin. Có thể kèm một tệp ngay tại đây; các tệp khác thêm ở bước sau.
pages-announcements-text = Nội dung
pages-announcements-submit = Lưu dự thảo
pages-announcements-file = Tệp kèm theo (không bắt buộc)
pages-announcements-file-hint = Nếu tệp bị từ chối, phần đã soạn vẫn được lưu.
