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
error-calendar-line-unreadable = Line { $line } cannot be read. Each line is a date, then a name, for example: 30/04/2027 Reunification Day.
error-calendar-year-invalid = Please enter a year of four digits.
error-settings-invalid = The settings are not valid. Please check the hours, dates and figures you entered.
organisations-unnamed = Unnamed office
