pages-sign-in-title = Sign in
pages-sign-in-lead = For the office's staff. Reporters use Zalo, Telegram or the personal link they were given.
pages-sign-in-email = E-mail
pages-sign-in-password = Password
pages-sign-in-submit = Sign in
pages-sign-in-wrong = The e-mail or the password is wrong, or the account is disabled.
pages-sign-in-demo = Demo accounts
pages-sign-in-demo-note = Press a name to come in with that role. Everybody and every office here is invented.
