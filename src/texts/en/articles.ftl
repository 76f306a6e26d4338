articles-saved-one = Saved: { $url }
articles-saved = { $count } links saved:
articles-repeat = The office has had this item since { $since }: { $url }
articles-refused-not-a-link = Not taken, since this is not the address of a news page: { $url }
articles-refused-private-address = Not taken, since this is an internal address and not a public page: { $url }
articles-refused-too-long = Not taken, since the address is too long: { $url }
articles-refused-too-many = Not taken yet, since the message has too many links; please send it again later: { $url }
articles-refused-more = { $count } more links of this message were not taken; please check them and send a few at a time.
articles-which-theme = Which theme does this item belong to?
articles-which-theme-of = Which theme does { $url } belong to?
articles-theme-hint = Type the theme's number, or 0 for none of them.
articles-button-none = None of them
articles-filed = Recorded under theme { $number }: { $title }.
articles-filed-none = Recorded: under none of the themes.

error-article-not-yours = You can only choose a theme for items that you sent.
error-article-no-such-theme = There is no theme { $number } to choose.
error-article-reporter-unknown = The sender is not on the list of reporters.
