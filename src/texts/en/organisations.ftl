organisations-moment = { $hour }:{ $minute }, { $weekday }, { $date }
organisations-weekday-1 = Monday
organisations-weekday-2 = Tuesday
organisations-weekday-3 = Wednesday
organisations-weekday-4 = Thursday
organisations-weekday-5 = Friday
organisations-weekday-6 = Saturday
organisations-weekday-7 = Sunday

error-organisation-not-found = This organisation does not exist.
error-other-organisation = This belongs to another organisation.
error-not-for-this-role = Your role does not allow this.
error-settings-invalid = The settings are not valid. Please check the quiet hours, the reminder times and the size of files.
organisations-unnamed = Unnamed office
