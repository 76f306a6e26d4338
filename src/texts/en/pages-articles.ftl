pages-articles-title = Articles
pages-articles-lead = Links that reporters sent in, newest first; new ones appear by themselves.
pages-articles-filter = Filter by bulletin
pages-articles-all = All
pages-articles-empty = No articles have been sent in yet.
pages-articles-newest = Newest
pages-articles-by-theme = By theme
pages-articles-no-theme = No theme yet
