pages-announcements-title = Thông báo mới
pages-announcements-lead = Tin ngắn trong ngày, không thuộc bản tin. Tệp kèm theo được thêm ở bước sau.
pages-announcements-text = Nội dung
pages-announcements-submit = Lưu dự thảo
