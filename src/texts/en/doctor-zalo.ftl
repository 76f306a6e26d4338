doctor-zalo-connected = Connected to the Official Account “{ $name }” (id { $id }).
doctor-zalo-not-connected = Zalo does not take this system's calls (code { $answer }).
doctor-zalo-not-connected-do = Check the app's id and secret and the Official Account's consent in the settings. Code -209: activate the app; -212: add the Official Account API to the app; -242: look at the switch for appsecret_proof.
doctor-zalo-busy = The account has used up this minute's calls, so Zalo could not be asked.
doctor-zalo-busy-do = Check again in a minute or two.
doctor-zalo-package = Package of the Official Account: { $package }.
doctor-zalo-package-too-small = The package “{ $package }” has no OpenAPI, so the account can send nothing (code -224).
doctor-zalo-package-too-small-do = Move the Official Account to the package Tăng trưởng or Toàn diện at oa.zalo.me.
doctor-zalo-package-unknown = Zalo does not say which package the Official Account has.
doctor-zalo-package-unknown-do = Look at oa.zalo.me: only the packages Tăng trưởng and Toàn diện can send through OpenAPI.
doctor-zalo-package-ends = The package of the Official Account ends on { $day }, in { $days } days.
doctor-zalo-package-ends-do = Renew it at oa.zalo.me before that day, or the account will stop sending.
doctor-zalo-verified = The Official Account is verified.
doctor-zalo-not-verified = The Official Account is not verified, so it cannot send (code -221).
doctor-zalo-not-verified-do = Hand in the office's papers at oa.zalo.me.
doctor-zalo-no-cloud-account = No Zalo Cloud Account (ZCA) is linked that pays for templates (code -320).
doctor-zalo-no-cloud-account-do = Link the app and the Official Account to a Zalo Cloud Account with a balance.
doctor-zalo-can-send = Zalo has not refused a sending for the account's sake.
doctor-zalo-connected-cannot-send = Connected, but it cannot send: Zalo says that the package is too low (code { $answer }).
doctor-zalo-connected-cannot-send-do = Upgrade the Official Account at oa.zalo.me, then turn the account on again in the settings.
doctor-zalo-refused-last = The last sending was refused for the account's sake (code { $answer }).
doctor-zalo-refused-last-do = Mend what the other lines of this table say. Codes -115, -137, -321: top up Zalo Cloud; -211: the quota is used up; -221: verification; -223: consent again with all permissions.
doctor-zalo-permission-users = The permission to manage user information is granted.
doctor-zalo-permission-users-missing = The app may not manage user information (code { $answer }).
doctor-zalo-permission-users-missing-do = Tick this group of permissions at developers.zalo.me, then press “Connect the Official Account…” in the settings to consent again.
doctor-zalo-permission-users-unknown = Whether the permission to manage user information is granted could not be told (code { $answer }).
doctor-zalo-permission-users-unknown-do = Check again later; code -224 means that the package is too low.
doctor-zalo-permission-messages = The permission to read messages back is granted.
doctor-zalo-permission-messages-missing = The app may not read messages back (code { $answer }).
doctor-zalo-permission-messages-missing-do = Tick this group of permissions at developers.zalo.me, then press “Connect the Official Account…” in the settings to consent again.
doctor-zalo-permission-messages-unknown = Whether the permission to read messages back is granted could not be told (code { $answer }).
doctor-zalo-permission-messages-unknown-do = Check again later; code -224 means that the package is too low.
doctor-zalo-webhook = Zalo tells this system what happens, last at { $moment }.
doctor-zalo-webhook-never = Nothing has ever come from Zalo to this system.
doctor-zalo-webhook-never-do = At developers.zalo.me, under Webhook, enter this system's address with /webhooks/zalo and choose the events of users, without the “seen” event. The secret key on that page must be the one entered here. Then write a test message to the Official Account.
doctor-zalo-webhook-silent = Nothing has come from Zalo for { $days } days, last at { $moment }.
doctor-zalo-webhook-silent-do = Write a test message to the Official Account. If this table stays the same, look at developers.zalo.me whether the webhook was switched off: Zalo does that after a few calls that failed.
doctor-zalo-rate = Zalo allows { $limit } calls a minute; at { $moment } there were { $remain } left.
doctor-zalo-rate-setting-low = Zalo allows { $limit } calls a minute, but the settings use only { $setting }.
doctor-zalo-rate-setting-low-do = Unless this is meant, change the calls a minute in the settings to { $limit }.
doctor-zalo-quota = { $type ->
    [phone] Messages by phone number left today: { $remain } (at { $moment }).
    [sub_quota] Replies after 48 hours that the package still pays for: { $remain } (at { $moment }).
   *[other] Quota { $type }: { $remain } left (at { $moment }).
  }
