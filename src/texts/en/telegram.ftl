telegram-command-help = How to use this chat
telegram-command-mydata = See the data held about you
telegram-command-stop = Stop all messages
telegram-description =
    The press desk's channel: the authority sends bulletins, documents and invitations to registered reporters.

    You answer with one tap, send in links of what you published, and can stop all messages at any time with /stop.
telegram-short-description = Press desk: bulletins, documents and invitations for reporters.
telegram-notice = { $about ->
    [bulletin] For { $recipient }, the bulletin: { $subject }. Number: { $documentNumber }. Time: { $when }.
    [invitation] { $recipient }, you are invited to: { $subject }. Number: { $documentNumber }. Time: { $when }.
    [reminder] A reminder for { $recipient }: { $subject }. Number: { $documentNumber }. Time: { $when }.
   *[announcement] For { $recipient }, an announcement: { $subject }. Number: { $documentNumber }. Time: { $when }.
  }
telegram-notice-open = Read the full text
telegram-notice-page = Your own page
