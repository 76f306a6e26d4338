files-refused-too-large = The file “{ $name }” is over the limit ({ $limitMb } MB). Please split or compress it and upload it again.
files-refused-empty = The file “{ $name }” is empty. Please check the original and upload it again.
files-refused-disguised = What is in the file “{ $name }” is not what its extension says, so it was not taken.
files-refused-type-not-allowed = Files like “{ $name }” cannot be sent. Accepted: { $allowed }.
files-refused-secret-stamped = The file “{ $name }” carries a secrecy stamp, so it was refused; nothing of it was kept.

error-file-not-found = This file does not exist.