doctor-zalo-quota-used-up = { $type ->
    [phone] The day's messages by phone number are used up (at { $moment }).
    [sub_quota] The package's replies after 48 hours are used up (at { $moment }); each further one costs 55 VND.
   *[other] Quota { $type } is used up (at { $moment }).
  }
doctor-zalo-quota-used-up-do = Nothing if the office accepts the charge or waits for the next period; otherwise buy more at oa.zalo.me.
doctor-zalo-template = { $about ->
    [bulletin] The template for bulletins,
    [invitation] The template for invitations,
    [reminder] The template for reminders,
   *[announcement] The template for announcements,
  } “{ $name }”, is approved; { $price } VND a message.
doctor-zalo-template-missing = No template is chosen for { $about ->
    [bulletin] bulletins
    [invitation] invitations
    [reminder] reminders
   *[announcement] announcements
  }, so after 7 days of silence a reporter cannot be told through Zalo.
doctor-zalo-template-missing-do = Make a template at Zalo Cloud, have it approved, then choose it in the settings.
doctor-zalo-template-unread = Zalo could not be asked about template { $id } (code { $answer }).
doctor-zalo-template-unread-do = Check again later. Code -135: package too low or not verified; -136: no Zalo Cloud Account linked.
doctor-zalo-template-not-there = Zalo has no template { $id } (code { $answer }).
doctor-zalo-template-not-there-do = Choose the template again in the settings from Zalo's list.
doctor-zalo-template-not-approved = Template { $id } is not approved, or was switched off (status { $status }).
doctor-zalo-template-not-approved-do = Wait for Zalo's approval, or choose another template in the settings.
doctor-zalo-template-wants-more = Template { $id } wants a field “{ $field }” that this system does not fill in.
doctor-zalo-template-wants-more-do = Change the template so that it uses only recipient, issuer, document_number, subject, when, code and link.
doctor-zalo-template-wants-less = Template { $id } lacks the field “{ $field }” that this system sends along; Zalo may refuse it.
doctor-zalo-template-wants-less-do = Add the field and have the template approved again; without code its button opens no full text, without link there is no other way in.
doctor-zalo-template-price = Template { $id } now costs { $price } VND, while plans are made with { $planned } VND.
doctor-zalo-template-price-do = Choose the template again in the settings, so that the new price is kept.
doctor-zalo-charged = { $month }: { $messages } messages were charged, { $vnd } VND in all.
doctor-zalo-uploads = { $month }: { $count } of { $most } { $kind ->
    [image] pictures
    [gif] moving pictures
   *[file] files
  } were uploaded.
doctor-zalo-uploads-many = { $month }: { $count } of { $most } { $kind ->
    [image] pictures
    [gif] moving pictures
   *[file] files
  } were uploaded; the allowance is nearly used up.
doctor-zalo-uploads-many-do = Until the end of the month files may go as links instead. Avoid replacing files again and again after they were sent.
doctor-zalo-buttons-refused = At { $moment } Zalo refused buttons; the message went as plain text.
doctor-zalo-buttons-refused-do = Turn buttons off in the settings if this happens again, so that a message does not take two calls.
